import { FileX2 } from 'lucide-react';
import type { TFunction } from 'i18next';
import { memo, type MouseEvent } from 'react';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { pageImageUrl } from '../../api/pages.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { sheetHeightPx } from './grid.ts';
import { PageMarks } from './page-chips.tsx';
import type { RecordMark } from './record-marks.ts';

type ThumbnailProps = {
  page: PageSummary; mark: RecordMark | null; titleCells: number; sheetWidthPx: number; cellHeightPx: number; isChosen: boolean; isFocus: boolean; isCut: boolean; /** Flies by: a sheet with its number, no picture. */ isPassing: boolean; position: number; total: number;
  /** Handed down: a hook of its own in each of thousands of thumbnails costs frames. The same holds for the handlers, which must be stable. */
  t: TFunction; onClick: (event: MouseEvent, id: string) => void; onOpen: (id: string) => void;
};

const SIDES_PX = 24;

/** A page in small: above it the line of its record, which begins with the record's title; below it its number. */
export const Thumbnail = memo(function Thumbnail({ page, mark, titleCells, sheetWidthPx, cellHeightPx, isChosen, isFocus, isCut, isPassing, position, total, t, onClick, onOpen }: ThumbnailProps) {
  const state = page.state === 'failed' ? 'failed' : page.skipReason !== null ? 'skipped' : page.isBlank ? 'blank' : '';
  return (
    <div
      className={['thumb', state, isCut ? 'cut-out' : ''].filter(Boolean).join(' ')}
      style={{ width: sheetWidthPx + SIDES_PX, height: cellHeightPx }}
      role="option"
      aria-selected={isChosen}
      aria-setsize={total}
      aria-posinset={position}
      aria-label={t('pages.thumb', { number: page.seq, name: page.sourceName })}
      data-chosen={isChosen}
      data-focus={isFocus}
      data-page={page.id}
      tabIndex={isFocus ? 0 : -1}
    >
      {mark ? <RecordLine t={t} mark={mark} titleWidthPx={titleCells * (sheetWidthPx + SIDES_PX) - SIDES_PX} /> : null}
      <div className="thumb-sheet" style={{ height: sheetHeightPx(sheetWidthPx) }} onClick={(event) => onClick(event, page.id)} onDoubleClick={() => onOpen(page.id)}>
        {isPassing ? null : page.widthPx === null ? <NoImage page={page} /> : <img key={page.id} src={pageImageUrl(page, 'thumbnail')} alt="" decoding="async" draggable={false} />}
      </div>
      <div className="thumb-foot" onClick={(event) => onClick(event, page.id)}>
        <b>{formatNumber(page.seq)}</b>
        <span className="cut">{page.sourceName}</span>
      </div>
      {isPassing ? null : <PageMarks t={t} page={page} />}
    </div>
  );
});

function RecordLine({ t, mark, titleWidthPx }: { t: TFunction; mark: RecordMark; titleWidthPx: number }) {
  return (
    <div className={['record-line', mark.isFirst ? 'first' : '', mark.isLast ? 'last' : ''].filter(Boolean).join(' ')}>
      {mark.isFirst ? (
        <span className="record-title cut" style={{ width: titleWidthPx }} title={mark.title}>
          {mark.title}
          {mark.doubtfulFields > 0 ? <span className="record-doubts">{t('pages.doubts', { number: formatNumber(mark.doubtfulFields) })}</span> : null}
        </span>
      ) : null}
    </div>
  );
}

function NoImage({ page }: { page: PageSummary }) {
  return page.state === 'failed' ? <FileX2 size={30} strokeWidth={1.25} aria-hidden /> : null;
}
