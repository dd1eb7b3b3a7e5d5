// The extract step: pages in batch order in, records out. Pure and synchronous; a few milliseconds a page.
import type { FieldReading, RecordReading } from '../../shared/domain/field.ts';
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import { analysePage, extractRecord } from '../extract/extract-record.ts';
import type { PageAnalysis } from '../extract/extract-record.ts';
import { loadForms } from '../extract/form-definition.ts';
import { groupPages } from '../extract/group-pages.ts';
import { splitPage } from '../extract/split-page.ts';
import type { PagePart } from '../extract/split-page.ts';

export type PageForExtraction = {
  readonly pageId: string;
  readonly reading: PageReading;
  readonly quality: QualityFacts;
  /** A person's word on whether this page begins a record; without one the extractor decides. */
  readonly boundary?: 'starts' | 'continues' | undefined;
  /** The type a person gave to the record of this page: not put in question by titles. */
  readonly recordType?: string | undefined;
};
export type RecordDraft = { readonly pageIds: readonly string[]; readonly reading: RecordReading };

type AnalysedPage = PageAnalysis & { readonly pageId: string; readonly parts: readonly PagePart[]; readonly boundary: PageForExtraction['boundary'] };

/** Boxes of a part of a scan, back in the coordinates of the scan. */
function putBack(reading: RecordReading, { dxPx, dyPx }: PagePart): RecordReading {
  const back = (field: FieldReading): FieldReading => ({ ...field, box: [Math.round(field.box[0] + dxPx), Math.round(field.box[1] + dyPx), field.box[2], field.box[3]] });
  return { ...reading, fields: Object.fromEntries(Object.entries(reading.fields).map(([key, field]) => [key, back(field)])), warnings: [...reading.warnings, { code: 'several-records-on-page' }] };
}

function draftsOf(group: readonly AnalysedPage[], recordType: string): readonly RecordDraft[] {
  const [page] = group;
  if (group.length > 1 || !page || page.parts.length < 2) return [{ pageIds: group.map((one) => one.pageId), reading: extractRecord(group) }];
  return page.parts.map((part) => ({ pageIds: [page.pageId], reading: putBack(extractRecord([analysePage(part.reading, page.quality, recordType)]), part) }));
}

/** Where no label tells the kind of paper, the one that a person gave stands. */
const withType = (analysis: PageAnalysis, recordType: string | undefined): PageAnalysis =>
  recordType === undefined || recordType === 'auto' || analysis.decision.recordType !== null ? analysis : { ...analysis, decision: { ...analysis.decision, recordType, confidence: 1, reasons: [] } };

/** @param options.recordType 'auto' or a code of record-types.json; a fixed type is not put in question by titles. */
export function extractRecords(pages: readonly PageForExtraction[], options: { readonly recordType: string }): readonly RecordDraft[] {
  const analysed = pages.map(({ pageId, reading, quality, boundary, recordType }): AnalysedPage => {
    const analysis = withType(analysePage(reading, quality, recordType ?? options.recordType), recordType);
    return { pageId, boundary, ...analysis, parts: splitPage(analysis.page, loadForms(), analysis.places) };
  });
  return groupPages(analysed).flatMap((group) => draftsOf(group, options.recordType));
}
