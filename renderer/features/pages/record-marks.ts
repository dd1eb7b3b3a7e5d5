// Which record each page belongs to, for the lines drawn above the thumbnails. Pure.
import type { PageSummary } from '../../../shared/api/pages.ts';
import type { RecordSummary } from '../../../shared/api/records.ts';

export type RecordMark = { readonly recordId: string; readonly title: string; readonly recordType: string | null; readonly doubtfulFields: number; readonly isFirst: boolean; readonly isLast: boolean };

/** `pages` in the order shown; a page of no known record has no mark. */
export function markRecords(pages: readonly PageSummary[], records: readonly RecordSummary[]): ReadonlyMap<string, RecordMark> {
  const byId = new Map(records.map((record) => [record.id, record]));
  const marks = new Map<string, RecordMark>();
  for (const [index, page] of pages.entries()) {
    if (page.recordId === null) continue;
    const record = byId.get(page.recordId);
    marks.set(page.id, {
      recordId: page.recordId, title: record?.title ?? '', recordType: record?.recordType ?? null, doubtfulFields: record?.doubtfulFields ?? 0,
      isFirst: pages[index - 1]?.recordId !== page.recordId, isLast: pages[index + 1]?.recordId !== page.recordId,
    });
  }
  return marks;
}
