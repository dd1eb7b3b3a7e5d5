import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../backend/db/open-database.ts';
import type { Db } from '../../../backend/db/schema.ts';
import { canonicalJson } from '../../../backend/trail/canonical-json.ts';
import { runAs, runAsProgram } from '../../../backend/trail/caller.ts';
import { appendTrail } from '../../../backend/trail/trail.ts';
import { verifyTrail } from '../../../backend/trail/verify-trail.ts';
import { createTempDir } from '../../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let file: string;
let db: Db;
beforeEach(async () => {
  temp = await createTempDir();
  file = path.join(temp.dir, 'a.db');
  db = await openDatabase(file);
});
afterEach(async () => {
  await db.destroy();
  await temp.remove();
});

const append = (n: number): Promise<number> => db.transaction().execute((trx) => appendTrail(trx, {
  kind: 'field-changed', subjectType: 'record', subjectId: `r${n}`, batchId: 'b1', by: 'lan', from: '10.0.0.7', before: { value: `cũ ${n}` }, after: { value: `mới ${n}` },
}));
async function appendMany(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await append(n);
}
/** As somebody with the file and a database program would, triggers out of the way. */
async function tamper(statements: string): Promise<void> {
  await db.destroy();
  const sqlite = new Database(file);
  for (const name of ['trail_no_update', 'trail_no_delete', 'trail_payloads_no_update', 'trail_payloads_no_delete', 'trail_erasures_no_update', 'trail_erasures_no_delete']) sqlite.exec(`drop trigger ${name}`);
  sqlite.exec(statements);
  sqlite.close();
  db = await openDatabase(file);
}

describe('the trail', () => {
  it('is sound when empty, and when rows were added', async () => {
    expect(await verifyTrail(db)).toMatchObject({ ok: true, rows: 0 });
    await appendMany(5);
    expect(await verifyTrail(db)).toMatchObject({ ok: true, rows: 5, head: { seq: 5 } });
  });

  it('goes back with the change it tells about', async () => {
    await append(1);
    await expect(db.transaction().execute(async (trx) => {
      await appendTrail(trx, { kind: 'field-changed', subjectType: 'record', subjectId: 'r', by: 'lan' });
      throw new Error('no');
    })).rejects.toThrow('no');
    await append(2);
    expect(await verifyTrail(db)).toMatchObject({ ok: true, rows: 2 });
  });

  it('keeps its order when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => append(n)));
    expect(await verifyTrail(db)).toMatchObject({ ok: true, rows: 40 });
  });

  it('refuses to be changed or shortened through the database', async () => {
    await appendMany(2);
    await expect(db.updateTable('trail').set({ by: 'minh' }).where('seq', '=', 1).execute()).rejects.toThrow(/only added to/);
    await expect(db.deleteFrom('trail').execute()).rejects.toThrow(/only added to/);
    await expect(db.deleteFrom('trail_payloads').execute()).rejects.toThrow(/only added to/);
    await expect(db.updateTable('trail_payloads').set({ after: '1' }).execute()).rejects.toThrow(/only added to/);
  });

  it.each([
    ['a name put in place of another', `update trail set "by" = 'minh' where seq = 3`, 3, 'row-changed'],
    ['a later time', `update trail set at = '2030-01-01T00:00:00.000Z' where seq = 1`, 1, 'row-changed'],
    ['a new hash over a changed row', `update trail set kind = 'x', hash = '${'a'.repeat(64)}' where seq = 4`, 4, 'row-changed'],
    ['a row taken out', 'delete from trail where seq = 2', 2, 'row-missing'],
    ['a row taken out and the rest moved up', 'delete from trail where seq = 2; update trail set seq = seq - 1 where seq > 2', 2, 'row-changed'],
    ['the first row taken out', 'delete from trail where seq = 1', 1, 'row-missing'],
    ['the last row taken out', 'delete from trail where seq = 5', 5, 'end-missing'],
    ['all rows taken out', 'delete from trail', 1, 'end-missing'],
    ['another value before the change', `update trail_payloads set before = '{"value":"cu 2"}' where seq = 2`, 2, 'payload-changed'],
    ['a payload taken out', 'delete from trail_payloads where seq = 5', 5, 'payload-missing'],
    ['a payload taken out with a false certificate', 'insert into trail_erasures values (3, 5); delete from trail_payloads where seq = 3', 3, 'payload-missing'],
    ['a payload taken out with a certificate older than itself', 'insert into trail_erasures values (3, 2); delete from trail_payloads where seq = 3', 3, 'payload-missing'],
    ['a row put in between', `update trail set seq = seq + 1 where seq > 3; insert into trail select 4, at, kind, subject_type, subject_id, batch_id, "by", "from", payload_sha256, hash from trail where seq = 3`, 4, 'row-changed'],
  ])('finds %s', async (_what, statements, seq, fault) => {
    await appendMany(5);
    // SQLite moves keys one by one: from the end backwards.
    const sql = statements.replace('set seq = seq + 1 where seq > 3;', 'set seq = 6 where seq = 5; update trail set seq = 5 where seq = 4;');
    await tamper(sql);
    expect(await verifyTrail(db)).toMatchObject({ ok: false, seq, fault });
  });

  it('finds a single flipped bit, wherever it is', async () => {
    await appendMany(3);
    const columns = { trail: ['at', 'kind', 'subject_type', 'subject_id', 'batch_id', 'by', 'from', 'payload_sha256', 'hash'], trail_payloads: ['salt', 'before', 'after'] };
    for (const [table, names] of Object.entries(columns)) {
      for (const name of names) {
        await db.destroy();
        db = await openDatabase(file);
        expect(await verifyTrail(db)).toMatchObject({ ok: true });
        const sqlite = new Database(file);
        sqlite.exec(`drop trigger ${table}_no_update`);
        const row = sqlite.prepare(`select "${name}" as v from ${table} where seq = 2`).get() as { v: string };
        const flip = String.fromCharCode((row.v.codePointAt(0) ?? 0) ^ 1) + row.v.slice(1);
        sqlite.prepare(`update ${table} set "${name}" = ? where seq = 2`).run(flip);
        expect(await verifyTrail(db), `${table}.${name}`).toMatchObject({ ok: false, seq: 2 });
        sqlite.prepare(`update ${table} set "${name}" = ? where seq = 2`).run(row.v);
        sqlite.exec(`create trigger ${table}_no_update before update on ${table} begin select raise(abort, 'the trail is only added to'); end`);
        sqlite.close();
      }
    }
  });

  it('misses nothing that was anchored elsewhere, even when the whole chain is made anew', async () => {
    await appendMany(3);
    const verdict = await verifyTrail(db);
    const head = verdict.ok ? verdict.head : { seq: 0, hash: '' };
    await tamper('delete from trail; delete from trail_payloads; delete from trail_head');
    await appendMany(3);
    expect(await verifyTrail(db)).toMatchObject({ ok: true });
    expect(await verifyTrail(db, [head])).toMatchObject({ ok: false, seq: 3, fault: 'anchor-differs' });
    expect(await verifyTrail(db, [{ seq: 9, hash: 'x' }])).toMatchObject({ ok: false, seq: 4, fault: 'end-missing' });
  });

  it('knows who is at work, and that jobs are the program\'s', async () => {
    await runAs({ by: 'lan', from: '10.0.0.7' }, async () => {
      await db.transaction().execute((trx) => appendTrail(trx, { kind: 'batch-changed', subjectType: 'batch', subjectId: 'b' }));
      await runAsProgram(() => db.transaction().execute((trx) => appendTrail(trx, { kind: 'batch-stage', subjectType: 'batch', subjectId: 'b' })));
    });
    const rows = await db.selectFrom('trail').select(['by', 'from']).orderBy('seq').execute();
    expect(rows).toEqual([{ by: 'lan', from: '10.0.0.7' }, { by: 'program', from: 'program' }]);
  });

  it('takes names with markup, marks and every letter as they are', async () => {
    const odd = '<script>alert("x")</script> \u0000 💣 Nguyễn \' ; drop table trail';
    await db.transaction().execute((trx) => appendTrail(trx, { kind: 'person-changed', subjectType: 'person', subjectId: odd, by: odd, after: { name: odd } }));
    expect(await verifyTrail(db)).toMatchObject({ ok: true, rows: 1 });
  });
});

describe('canonical JSON', () => {
  it('is one text for one value', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonicalJson({ a: undefined, b: undefined })).toBe('{}');
    expect(canonicalJson('Tê\u0301')).toBe(canonicalJson('Tế'));
    expect(canonicalJson(undefined)).toBe('null');
  });
});
