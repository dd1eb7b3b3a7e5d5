// A package as the checks see it: a list of entries and a way to read one. A folder, a zip file and an
// object of the repository all look like this, so one verifier serves all three, nothing is ever
// unpacked to disk, and no name from inside a package becomes a path outside it.
import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';

export type SourceEntry = {
  /** Relative to the package's root, '/' separators, as spelled where it is stored. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Links are named, never followed. */
  readonly kind: 'file' | 'symlink' | 'other';
};

export type PackageSource = {
  /** What the package is called outside, where that is known. */
  readonly name?: string;
  /** Sorted by path. */
  readonly entries: readonly SourceEntry[];
  open(path: string): Promise<Readable>;
  /** Where files lie open: the whole of a small one at one go, good until the next call; null for a larger one. */
  readSmall?(path: string): Uint8Array | null;
  close(): Promise<void>;
};

export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const STREAM_BYTES = 256 * 1024;
const SMALL_BYTES = 128 * 1024;

/** At one go and always into the same memory: for ten thousand small files the way through the thread pool costs more than reading them. */
function createSmallReader(): (path: string) => Uint8Array | null {
  const memory = Buffer.allocUnsafe(SMALL_BYTES + 1);
  return (path) => {
    // A named pipe would be waited for, and all else with it.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      let size = 0;
      for (let read = -1; read !== 0 && size < memory.length; size += read) read = readSync(file, memory, size, memory.length - size, null);
      return size > SMALL_BYTES ? null : memory.subarray(0, size);
    } finally {
      closeSync(file);
    }
  };
}

/** AppError source-missing when there is no such folder. */
export async function openFolder(dir: string): Promise<PackageSource> {
  const entries: SourceEntry[] = [];
  const readSmall = createSmallReader();
  const walk = async (relative: string): Promise<void> => {
    for (const item of await readdir(join(dir, relative), { withFileTypes: true })) {
      const path = relative === '' ? item.name : `${relative}/${item.name}`;
      if (item.isDirectory()) await walk(path);
      else entries.push({ path, sizeBytes: lstatSync(join(dir, path)).size, kind: item.isFile() ? 'file' : item.isSymbolicLink() ? 'symlink' : 'other' });
    }
  };
  try {
    await walk('');
  } catch (error) {
    throw new AppError('source-missing', { path: dir }, 'other-file', { cause: error });
  }
  return {
    entries: entries.sort(byPath),
    open: async (path) => {
      // Even if a file turned into a link since it was listed, the link is not followed.
      const handle = await open(join(dir, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      return handle.createReadStream({ highWaterMark: STREAM_BYTES });
    },
    readSmall: (path) => readSmall(join(dir, path)),
    close: () => Promise.resolve(),
  };
}

/** The whole of a small file. AppError payload-too-large above `maxBytes`. */
export async function readWhole(source: PackageSource, path: string, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const take = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > maxBytes) throw new AppError('payload-too-large', { path, maxBytes });
    parts.push(bytes);
  };
  const small = source.readSmall?.(path);
  if (small !== undefined && small !== null) take(small);
  else for await (const part of await source.open(path)) take(part as Uint8Array);
  return Buffer.concat(parts);
}
