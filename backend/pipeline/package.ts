// Reviewed records become a package that other systems take: searchable PDFs, the import workbook,
// records.jsonl, a readable list of contents, all in a BagIt bag. Planned first (names, collisions,
// findings), then written beside its place, then renamed: a package is there whole or not at all. No
// clock and no chance inside: the same input gives the same bytes.
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import { isSignedProfile, type PackageSignature } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { asStorageError, createPackageFolder } from '../packaging/package-folder.ts';
import { createPayloadWriter } from '../packaging/payload-writer.ts';
import { writeSip } from '../packaging/eark/write-sip.ts';
import type { HashName } from '../packaging/bag-manifest.ts';
import type { PackageInput } from '../packaging/package-input.ts';
import { packableOf, planPackage } from '../packaging/plan-package.ts';
import { findReadyPdfs, writeStretch, type Stretch } from '../packaging/ready-pdfs.ts';
import { writeGuidePayload } from '../packaging/guide/write-guide-payload.ts';
import { writeBag } from '../packaging/write-bag.ts';
import { writePayload } from '../packaging/write-payload.ts';
import type { StepContext } from './step-context.ts';

/**
 * `warnings` say what a clerk may want to repair, each with `detail.recordId`; the package is complete all the same.
 * AppErrors: package-incomplete (nothing to pack), package-exists, disk-full, not-writable, record-not-packable, cancelled, and those of openSignature.
 */
export async function buildPackage(input: PackageInput, context: StepContext): Promise<{ dir: string; files: number; bytes: number; warnings: readonly FieldWarning[]; signature: PackageSignature | null }> {
  if (input.profile === 'none') return { dir: input.outDir, files: 0, bytes: 0, warnings: [], signature: null };
  if (input.signing === undefined) return { ...(await buildUnderKey(input, context)), signature: null };
  if (!isSignedProfile(input.profile)) throw new AppError('bad-request', { reason: 'civil-status packages are not signed' }, 'none');
  const { openSignature } = await import('../packaging/open-signature.ts');
  const signature = await openSignature(input.signing, context.signal);
  try {
    return { ...(await buildUnderKey({ ...input, signature }, context)), signature: signature.facts };
  } finally {
    signature.signing.signer.close();
  }
}

const hashesOf = ({ profile }: PackageInput): readonly HashName[] => (profile === 'luu-tru' ? ['sha256', 'sha512'] : ['sha256']);

/** Writes some of the package's PDFs into `dir` ahead of buildPackage, which takes them over (`ready`). AppErrors as buildPackage. */
export async function writePdfsAhead(input: PackageInput, stretch: Stretch, dir: string, context: StepContext): Promise<void> {
  try {
    await writeStretch(input, stretch, { dir, hashes: hashesOf(input) }, context);
  } catch (error) {
    throw asBuildError(error, input, context);
  }
}

const asBuildError = (error: unknown, input: PackageInput, context: StepContext): unknown => (context.signal.aborted ? new AppError('cancelled', {}, 'again', { cause: error }) : asStorageError(error, input.outDir));

async function buildUnderKey(input: PackageInput, context: StepContext): Promise<{ dir: string; files: number; bytes: number; warnings: readonly FieldWarning[] }> {
  const packable = packableOf(input.records);
  if (packable.length === 0) throw new AppError('package-incomplete', { records: 0, batch: input.batchName }, 'none');
  const plan = planPackage({ ...input, records: packable });
  const ready = input.pdfDir === undefined ? {} : { ready: await findReadyPdfs(input.pdfDir) };
  try {
    const folder = await createPackageFolder(input.outDir, input.batchId);
    try {
      const hashes = hashesOf(input);
      const payload = createPayloadWriter(join(folder.dir, 'data'), hashes);
      const more = await (input.profile === 'luu-tru' ? writeSip : input.profile === 'cv-7197' ? writeGuidePayload : writePayload)(payload, plan, { ...input, ...ready }, context);
      const totals = await writeBag(folder.dir, { ...input, hashes }, context.signal, payload.written);
      await folder.commit();
      return { dir: input.outDir, ...totals, warnings: [...plan.warnings, ...more] };
    } catch (error) {
      await folder.discard();
      throw error;
    }
  } catch (error) {
    throw asBuildError(error, input, context);
  }
}
