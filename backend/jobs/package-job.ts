// Builds a package: the records go to a file, the worker builds from it into a folder beside, which becomes
// the package's folder in one rename. Killed half-way, nothing that looks like a package is left.
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { profileSchema } from '../../shared/api/batches.ts';
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findPackage, streamRecords, type PackageRow } from '../packages/package-repository.ts';
import { readPackageSettings } from '../packages/package-settings.ts';
import type { PackageSecrets } from '../packages/package-service.ts';
import type { PackageSettings } from '../../shared/api/packages.ts';
import type { SigningRequest } from '../packaging/package-input.ts';
import { writeTrail } from '../packages/write-trail.ts';
import type { PageImages } from '../pages/page-image.ts';
import { prepareSmallPictures } from '../pages/small-pictures.ts';
import { problemOf } from '../problem.ts';
import { refuseUnaccepted } from '../review/batch-review.ts';
import { guardStorage } from '../storage/storage-error.ts';
import { appendTrail } from '../trail/trail.ts';
import type { Workspace } from '../storage/workspace.ts';
import { writePackageInput } from '../worker/package-input.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { JobHandler } from './job-runner.ts';

const QUIET_TIMEOUT_MS = 600_000;

/** The secret is in memory only: after a restart the job cannot sign, and a package that should be signed is not made unsigned. */
function signingOf(pack: PackageRow, { signing }: PackageSettings, secrets: PackageSecrets): SigningRequest | undefined {
  if (pack.is_to_be_signed === 0) return undefined;
  const secret = secrets.get(pack.id);
  if (secret === undefined || signing === null) throw new AppError('signing-secret-needed', { id: pack.id }, 'again');
  return { ...signing, secret };
}

/** Fewer are written by one worker before a second one has begun. */
const FEWEST_AHEAD = 16;

/** The PDFs are most of a package's work: all workers write them side by side, each its share. Returns where; undefined when it is not worth it. */
async function writeAhead(pool: WorkerPool, { inputFile, pdfDir, records }: { inputFile: string; pdfDir: string; records: number }, { signal, progress }: { signal: AbortSignal; progress(done: number, total: number): void }): Promise<string | undefined> {
  if (pool.size < 2 || records < FEWEST_AHEAD) return undefined;
  const done = Array.from({ length: pool.size }, () => 0);
  const written = done.map((_, index) => pool.run(
    { kind: 'write-pdfs-ahead', inputFile, pdfDir, from: Math.round((records * index) / pool.size), to: Math.round((records * (index + 1)) / pool.size) },
    { signal, timeoutMs: QUIET_TIMEOUT_MS, onProgress: (count) => {
      done[index] = count;
      progress(done.reduce((sum, one) => sum + one, 0), records);
    } },
  ));
  // The first failure counts once all have ended: nobody writes into a folder that is being cleared away.
  await Promise.allSettled(written);
  await Promise.all(written);
  return pdfDir;
}

export function createPackageJob(parts: { db: Db; pool: WorkerPool; workspace: Workspace; images: PageImages; secrets: PackageSecrets }): JobHandler {
  const { db, pool, workspace, images, secrets } = parts;
  const build = async (pack: PackageRow, workDir: string, signal: AbortSignal, progress: (done: number, total: number, note?: string) => void) => {
    const batch = await db.selectFrom('batches').select(['name', 'dossier_code']).where('id', '=', pack.batch_id).executeTakeFirst();
    if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: pack.batch_id });
    await rm(workDir, { recursive: true, force: true });
    await mkdir(workDir, { recursive: true });
    const inputFile = path.join(workDir, 'records.input');
    const settings = await readPackageSettings(db, pack.batch_id);
    const signing = signingOf(pack, settings, secrets);
    const trailFile = await writeTrail(db, pack.batch_id, path.join(workDir, 'trail.jsonl'));
    const head = {
      batchId: pack.batch_id, batchName: batch.name, profile: profileSchema.parse(pack.profile), createdAt: pack.created_at, trailFile, civil: settings.civil,
      ...(settings.isMixedRaster === true ? { isMixedRaster: true } : {}),
      archive: { ...settings.archive, ...(batch.dossier_code === null || settings.archive.fileCode ? {} : { fileCode: batch.dossier_code }) },
    };
    // Between asking and building somebody may have changed a record.
    await refuseUnaccepted(db, pack.batch_id);
    const small = head.profile === 'ho-tich' ? await prepareSmallPictures({ db, workspace, pool }, pack.batch_id, { signal, progress }) : undefined;
    const records = await writePackageInput(inputFile, head, streamRecords(db, { images, ...(small === undefined ? {} : { small }) }, pack.batch_id));
    const outDir = path.join(workDir, 'package');
    const pdfDir = signing === undefined && head.profile !== 'none' ? await writeAhead(pool, { inputFile, pdfDir: path.join(workDir, 'pdfs'), records }, { signal, progress }) : undefined;
    const built = await pool.run({ kind: 'build-package', inputFile, outDir, ...(pdfDir === undefined ? {} : { pdfDir }), ...(signing === undefined ? {} : { signing }) }, { signal, timeoutMs: QUIET_TIMEOUT_MS, onProgress: progress });
    await rm(pack.dir, { recursive: true, force: true });
    await mkdir(path.dirname(pack.dir), { recursive: true });
    // The builder may have put the package into a folder of its own name below outDir.
    await rename(outDir, pack.dir);
    await rm(workDir, { recursive: true, force: true });
    return { ...built, dir: path.join(pack.dir, path.relative(outDir, built.dir)), records };
  };
  return {
    lane: 'worker',
    run: async (job, context) => {
      const pack = await findPackage(db, job.subject_id);
      if (pack === undefined) return async () => undefined;
      const built = await guardStorage(pack.dir, () => build(pack, workspace.workDirOf(pack.id), context.signal, context.progress));
      secrets.delete(pack.id);
      return async (trx) => {
        await trx.updateTable('packages').set({ state: 'ready', dir: built.dir, records: built.records, files: built.files, bytes: built.bytes, warnings: toJson(built.warnings), problem: null, signature: built.signature === null ? null : toJson(built.signature) })
          .where('id', '=', pack.id).execute();
        await appendTrail(trx, { kind: 'package-made', subjectType: 'package', subjectId: pack.id, batchId: pack.batch_id, after: { profile: pack.profile, records: built.records, files: built.files, bytes: built.bytes } });
      };
    },
    fail: async (trx, job, error) => {
      await appendTrail(trx, { kind: 'package-failed', subjectType: 'package', subjectId: job.subject_id, batchId: job.batch_id, after: { code: problemOf(error).code } });
      secrets.delete(job.subject_id);
      await trx.updateTable('packages').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', job.subject_id).execute();
    },
    cancelled: async (trx, job) => {
      secrets.delete(job.subject_id);
      await trx.updateTable('packages').set({ state: 'failed', problem: toJson(problemOf(new AppError('cancelled', {}, 'again'))) }).where('id', '=', job.subject_id).execute();
    },
  };
}
