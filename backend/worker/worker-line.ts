// One worker process as the pool sees it: starts it, runs one task on it at a time, and tells when it is
// gone. A task that is cancelled gets a moment to stop by itself, then its process is killed; a task that
// takes too long costs its process at once. Errors of `run`: what the task failed with, 'cancelled',
// 'page-timeout', 'worker-crashed'.
import { AppError } from '../../shared/errors.ts';
import { errorOfProblem } from '../problem.ts';
import { fromWorkerSchema, type FromWorker } from './messages.ts';
import type { Task } from './tasks.ts';
import type { WorkerPort } from './worker-port.ts';

export type RunOptions = {
  readonly signal?: AbortSignal;
  /** How long may pass without a sign of progress; a page counts as one. */
  readonly timeoutMs?: number;
  readonly onProgress?: (done: number, total: number, note?: string) => void;
};

export type WorkerLine = {
  readonly engine: Promise<string>;
  /** What the worker answered, not yet checked. */
  run(task: Task, options: RunOptions & { readonly areAllBusy: boolean }): Promise<unknown>;
  readonly tasksDone: () => number;
  readonly rssBytes: () => number;
  readonly alive: () => boolean;
  /** Lets it end by itself; killed when it does not. */
  close(): Promise<void>;
};

const CANCEL_GRACE_MS = 1500;
const CLOSE_GRACE_MS = 2000;

type Waiting = { id: number; options: RunOptions; resolve(result: unknown): void; reject(error: unknown): void; timer?: NodeJS.Timeout };

export function createWorkerLine(port: WorkerPort, onEnd: () => void): WorkerLine {
  let waiting: Waiting | undefined;
  let ended = false;
  let rss = 0;
  let done = 0;
  let nextId = 1;
  const engine = Promise.withResolvers<string>();
  engine.promise.catch(() => undefined);
  const gone = Promise.withResolvers<undefined>();

  const settle = (finish: (job: Waiting) => void): void => {
    const job = waiting;
    waiting = undefined;
    if (job === undefined) return;
    clearTimeout(job.timer);
    finish(job);
  };
  const end = (reason: string): void => {
    ended = true;
    const error = new AppError('worker-crashed', { reason }, 'again');
    engine.reject(error);
    settle((job) => job.reject(job.options.signal?.aborted === true ? new AppError('cancelled', {}, 'again') : error));
    gone.resolve(undefined);
    onEnd();
  };
  const startTimer = (job: Waiting): void => {
    clearTimeout(job.timer);
    const { timeoutMs } = job.options;
    if (timeoutMs === undefined) return;
    job.timer = setTimeout(() => {
      // No more work for a process that is about to be killed.
      ended = true;
      settle((late) => late.reject(new AppError('page-timeout', { seconds: Math.round(timeoutMs / 1000) }, 'again')));
      port.kill();
    }, timeoutMs);
  };
  const receive = (message: FromWorker): void => {
    if (message.type === 'ready') engine.resolve(message.engine);
    else if (message.type === 'memory') rss = message.rssBytes;
    else if (waiting?.id !== message.id) return;
    else if (message.type === 'progress') {
      startTimer(waiting);
      waiting.options.onProgress?.(message.done, message.total, message.note);
    } else if (message.type === 'done') {
      done += 1;
      settle((job) => job.resolve(message.result));
    } else {
      done += 1;
      const error = errorOfProblem(message.problem);
      if (message.stack !== undefined) error.stack = `${error.name}: ${error.message}\n  in worker: ${message.stack}`;
      settle((job) => job.reject(error));
    }
  };
  port.onMessage((raw) => {
    const parsed = fromWorkerSchema.safeParse(raw);
    if (parsed.success) receive(parsed.data);
  });
  port.onExit(end);

  return {
    engine: engine.promise,
    tasksDone: () => done,
    rssBytes: () => (ended ? 0 : rss),
    alive: () => !ended,
    run: (task, options) => {
      const { signal } = options;
      return new Promise((resolve, reject) => {
        if (ended) return reject(new AppError('worker-crashed', { reason: 'ended' }, 'again'));
        if (signal?.aborted === true) return reject(new AppError('cancelled', {}, 'again'));
        const id = nextId++;
        const onAbort = (): void => {
          port.send({ type: 'cancel', id });
          setTimeout(() => {
            if (waiting?.id === id) port.kill();
          }, CANCEL_GRACE_MS).unref();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        const leave = (): void => signal?.removeEventListener('abort', onAbort);
        waiting = { id, options, resolve: (result) => (leave(), resolve(result)), reject: (error) => (leave(), reject(error)) };
        startTimer(waiting);
        port.send({ type: 'run', id, task, areAllBusy: options.areAllBusy });
      });
    },
    close: async () => {
      if (ended) return;
      port.send({ type: 'close' });
      const timer = setTimeout(() => port.kill(), CLOSE_GRACE_MS);
      await gone.promise;
      clearTimeout(timer);
    },
  };
}
