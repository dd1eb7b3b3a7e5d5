// Turns a workspace into an encrypted one, once, while nobody works in it. Every step can be interrupted and is
// done again or gone on with: the vault is 'pending' until the end, sealed files are known by their first bytes,
// the database is copied beside itself and put in place by renaming. The plain database is overwritten; the
// cache is removed and made again when it is needed. Packages stay readable: they are made to be handed over.
import Database from 'better-sqlite3';
import { createReadStream, existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { openSealedSqlite, type Sqlite } from '../db/sealed-sqlite.ts';
import { isSealedBytes, writeSealed } from '../storage/sealed-blob-store.ts';
import { createVault, openVault, pendingVaultFile, vaultFile, type VaultCost, type VaultKeys } from '../storage/vault.ts';
import { eraseFile } from './erase-file.ts';

export type Encrypted = { readonly originals: number; readonly rows: number };
type Progress = (done: number, total: number) => void;

const BUSY_TIMEOUT_MS = 5000;
const MAGIC_BYTES = 4;
/** How a readable SQLite file begins. */
const PLAIN_HEAD = Buffer.from('SQLite format 3\0');

async function headOf(file: string, lengthBytes: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(lengthBytes), 0, lengthBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function sealOriginals(dataDir: string, keys: VaultKeys, progress: Progress): Promise<number> {
  const entries = await readdir(path.join(dataDir, 'originals'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
  for (const [at, file] of files.entries()) {
    if (!isSealedBytes(await headOf(file, MAGIC_BYTES))) {
      // The plain bytes are overwritten only after the sealed copy is on the disk.
      const plain = `${file}.plain`;
      await rename(file, plain);
      await writeSealed(file, keys.blobs, path.basename(file), createReadStream(plain) as AsyncIterable<Uint8Array>);
    }
    await eraseFile(`${file}.plain`);
    progress(at + 1, files.length);
  }
  return files.length;
}

/** An interruption between the two renames of sealOriginals left only the plain one. */
async function bringBack(dataDir: string): Promise<void> {
  const entries = await readdir(path.join(dataDir, 'originals'), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.plain')) continue;
    const plain = path.join(entry.parentPath, entry.name);
    const target = plain.slice(0, -'.plain'.length);
    if (existsSync(target)) await eraseFile(plain);
    else await rename(plain, target);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
type Entry = { type: string; name: string; sql: string | null };

function copyRows(from: Database.Database, to: Sqlite): number {
  const entries = from.prepare(`select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'`).all() as Entry[];
  const run = (type: string): void => {
    for (const entry of entries) if (entry.type === type && entry.sql !== null) to.exec(entry.sql);
  };
  let rows = 0;
  to.exec('pragma foreign_keys = off');
  to.exec('begin');
  run('table');
  for (const { name } of entries.filter((entry) => entry.type === 'table')) {
    const columns = (from.prepare(`pragma table_info(${quoted(name)})`).all() as { name: string }[]).map((column) => column.name);
    const insert = to.prepare(`insert into ${quoted(name)} (${columns.map(quoted).join(',')}) values (${columns.map(() => '?').join(',')})`);
    for (const row of from.prepare(`select * from ${quoted(name)}`).raw().iterate() as IterableIterator<unknown[]>) {
      insert.run(row);
      rows += 1;
    }
  }
  run('index');
  run('trigger');
  to.exec('commit');
  return rows;
}

/** Copies the readable database into a sealed one beside it; a half-written one of before is begun again. */
async function copyDatabase(file: string, sealed: string, key: string): Promise<number> {
  for (const end of ['', '-wal', '-shm']) await rm(sealed + end, { force: true });
  const from = new Database(file);
  try {
    from.pragma('wal_checkpoint(TRUNCATE)');
    from.pragma('journal_mode = DELETE');
    const to = await openSealedSqlite(sealed, key, BUSY_TIMEOUT_MS);
    try {
      return copyRows(from, to);
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
}

/** The readable file is put aside only when every row is in the sealed one: a `.plain` says that the copy is whole. */
async function sealDatabase(dataDir: string, keys: VaultKeys): Promise<number> {
  const file = path.join(dataDir, 'sohoa.db');
  const plain = `${file}.plain`;
  const isDone = existsSync(plain) || !(await headOf(file, PLAIN_HEAD.length)).equals(PLAIN_HEAD);
  if (isDone) return 0;
  const rows = await copyDatabase(file, `${file}.sealed`, keys.database);
  await rename(file, plain);
  return rows;
}

/** 'wrong-password' when an interrupted one was begun with another passphrase; 'wrong-state' when it is encrypted already. */
export async function encryptWorkspace(dataDir: string, passphrase: string, options: { cost?: VaultCost; progress?: Progress } = {}): Promise<Encrypted> {
  if (existsSync(vaultFile(dataDir))) throw new AppError('wrong-state', { what: 'workspace', state: 'encrypted' });
  if (!existsSync(path.join(dataDir, 'sohoa.db')) && !existsSync(path.join(dataDir, 'sohoa.db.plain'))) throw new AppError('source-missing', { name: path.join(dataDir, 'sohoa.db') }, 'other-file');
  const pending = pendingVaultFile(dataDir);
  const keys = existsSync(pending) ? await openVault(pending, passphrase) : await createVault(pending, passphrase, options.cost);
  await bringBack(dataDir);
  const originals = await sealOriginals(dataDir, keys, options.progress ?? (() => undefined));
  const rows = await sealDatabase(dataDir, keys);
  const file = path.join(dataDir, 'sohoa.db');
  if (existsSync(`${file}.sealed`)) await rename(`${file}.sealed`, file);
  await rm(path.join(dataDir, 'cache'), { recursive: true, force: true });
  await eraseFile(`${file}.plain`);
  await rename(pending, vaultFile(dataDir));
  return { originals, rows };
}
