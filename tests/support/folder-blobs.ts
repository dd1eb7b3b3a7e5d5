// Content-addressed bytes in a temporary folder, for tests of the steps that take a StepContext.
import { createHash, randomUUID } from 'node:crypto';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore, StepContext } from '../../backend/pipeline/step-context.ts';

export function createFolderBlobs(dir: string): BlobStore {
  const at = (sha256: string): string => join(dir, sha256);
  const put = async (bytes: Uint8Array): Promise<string> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // Renamed into place: a second writer never shows a reader half a file.
    const partial = `${at(sha256)}.${randomUUID()}`;
    await writeFile(partial, bytes);
    await rename(partial, at(sha256));
    return sha256;
  };
  return {
    put,
    putFile: async (path) => put(await readFile(path)),
    get: (sha256) => readFile(at(sha256)),
    has: (sha256) => access(at(sha256)).then(() => true, () => false),
    pathOf: (sha256) => Promise.resolve(at(sha256)),
  };
}

export const stepContext = (blobs: BlobStore, signal: AbortSignal = new AbortController().signal): StepContext => ({ blobs, signal, progress: () => undefined });
