import { Copy, FileX2, Loader, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { pageImageUrl } from '../../api/pages.ts';

type ThumbnailProps = { page: PageSummary; isChosen: boolean; startsRecord: boolean; position: number; total: number; onChoose: (id: string) => void; onOpen: (id: string) => void };

const MARK_PX = 13;

/** A page in small: its number, where a record begins, and in a word what is wrong with it. */
export const Thumbnail = memo(function Thumbnail({ page, isChosen, startsRecord, position, total, onChoose, onOpen }: ThumbnailProps) {
  const { t } = useTranslation();
  return (
    <div
      className={['thumb', startsRecord ? 'starts' : '', page.isBlank ? 'blank' : ''].filter(Boolean).join(' ')}
      role="option"
      aria-selected={isChosen}
      aria-setsize={total}
      aria-posinset={position}
      aria-label={t('pages.thumb', { number: page.seq, name: page.sourceName })}
      data-chosen={isChosen}
      data-page={page.id}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(page.id)}
      onFocus={() => (isChosen ? undefined : onChoose(page.id))}
      onDoubleClick={() => onOpen(page.id)}
    >
      <div className="thumb-sheet">
        {page.state === 'read' ? <img src={pageImageUrl(page, 'thumbnail')} alt="" loading="lazy" decoding="async" draggable={false} /> : <Waiting page={page} />}
      </div>
      <div className="thumb-foot">
        <b>{page.seq}</b>
        <span className="cut">{page.sourceName}</span>
      </div>
      <Marks page={page} />
    </div>
  );
});

function Waiting({ page }: { page: PageSummary }) {
  if (page.state === 'failed') return <FileX2 size={30} strokeWidth={1.25} aria-hidden />;
  return page.state === 'reading' ? <Loader size={22} strokeWidth={1.5} aria-hidden /> : null;
}

function Marks({ page }: { page: PageSummary }) {
  const { t } = useTranslation();
  if (page.state === 'failed') return <span className="chip doubtful thumb-mark"><TriangleAlert size={MARK_PX} aria-hidden />{t('pages.mark.failed')}</span>;
  if (page.state !== 'read') return <span className="chip thumb-mark">{t(`pages.mark.${page.state}`)}</span>;
  if (page.isBlank) return <span className="chip doubtful thumb-mark">{t('pages.mark.blank')}</span>;
  if (page.duplicateOf !== null) return <span className="chip doubtful thumb-mark"><Copy size={MARK_PX} aria-hidden />{t('pages.mark.duplicate')}</span>;
  return null;
}
