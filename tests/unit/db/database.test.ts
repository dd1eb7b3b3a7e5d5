import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createId } from '../../../backend/db/ids.ts';
import { openDatabase } from '../../../backend/db/open-database.ts';
import { lockWorkspace } from '../../../backend/db/workspace-lock.ts';
import { createTempDir } from '../../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(() => temp.remove());

describe('the database', () => {
  it('is made, kept, and opened again at the same level', async () => {
    const file = path.join(temp.dir, 'a.db');
    for (let n = 0; n < 2; n += 1) {
      const db = await openDatabase(file);
      await db.insertInto('settings').values({ name: `n${n}`, value: 'x' }).execute();
      await db.destroy();
    }
    const db = await openDatabase(file);
    expect((await db.selectFrom('settings').select('name').execute()).map((row) => row.name)).toEqual(['n0', 'n1']);
    await db.destroy();
  });

  it('enforces what belongs together', async () => {
    const db = await openDatabase(path.join(temp.dir, 'a.db'));
    await expect(db.insertInto('intakes').values({ id: 'i', batch_id: 'none', seq: 1, inputs: '[]', state: 'waiting', problem: null, created_at: '' }).execute()).rejects.toThrow(/FOREIGN KEY/);
    await db.destroy();
  });

  it('refuses a newer program\'s workspace and does not touch it', async () => {
    const file = path.join(temp.dir, 'a.db');
    await (await openDatabase(file)).destroy();
    const sqlite = new Database(file);
    sqlite.exec('update schema_level set level = 99');
    sqlite.close();
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'workspace-too-new', detail: { found: 99 } });
  });

  it('says so when it cannot be written, or is no database', async () => {
    await mkdir(path.join(temp.dir, 'a.db'));
    await expect(openDatabase(path.join(temp.dir, 'a.db'))).rejects.toMatchObject({ code: 'not-writable' });
    await writeFile(path.join(temp.dir, 'b.db'), 'this is a letter, not a database, and long enough to be read as a header of one');
    await expect(openDatabase(path.join(temp.dir, 'b.db'))).rejects.toThrow(/not a database/);
  });

  it('shows the cause, not the rollback, when a transaction fails', async () => {
    const db = await openDatabase(path.join(temp.dir, 'a.db'));
    await expect(db.transaction().execute(async (trx) => {
      await trx.insertInto('settings').values({ name: 'a', value: 'x' }).execute();
      throw new Error('the cause');
    })).rejects.toThrow('the cause');
    expect(await db.selectFrom('settings').selectAll().execute()).toEqual([]);
    await db.destroy();
  });
});

describe('the workspace lock', () => {
  it('lets one in at a time and the next one after', () => {
    const unlock = lockWorkspace(temp.dir);
    expect(() => lockWorkspace(temp.dir)).toThrow(expect.objectContaining({ code: 'workspace-in-use', detail: expect.objectContaining({ pid: String(process.pid) }) as unknown }));
    unlock();
    unlock();
    lockWorkspace(temp.dir)();
  });

  it('is not held by a process that was killed', async () => {
    const lock = new URL('../../../backend/db/workspace-lock.ts', import.meta.url).href;
    const child = spawn(process.execPath, ['--input-type=module', '-e', `(await import(${JSON.stringify(lock)})).lockWorkspace(${JSON.stringify(temp.dir)}); console.log('locked'); setInterval(() => {}, 1000)`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(() => lockWorkspace(temp.dir)).toThrow(expect.objectContaining({ code: 'workspace-in-use', detail: expect.objectContaining({ pid: String(child.pid) }) as unknown }));
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockWorkspace(temp.dir)();
  });
});

describe('ids', () => {
  it('sort in the order in which they were made, also within a millisecond and when the clock goes back', () => {
    const ids = Array.from({ length: 40_000 }, () => createId());
    ids.push(createId(1), createId(Date.now() - 60_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-z]{20}$/);
  });
});
