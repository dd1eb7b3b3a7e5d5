// Builds a package: the records go to a file, the worker builds from it into a folder beside, which becomes
// the package's folder in one rename. Killed half-way, nothing that looks like a package is left.
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { profileSchema } from '../../shared/api/batches.ts';
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findPackage, streamRecords, type PackageRow } from '../packages/package-repository.ts';
import type { PageImages } from '../pages/page-image.ts';
import { problemOf } from '../problem.ts';
import { guardStorage } from '../storage/storage-error.ts';
import type { Workspace } from '../storage/workspace.ts';
import { writePackageInput } from '../worker/package-input.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import type { JobHandler } from './job-runner.ts';

const QUIET_TIMEOUT_MS = 600_000;

export function createPackageJob(parts: { db: Db; pool: WorkerPool; workspace: Workspace; images: PageImages }): JobHandler {
  const { db, pool, workspace, images } = parts;
  const build = async (pack: PackageRow, workDir: string, signal: AbortSignal, progress: (done: number, total: number, note?: string) => void) => {
    const batch = await db.selectFrom('batches').select(['name', 'dossier_code']).where('id', '=', pack.batch_id).executeTakeFirst();
    if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: pack.batch_id });
    await rm(workDir, { recursive: true, force: true });
    await mkdir(workDir, { recursive: true });
    const inputFile = path.join(workDir, 'records.input');
    const head = { batchId: pack.batch_id, batchName: batch.name, profile: profileSchema.parse(pack.profile), createdAt: pack.created_at, ...(batch.dossier_code === null ? {} : { archive: { fileCode: batch.dossier_code } }) };
    const records = await writePackageInput(inputFile, head, streamRecords(db, images, pack.batch_id));
    const outDir = path.join(workDir, 'package');
    const built = await pool.run({ kind: 'build-package', inputFile, outDir }, { signal, timeoutMs: QUIET_TIMEOUT_MS, onProgress: progress });
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
      return async (trx) => {
        await trx.updateTable('packages').set({ state: 'ready', dir: built.dir, records: built.records, files: built.files, bytes: built.bytes, warnings: toJson(built.warnings), problem: null })
          .where('id', '=', pack.id).execute();
      };
    },
    fail: async (trx, job, error) => {
      await trx.updateTable('packages').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', job.subject_id).execute();
    },
    cancelled: async (trx, job) => {
      await trx.updateTable('packages').set({ state: 'failed', problem: toJson(problemOf(new AppError('cancelled', {}, 'again'))) }).where('id', '=', job.subject_id).execute();
    },
  };
}
