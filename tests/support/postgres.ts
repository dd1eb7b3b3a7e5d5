// A PostgreSQL server of its own for a test: a new cluster in a temporary folder, reached through a socket in it, no
// port. PostgreSQL refuses to run as root: there the account `postgres` of the Debian package runs it.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrate } from '../../backend/db/migrate.ts';
import type { Db, Schema } from '../../backend/db/schema.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** The folder with initdb and postgres; undefined: there is no PostgreSQL here. */
export function findPostgres(): string | undefined {
  const named = process.env['SOHOA_POSTGRES_BIN'];
  if (named !== undefined) return named;
  if (!existsSync(DEBIAN)) return undefined;
  return readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)).map((version) => path.join(DEBIAN, version, 'bin')).find((bin) => existsSync(path.join(bin, 'initdb')));
}

type Owner = { readonly uid: number; readonly gid: number };
async function ownerOfServer(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

export type TestPostgres = {
  /** Makes an empty database and returns what opens it, as often as one likes: one connection, at the newest level. */
  create(): Promise<() => Promise<Db>>;
  close(): Promise<void>;
};

export async function startPostgres(bin: string): Promise<TestPostgres> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sohoa-pg-'));
  const owner = await ownerOfServer();
  if (owner !== undefined) await chown(dir, owner.uid, owner.gid);
  const data = path.join(dir, 'data');
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  await run(path.join(bin, 'initdb'), ['-D', data, '-U', 'sohoa', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { env, ...owner });
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-k', dir, '-c', 'listen_addresses=', '-c', 'fsync=off'], { env, stdio: 'ignore', ...owner });
  const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  await until('PostgreSQL answers', () => run(path.join(bin, 'pg_isready'), ['-h', dir, '-q']).then(() => true, () => false));
  // Counts and moments are bigint: numbers of the program's size, as SQLite gives them.
  const types = { getTypeParser: (id: number, format?: 'text' | 'binary') => (id === pg.types.builtins.INT8 || id === pg.types.builtins.NUMERIC ? Number : pg.types.getTypeParser(id, format ?? 'text')) };
  const poolOf = (database: string): pg.Pool => new pg.Pool({ host: dir, user: 'sohoa', database, max: 1, types });
  let count = 0;
  return {
    create: async () => {
      const name = `test_${count++}`;
      const admin = poolOf('postgres');
      await admin.query(`create database ${name}`);
      await admin.end();
      return async () => {
        const db: Db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: poolOf(name) }) });
        await migrate(db);
        return db;
      };
    },
    close: async () => {
      // Waits for who is still on the line: ending a connection under a client is an error there.
      server.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
