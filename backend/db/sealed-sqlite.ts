// SQLite with each page of the file encrypted (SQLite3MultipleCiphers' AES-256). Its library is loaded only by
// who needs it: its binary does not exist for every platform that ours does.
import type { SqliteDatabase } from 'kysely';

/** What the program asks of either library: the plain one and the sealed one both give it. */
export type Sqlite = SqliteDatabase & {
  readonly inTransaction: boolean;
  exec(statements: string): unknown;
  pragma(statement: string): unknown;
};

const CIPHER = 'aes256cbc';

/** `key`: 64 hex digits; `timeoutMs`: how long to wait for a lock. A wrong key shows at the first statement. */
export async function openSealedSqlite(file: string, key: string, timeoutMs: number): Promise<Sqlite> {
  const { default: SealedDatabase } = await import('libsql');
  const options = { timeout: timeoutMs, encryptionCipher: CIPHER, encryptionKey: key };
  return new SealedDatabase(file, options);
}
