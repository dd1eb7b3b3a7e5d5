// Writes that are there whole or not at all: temporary file beside the target, fsync, rename, fsync of
// the folder. Errors: 'disk-full', 'not-writable'; the temporary file is taken away again.
import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { guardStorage, makeFolder } from './storage-error.ts';

export const temporaryName = (target: string): string => path.join(path.dirname(target), `.${randomBytes(8).toString('hex')}.part`);

/** A folder's own entry reaches the disk only with its own fsync; Windows has no such thing and needs none. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * How far a write has got when it is answered for. 'as-it-comes': for what can be made again and is checked whenever it is
 * read. It spares two waits for the disk; a power cut may leave it empty or cut short.
 */
export type Reach = 'disk' | 'as-it-comes';

/** `fill` writes into the open temporary file; then it becomes `target`. */
export async function writeAtomically(target: string, fill: (file: FileHandle) => Promise<void>, reach: Reach = 'disk'): Promise<void> {
  await guardStorage(target, async () => {
    await makeFolder(path.dirname(target));
    const temporary = temporaryName(target);
    try {
      const file = await open(temporary, 'wx');
      try {
        await fill(file);
        if (reach === 'disk') await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
      if (reach === 'disk') await syncFolder(path.dirname(target));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

export async function writeFileAtomically(target: string, content: string | Uint8Array): Promise<void> {
  await writeAtomically(target, async (file) => {
    await file.writeFile(content);
  });
}
