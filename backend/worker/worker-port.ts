// A line to one worker process. child_process.fork is the usual one; Electron's utilityProcess or a
// socket to another machine can stand in: whoever starts workers gets a function that opens a port.
import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';

export type WorkerPort = {
  /** Structured-clone values only. Throws nothing: a port that is gone drops messages and reports its exit. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whatever ended the process. */
  onExit(listener: (reason: string) => void): void;
  /** At once, without asking (SIGKILL). */
  kill(): void;
  readonly pid: number | undefined;
};

export type WorkerStart = { readonly dataDir: string; /** Of an encrypted workspace, in hex; goes by the environment, which other users cannot see. */ readonly blobKey?: string; /** Path of a module that exports createSteps; the real pipeline when absent. */ readonly stepsModule?: string };
/** Which of how many a worker is, from 0 (own-processor.ts). */
export type WorkerPlace = { readonly place: number; readonly workers: number };
export type StartWorkerPort = (start: WorkerStart & Partial<WorkerPlace>) => WorkerPort;

export const WORKER_ENTRY = fileURLToPath(new URL('./worker-main.ts', import.meta.url));

export const BLOB_KEY_VARIABLE = 'SOHOA_BLOB_KEY';

/** A worker finds the compiled modules where this process keeps them, if it keeps any. */
function compiledModules(): NodeJS.ProcessEnv {
  const dir = process.env['NODE_COMPILE_CACHE'] ?? getCompileCacheDir();
  return dir === undefined ? {} : { NODE_COMPILE_CACHE: dir };
}

/**
 * Workers fill the cores between them: what V8 would do for one beside its own thread (collect garbage in parallel,
 * compile ahead) it would take from the next, and pay for the handing over.
 */
const ALONE = ['--single-threaded', '--no-incremental-marking'];

/**
 * V8 collects whenever 64 MB outside its heap have come, several times a page, and each time looks through the heap of the
 * whole program; with this it counts them towards the heap's own limit. Node 24's V8 knows the flag, others refuse to start.
 */
const PIXELS_COUNT_AS_HEAP = process.versions.v8.startsWith('13.') ? ['--external-memory-accounted-in-global-limit'] : [];

/** A young generation beyond this takes tens of megabytes more and no time less. */
const MEMORY = ['--max-old-space-size=1024', '--max-semi-space-size=4'];

const WORKER_FLAGS = ['--disable-warning=ExperimentalWarning', ...MEMORY, ...ALONE, ...PIXELS_COUNT_AS_HEAP];

export const startForkedWorker: StartWorkerPort = ({ blobKey, ...start }) => {
  const child = fork(WORKER_ENTRY, [JSON.stringify(start)], {
    env: { ...process.env, ...compiledModules(), ...(blobKey === undefined ? {} : { [BLOB_KEY_VARIABLE]: blobKey }) },
    serialization: 'advanced',
    execArgv: WORKER_FLAGS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let exitListener: ((reason: string) => void) | undefined;
  let ended: string | undefined;
  const end = (reason: string): void => {
    if (ended !== undefined) return;
    ended = reason;
    exitListener?.(reason);
  };
  child.on('exit', (code, signal) => end(signal ?? `exit ${code ?? 0}`));
  child.on('error', (error) => end(error.message));
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      exitListener = listener;
      if (ended !== undefined) listener(ended);
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
