// File-system and SQLite errors that a clerk can do something about, as AppErrors; anything else as it came.
import { mkdir } from 'node:fs/promises';
import { AppError, isAppError } from '../../shared/errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);
const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_READONLY_DBMOVED']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** Returns what to throw. `path` is where the writing was to happen. */
export function asStorageError(error: unknown, path: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  if (FULL.has(code)) return new AppError('disk-full', { path }, 'again', { cause: error });
  if (NOT_WRITABLE.has(code)) return new AppError('not-writable', { path }, 'none', { cause: error });
  return error;
}

/** Makes a folder and those above it. On a read-only file system Node names the wrong reason (ENOENT). */
export async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new AppError('not-writable', { path: dir }, 'none', { cause: error }) : asStorageError(error, dir);
  }
}

/** Runs `work` and throws its failures through asStorageError. */
export async function guardStorage<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStorageError(error, path);
  }
}
