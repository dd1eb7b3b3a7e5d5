// Decides what goes next. Uploads wait as rows; the queue looks at them when something changes and every few
// seconds by the wall clock, so that it wakes with the machine after a sleep, and lets those go that nothing
// holds back (why-waiting.ts): each becomes a job of the runner. What holds one back is stored with it. An
// upload on its way is stopped when its hours close or somebody pauses it; it keeps what it has.
import { profileSettingsSchema, waitingSchema, type ProfileSettings, type Waiting } from '../../shared/api/uploads.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { UploadRow } from './upload-repository.ts';
import { closedUntil, isCheckDue, whyWaiting } from './why-waiting.ts';

export type UploadQueue = {
  start(): void;
  /** Looks now; resolves when it has looked. */
  look(): Promise<void>;
  isPaused(): Promise<boolean>;
  pauseAll(isPaused: boolean): Promise<void>;
  close(): Promise<void>;
};

/** Handed to the runner ahead of time, so that small packages never wait for the next look; the runner sends six at once. */
const AHEAD = 24;
const BETWEEN_LOOKS_MS = 250;
const EVERY_MS = 5_000;
const PAUSED_SETTING = 'uploads.paused';

type Waiter = { readonly row: UploadRow; readonly bytes: number; readonly settings: ProfileSettings | undefined };

export function createUploadQueue(parts: { db: Db; runner: JobRunner; events: EventHub; now?: () => Date; onBug(error: unknown): void; /** Whatever else waits for its moment. */ alsoLook(): Promise<void> }): UploadQueue {
  const { db, runner, events } = parts;
  const now = parts.now ?? ((): Date => new Date());
  let timer: ReturnType<typeof setInterval> | undefined;
  let looking: Promise<void> = Promise.resolve();
  let isClosed = false;
  /** Something waits only for a free slot. */
  let isBusy = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: () => void = () => undefined;

  const isPaused = async (): Promise<boolean> => (await db.selectFrom('settings').select('value').where('name', '=', PAUSED_SETTING).executeTakeFirst())?.value === '1';
  const open = async (): Promise<readonly Waiter[]> => {
    const rows = await db.selectFrom('uploads').innerJoin('packages', 'packages.id', 'uploads.package_id').leftJoin('upload_profiles', 'upload_profiles.id', 'uploads.profile_id')
      .selectAll('uploads').select(['packages.bytes as bytes', 'upload_profiles.settings as settings']).where('uploads.state', 'in', ['queued', 'sending']).orderBy('uploads.priority', 'desc').orderBy('uploads.id').execute();
    return rows.map(({ bytes, settings, ...row }) => ({ row, bytes: Number(bytes), settings: settings === null ? undefined : fromJson(profileSettingsSchema, settings) }));
  };
  const jobsOf = async (): Promise<ReadonlyMap<string, string>> => {
    const jobs = await db.selectFrom('jobs').select(['id', 'subject_id']).where('kind', '=', 'upload').where('state', 'in', ['queued', 'running']).execute();
    return new Map(jobs.map((job) => [job.subject_id, job.id]));
  };
  const tell = async (row: UploadRow, waiting: Waiting): Promise<void> => {
    const text = toJson(waiting);
    if (row.waiting === text) return;
    await db.updateTable('uploads').set({ waiting: text }).where('id', '=', row.id).where('state', 'in', ['queued', 'sending']).execute();
    events.changed('upload', row.id, null);
  };
  const go = async (row: UploadRow): Promise<void> => {
    await db.transaction().execute(async (trx) => {
      const pack = await trx.selectFrom('packages').select('batch_id').where('id', '=', row.package_id).executeTakeFirst();
      await trx.updateTable('uploads').set({ waiting: toJson({ code: 'next' }), not_before: null }).where('id', '=', row.id).execute();
      await insertJob(trx, { kind: 'upload', batchId: pack?.batch_id ?? null, subjectId: row.id, priority: PRIORITY.upload + Math.max(-9, Math.min(9, row.priority)) });
    });
    runner.wake();
  };
  /** Those on their way whose hours closed, or that somebody paused. */
  const stopClosed = async (waiters: readonly Waiter[], jobs: ReadonlyMap<string, string>, paused: boolean): Promise<void> => {
    for (const { row, settings } of waiters) {
      const job = jobs.get(row.id);
      if (job === undefined) continue;
      const opens = closedUntil(settings?.hours, now());
      const waiting: Waiting | null = row.paused === 1 ? { code: 'paused' } : paused && row.profile_id !== null ? { code: 'queue-paused' } : opens !== null ? { code: 'off-hours', until: opens.toISOString() } : null;
      if (waiting === null) continue;
      await tell(row, waiting);
      await runner.cancel(job);
    }
  };
  const lookOnce = async (): Promise<void> => {
    if (isClosed) return;
    const paused = await isPaused();
    await stopClosed(await open(), await jobsOf(), paused);
    const [waiters, jobs] = [await open(), await jobsOf()];
    const running = waiters.filter(({ row }) => jobs.has(row.id)).map(({ bytes }) => ({ bytes }));
    isBusy = false;
    for (const { row, bytes, settings } of waiters) {
      if (jobs.has(row.id)) continue;
      const waiting = whyWaiting({ isPaused: row.paused === 1, notBefore: row.not_before, bytes }, settings?.hours, { isPaused: paused, running, slots: AHEAD }, now());
      isBusy ||= waiting?.code === 'busy';
      if (waiting !== null) await tell(row, waiting);
      else {
        running.push({ bytes });
        await go(row);
      }
    }
    await scheduleChecks();
    await parts.alsoLook();
  };
  /** In the small hours, or when the machine is first on after them: does every place still hold what it said? */
  const scheduleChecks = async (): Promise<void> => {
    for (const profile of await db.selectFrom('upload_profiles').select(['id', 'settings']).execute()) {
      const settings = fromJson(profileSettingsSchema, profile.settings);
      if (settings.nightlyCheck === false) continue;
      const last = await db.selectFrom('reconciliations').select('started_at').where('profile_id', '=', profile.id).orderBy('id', 'desc').limit(1).executeTakeFirst();
      const first = await db.selectFrom('uploads').select('finished_at').where('profile_id', '=', profile.id).where('state', '=', 'acknowledged').where('finished_at', 'is not', null).orderBy('finished_at').limit(1).executeTakeFirst();
      if (!isCheckDue({ lastStartedAt: last?.started_at ?? null, firstAcknowledgedAt: first?.finished_at ?? null, hours: settings.hours }, now())) continue;
      const live = await db.selectFrom('jobs').select('id').where('kind', '=', 'reconcile').where('subject_id', '=', profile.id).where('state', 'in', ['queued', 'running']).executeTakeFirst();
      if (live !== undefined) continue;
      await insertJob(db, { kind: 'reconcile', batchId: null, subjectId: profile.id });
      runner.wake();
    }
  };
  const look = (): Promise<void> => {
    looking = looking.then(lookOnce).catch((error: unknown) => {
      if (!isClosed) parts.onBug(error);
    });
    return looking;
  };
  return {
    look, isPaused,
    start: () => {
      timer = setInterval(() => void look(), EVERY_MS);
      timer.unref();
      // A slot that comes free is filled soon.
      unsubscribe = events.subscribe((event) => {
        if (event.what === 'job' && isBusy) soon ??= setTimeout(() => ((soon = undefined), void look()), BETWEEN_LOOKS_MS).unref();
      });
      void look();
    },
    pauseAll: async (value) => {
      const row = { name: PAUSED_SETTING, value: value ? '1' : '0' };
      await db.insertInto('settings').values(row).onConflict((c) => c.column('name').doUpdateSet(row)).execute();
      await look();
    },
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(soon);
      unsubscribe();
      await looking;
    },
  };
}

export const waitingOf = (row: Pick<UploadRow, 'waiting'>): Waiting | null => fromJsonOrNull(waitingSchema, row.waiting);
