// N worker processes, each doing one task at a time. Processes start when there is work and end after a
// minute without; each is replaced after 300 tasks or when it has grown past 1.2 GB (an OCR engine that
// lives long grows), and whenever a cancel or a timeout has cost it. Callers in a hurry (a picture for the
// screen) pass `urgent` and go before those who wait.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { taskResultSchemas, type TaskKind, type TaskOf, type TaskResult } from './tasks.ts';
import { createWorkerLine, type RunOptions, type WorkerLine } from './worker-line.ts';
import type { StartWorkerPort, WorkerStart } from './worker-port.ts';

export type PoolOptions = {
  readonly size: number;
  readonly startPort: StartWorkerPort;
  readonly start: WorkerStart;
  readonly recycleAfterTasks?: number;
  readonly recycleAboveBytes?: number;
  readonly idleMs?: number;
};

export type PoolRunOptions = RunOptions & {
  readonly urgent?: boolean;
  /** Called when the worker is free again, before its answer is checked: the next task can be on its way meanwhile. */
  readonly onFree?: () => void;
};

export type WorkerPool = {
  readonly size: number;
  run<K extends TaskKind>(task: TaskOf<K>, options?: PoolRunOptions): Promise<TaskResult<K>>;
  /** Starts so many processes, of its size at most, before there is work for them: they load while others open and list. */
  warm(processes: number): void;
  /** Name of the OCR engine; starts a worker when none has told it yet. */
  engineName(): Promise<string>;
  /** Resident memory of all workers now, and processes started so far. */
  usage(): { readonly rssBytes: number; readonly workers: number; readonly started: number };
  close(): Promise<void>;
};

type Claim = { resolve(line: WorkerLine): void; reject(error: unknown): void };

function checked<K extends TaskKind>(kind: K, answer: unknown): TaskResult<K> {
  const parsed = taskResultSchemas[kind].safeParse(answer);
  if (!parsed.success) throw new Error(`worker result of ${kind} is malformed: ${parsed.error.message}`);
  const data: unknown = parsed.data;
  // The schema was that of this very kind.
  return data as TaskResult<K>;
}

export function createWorkerPool(options: PoolOptions): WorkerPool {
  const { recycleAfterTasks = 300, recycleAboveBytes = 1.2e9, idleMs = 60_000 } = options;
  /** Each with its place among them. */
  const lines = new Map<WorkerLine, number>();
  const idle = new Map<WorkerLine, NodeJS.Timeout>();
  const claims: Claim[] = [];
  let started = 0;
  let closed = false;
  let engine: string | undefined;

  /** The first that no living worker has. */
  const freePlace = (): number => {
    const taken = new Set(lines.values());
    let place = 0;
    while (taken.has(place)) place += 1;
    return place;
  };
  const spawn = (): WorkerLine => {
    const place = freePlace();
    const line: WorkerLine = createWorkerLine(options.startPort({ ...options.start, place, workers: options.size }), () => {
      lines.delete(line);
      clearTimeout(idle.get(line));
      idle.delete(line);
      serve();
    });
    started += 1;
    lines.set(line, place);
    line.engine.then((name) => (engine = name), () => undefined);
    return line;
  };
  const take = (): WorkerLine | undefined => {
    const free = idle.keys().next();
    if (!free.done) {
      clearTimeout(idle.get(free.value));
      idle.delete(free.value);
      return free.value;
    }
    return lines.size < options.size ? spawn() : undefined;
  };
  const serve = (): void => {
    while (claims.length > 0 && !closed) {
      const line = take();
      if (line === undefined) return;
      claims.shift()?.resolve(line);
    }
  };
  const release = (line: WorkerLine): void => {
    if (!line.alive()) return;
    const isWorn = line.tasksDone() >= recycleAfterTasks || line.rssBytes() > recycleAboveBytes;
    if (isWorn || closed) {
      void line.close();
      return;
    }
    idle.set(line, setTimeout(() => {
      idle.delete(line);
      void line.close();
    }, idleMs).unref());
    serve();
  };
  const claim = (urgent: boolean, signal: AbortSignal | undefined): Promise<WorkerLine> => {
    if (closed) return Promise.reject(new AppError('cancelled', {}, 'again'));
    if (signal?.aborted === true) return Promise.reject(new AppError('cancelled', {}, 'again'));
    return new Promise((resolve, reject) => {
      const mine: Claim = { resolve, reject };
      if (urgent) claims.unshift(mine);
      else claims.push(mine);
      signal?.addEventListener('abort', () => {
        const at = claims.indexOf(mine);
        if (at < 0) return;
        claims.splice(at, 1);
        reject(new AppError('cancelled', {}, 'again'));
      }, { once: true });
      serve();
    });
  };

  return {
    size: options.size,
    run: async (task, runOptions = {}) => {
      const line = await claim(runOptions.urgent ?? false, runOptions.signal);
      let answer: unknown;
      try {
        answer = await line.run(task, { ...runOptions, areAllBusy: lines.size - idle.size >= options.size });
      } finally {
        release(line);
      }
      if (runOptions.onFree !== undefined) {
        runOptions.onFree();
        await nextTurn();
      }
      return checked(task.kind, answer);
    },
    warm: (processes) => {
      while (lines.size < Math.min(processes, options.size) && !closed) release(spawn());
    },
    engineName: async () => {
      if (engine !== undefined) return engine;
      const line = await claim(true, undefined);
      try {
        return await line.engine;
      } finally {
        release(line);
      }
    },
    usage: () => ({ rssBytes: [...lines.keys()].reduce((sum, line) => sum + line.rssBytes(), 0), workers: lines.size, started }),
    close: async () => {
      closed = true;
      for (const waiting of claims.splice(0)) waiting.reject(new AppError('cancelled', {}, 'again'));
      for (const timer of idle.values()) clearTimeout(timer);
      await Promise.all([...lines.keys()].map((line) => line.close()));
    },
  };
}
