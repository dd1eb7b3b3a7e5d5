// Reviewed records become a package that other systems take: searchable PDFs, the import workbook,
// records.jsonl, a readable list of contents, all in a BagIt bag. Planned first (names, collisions,
// findings), then written beside its place, then renamed: a package is there whole or not at all. No
// clock and no chance inside: the same input gives the same bytes.
import { join } from 'node:path';
import type { FieldReading, FieldWarning } from '../../shared/domain/field.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import type { Profile } from '../../shared/api/batches.ts';
import type { ArchiveFacts, PackageSignature, SigningSettings } from '../../shared/api/packages.ts';
import type { PdfSigning } from '../pdf/signing/sign-pdf.ts';
import { AppError } from '../../shared/errors.ts';
import { asStorageError, createPackageFolder } from '../packaging/package-folder.ts';
import type { CivilNames } from '../packaging/name-pattern.ts';
import { createPayloadWriter } from '../packaging/payload-writer.ts';
import { writeSip } from '../packaging/eark/write-sip.ts';
import { planPackage } from '../packaging/plan-package.ts';
import { openSignature } from '../packaging/open-signature.ts';
import type { WorkbookVariant } from '../packaging/workbook-row.ts';
import { writeGuidePayload } from '../packaging/guide/write-guide-payload.ts';
import { writeBag } from '../packaging/write-bag.ts';
import { writePayload } from '../packaging/write-payload.ts';
import type { PageMaster } from './page-master.ts';
import type { StepContext } from './step-context.ts';

export type PackagePage = {
  readonly pageId: string;
  readonly master: PageMaster;
  readonly transforms: readonly Transform[];
  /** JPEG blob of the delivered page. */
  readonly deliveredSha256: string;
  /** null when the page could not be read: it goes in without a text layer. */
  readonly reading: PageReading | null;
  /** ISO 8601, where known: when the scan came in and when it was read. */
  readonly importedAt?: string;
  readonly readAt?: string;
};

/** A person's change to a field; `at` ISO 8601. */
export type RecordCorrection = { readonly field: string; readonly by: string; readonly at: string };

export type { ArchiveFacts } from '../../shared/api/packages.ts';

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
  /** Archive profile: print over paper where that halves a page (choose-picture.ts). */
  readonly isMixedRaster?: boolean;
  /** A file with the trail of the batch as JSON lines: goes into the package as it is. */
  readonly trailFile?: string;
  /** Of the archive profile only: civil-status files go unsigned (records.md 2.1). */
  readonly signing?: SigningRequest;
  /** Set by buildPackage itself. */
  readonly signature?: OpenSignature;
};

/**
 * `warnings` say what a clerk may want to repair, each with `detail.recordId`; the package is complete all the same.
 * AppErrors: package-incomplete (nothing to pack), package-exists, disk-full, not-writable, record-not-packable, cancelled, and those of openSignature.
 */
export async function buildPackage(input: PackageInput, context: StepContext): Promise<{ dir: string; files: number; bytes: number; warnings: readonly FieldWarning[]; signature: PackageSignature | null }> {
  if (input.profile === 'none') return { dir: input.outDir, files: 0, bytes: 0, warnings: [], signature: null };
  if (input.signing === undefined) return { ...(await buildUnderKey(input, context)), signature: null };
  if (input.profile !== 'luu-tru') throw new AppError('bad-request', { reason: 'only the archive profile is signed' }, 'none');
  const signature = await openSignature(input.signing, context.signal);
  try {
    return { ...(await buildUnderKey({ ...input, signature }, context)), signature: signature.facts };
  } finally {
    signature.signing.signer.close();
  }
}

async function buildUnderKey(input: PackageInput, context: StepContext): Promise<{ dir: string; files: number; bytes: number; warnings: readonly FieldWarning[] }> {
  const packable = input.records.filter((record) => record.pages.length > 0);
  if (packable.length === 0) throw new AppError('package-incomplete', { records: 0, batch: input.batchName }, 'none');
  const plan = planPackage({ ...input, records: packable });
  try {
    const folder = await createPackageFolder(input.outDir, input.batchId);
    try {
      const hashes = input.profile === 'luu-tru' ? (['sha256', 'sha512'] as const) : (['sha256'] as const);
      const payload = createPayloadWriter(join(folder.dir, 'data'), hashes);
      const more = await (input.profile === 'luu-tru' ? writeSip : input.profile === 'cv-7197' ? writeGuidePayload : writePayload)(payload, plan, input, context);
      const totals = await writeBag(folder.dir, { ...input, hashes }, context.signal, payload.written);
      await folder.commit();
      return { dir: input.outDir, ...totals, warnings: [...plan.warnings, ...more] };
    } catch (error) {
      await folder.discard();
      throw error;
    }
  } catch (error) {
    if (context.signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
    throw asStorageError(error, input.outDir);
  }
}
