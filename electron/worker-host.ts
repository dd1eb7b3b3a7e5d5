// The back end's worker over Electron's utilityProcess, in place of child_process.fork.
import path from 'node:path';
import { utilityProcess } from 'electron';
import { BLOB_KEY_VARIABLE, type StartWorkerPort } from '../backend/worker/worker-port.ts';

const ENTRY = path.join(import.meta.dirname, '../backend/worker/worker-main.js');

export const startUtilityWorker: StartWorkerPort = ({ blobKey, ...start }) => {
  const env = { ...process.env, ...(blobKey === undefined ? {} : { [BLOB_KEY_VARIABLE]: blobKey }) };
  const child = utilityProcess.fork(ENTRY, [JSON.stringify(start)], { env, serviceName: 'sohoa-worker', stdio: ['ignore', 'ignore', 'inherit'], execArgv: ['--max-old-space-size=1024'] });
  let exitListener: ((reason: string) => void) | undefined;
  let ended: string | undefined;
  child.once('exit', (code) => {
    ended = `exit ${code}`;
    exitListener?.(ended);
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (ended === undefined) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      exitListener = listener;
      if (ended !== undefined) listener(ended);
    },
    kill: () => {
      // utilityProcess.kill asks politely; a worker that is stuck does not listen.
      if (child.pid !== undefined && ended === undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};
