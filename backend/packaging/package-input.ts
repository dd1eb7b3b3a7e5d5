// What a package is made of: the records of a batch with their pages, and what the office asks for. Planned and
// written in packaging/, built from it in pipeline/package.ts.
import type { Profile } from '../../shared/api/batches.ts';
import type { ArchiveFacts, PackageSignature, SigningSettings } from '../../shared/api/packages.ts';
import type { FieldReading, FieldWarning } from '../../shared/domain/field.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import type { PdfSigning } from '../pdf/signing/sign-pdf.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { CivilNames } from './name-pattern.ts';
import type { WrittenFile } from './payload-writer.ts';
import type { SmallPictureRef } from './small-picture-ref.ts';
import type { WorkbookVariant } from './workbook-row.ts';

export type PackagePage = {
  readonly pageId: string;
  readonly master: PageMaster;
  readonly transforms: readonly Transform[];
  /** JPEG blob of the delivered page. */
  readonly deliveredSha256: string;
  /** Made beforehand, for civil-status files. */
  readonly smallPicture?: SmallPictureRef;
  /** null when the page could not be read: it goes in without a text layer. */
  readonly reading: PageReading | null;
  /** ISO 8601, where known: when the scan came in and when it was read. */
  readonly importedAt?: string;
  readonly readAt?: string;
};

/** A person's change to a field; `at` ISO 8601. */
export type RecordCorrection = { readonly field: string; readonly by: string; readonly at: string };

/** A reviewer's judgement; `at` ISO 8601. */
export type RecordReview = { readonly by: string; readonly at: string; readonly outcome: 'agreed' | 'arbitrated' | 'accepted' };

/** How the PDFs are to be signed. The secret lives as long as this object. */
export type SigningRequest = SigningSettings & { readonly secret: string };
/** The opened key, while a package is built. */
export type OpenSignature = { readonly signing: PdfSigning; readonly facts: PackageSignature };

export type PackageRecord = {
  readonly recordId: string;
  readonly recordType: string | null;
  readonly recordTypeConfidence: number;
  readonly fields: Readonly<Record<string, FieldReading>>;
  readonly warnings: readonly FieldWarning[];
  readonly pages: readonly PackagePage[];
  /** Display names, in page order. */
  readonly sourceFiles: readonly string[];
  readonly ms: { readonly clean: number; readonly recognise: number; readonly extract: number };
  /** In the order they were made; absent where no trail is kept. */
  readonly corrections?: readonly RecordCorrection[];
  readonly reviews?: readonly RecordReview[];
};

/** What an office may set for the civil-status profile. */
export type CivilOptions = { /** Which columns the births workbook has. */ readonly workbook?: WorkbookVariant; readonly names?: CivilNames };

/** PDFs that were written before their package. */
export type ReadyPdfs = { readonly dir: string; /** By the record's place in the batch, 1-based. */ readonly files: ReadonlyMap<number, WrittenFile> };

export type PackageInput = {
  readonly batchId: string;
  readonly batchName: string;
  readonly profile: Profile;
  /** In batch order. */
  readonly records: readonly PackageRecord[];
  /** The package's own folder; its parent is made when missing. */
  readonly outDir: string;
  /** ISO 8601; the only time that enters the package. */
  readonly createdAt: string;
  readonly archive?: ArchiveFacts;
  readonly civil?: CivilOptions;
  /** Archive copies: print over paper where that halves a page (choose-picture.ts). */
  readonly isMixedRaster?: boolean;
  /** A file with the trail of the batch as JSON lines: goes into the package as it is. */
  readonly trailFile?: string;
  /** Of all profiles but the civil-status one, whose files go unsigned (records.md 2.1). */
  readonly signing?: SigningRequest;
  /** Where PDFs were written beforehand (ready-pdfs.ts). */
  readonly pdfDir?: string;
  /** Both set by buildPackage itself. */
  readonly ready?: ReadyPdfs;
  readonly signature?: OpenSignature;
};
