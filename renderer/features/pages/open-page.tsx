import { ArrowLeft, Ban, ChevronLeft, ChevronRight, Crop, PencilLine, RotateCcw, RotateCw, SquareSplitVertical, Trash2, TriangleAlert, Wand } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageDetail, PageSummary } from '../../../shared/api/pages.ts';
import { usePage } from '../../api/pages.ts';
import { useRecord } from '../../api/records.ts';
import { ActionButton } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { fieldBoxes } from '../correction/field-boxes.ts';
import { PageViewer } from '../viewer/page-viewer.tsx';
import { wordBoxes } from '../viewer/word-boxes.ts';
import { PageFields } from './page-fields.tsx';
import { QualityLines } from './quality-lines.tsx';

const PX = 16;
const OPEN_TOOLS = [
  ['turn-left', <RotateCcw key="l" size={PX} aria-hidden />], ['turn-right', <RotateCw key="r" size={PX} aria-hidden />], ['straighten-pages', <Wand key="s" size={PX} aria-hidden />], ['crop-pages', <Crop key="c" size={PX} aria-hidden />],
  ['split-spread', <SquareSplitVertical key="d" size={PX} aria-hidden />], ['skip-pages', <Ban key="k" size={PX} aria-hidden />], ['bin-pages', <Trash2 key="b" size={PX} aria-hidden />],
] as const;

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
  return (
    <section className="column">
      <h1 className="failure-name">{t('batches.pageOf', { name: page.sourceName, page: page.sourcePage })}</h1>
      {page.problem ? (
        <div className="notice" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <p>{problemText(t, page.problem)}</p>
        </div>
      ) : null}
      <div className="row wrap">
        {page.state === 'failed' ? <ActionButton id="retry-page" icon={<RotateCcw size={15} aria-hidden />} /> : null}
        {page.recordId === null ? null : <ActionButton id="correct-page" look="primary" icon={<PencilLine size={15} aria-hidden />} />}
        {page.widthPx === null ? null : OPEN_TOOLS.map(([id, icon]) => <ActionButton key={id} id={id} isIcon icon={icon} />)}
      </div>
      {page.quality ? <QualityLines quality={page.quality} isDuplicate={page.duplicateOf !== null} /> : null}
    </section>
  );
}
