// Sends a package to its target. Runs in this process: it waits for the network and computes little.
// The adapter keeps its place in the database (upload-repository.ts); running twice goes on. An upload under
// a profile that failed for a reason that may pass goes back to the queue and is tried again later; one to
// an address given once fails at once, for somebody is waiting for it.
import { AppError, isAppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findPackage } from '../packages/package-repository.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { problemOf } from '../problem.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { Receipt, UploadStateStore } from '../targets/upload-state.ts';
import type { TargetOptions } from '../targets/upload-target.ts';
import { appendTrail } from '../trail/trail.ts';
import type { ReadyProfile } from '../uploads/profile-service.ts';
import { recordReceipts, storeRecordReceipts } from '../uploads/record-receipts.ts';
import type { TransferSpeed } from '../uploads/transfer-speed.ts';
import { createUploadStateStore, findUpload, type UploadRow } from '../uploads/upload-repository.ts';
import { nextTryAt } from '../uploads/why-waiting.ts';
import type { JobHandler } from './job-runner.ts';

export type UploadPackage = (input: TargetOptions & { dir: string; target: string; state: UploadStateStore }, context: StepContext) => Promise<Receipt>;

type Parts = {
  readonly db: Db;
  readonly workspace: Workspace;
  readonly uploadPackage: UploadPackage;
  readonly speed: TransferSpeed;
  tokenFor(target: string): Promise<string | undefined>;
  profileOf(id: string): Promise<ReadyProfile>;
  onSent(id: string): void;
};

/** A wrong copy over there may be a bad minute; more often it is not. */
const TRIES_OF_DAMAGE = 3;

function mayPass(error: unknown, tries: number): boolean {
  if (!isAppError(error) || error.retry !== 'again' || error.code === 'cancelled') return false;
  return error.code !== 'target-damaged' || tries < TRIES_OF_DAMAGE;
}

async function whereTo(parts: Parts, upload: UploadRow): Promise<{ target: string; options: TargetOptions }> {
  if (upload.profile_id !== null) {
    const { profile, options } = await parts.profileOf(upload.profile_id);
    return { target: profile.address, options };
  }
  const token = await parts.tokenFor(upload.target);
  return { target: upload.target, options: token === undefined ? {} : { token } };
}

export function createUploadJob(parts: Parts): JobHandler {
  const { db, speed } = parts;
  const reset = { waiting: null, not_before: null } as const;
  return {
    lane: 'line',
    run: async (job, context) => {
      const upload = await findUpload(db, job.subject_id);
      const pack = upload === undefined ? undefined : await findPackage(db, upload.package_id);
      if (upload === undefined || pack === undefined) return async () => undefined;
      if (pack.state !== 'ready') throw new AppError('wrong-state', { what: 'package', id: pack.id, state: pack.state });
      const { target, options } = await whereTo(parts, upload);
      await db.updateTable('uploads').set({ state: 'sending', target, last_try_at: new Date().toISOString(), ...reset, ...(upload.profile_id === null ? { problem: null } : {}) }).where('id', '=', upload.id).execute();
      parts.onSent(upload.id);
      const state = createUploadStateStore(db, upload.id, () => parts.onSent(upload.id));
      const progress: StepContext['progress'] = (done, total) => {
        speed.note(upload.id, done, total);
        context.progress(done, total);
      };
      const receipt = await parts.uploadPackage({ ...options, dir: pack.dir, target, state }, { blobs: parts.workspace.blobs, signal: context.signal, progress });
      const receipts = await recordReceipts(pack.dir, receipt, await state.load());
      return async (trx) => {
        speed.forget(upload.id);
        await trx.updateTable('uploads').set({ state: 'acknowledged', receipt: toJson(receipt), problem: null, tries: 0, finished_at: new Date().toISOString(), ...reset }).where('id', '=', upload.id).execute();
        await storeRecordReceipts(trx, upload.id, receipts);
        await appendTrail(trx, { kind: 'package-acknowledged', subjectType: 'upload', subjectId: upload.id, batchId: pack.batch_id, after: { packageId: pack.id, target, ...receipt, records: receipts.length } });
      };
    },
    fail: async (trx, job, error) => {
      speed.forget(job.subject_id);
      const upload = await findUpload(trx, job.subject_id);
      if (upload === undefined) return;
      const tries = upload.tries + 1;
      const problem = toJson(problemOf(error));
      if (upload.profile_id !== null && mayPass(error, tries)) {
        const until = nextTryAt(tries, new Date()).toISOString();
        await trx.updateTable('uploads').set({ state: 'queued', problem, tries, not_before: until, waiting: toJson({ code: 'again-later', until }) }).where('id', '=', upload.id).execute();
        return;
      }
      await trx.updateTable('uploads').set({ state: 'failed', problem, tries, ...reset }).where('id', '=', upload.id).execute();
      await appendTrail(trx, { kind: 'upload-failed', subjectType: 'upload', subjectId: upload.id, after: { packageId: upload.package_id, target: upload.target, code: problemOf(error).code } });
    },
    cancelled: async (trx, job) => {
      speed.forget(job.subject_id);
      const upload = await findUpload(trx, job.subject_id);
      // The queue itself stopped it (paused, off-hours): it waits, with what it has.
      if (upload !== undefined && upload.waiting !== null) return void (await trx.updateTable('uploads').set({ state: 'queued' }).where('id', '=', upload.id).execute());
      await trx.updateTable('uploads').set({ state: 'failed', problem: toJson(problemOf(new AppError('cancelled', {}, 'again'))) }).where('id', '=', job.subject_id).execute();
    },
  };
}
