// The extract step: pages in batch order in, records out. Pure and synchronous; a few milliseconds a page.
import type { RecordReading } from '../../shared/domain/field.ts';
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import { analysePage, extractRecord } from '../extract/extract-record.ts';
import { groupPages } from '../extract/group-pages.ts';

export type PageForExtraction = { readonly pageId: string; readonly reading: PageReading; readonly quality: QualityFacts };
export type RecordDraft = { readonly pageIds: readonly string[]; readonly reading: RecordReading };

/** @param options.recordType 'auto' or a code of record-types.json; a fixed type is not put in question by titles. */
export function extractRecords(pages: readonly PageForExtraction[], options: { readonly recordType: string }): readonly RecordDraft[] {
  const analysed = pages.map((page) => ({ pageId: page.pageId, ...analysePage(page.reading, page.quality, options.recordType) }));
  return groupPages(analysed).map((group) => ({ pageIds: group.map((page) => page.pageId), reading: extractRecord(group) }));
}
