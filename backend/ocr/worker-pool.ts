// A small pool of worker threads: one job a worker, first come first served. Cancelling a running job
// ends its worker (tesseract cannot be interrupted) and the next job gets a fresh one; a worker that
// dies is replaced and its job tried once more; after `recycleAfterJobs` a worker is let go, because
// long-lived engines are known to grow. Workers start when first needed.
import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { StripPool } from './own-thread.ts';
import { ocrReplySchema, type OcrJob, type OcrWorkerOptions, type RawWord, type SegmentationMode, type Strip } from './ocr-messages.ts';

export type WorkerPool = StripPool & {
  /** Threads alive now and started so far; for the trail and for tests. */
  facts(): { readonly alive: number; readonly started: number };
};

export type WorkerPoolOptions = { readonly size: number; readonly recycleAfterJobs: number; /** Processor time of one job; by the clock it may take WALL_TIMES as long. */ readonly timeoutMs: number; readonly languageData: string };

type Task = {
  readonly strips: readonly Strip[];
  readonly mode: SegmentationMode;
  readonly signal: AbortSignal;
  readonly resolve: (words: RawWord[][]) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
};

type Slot = { worker: Worker | null; task: Task | null; jobs: number };

/** On a machine that others use too a page may wait for its turn; a thread that hangs is ended all the same. */
const WALL_TIMES = 3;

const WORKER_URL = new URL('./ocr-worker.ts', import.meta.url);

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const slots: Slot[] = Array.from({ length: Math.max(1, options.size) }, () => ({ worker: null, task: null, jobs: 0 }));
  const queue: Task[] = [];
  let nextId = 1;
  let started = 0;
  let closed = false;

  const startWorker = (slot: Slot): Worker => {
    const data: OcrWorkerOptions = { languageData: options.languageData };
    const worker = new Worker(WORKER_URL, { workerData: data, stdout: true, stderr: true });
    worker.unref();
    started++;
    slot.worker = worker;
    slot.jobs = 0;
    return worker;
  };

  const dropWorker = (slot: Slot): Promise<unknown> => {
    const { worker } = slot;
    slot.worker = null;
    slot.jobs = 0;
    return worker === null ? Promise.resolve() : worker.terminate();
  };

  const pump = (): void => {
    for (const slot of slots) {
      if (slot.task !== null) continue;
      const task = queue.shift();
      if (task === undefined) return;
      runTask(slot, task);
    }
  };

  const runTask = (slot: Slot, task: Task): void => {
    slot.task = task;
    task.attempts++;
    const worker = slot.worker ?? startWorker(slot);
    worker.ref();
    const id = nextId++;
    const settle = (finish: () => void, keepWorker: boolean): void => {
      clearTimeout(timer);
      task.signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      slot.jobs++;
      slot.task = null;
      if (!keepWorker || slot.jobs >= options.recycleAfterJobs) {
        worker.on('error', () => undefined);
        void dropWorker(slot);
      } else worker.unref();
      finish();
      pump();
    };
    const fail = (error: AppError): void => settle(() => task.reject(error), false);
    const tooLong = (): AppError => new AppError('page-timeout', { seconds: Math.round(options.timeoutMs / 1000) }, 'rescan');
    const onAbort = (): void => fail(new AppError('cancelled'));
    const onCrash = (reason: string): void => {
      if (task.attempts < 2 && !closed) settle(() => queue.unshift(task), false);
      else fail(new AppError('worker-crashed', { reason }, 'again'));
    };
    const onError = (error: Error): void => onCrash(error.message);
    const onExit = (code: number): void => onCrash(`exit ${code}`);
    const onMessage = (message: unknown): void => {
      const reply = ocrReplySchema.parse(message);
      if (reply.kind === 'ready' || reply.id !== id) return;
      if (reply.kind === 'done') settle(() => task.resolve(reply.words), true);
      else if (reply.kind === 'too-long') settle(() => task.reject(tooLong()), true);
      else fail(new AppError('ocr-failed', { reason: reply.reason }, 'again'));
    };
    const timer = setTimeout(() => fail(tooLong()), options.timeoutMs * WALL_TIMES);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    task.signal.addEventListener('abort', onAbort, { once: true });
    const job: OcrJob = { id, strips: task.strips, mode: task.mode, limitMs: options.timeoutMs };
    worker.postMessage(job);
  };

  const read: WorkerPool['read'] = (strips, mode, signal) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new AppError('interrupted'));
      if (signal.aborted) return reject(new AppError('cancelled'));
      const task: Task = { strips, mode, signal, resolve, reject, attempts: 0 };
      // a job still waiting leaves the queue at once when it is cancelled
      signal.addEventListener('abort', () => {
        const at = queue.indexOf(task);
        if (at < 0) return;
        queue.splice(at, 1);
        reject(new AppError('cancelled'));
      }, { once: true });
      queue.push(task);
      pump();
    });

  const close = async (): Promise<void> => {
    closed = true;
    for (const task of queue.splice(0)) task.reject(new AppError('interrupted'));
    const running = slots.map((slot) => {
      const { task } = slot;
      const ended = dropWorker(slot);
      task?.reject(new AppError('interrupted'));
      return ended;
    });
    await Promise.all(running);
  };

  return { read, close, facts: () => ({ alive: slots.filter((slot) => slot.worker !== null).length, started }) };
}
