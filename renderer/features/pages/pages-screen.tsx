// Trang: the light table. Every page of the batch as a thumbnail, in the order of the paper, above it the line of its
// record. What is chosen is turned, straightened, cropped, cut, moved, thrown away, marked, parted and joined; what
// the program proposes waits in the tray; everything can be taken back. A page opens beside its fields.
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import type { PagesScope } from '../../actions/action.ts';
import { useMay } from '../../actions/deeds.ts';
import { useOffer } from '../../actions/scope.ts';
import { useBatch, useBatchChange } from '../../api/batches.ts';
import { usePages, retryPage, type Shelf } from '../../api/pages.ts';
import { useRecords } from '../../api/records.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { isNumber, useRemembered } from '../../ui/remembered.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { useAllRecords } from '../correction/use-all-records.ts';
import { NoBatch } from '../shell/no-batch.tsx';
import { InTopBar } from '../shell/slots.tsx';
import { ActionLog } from './action-log.tsx';
import { THUMB_WIDTHS_PX } from './grid.ts';
import { LightTable } from './light-table.tsx';
import { OpenPage } from './open-page.tsx';
import { PageFilters } from './page-filters.tsx';
import { isPageFilter, matchesFilter, type PageFilter } from './page-marks.ts';
import './pages.css';
import { ProposalsTray } from './proposals-tray.tsx';
import { markRecords } from './record-marks.ts';
import { NO_SELECTION, pick, workedOn, type Selection } from './selection.ts';
import { TableDialogs } from './table-dialogs.tsx';
import { TableTools } from './table-tools.tsx';
import { useAllPages } from './use-all-pages.ts';
import { useTable, type Panel } from './use-table.ts';

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

const isPanel = (value: unknown): value is Panel => value === 'proposals' || value === 'actions' || value === 'none';

function BatchPages({ batchId, openId }: { batchId: string; openId: string | null }) {
  const { t } = useTranslation();
  const [shelf, setShelfTo] = useState<Shelf>('table');
  const [filter, setFilter] = useRemembered<PageFilter>('pageFilter', 'all', isPageFilter);
  const [panel, setPanel] = useRemembered<Panel>('pagesPanel', 'proposals', isPanel);
  const [width, setSheetWidth] = useRemembered<number>('thumbWidth', THUMB_WIDTHS_PX[1], isNumber);
  const mayWork = useMay('work-on-pages');
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const query = usePages(batchId, shelf);
  const { pages: all, total } = useAllPages(query);
  const { records } = useAllRecords(useRecords(batchId));
  const binned = useBatch(batchId).data?.counts.pagesBinned ?? 0;
  const shown = useMemo(() => (shelf === 'bin' ? all : all.filter((page) => matchesFilter(page, filter))), [all, filter, shelf]);
  const marks = useMemo(() => markRecords(shown, records), [shown, records]);
  const sheetWidthPx = THUMB_WIDTHS_PX.find((one) => one === width) ?? THUMB_WIDTHS_PX[1];
  const setShelf = useCallback((to: Shelf) => {
    setShelfTo(to);
    setSelection(NO_SELECTION);
  }, []);
  const ids = useMemo(() => (openId === null ? workedOn(selection, shown.map((page) => page.id)) : [openId]), [openId, selection, shown]);
  const state = useMemo(() => ({ batchId, shelf, shown, all, ids, isOpen: openId !== null, panel, sheetWidthPx, selection, setSelection, setShelf, setPanel, setSheetWidth }), [batchId, shelf, shown, all, ids, openId, panel, sheetWidthPx, selection, setShelf, setPanel, setSheetWidth]);
  const table = useTable(state);
  useOffer('table', table.scope);
  useOffer('pages', usePagesCommands(batchId, shown, openId, selection.focusId));
  // Coming back from an open page, that page has the focus.
  const [lastOpenId, setLastOpenId] = useState<string | null>(null);
  if (openId !== lastOpenId) {
    setLastOpenId(openId);
    if (openId !== null) setSelection(pick(selection, [], openId, 'one'));
  }
  const open = openId === null ? null : (all.find((page) => page.id === openId) ?? null);
  const show = (pageId: string): void => {
    if (filter !== 'all' && !shown.some((page) => page.id === pageId)) setFilter('all');
    setSelection(pick(selection, [], pageId, 'one'));
    scrollTo(pageId);
  };
  const [soughtId, scrollTo] = useState<string | null>(null);
  const openIt = useCallback((id: string) => navigate({ screen: 'pages', batchId, itemId: id }), [batchId]);
  const carry = (before: string | null): void => void table.act({ kind: 'move', pageIds: [...workedOn(selection, shown.map((page) => page.id))], before });
  const worked = useMemo(() => { const byId = new Map(all.map((page) => [page.id, page])); return ids.flatMap((id) => byId.get(id) ?? []); }, [all, ids]);
  const gutter = table.proposals?.find((one) => one.proposal === 'spread' && one.pageId === ids[0])?.at ?? null;
  return (
    <div className="pages-screen">
      <InTopBar>
        {open ? <span className="chip">{t('pages.position', { at: open.seq, total })}</span> : null}
      </InTopBar>
      {openId === null ? (
        <>
          <h1 className="hidden">{t('screen.pages')}</h1>
          {shelf === 'table' ? <PageFilters pages={all} filter={filter} onChange={setFilter} /> : <p className="page-filters bin-head">{t('pages.binHead')}</p>}
          <TableTools shelf={shelf} chosen={selection.chosen.size} proposals={table.proposals?.length ?? 0} binned={binned} />
          <LoadTrouble query={query} />
          <div className={panel === 'none' ? 'table-room' : 'table-room with-panel'}>
            <LightTable pages={shown} marks={marks} selection={selection} cut={table.cut} sheetWidthPx={sheetWidthPx} isLoading={query.isPending} canCarry={shelf === 'table' && mayWork} soughtId={soughtId}
              emptyText={t(shelf === 'bin' ? 'pages.emptyBin' : all.length === 0 ? 'pages.emptyBatch' : 'pages.empty')} onSelect={setSelection} onOpen={openIt} onCarry={carry} />
            {panel === 'none' ? null : (
              <aside className="table-panel" aria-label={t(`pages.panel.${panel}`)}>
                <h2>{t(`pages.panel.${panel}`)}</h2>
                {panel === 'proposals' ? <ProposalsTray proposals={table.proposals ?? []} pages={all} focusId={selection.focusId} act={table.act} onShow={show} /> : null}
                {panel === 'actions' ? <ActionLog actions={table.log?.actions ?? []} canUndo={table.scope.can('undo-pages')} canRedo={table.scope.can('redo-pages')} /> : null}
              </aside>
            )}
          </div>
        </>
      ) : <OpenPage pageId={openId} summary={open} />}
      {table.dialog ? <TableDialogs dialog={table.dialog} batchId={batchId} pages={worked} gutter={gutter} binned={binned} act={table.act} onClose={() => table.setDialog(null)} /> : null}
    </div>
  );
}
