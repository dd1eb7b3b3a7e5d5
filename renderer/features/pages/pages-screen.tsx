// Trang: the light table. Every page of the batch as a thumbnail, in the order of the paper, with what is
// wrong with it in a word; a page opens beside its fields. Blank and double pages are marked, never hidden.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import type { PagesScope } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { usePages, retryPage } from '../../api/pages.ts';
import { useBatchChange } from '../../api/batches.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { NoBatch } from '../shell/no-batch.tsx';
import { InTopBar } from '../shell/slots.tsx';
import { LightTable } from './light-table.tsx';
import { OpenPage } from './open-page.tsx';
import { PageFilters } from './page-filters.tsx';
import { isPageFilter, matchesFilter, type PageFilter } from './page-marks.ts';
import './pages.css';
import { useAllPages } from './use-all-pages.ts';

export function PagesScreen() {
  const route = useRoute();
  return route.batchId === null ? <NoBatch /> : <BatchPages batchId={route.batchId} openId={route.itemId} />;
}

function usePagesCommands(batchId: string, shown: readonly PageSummary[], openId: string | null, chosenId: string | null): PagesScope {
  const trouble = useSayTrouble();
  const { mutate: retry } = useBatchChange(retryPage);
  const at = shown.findIndex((page) => page.id === (openId ?? chosenId));
  const page = shown[at];
  return useMemo(() => {
    const go = (itemId: string | null, replace = false) => navigate({ screen: 'pages', batchId, itemId }, { replace });
    return {
      isOpen: openId !== null,
      canRetry: page?.state === 'failed',
      canCorrect: page?.recordId !== null && page?.recordId !== undefined,
      open: () => (page ? go(page.id) : undefined),
      close: () => go(null),
      step: (by) => { const next = shown[at + by]; if (next) go(next.id, true); },
      retry: () => (page ? retry(page.id, { onError: trouble }) : undefined),
      correct: () => (page?.recordId ? navigate({ screen: 'correction', batchId, itemId: page.recordId }) : undefined),
    };
  }, [batchId, shown, openId, at, page, retry, trouble]);
}

function BatchPages({ batchId, openId }: { batchId: string; openId: string | null }) {
  const { t } = useTranslation();
  const query = usePages(batchId);
  const { pages, total } = useAllPages(query);
  const [filter, setFilter] = useRemembered<PageFilter>('pageFilter', 'all', isPageFilter);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const shown = useMemo(() => pages.filter((page) => matchesFilter(page, filter)), [pages, filter]);
  useOffer('pages', usePagesCommands(batchId, shown, openId, chosenId));
  const open = openId === null ? null : (pages.find((page) => page.id === openId) ?? null);
  return (
    <div className="pages-screen">
      <InTopBar>
        {open ? <span className="chip">{t('pages.position', { at: open.seq, total })}</span> : null}
      </InTopBar>
      {openId === null ? (
        <>
          <PageFilters pages={pages} filter={filter} onChange={setFilter} />
          <LoadTrouble query={query} />
          <LightTable pages={shown} isLoading={query.isPending} chosenId={chosenId} onChoose={setChosenId} onOpen={(id) => navigate({ screen: 'pages', batchId, itemId: id })} />
        </>
      ) : <OpenPage pageId={openId} summary={open} />}
    </div>
  );
}
