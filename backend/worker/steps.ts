// The pipeline as the worker sees it: the steps' functions, gathered in one value so that a test can hand
// over small ones of the same types. Modules are loaded when first used: a process that only extracts
// never loads the OCR engine.
import type { PageForExtraction, RecordDraft } from '../pipeline/extract.ts';
import type { Profile } from '../../shared/api/batches.ts';
import type { RegionReading } from '../../shared/api/page-actions.ts';
import type { FieldReading, FieldWarning } from '../../shared/domain/field.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import type { ErrorCode, ErrorDetail, RetryAdvice } from '../../shared/errors.ts';
import type { PageViews } from '../imaging/encode.ts';
import type { RgbRaster } from '../imaging/raster.ts';
import type { ArchiveFacts, PackageSignature } from '../../shared/api/packages.ts';
import type { CivilOptions, RecordCorrection, RecordReview, SigningRequest } from '../packaging/package-input.ts';
import type { SmallPicture } from '../packaging/small-picture.ts';
import type { SmallPictureRef } from '../packaging/small-picture-ref.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { BlobStore, StepContext } from '../pipeline/step-context.ts';

export type ImportedPage = { readonly ok: true; readonly master: PageMaster } | { readonly ok: false; readonly code: ErrorCode; readonly detail: ErrorDetail; readonly retry: RetryAdvice };
export type ImportedSource = { readonly sha256: string; readonly mediaType: string; readonly sizeBytes: number; readonly pages: readonly ImportedPage[] };

/** What recognising needs of a cleaned page beyond this is between clean.ts and recognise.ts. */
export type CleanedFacts = { readonly delivered: RgbRaster; readonly transforms: readonly Transform[]; readonly quality: QualityFacts };
export type CleanInput = { raster: RgbRaster; master: Pick<PageMaster, 'dpi' | 'orientation'>; transforms?: readonly Transform[] };

/** A page made ready for reading. `recognise` is bound to it; a page that is thrown away is never recognised. */
export type PreparedPage = CleanedFacts & { recognise(signal: AbortSignal): Promise<PageReading>; /** The copy that OCR reads, as PNG. */ encodeReadingCopy(): Promise<Uint8Array> };

export type { PageForExtraction, RecordDraft };

export type PackagePage = { pageId: string; master: PageMaster; transforms: readonly Transform[]; deliveredSha256: string; smallPicture?: SmallPictureRef; reading: PageReading | null; importedAt?: string; readAt?: string };
export type PackageRecord = {
  recordId: string;
  recordType: string | null;
  recordTypeConfidence: number;
  fields: Record<string, FieldReading>;
  warnings: readonly FieldWarning[];
  pages: readonly PackagePage[];
  sourceFiles: readonly string[];
  ms: { clean: number; recognise: number; extract: number };
  corrections?: readonly RecordCorrection[];
  reviews?: readonly RecordReview[];
};
export type PackageInput = { batchId: string; batchName: string; profile: Profile; records: readonly PackageRecord[]; outDir: string; createdAt: string; archive?: ArchiveFacts; civil?: CivilOptions; trailFile?: string; signing?: SigningRequest; pdfDir?: string };
export type BuiltPackage = { dir: string; files: number; bytes: number; warnings: readonly FieldWarning[]; signature?: PackageSignature | null };

export type Steps = {
  /** Engine, model and parameters: part of the cache key of every reading. */
  engineName(): Promise<string>;
  importSource(input: { path: string; displayName: string }, context: StepContext): Promise<ImportedSource>;
  decodePage(master: PageMaster, blobs: BlobStore): Promise<RgbRaster>;
  preparePage(input: CleanInput, signal: AbortSignal): Promise<PreparedPage>;
  encodeDelivered(raster: RgbRaster, dpi: number): Promise<Uint8Array>;
  encodeThumbnail(raster: RgbRaster): Promise<Uint8Array>;
  /** Thumbnail and screen image of a page that is read; `share` as screenShare says. */
  encodeViews(delivered: RgbRaster, share: number): Promise<PageViews>;
  /** Of the delivered image's file. */
  encodeScreen(delivered: Uint8Array, share: number): Promise<Uint8Array>;
  /** Original pixels with transforms applied: the delivered pixels, without looking for anything on them. */
  straighten(raster: RgbRaster, transforms: readonly Transform[], signal: AbortSignal): Promise<RgbRaster>;
  /** A page that goes into every package in its own black and white coding. */
  isBilevelScan(master: PageMaster, originals: BlobStore): Promise<boolean>;
  makeSmallPicture(delivered: RgbRaster, dpi: number): Promise<Pick<SmallPicture, 'bytes' | 'dpi' | 'widthPx' | 'heightPx'>>;
  readRegion(input: { delivered: RgbRaster; dpi: number; box: Box }, signal: AbortSignal): Promise<RegionReading>;
  extractRecords(pages: readonly PageForExtraction[], options: { recordType: string }): Promise<readonly RecordDraft[]>;
  writePdfsAhead(input: PackageInput, stretch: { from: number; to: number }, dir: string, context: StepContext): Promise<void>;
  buildPackage(input: PackageInput, context: StepContext): Promise<BuiltPackage>;
  close(): Promise<void>;
};

/** What a steps module exports: the worker entry imports one by its path. */
export type StepsModule = { createSteps(): Steps };
