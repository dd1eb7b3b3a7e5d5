// What METS, EAD and PREMIS are written from: one list of facts, gathered once while the files are put down.
import type { OpenSignature, RecordCorrection, RecordReview } from '../package-input.ts';
import type { PageMaster } from '../../pipeline/page-master.ts';
import type { Transform } from '../../../shared/domain/transform.ts';
import type { ArchiveFields } from './archive-fields.ts';
import type { FileFact } from './file-fact.ts';

export type PageFacts = {
  /** 1-based within the record. */
  readonly number: number;
  readonly master: FileFact;
  readonly masterFrame: number;
  readonly masterOrigin: PageMaster['origin'];
  /** As the scan was called where it came from; undefined when that is not known page by page. */
  readonly originalName: string | undefined;
  readonly deliveredSha256: string;
  /** null when nothing on the page could be read. */
  readonly alto: FileFact | null;
  readonly transforms: readonly Transform[];
  readonly engine: string | null;
  readonly importedAt: string | undefined;
  readonly readAt: string | undefined;
};

export type RecordFacts = {
  readonly recordId: string;
  /** <mã hồ sơ>.<STT> */
  readonly name: string;
  readonly seq: number;
  readonly title: string;
  readonly typeName: string;
  readonly pdf: FileFact;
  readonly pages: readonly PageFacts[];
  readonly fields: ArchiveFields;
  /** How many fields the machine put in by itself, and the persons' corrections. */
  readonly extracted: number;
  readonly corrections: readonly RecordCorrection[];
  readonly reviews: readonly RecordReview[];
};

export type SipFacts = {
  readonly objId: string;
  readonly fileCode: string;
  readonly title: string;
  readonly batchId: string;
  /** YYYY-MM-DDThh:mm:ssZ */
  readonly createdAt: string;
  readonly records: readonly RecordFacts[];
  /** Of the PDFs; undefined: unsigned. */
  readonly signature?: OpenSignature['facts'];
};

/** Every master once, in the order of the pages that use it. */
export function masterFiles(facts: SipFacts): readonly { readonly file: FileFact; readonly pages: readonly PageFacts[] }[] {
  const found = new Map<string, { file: FileFact; pages: PageFacts[] }>();
  for (const page of facts.records.flatMap(({ pages }) => pages)) {
    const known = found.get(page.master.path);
    if (known === undefined) found.set(page.master.path, { file: page.master, pages: [page] });
    else known.pages.push(page);
  }
  return [...found.values()];
}
