// What a deleted row leaves in the database's own files, where the law says it must be gone. SQLite overwrites the
// pages it frees when it is asked to, and its log is emptied; PostgreSQL writes its tables anew without what was
// deleted (its log of changes is kept as long as the server's own settings say).
import { sql, SqliteAdapter } from 'kysely';
import type { Db } from './schema.ts';

/** Runs a deleting transaction so that its rows cannot be read from the files afterwards. Not inside a transaction. */
export async function deleteForGood<T>(db: Db, remove: () => Promise<T>): Promise<T> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  if (isSqlite) await sql`pragma secure_delete = on`.execute(db);
  const removed = await remove();
  await (isSqlite ? sql`pragma wal_checkpoint(truncate)` : sql`vacuum full`).execute(db);
  return removed;
}
