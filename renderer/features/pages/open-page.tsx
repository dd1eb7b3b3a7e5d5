import { ArrowLeft, ChevronLeft, ChevronRight, PencilLine, RotateCcw, RotateCw, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageDetail, PageSummary } from '../../../shared/api/pages.ts';
import { putTransforms, usePage } from '../../api/pages.ts';
import { useBatchChange } from '../../api/batches.ts';
import { useRecord } from '../../api/records.ts';
import { ActionButton, Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { fieldBoxes } from '../correction/field-boxes.ts';
import { PageViewer } from '../viewer/page-viewer.tsx';
import { wordBoxes } from '../viewer/word-boxes.ts';
import { PageFields } from './page-fields.tsx';
import { QualityLines } from './quality-lines.tsx';
import { turnedRight } from './turned-right.ts';

export function OpenPage({ pageId, summary }: { pageId: string; summary: PageSummary | null }) {
  const { t } = useTranslation();
  const query = usePage(pageId);
  const page = query.data ?? null;
  const record = useRecord(page?.recordId ?? summary?.recordId ?? null);
  const words = useMemo(() => wordBoxes(page?.reading), [page]);
  const pageNumber = record.data ? record.data.pageIds.indexOf(pageId) + 1 : 0;
  const boxes = useMemo(() => (record.data ? fieldBoxes(record.data, pageNumber) : []), [record.data, pageNumber]);
  const shown = page ?? summary;
  return (
    <div className="two-parts">
      {shown ? <PageViewer page={shown} boxes={boxes} words={words} /> : <div className="viewer" />}
      <aside className="side page-side" aria-label={t('pages.side')}>
        <div className="row">
          <ActionButton id="close-page" icon={<ArrowLeft size={15} aria-hidden />} />
          <span className="grow" />
          <ActionButton id="previous-page" isIcon icon={<ChevronLeft size={17} aria-hidden />} />
          <ActionButton id="next-page" isIcon icon={<ChevronRight size={17} aria-hidden />} />
        </div>
        <LoadTrouble query={query} />
        {page ? <PageFacts page={page} /> : null}
        {record.data ? <PageFields record={record.data} pageNumber={pageNumber} /> : null}
        {page && page.state === 'read' && page.recordId === null ? <p className="quiet">{t(page.isBlank ? 'pages.blankHint' : 'pages.noRecordHint')}</p> : null}
      </aside>
    </div>
  );
}

function PageFacts({ page }: { page: PageDetail }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const turn = useBatchChange((transforms: PageDetail['transforms']) => putTransforms(page.id, transforms));
  return (
    <section className="column">
      <h2 className="failure-name">{t('batches.pageOf', { name: page.sourceName, page: page.sourcePage })}</h2>
      {page.problem ? (
        <div className="notice" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <p>{problemText(t, page.problem)}</p>
        </div>
      ) : null}
      <div className="row wrap">
        {page.state === 'failed' ? <ActionButton id="retry-page" icon={<RotateCcw size={15} aria-hidden />} /> : null}
        {page.recordId === null ? null : <ActionButton id="correct-page" look="primary" icon={<PencilLine size={15} aria-hidden />} />}
        {page.state === 'read' ? <Button isDisabled={turn.isPending} onPress={() => turn.mutate(turnedRight(page.transforms), { onError: trouble })}><RotateCw size={15} aria-hidden />{t('pages.turn')}</Button> : null}
      </div>
      {page.quality ? <QualityLines quality={page.quality} isDuplicate={page.duplicateOf !== null} /> : null}
    </section>
  );
}
