// One process per workspace. The lock is an exclusive transaction on a small SQLite file: the operating
// system lets go of it when the process dies, kill -9 included, so there is no stale lock to clear.
// The pid stands beside it only for the message.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

/** A handle that nobody holds is closed by the garbage collector, and its lock is gone with it. */
const held = new Set<Database.Database>();

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().slice(0, 20);
  } catch {
    return '';
  }
}

/** Throws 'workspace-in-use' {pid}. The returned function lets go; calling it twice is harmless. */
export function lockWorkspace(dataDir: string): () => void {
  const pidFile = path.join(dataDir, 'workspace.pid');
  const db = new Database(path.join(dataDir, 'workspace.lock'), { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw new AppError('workspace-in-use', { path: dataDir, pid: readPid(pidFile) }, 'again', { cause: error });
    throw error;
  }
  held.add(db);
  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    held.delete(db);
    if (db.open) db.close();
  };
}
