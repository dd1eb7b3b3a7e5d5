// From what a person points at (files, folders, zips) to a stream of local files in the order of the
// pages. Folders are walked and zips unpacked lazily, so that the first page can be read while the
// last is still packed. Nothing is dropped without a word: what cannot be had is a failure with its
// reason; only hidden and system files and harmless companions (a .txt or .json beside the scans)
// are passed over. Links are followed inside the folder that was named, never out of it.

import { opendir, open, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { isIgnoredName, isSidecarName } from './ignored-names.ts';
import { compareNatural } from './natural-order.ts';
import { isScannable, SNIFF_BYTES, sniffMedia, type Media } from './sniff-media.ts';
import { sourceFailure, type Source } from './source.ts';
import { unpackZip } from './unpack-zip.ts';

export type { Source, SourceFailure, SourceFile } from './source.ts';

export type ExpandOptions = {
  /** Where entries of zips are unpacked to; the caller removes it when the batch is imported. */
  readonly workDir: string;
  readonly signal: AbortSignal;
};

type Walk = ExpandOptions & { /** Real path of the folder that was named. */ readonly root: string; /** Real paths of the folders above, against loops of links. */ readonly trail: readonly string[] };

/** Inputs in the order given; within a folder or zip in natural order. Never throws for a single bad input. */
export async function* expandSources(inputs: readonly string[], options: ExpandOptions): AsyncGenerator<Source> {
  for (const input of inputs) {
    options.signal.throwIfAborted();
    const path = resolve(input);
    const name = basename(path).normalize('NFC');
    try {
      const info = await stat(path);
      if (info.isDirectory()) yield* expandFolder(path, '', { ...options, root: await realpath(path), trail: [] });
      else if (info.isFile()) yield* expandFile(path, name, false, options);
      else yield sourceFailure(name, 'source-unreadable', { reason: 'not a file or folder' });
    } catch (error) {
      yield unreadable(name, error, options.signal);
    }
  }
}

async function* expandFolder(dir: string, prefix: string, walk: Walk): AsyncGenerator<Source> {
  const real = await realpath(dir);
  if (walk.trail.includes(real)) return;
  const inner: Walk = { ...walk, trail: [...walk.trail, real] };
  for (const name of await listNames(dir)) {
    walk.signal.throwIfAborted();
    const displayName = `${prefix}${name.normalize('NFC')}`;
    try {
      yield* expandMember(join(dir, name), displayName, inner);
    } catch (error) {
      yield unreadable(displayName, error, walk.signal);
    }
  }
}

async function* expandMember(path: string, displayName: string, walk: Walk): AsyncGenerator<Source> {
  const real = await realpath(path);
  if (real !== walk.root && !real.startsWith(walk.root.endsWith(sep) ? walk.root : walk.root + sep)) {
    yield sourceFailure(displayName, 'source-unreadable', { reason: 'link out of the folder' });
    return;
  }
  const info = await stat(real);
  if (info.isDirectory()) yield* expandFolder(path, `${displayName}/`, walk);
  else if (info.isFile()) yield* expandFile(path, displayName, true, walk);
}

async function* expandFile(path: string, displayName: string, isMember: boolean, options: ExpandOptions): AsyncGenerator<Source> {
  const media = await readMedia(path);
  if (media === 'application/zip') yield* unpackZip({ path, displayName }, options);
  else if (!isMember || isScannable(media) || !isSidecarName(displayName)) yield { kind: 'file', path, displayName };
}

async function listNames(dir: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(dir)) if (!isIgnoredName(entry.name)) names.push(entry.name);
  return names.sort(compareNatural);
}

async function readMedia(path: string): Promise<Media> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return sniffMedia(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function unreadable(name: string, error: unknown, signal: AbortSignal): Source {
  signal.throwIfAborted();
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '') throw error;
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return sourceFailure(name, isMissing ? 'source-missing' : 'source-unreadable', { reason: code }, isMissing ? 'other-file' : 'again');
}
