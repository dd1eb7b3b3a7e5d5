// Packages of a batch and their uploads: ask for one, look, check, send.
import path from 'node:path';
import { profileSchema, type Profile } from '../../shared/api/batches.ts';
import type { PackageSummary, UploadSummary, Verification } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { Workspace } from '../storage/workspace.ts';
import { findUpload, insertUpload, listUploadRows, toUploadSummary } from '../uploads/upload-repository.ts';
import { findPackage, insertPackage, listPackageRows, toPackageSummary, type PackageRow } from './package-repository.ts';

export type VerifyPackage = (dir: string, signal: AbortSignal) => Promise<Verification>;

export type PackageService = {
  list(): Promise<readonly PackageSummary[]>;
  get(id: string): Promise<PackageSummary>;
  /** The folder it is in; 'wrong-state' until it is ready. */
  dirOf(id: string): Promise<string>;
  create(batchId: string, profile: Profile | undefined): Promise<PackageSummary>;
  verify(id: string, signal: AbortSignal): Promise<Verification>;
  upload(id: string, target: string, token: string | undefined): Promise<UploadSummary>;
  listUploads(): Promise<readonly UploadSummary[]>;
  getUpload(id: string): Promise<UploadSummary>;
};

export function createPackageService(parts: { db: Db; runner: JobRunner; events: EventHub; workspace: Workspace; verifyPackage: VerifyPackage; rememberToken(target: string, token: string): void }): PackageService {
  const { db, runner, events, workspace } = parts;
  const find = async (id: string): Promise<PackageRow> => {
    const row = await findPackage(db, id);
    if (row === undefined) throw new AppError('not-found', { what: 'package', id });
    return row;
  };
  const ready = async (id: string): Promise<PackageRow> => {
    const row = await find(id);
    if (row.state !== 'ready') throw new AppError('wrong-state', { what: 'package', id, state: row.state }, 'again');
    return row;
  };
  return {
    list: async () => (await listPackageRows(db)).map(toPackageSummary),
    get: async (id) => toPackageSummary(await find(id)),
    dirOf: async (id) => (await ready(id)).dir,
    create: async (batchId, profile) => {
      const batch = await findBatch(db, batchId);
      if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
      if (batch.assembled_at === null) throw new AppError('wrong-state', { what: 'batch', id: batchId, state: 'not-read' }, 'again');
      const wanted = profile ?? profileSchema.parse(batch.profile);
      const id = await db.transaction().execute(async (trx) => {
        const packageId = await insertPackage(trx, { batchId, profile: wanted, dir: (made) => path.join(workspace.packagesDir, made) });
        await insertJob(trx, { kind: 'package', batchId, subjectId: packageId, priority: PRIORITY.package });
        return packageId;
      });
      runner.wake();
      events.changed('package', id, batchId);
      return toPackageSummary(await find(id));
    },
    verify: async (id, signal) => parts.verifyPackage((await ready(id)).dir, signal),
    upload: async (id, target, token) => {
      const pack = await ready(id);
      if (token !== undefined) parts.rememberToken(target, token);
      const uploadId = await db.transaction().execute(async (trx) => {
        const made = await insertUpload(trx, { packageId: id, target });
        await insertJob(trx, { kind: 'upload', batchId: pack.batch_id, subjectId: made });
        return made;
      });
      runner.wake();
      events.changed('upload', uploadId, pack.batch_id);
      const row = await findUpload(db, uploadId);
      if (row === undefined) throw new Error('the upload just made is gone');
      return toUploadSummary(db, row);
    },
    listUploads: async () => {
      const rows = await listUploadRows(db);
      const summaries: UploadSummary[] = [];
      for (const row of rows) summaries.push(await toUploadSummary(db, row));
      return summaries;
    },
    getUpload: async (id) => {
      const row = await findUpload(db, id);
      if (row === undefined) throw new AppError('not-found', { what: 'upload', id });
      return toUploadSummary(db, row);
    },
  };
}
