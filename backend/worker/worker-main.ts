// The worker process. Does one task at a time, tells how large it is, and ends when its parent is gone.
// Started with one argument, a WorkerStart as JSON. Speaks over process.send (child_process.fork) or
// process.parentPort (Electron's utilityProcess). It never prints: what it has to say are messages.
import { setPriority } from 'node:os';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { problemOf } from '../problem.ts';
import { openBlobs } from '../storage/workspace.ts';
import { toWorkerSchema, type FromWorker, type RunMessage } from './messages.ts';
import { createOwnProcessor } from './own-processor.ts';
import { runTask } from './run-task.ts';
import type { Steps, StepsModule } from './steps.ts';
import { BLOB_KEY_VARIABLE } from './worker-port.ts';

const MEMORY_INTERVAL_MS = 500;
const BELOW_NORMAL_PRIORITY = 5;

type Line = { send(message: FromWorker): void; listen(listener: (message: unknown) => void): void };
type ParentPort = { postMessage(message: unknown): void; on(event: 'message', listener: (event: { data: unknown }) => void): void };

function openLine(): Line {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) return { send: (message) => port.postMessage(message), listen: (listener) => port.on('message', (event) => listener(event.data)) };
  process.on('disconnect', () => process.exit(0));
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    listen: (listener) => void process.on('message', listener),
  };
}

async function loadSteps(stepsModule: string | undefined): Promise<Steps> {
  const module = (stepsModule === undefined ? await import('./real-steps.ts') : await import(pathToFileURL(stepsModule).href)) as StepsModule;
  return module.createSteps();
}

function memoryFailure(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  return error instanceof RangeError && /allocation|Invalid (typed )?array/i.test(text) ? new AppError('out-of-memory', {}, 'again', { cause: error }) : error;
}

async function main(): Promise<void> {
  const start = z.object({ dataDir: z.string(), stepsModule: z.string().optional(), place: z.number().int().default(0), workers: z.number().int().default(1) }).parse(JSON.parse(process.argv[2] ?? '{}'));
  // Ctrl-C reaches the whole group; the parent decides when a worker stops.
  process.on('SIGINT', () => undefined);
  // The window's process comes first; not every system lets a process lower itself.
  try {
    setPriority(BELOW_NORMAL_PRIORITY);
  } catch {}
  const processor = createOwnProcessor(start.place, start.workers);
  sharp.concurrency(1);
  sharp.cache(false);
  const line = openLine();
  const key = process.env[BLOB_KEY_VARIABLE];
  delete process.env[BLOB_KEY_VARIABLE];
  const blobs = openBlobs(start.dataDir, key === undefined ? undefined : Buffer.from(key, 'hex'));
  // Loading goes on while messages already come in: nothing sent early is lost.
  const loading = loadSteps(start.stepsModule);
  let current: { id: number; controller: AbortController } | undefined;

  const run = async ({ id, task, areAllBusy }: RunMessage): Promise<void> => {
    const controller = new AbortController();
    current = { id, controller };
    // One that works while others rest has all their room.
    if (areAllBusy && task.kind === 'read-page') processor.keep();
    else if (!areAllBusy || task.kind === 'build-package') processor.leave();
    try {
      const progress = (done: number, total: number, note?: string): void => line.send({ type: 'progress', id, done, total, ...(note === undefined ? {} : { note }) });
      const result = await runTask(task, { steps: await loading, blobs, signal: controller.signal, progress });
      line.send({ type: 'memory', rssBytes: process.memoryUsage.rss() });
      line.send({ type: 'done', id, result });
    } catch (error) {
      const shown = controller.signal.aborted ? new AppError('cancelled', {}, 'again', { cause: error }) : memoryFailure(error);
      line.send({ type: 'failed', id, problem: problemOf(shown), ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}) });
    } finally {
      current = undefined;
    }
  };

  line.listen((raw) => {
    const message = toWorkerSchema.parse(raw);
    if (message.type === 'run') void run(message);
    else if (message.type === 'cancel') {
      if (current?.id === message.id) current.controller.abort();
    } else void loading.then((steps) => steps.close()).finally(() => process.exit(0));
  });
  setInterval(() => line.send({ type: 'memory', rssBytes: process.memoryUsage.rss() }), MEMORY_INTERVAL_MS).unref();
  line.send({ type: 'ready', engine: await (await loading).engineName() });
}

await main();
