// Opens a workspace's database: one better-sqlite3 connection in WAL mode behind Kysely, brought to the
// newest level. WAL with synchronous=NORMAL keeps every committed row through kill -9; only a power cut
// may cost the last moments, and then the rows and the work go back together.
// Errors: 'not-writable', 'disk-full', 'workspace-too-new'.
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type Dialect } from 'kysely';
import { asStorageError } from '../storage/storage-error.ts';
import { migrate } from './migrate.ts';
import type { Db, Schema } from './schema.ts';
import { keepStatements } from './kept-statements.ts';
import { openSealedSqlite, type Sqlite } from './sealed-sqlite.ts';

const BUSY_TIMEOUT_MS = 5000;

/**
 * On a full disk SQLite rolls back by itself, and Kysely's own ROLLBACK then fails and hides why.
 * A rollback of what is rolled back already is none to complain about.
 */
function createDialect(sqlite: Sqlite): Dialect {
  const base = new SqliteDialect({ database: { prepare: keepStatements((sql) => sqlite.prepare(sql)), close: () => sqlite.close() } });
  return {
    createAdapter: () => base.createAdapter(),
    createIntrospector: (db) => base.createIntrospector(db),
    createQueryCompiler: () => base.createQueryCompiler(),
    createDriver: () => {
      const driver = base.createDriver();
      const rollback = driver.rollbackTransaction.bind(driver);
      driver.rollbackTransaction = async (connection) => {
        if (sqlite.inTransaction) await rollback(connection);
      };
      return driver;
    },
  };
}

/** Beside a program that has it open, for looking only. 'workspace-too-new' is not asked: the caller reads what it knows. */
export function openReadOnly(file: string): Db {
  try {
    return new Kysely<Schema>({ dialect: createDialect(new Database(file, { timeout: BUSY_TIMEOUT_MS, readonly: true })) });
  } catch (error) {
    throw asStorageError(error, file);
  }
}

/** `key`: of an encrypted workspace, 64 hex digits. */
export async function openDatabase(file: string, key?: string): Promise<Db> {
  let sqlite: Sqlite;
  try {
    sqlite = key === undefined ? new Database(file, { timeout: BUSY_TIMEOUT_MS }) : await openSealedSqlite(file, key, BUSY_TIMEOUT_MS);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -16000');
  } catch (error) {
    throw asStorageError(error, file);
  }
  const db = new Kysely<Schema>({ dialect: createDialect(sqlite) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw asStorageError(error, file);
  }
  return db;
}
