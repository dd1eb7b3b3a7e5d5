import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../backend/db/open-database.ts';
import { refuse } from '../../../backend/db/refuse.ts';
import type { Db } from '../../../backend/db/schema.ts';
import { openForEachTest } from '../../support/for-each-test.ts';

let db: Db;
openForEachTest(async (dir) => {
  const opened = await openDatabase(path.join(dir, 'a.db'));
  await sql`create table things (name text, n integer)`.execute(opened);
  return { db: opened, close: () => opened.destroy() };
}, (opened) => {
  db = opened.db;
});
const run = (statement: string): Promise<unknown> => sql.raw(statement).execute(db);

describe('what the database refuses', () => {
  it('is refused always without a condition, with its words whatever signs they have', async () => {
    await refuse(db, { name: 'no_delete', table: 'things', when: 'delete', message: "don't; drop table things --" });
    await run(`insert into things values ('a', 1)`);
    await expect(run('delete from things')).rejects.toThrow("don't; drop table things --");
    await run('update things set n = 2');
  });

  it('is refused where its condition holds, of one column only when it names one', async () => {
    await refuse(db, { name: 'no_less', table: 'things', when: 'update of n', condition: 'new.n < old.n', message: 'never less' });
    await run(`insert into things values ('a', 5)`);
    await expect(run('update things set n = 4')).rejects.toThrow('never less');
    await run(`update things set n = 6, name = 'b'`);
    await run(`update things set name = 'c'`);
  });

  it('undoes the whole transaction, not the one row', async () => {
    await refuse(db, { name: 'no_five', table: 'things', when: 'insert', condition: 'new.n = 5', message: 'no five' });
    await expect(db.transaction().execute(async (trx) => {
      await sql`insert into things values ('a', 4)`.execute(trx);
      await sql`insert into things values ('b', 5)`.execute(trx);
    })).rejects.toThrow('no five');
    expect((await sql<{ n: number }>`select n from things`.execute(db)).rows).toEqual([]);
  });

  it('is said once: a second of the same name is a mistake', async () => {
    const once = { name: 'no_delete', table: 'things', when: 'delete', message: 'no' } as const;
    await refuse(db, once);
    await expect(refuse(db, once)).rejects.toThrow(/already exists/);
  });
});
