// Takes queued job rows and runs them. A handler computes (`run`) and returns what to store; the runner
// stores it and the job's end in one transaction, so a job is done exactly when its result is there.
// Every handler is safe to run twice. A crashed worker costs one more attempt, then the job fails with
// 'worker-crashed'. Closing puts running jobs back to the queue; after kill -9 the next start does.
// Three lanes: jobs that need a worker process, at most as many as there are; jobs that only wait for disk,
// a few at a time; and uploads on the line, so that they never stand behind ten thousand pages.
import type { JobKind } from '../../shared/api/jobs.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { problemOf } from '../problem.ts';
import { asStorageError } from '../storage/storage-error.ts';
import { claimJobs, endJob, FEEDS_ASSEMBLY, findJob, hasQueuedPages, PRIORITY, requeueJob, requeueRunning, saveProgress, scheduleAssembly, scheduleEarlyAssembly, type JobRow } from './job-repository.ts';

export type JobContext = {
  readonly signal: AbortSignal;
  progress(done: number, total: number, note?: string): void;
  /** The job's slot is free: what is left of it is only to be stored. The next job starts meanwhile. */
  free(): void;
};
/** Runs inside the transaction that ends the job. */
export type Commit = (trx: Db) => Promise<void>;

export type JobHandler = {
  readonly lane: 'worker' | 'waiting' | 'line';
  run(job: JobRow, context: JobContext): Promise<Commit>;
  /** Marks what the job was about, when it failed for good. */
  fail(trx: Db, job: JobRow, error: unknown): Promise<void>;
  /** Puts what the job was about back to waiting, when a person cancelled it. */
  cancelled(trx: Db, job: JobRow): Promise<void>;
};

export type JobRunner = {
  start(): Promise<void>;
  /** Looks for work; call after queueing. */
  wake(): void;
  /** Cancels a queued or running job; resolves when it has ended. False when it had ended before. */
  cancel(jobId: string): Promise<boolean>;
  /** Resolves when nothing of the batch is queued (unless paused) or running. */
  idle(batchId: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

export type RunnerOptions = {
  readonly db: Db;
  readonly events: EventHub;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly workerSlots: number;
  readonly waitingSlots?: number;
  /** Uploads side by side; the upload queue lets no more in. */
  readonly lineSlots?: number;
  /** Bugs end here: a job that failed with anything but an AppError. */
  readonly onBug?: (error: unknown, job: JobRow) => void;
};

const MAX_ATTEMPTS = 2;
const PROGRESS_INTERVAL_MS = 500;
/** So many pages of a batch are read, and the first records of a long one can be worked on. */
const EARLY_PAGES = 16;

type Running = { readonly job: JobRow; readonly controller: AbortController; cancelled: boolean; isStoring: boolean; readonly ended: Promise<void> };

export function createJobRunner(options: RunnerOptions): JobRunner {
  const { db, events, handlers } = options;
  const running = new Map<string, Running>();
  const kindsOf = (lane: JobHandler['lane']): JobKind[] => (Object.keys(handlers) as JobKind[]).filter((kind) => handlers[kind].lane === lane);
  const lanes = [
    { kinds: kindsOf('worker'), slots: options.workerSlots },
    { kinds: kindsOf('waiting'), slots: options.waitingSlots ?? 3 },
    { kinds: kindsOf('line'), slots: options.lineSlots ?? 6 },
  ] as const;
  let closing = false;
  let pumping = false;
  let again = false;
  // Set when not even a job's end could be stored (disk full): nothing more is started until someone asks again.
  let broken: { readonly error: unknown } | undefined;
  const onIdle = new Set<() => void>();
  const readSinceAssembly = new Map<string, number>();

  const busyIn = (kinds: readonly JobKind[]): number => [...running.values()].filter((entry) => !entry.isStoring && kinds.includes(entry.job.kind as JobKind)).length;
  const isAnyIdle = (): boolean => {
    const busy = busyIn(lanes[0].kinds);
    return busy > 0 && busy < options.workerSlots;
  };
  const tell = (job: JobRow): void => {
    events.changed('job', job.id, job.batch_id);
    for (const check of onIdle) check();
  };
  /** Whether enough was read of the batch since records were last made of it, or no page waits any more and a worker has time for them while another reads the last. */
  const isEarlyDue = async (trx: Db, job: JobRow, batchId: string): Promise<boolean> => {
    if (job.kind === 'assemble') readSinceAssembly.delete(batchId);
    if (job.kind !== 'read') return false;
    const count = (readSinceAssembly.get(batchId) ?? 0) + 1;
    readSinceAssembly.set(batchId, count % EARLY_PAGES);
    return count >= EARLY_PAGES || (isAnyIdle() && !(await hasQueuedPages(trx, batchId)));
  };
  const finish = async (job: JobRow, state: 'done' | 'failed' | 'cancelled', error: unknown, store: Commit): Promise<void> => {
    await db.transaction().execute(async (trx) => {
      await store(trx);
      await endJob(trx, job.id, state, state === 'failed' ? problemOf(error) : null);
      if (job.batch_id !== null && (await isEarlyDue(trx, job, job.batch_id))) await scheduleEarlyAssembly(trx, job.batch_id);
      if (job.batch_id !== null && FEEDS_ASSEMBLY.includes(job.kind as JobKind) && state !== 'cancelled') await scheduleAssembly(trx, job.batch_id, { except: job.id, ...(job.priority >= PRIORITY.asked ? { priority: PRIORITY.asked } : {}) });
    });
  };
  const afterFailure = async (entry: Running, handler: JobHandler, raw: unknown): Promise<void> => {
    const { job } = entry;
    if (entry.cancelled) return finish(job, 'cancelled', null, (trx) => handler.cancelled(trx, job));
    if (closing) return requeueJob(db, job, true);
    const error = asStorageError(raw, '');
    if (isAppError(error) && error.code === 'worker-crashed' && job.attempts < MAX_ATTEMPTS) return requeueJob(db, job, false);
    if (!isAppError(error)) options.onBug?.(error, job);
    return finish(job, 'failed', error, (trx) => handler.fail(trx, job, error));
  };
  const progressWriter = (job: JobRow): JobContext['progress'] => {
    let lastMs = 0;
    return (done, total, note) => {
      if (performance.now() - lastMs < PROGRESS_INTERVAL_MS) return;
      lastMs = performance.now();
      void saveProgress(db, job.id, done, total, note ?? null).then(() => events.changed('job', job.id, job.batch_id), () => undefined);
    };
  };
  const runOne = async (entry: Running): Promise<void> => {
    const { job } = entry;
    const handler = handlers[job.kind as JobKind];
    try {
      const commit = await handler.run(job, { signal: entry.controller.signal, progress: progressWriter(job), free: () => {
        entry.isStoring = true;
        pumpSoon();
      } });
      await finish(job, 'done', null, commit);
    } catch (error) {
      await afterFailure(entry, handler, error);
    }
  };
  const startOne = (job: JobRow): void => {
    const ended = Promise.withResolvers<void>();
    const entry: Running = { job, controller: new AbortController(), cancelled: false, isStoring: false, ended: ended.promise };
    running.set(job.id, entry);
    void runOne(entry)
      .catch((error: unknown) => {
        broken = { error: asStorageError(error, 'sohoa.db') };
        if (!isAppError(broken.error)) options.onBug?.(error, job);
      })
      .finally(() => {
        running.delete(job.id);
        ended.resolve();
        tell(job);
        pumpSoon();
      });
  };
  const pump = async (): Promise<void> => {
    for (const lane of lanes) {
      const free = lane.slots - busyIn(lane.kinds);
      if (free <= 0 || closing) continue;
      for (const job of await claimJobs(db, lane.kinds, free)) startOne(job);
    }
  };
  const pumpSoon = (): void => {
    if (closing || broken !== undefined) return;
    again = true;
    if (pumping) return;
    pumping = true;
    void (async () => {
      try {
        while (again && !closing) {
          again = false;
          await pump();
        }
      } catch (error) {
        broken = { error: asStorageError(error, 'sohoa.db') };
        for (const check of onIdle) check();
      } finally {
        pumping = false;
      }
    })();
  };
  const recover = async (): Promise<void> => {
    broken = undefined;
    const stuck = await db.selectFrom('jobs').selectAll().where('state', '=', 'running').execute();
    for (const job of stuck) if (!running.has(job.id)) await requeueJob(db, job, true);
  };
  const wake = (): void => {
    if (broken === undefined) pumpSoon();
    else void recover().then(pumpSoon, (error: unknown) => (broken = { error }));
  };

  const isIdle = async (batchId: string): Promise<boolean> => {
    if (broken !== undefined) throw broken.error;
    if ([...running.values()].some((entry) => entry.job.batch_id === batchId)) return false;
    const queued = await db.selectFrom('jobs').innerJoin('batches', 'batches.id', 'jobs.batch_id').select('jobs.id').where('jobs.batch_id', '=', batchId)
      .where('jobs.state', 'in', ['queued', 'running']).where('batches.paused', '=', 0).limit(1).executeTakeFirst();
    return queued === undefined;
  };

  return {
    start: async () => {
      await requeueRunning(db);
      pumpSoon();
    },
    wake,
    cancel: async (jobId) => {
      const entry = running.get(jobId);
      if (entry !== undefined) {
        entry.cancelled = true;
        entry.controller.abort(new AppError('cancelled', {}, 'again'));
        await entry.ended;
        return true;
      }
      const job = await findJob(db, jobId);
      if (job?.state !== 'queued') return false;
      await finish(job, 'cancelled', null, (trx) => handlers[job.kind as JobKind].cancelled(trx, job));
      tell(job);
      return true;
    },
    idle: (batchId, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          onIdle.delete(check);
          clearInterval(timer);
          signal?.removeEventListener('abort', abort);
        };
        const abort = (): void => (leave(), reject(new AppError('interrupted', {}, 'again')));
        const check = (): void => void isIdle(batchId).then((idle) => idle && (leave(), resolve()), (error: unknown) => (leave(), reject(error)));
        // The interval catches work that ended between two tellings.
        const timer = setInterval(check, 500);
        onIdle.add(check);
        if (signal?.aborted === true) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        check();
      }),
    close: async () => {
      closing = true;
      while (pumping) await new Promise((resolve) => setTimeout(resolve, 5));
      const entries = [...running.values()];
      for (const entry of entries) entry.controller.abort(new AppError('interrupted', {}, 'again'));
      await Promise.all(entries.map((entry) => entry.ended));
    },
  };
}
