// What is sent and what is not, while several files are on their way. Saves are never concurrent and at
// most ten a second: a package of thousands of files would spend its time saving otherwise, and a lost
// tenth of a second costs nothing, for the server knows which files it has.
import { setTimeout as wait } from 'node:timers/promises';
import type { Receipt, UploadFileState, UploadState, UploadStateStore } from './upload-state.ts';

const BETWEEN_SAVES_MS = 100;

export type UploadTracker = {
  file(path: string): UploadFileState;
  update(path: string, change: Partial<Pick<UploadFileState, 'url' | 'offset' | 'done'>>): void;
  doneBytes(): number;
  finish(receipt: Receipt): void;
  /** Everything told so far is saved when this resolves. */
  flush(): Promise<void>;
};

export function createUploadTracker(initial: UploadState, store: UploadStateStore, progress: (doneBytes: number, totalBytes: number) => void): UploadTracker {
  const files = new Map(initial.files.map((file) => [file.path, file]));
  const totalBytes = initial.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  let receipt = initial.receipt;
  let dirty = true;
  let running: Promise<void> | undefined;
  let failure: unknown;

  const snapshot = (): UploadState => ({ ...initial, files: [...files.values()], receipt });
  const saveOnce = async (): Promise<void> => {
    dirty = false;
    await store.save(snapshot());
  };
  const schedule = (): void => {
    dirty = true;
    running ??= (async () => {
      while (dirty) {
        await saveOnce();
        await wait(BETWEEN_SAVES_MS);
      }
    })()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        running = undefined;
      });
  };
  let done = initial.files.reduce((sum, file) => sum + sent(file), 0);

  return {
    file: (path) => {
      const file = files.get(path);
      if (file === undefined) throw new Error(`no file ${path} in this upload`);
      return file;
    },
    update: (path, change) => {
      const file = files.get(path);
      if (file === undefined) return;
      const changed = { ...file, ...change };
      files.set(path, changed);
      done += sent(changed) - sent(file);
      schedule();
      progress(done, totalBytes);
    },
    doneBytes: () => done,
    finish: (given) => {
      receipt = given;
      schedule();
    },
    flush: async () => {
      await running;
      if (dirty) await saveOnce();
      if (failure !== undefined) throw failure;
    },
  };
}

const sent = (file: UploadFileState): number => (file.done ? file.sizeBytes : file.offset);
