// Sends a package to its target. Runs in this process: it waits for the network and computes little.
// The adapter keeps its place in the database (upload-repository.ts); running twice goes on.
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findPackage } from '../packages/package-repository.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { problemOf } from '../problem.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { Receipt, UploadStateStore } from '../targets/upload-state.ts';
import { createUploadStateStore, findUpload } from '../uploads/upload-repository.ts';
import type { JobHandler } from './job-runner.ts';

export type UploadPackage = (input: { dir: string; target: string; token?: string; state: UploadStateStore }, context: StepContext) => Promise<Receipt>;

export function createUploadJob(parts: { db: Db; workspace: Workspace; uploadPackage: UploadPackage; tokenFor(target: string): Promise<string | undefined>; onSent(id: string): void }): JobHandler {
  const { db } = parts;
  return {
    lane: 'waiting',
    run: async (job, context) => {
      const upload = await findUpload(db, job.subject_id);
      const pack = upload === undefined ? undefined : await findPackage(db, upload.package_id);
      if (upload === undefined || pack === undefined) return async () => undefined;
      if (pack.state !== 'ready') throw new AppError('wrong-state', { what: 'package', id: pack.id, state: pack.state });
      await db.updateTable('uploads').set({ state: 'sending', problem: null }).where('id', '=', upload.id).execute();
      const token = await parts.tokenFor(upload.target);
      const state = createUploadStateStore(db, upload.id, () => parts.onSent(upload.id));
      const receipt = await parts.uploadPackage({ dir: pack.dir, target: upload.target, state, ...(token === undefined ? {} : { token }) }, {
        blobs: parts.workspace.blobs, signal: context.signal, progress: context.progress,
      });
      return async (trx) => {
        await trx.updateTable('uploads').set({ state: 'acknowledged', receipt: toJson(receipt), problem: null }).where('id', '=', upload.id).execute();
      };
    },
    fail: async (trx, job, error) => {
      await trx.updateTable('uploads').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', job.subject_id).execute();
    },
    cancelled: async (trx, job) => {
      await trx.updateTable('uploads').set({ state: 'failed', problem: toJson(problemOf(new AppError('cancelled', {}, 'again'))) }).where('id', '=', job.subject_id).execute();
    },
  };
}
