// What can be done with uploads: queue packages under a profile, look, pause, change priority, try again,
// take out; the receipt and its records.
import type { ReceiptDetail, UploadRow as ShownUpload } from '../../shared/api/uploads.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { appendTrail } from '../trail/trail.ts';
import type { ProfileService } from './profile-service.ts';
import type { TransferSpeed } from './transfer-speed.ts';
import { findUpload, insertUpload, listUploadRows, toUploadSummary, type UploadRow } from './upload-repository.ts';
import type { UploadQueue } from './upload-queue.ts';
import { waitingOf } from './upload-queue.ts';

export type UploadService = {
  list(): Promise<readonly ShownUpload[]>;
  get(id: string): Promise<ShownUpload>;
  /** A package that waits or is on its way under this profile already is that upload; one that was acknowledged is asked about again and sends nothing. */
  enqueue(packageIds: readonly string[], profileId: string, priority: number): Promise<readonly ShownUpload[]>;
  change(id: string, change: { priority?: number | undefined; isPaused?: boolean | undefined }): Promise<ShownUpload>;
  /** Now, whatever it waits for or why it failed. */
  retry(id: string): Promise<ShownUpload>;
  /** Out of the queue; what arrived already stays where it is. 'wrong-state' for an acknowledged one: its receipt stays. */
  remove(id: string): Promise<void>;
  receipt(id: string): Promise<ReceiptDetail>;
  /** Resolves when it is neither waiting nor on its way. */
  settled(id: string, signal: AbortSignal): Promise<ShownUpload>;
  /** Sends again what a reconciliation found wrong. Returns how many. */
  resend(uploadIds: readonly string[]): Promise<number>;
};

type Parts = { readonly db: Db; readonly runner: JobRunner; readonly events: EventHub; readonly profiles: ProfileService; readonly queue: UploadQueue; readonly speed: TransferSpeed };

async function show({ db, speed }: Pick<Parts, 'db' | 'speed'>, row: UploadRow): Promise<ShownUpload> {
  const pack = await db.selectFrom('packages').innerJoin('batches', 'batches.id', 'packages.batch_id').select(['batches.name', 'packages.records']).where('packages.id', '=', row.package_id).executeTakeFirst();
  const profile = row.profile_id === null ? undefined : await db.selectFrom('upload_profiles').select('name').where('id', '=', row.profile_id).executeTakeFirst();
  const now = row.state === 'sending' ? speed.of(row.id) : undefined;
  const summary = await toUploadSummary(db, row);
  return {
    ...summary, ...(now === undefined ? {} : { bytesSent: now.doneBytes, bytes: now.totalBytes }), packageName: pack?.name ?? '', records: pack?.records ?? 0, profileId: row.profile_id, profileName: profile?.name ?? null,
    priority: row.priority, isPaused: row.paused === 1, tries: row.tries, waiting: row.state === 'queued' ? waitingOf(row) : null, bytesPerSecond: now?.bytesPerSecond ?? null, secondsLeft: now?.secondsLeft ?? null,
    createdAt: row.created_at, finishedAt: row.finished_at,
  };
}

async function receiptOf(db: Db, row: ShownUpload): Promise<ReceiptDetail> {
  if (row.receipt === null) throw new AppError('wrong-state', { what: 'upload', id: row.id, state: row.state });
  const rows = await db.selectFrom('record_receipts').leftJoin('records', 'records.id', 'record_receipts.record_id').selectAll('record_receipts').select('records.title').where('upload_id', '=', row.id).orderBy('path').execute();
  return { receipt: row.receipt, records: rows.map(({ record_id, title, path, identifier, sha256, at }) => ({ recordId: record_id, title: title ?? path, path, identifier, sha256, at })) };
}

export function createUploadService(parts: Parts): UploadService {
  const { db, runner, events, queue } = parts;
  const find = async (id: string): Promise<UploadRow> => {
    const row = await findUpload(db, id);
    if (row === undefined) throw new AppError('not-found', { what: 'upload', id });
    return row;
  };
  const get = async (id: string): Promise<ShownUpload> => show(parts, await find(id));
  const liveJob = (id: string) => db.selectFrom('jobs').select('id').where('subject_id', '=', id).where('kind', '=', 'upload').where('state', 'in', ['queued', 'running']).executeTakeFirst();
  const settle = async (id: string): Promise<ShownUpload> => {
    events.changed('upload', id, null);
    await queue.look();
    return get(id);
  };
  const again = { state: 'queued', problem: null, paused: 0, not_before: null, waiting: null, tries: 0 } as const;
  const enqueueOne = async (trx: Db, packageId: string, profile: { id: string; address: string }, priority: number): Promise<string> => {
    const pack = await trx.selectFrom('packages').select(['state', 'batch_id']).where('id', '=', packageId).executeTakeFirst();
    if (pack === undefined) throw new AppError('not-found', { what: 'package', id: packageId });
    if (pack.state !== 'ready') throw new AppError('wrong-state', { what: 'package', id: packageId, state: pack.state }, 'again');
    const known = await trx.selectFrom('uploads').select(['id', 'state']).where('package_id', '=', packageId).where('profile_id', '=', profile.id).orderBy('id', 'desc').executeTakeFirst();
    if (known?.state === 'queued' || known?.state === 'sending') return known.id;
    if (known !== undefined) {
      await trx.updateTable('uploads').set({ ...again, priority }).where('id', '=', known.id).execute();
      return known.id;
    }
    const id = await insertUpload(trx, { packageId, target: profile.address, profileId: profile.id, priority });
    await appendTrail(trx, { kind: 'upload-queued', subjectType: 'upload', subjectId: id, batchId: pack.batch_id, after: { packageId, target: profile.address } });
    return id;
  };
  return {
    get,
    list: async () => {
      const shown: ShownUpload[] = [];
      for (const row of await listUploadRows(db)) shown.push(await show(parts, row));
      return shown;
    },
    enqueue: async (packageIds, profileId, priority) => {
      const { profile } = await parts.profiles.ready(profileId);
      const ids = await db.transaction().execute(async (trx) => {
        const made: string[] = [];
        for (const packageId of packageIds) made.push(await enqueueOne(trx, packageId, profile, priority));
        return made;
      });
      await queue.look();
      for (const id of ids) events.changed('upload', id, null);
      return Promise.all(ids.map(get));
    },
    change: async (id, { priority, isPaused }) => {
      const row = await find(id);
      if (row.state !== 'queued' && row.state !== 'sending') throw new AppError('wrong-state', { what: 'upload', id, state: row.state });
      await db.updateTable('uploads').set({ priority: priority ?? row.priority, paused: isPaused === undefined ? row.paused : isPaused ? 1 : 0 }).where('id', '=', id).execute();
      return settle(id);
    },
    retry: async (id) => {
      const row = await find(id);
      if (row.state === 'acknowledged' || row.state === 'sending') throw new AppError('wrong-state', { what: 'upload', id, state: row.state });
      await db.updateTable('uploads').set(again).where('id', '=', id).execute();
      return settle(id);
    },
    remove: async (id) => {
      const row = await find(id);
      if (row.receipt !== null) throw new AppError('wrong-state', { what: 'upload', id, state: row.state });
      const job = await liveJob(id);
      if (job !== undefined) await runner.cancel(job.id);
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('uploads').where('id', '=', id).execute();
        await appendTrail(trx, { kind: 'upload-removed', subjectType: 'upload', subjectId: id, before: { packageId: row.package_id, target: row.target } });
      });
      events.changed('upload', id, null);
      await queue.look();
    },
    receipt: async (id) => receiptOf(db, await get(id)),
    settled: async (id, signal) => {
      for (;;) {
        signal.throwIfAborted();
        const row = await get(id);
        if (row.state === 'failed' || (row.state === 'acknowledged' && (await liveJob(id)) === undefined)) return row;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    resend: async (uploadIds) => {
      for (const id of uploadIds) {
        // What the place said it had counts for nothing now: the next run asks it file by file.
        await db.updateTable('upload_parts').set({ is_done: 0, sent_bytes: 0, url: null }).where('upload_id', '=', id).execute();
        await db.updateTable('uploads').set(again).where('id', '=', id).execute();
        events.changed('upload', id, null);
      }
      await queue.look();
      return uploadIds.length;
    },
  };
}
