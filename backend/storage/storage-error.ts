// File-system and SQLite errors that a clerk can do something about, as AppErrors; anything else as it came.
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isAppError } from '../../shared/errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);
const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_READONLY_DBMOVED']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** Returns what to throw. `where` is where the writing was to happen. */
export function asStorageError(error: unknown, where: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (FULL.has(code)) return new AppError('disk-full', { path: where }, 'again', { cause: error });
  if (NOT_WRITABLE.has(code)) return new AppError('not-writable', { path: where }, 'none', { cause: error });
  return error;
}

/**
 * Makes a folder and those above it. Not with Node's `recursive`: where the system itself answers "no such
 * folder" to a mkdir (/proc, some network shares) that never ends.
 */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && (await stat(dir)).isDirectory()) return;
    const parent = path.dirname(path.resolve(dir));
    if (code !== 'ENOENT' || parent === path.resolve(dir)) throw code === 'EEXIST' ? new AppError('not-writable', { path: dir }, 'none', { cause: error }) : asStorageError(error, dir);
    await makeFolder(parent);
    await mkdir(dir).catch((again: unknown) => {
      if (codeOf(again) === 'EEXIST') return;
      throw codeOf(again) === 'ENOENT' ? new AppError('not-writable', { path: dir }, 'none', { cause: again }) : asStorageError(again, dir);
    });
  }
}

/** Runs `work` and throws its failures through asStorageError. */
export async function guardStorage<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStorageError(error, where);
  }
}
