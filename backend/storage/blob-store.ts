// Content-addressed bytes in a folder: <dir>/ab/cd/<sha256>, at most 65,536 folders, each written whole or
// not at all. Used twice: for originals, from which nothing is ever deleted (there is no function for it),
// and for derivatives, whose whole folder may be deleted at any time. Every read is checked against the
// address, so a bad disk shows as 'original-damaged' and not as a changed picture.
// Errors: 'disk-full', 'not-writable', 'original-damaged', 'not-found'.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { BlobStore } from '../pipeline/step-context.ts';
import { syncFolder, temporaryName, writeAtomically, type Reach } from './atomic-write.ts';
import { blobAddress, hashOfFile, isThere, missingBlob, sha256Of } from './blob-address.ts';
import { guardStorage, makeFolder } from './storage-error.ts';

export { sha256Of };

/** Whether a blob is there and sound: importing a damaged one again mends it. */
async function isSound(file: string, sha256: string): Promise<boolean> {
  return (await isThere(file)) && (await hashOfFile(file).catch(() => '')) === sha256;
}

/** Copies a file into `temporary` and returns its hash: one pass, constant memory. */
async function copyHashed(from: string, temporary: string): Promise<string> {
  const hash = createHash('sha256');
  const out = await open(temporary, 'wx');
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      const bytes = chunk as Uint8Array;
      hash.update(bytes);
      await out.write(bytes);
    }
    await out.sync();
  } finally {
    await out.close();
  }
  return hash.digest('hex');
}

/** `reach`: of what `put` writes. */
export function createBlobStore(dir: string, reach: Reach = 'disk'): BlobStore {
  const addressOf = (sha256: string): string => blobAddress(dir, sha256);

  return {
    put: async (bytes) => {
      const sha256 = sha256Of(bytes);
      const target = addressOf(sha256);
      if (!(await isSound(target, sha256))) await writeAtomically(target, async (file) => void (await file.writeFile(bytes)), reach);
      return sha256;
    },
    putFile: (from) =>
      guardStorage(dir, async () => {
        await makeFolder(dir);
        const temporary = temporaryName(path.join(dir, 'x'));
        try {
          const sha256 = await copyHashed(from, temporary);
          const target = addressOf(sha256);
          if (await isSound(target, sha256)) await rm(temporary);
          else {
            await makeFolder(path.dirname(target));
            await rename(temporary, target);
            await syncFolder(path.dirname(target));
          }
          return sha256;
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
      }),
    get: async (sha256) => {
      const bytes = await readFile(addressOf(sha256)).catch(missingBlob(sha256));
      if (sha256Of(bytes) !== sha256) throw new AppError('original-damaged', { sha256 }, 'other-file');
      return bytes;
    },
    has: (sha256) => isThere(addressOf(sha256)),
    pathOf: async (sha256) => {
      const file = addressOf(sha256);
      if (!(await isThere(file))) throw new AppError('not-found', { what: 'blob', id: sha256 });
      return file;
    },
  };
}

/** Reads from the first store that has it; writes go to the first. */
export function layerBlobStores(first: BlobStore, second: BlobStore): BlobStore {
  const holderOf = async (sha256: string): Promise<BlobStore> => ((await first.has(sha256)) ? first : second);
  return {
    put: (bytes) => first.put(bytes),
    putFile: (file) => first.putFile(file),
    get: async (sha256) => (await holderOf(sha256)).get(sha256),
    has: async (sha256) => (await first.has(sha256)) || (await second.has(sha256)),
    pathOf: async (sha256) => (await holderOf(sha256)).pathOf(sha256),
  };
}
