// A zip as a folder of pages. The directory is read first and judged as a whole; then the entries are
// unpacked one at a time, as the caller asks for them, each under a name of our own in the work folder,
// so that no name inside the zip ever reaches the file system. One bad entry never stops the others.
// A zip inside a zip is refused: clerks do not make them, and they are how bombs are built.

import { stat } from 'node:fs/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError, isAppError } from '../../shared/errors.ts';
import { isIgnoredName, isSidecarName } from './ignored-names.ts';
import { compareNatural } from './natural-order.ts';
import { isScannable } from './sniff-media.ts';
import { sourceFailure, type Source } from './source.ts';
import { unpackEntry } from './unpack-entry.ts';
import { findZipBomb, ZIP_LIMITS } from './zip-limits.ts';
import { decodeZipName, isUnsafeName, showableName } from './zip-names.ts';

type NamedEntry = { readonly entry: Entry; readonly name: string };
export type ZipSource = { readonly path: string; readonly displayName: string };
export type UnpackOptions = { readonly workDir: string; readonly signal: AbortSignal };

/** Yields what the zip holds, in natural order; unpacked files stay in `workDir` until the caller removes it. */
export async function* unpackZip(zip: ZipSource, options: UnpackOptions): AsyncGenerator<Source> {
  let file: ZipFile | undefined;
  try {
    file = await openZip(zip.path);
    const entries = await readDirectory(file, zip.path);
    for (const entry of entries) {
      options.signal.throwIfAborted();
      const source = await readEntry(file, entry, zip, options);
      if (source !== undefined) yield source;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    yield sourceFailure(zip.displayName, error.code, error.detail, error.retry);
  } finally {
    file?.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isCut = /end of central directory|unexpected eof/i.test(reason);
    throw new AppError(isCut ? 'file-truncated' : 'file-corrupt', { reason }, 'other-file', { cause: error });
  }
}

/** The entries that may be pages. @throws AppError zip-bomb, zip-password, file-corrupt, format-not-supported, nothing-to-import. */
async function readDirectory(file: ZipFile, path: string): Promise<readonly NamedEntry[]> {
  if (file.entryCount > ZIP_LIMITS.maxEntries) throw new AppError('zip-bomb', { entries: file.entryCount, limit: ZIP_LIMITS.maxEntries }, 'other-file');
  const all: NamedEntry[] = [];
  try {
    for await (const entry of file.eachEntry()) all.push({ entry, name: decodeZipName(entry.fileNameRaw, entry.extraFields) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(reason.includes('strong encryption') ? 'zip-password' : 'file-corrupt', { reason }, 'other-file', { cause: error });
  }
  const bomb = findZipBomb(all.map(({ entry }) => ({ compressedBytes: entry.compressedSize, bytes: entry.uncompressedSize, headerOffset: entry.relativeOffsetOfLocalHeader })), (await stat(path)).size);
  if (bomb !== undefined) throw new AppError('zip-bomb', bomb, 'other-file');
  return choosePages(all);
}

function choosePages(all: readonly NamedEntry[]): readonly NamedEntry[] {
  if (all.some(({ name }) => name === '[Content_Types].xml' || name === 'mimetype')) throw new AppError('format-not-supported', { media: 'office-document' }, 'other-file');
  const files = all.filter(({ name }) => !name.endsWith('/') && !name.split('/').some((segment) => segment !== '..' && segment !== '.' && isIgnoredName(segment)));
  if (files.length === 0) throw new AppError('nothing-to-import', {}, 'other-file');
  if (files.every(({ entry }) => entry.isEncrypted())) throw new AppError('zip-password', { entries: files.length }, 'other-file');
  return files.toSorted((a, b) => compareNatural(a.name, b.name));
}

async function readEntry(file: ZipFile, { entry, name }: NamedEntry, zip: ZipSource, options: UnpackOptions): Promise<Source | undefined> {
  const displayName = `${zip.displayName}/${showableName(name)}`;
  if (isUnsafeName(name)) return sourceFailure(displayName, 'zip-unsafe-name', { zip: zip.displayName });
  if (entry.isEncrypted()) return sourceFailure(displayName, 'zip-password', { zip: zip.displayName });
  if (entry.uncompressedSize === 0) return isSidecarName(name) ? undefined : sourceFailure(displayName, 'empty-file');
  try {
    const { path, media } = await unpackEntry(file, entry, options);
    if (media === 'application/zip') return sourceFailure(displayName, 'format-not-supported', { media: 'zip-in-zip' });
    return !isScannable(media) && isSidecarName(name) ? undefined : { kind: 'file', path, displayName };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return sourceFailure(displayName, error.code, error.detail, error.retry);
  }
}
