// "PostgreSQL is the same repositories with another dialect": the program over a real server of it, from a book that
// comes in to a package, with what the tables refuse, what is searched, erased and found again after a restart.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eraseBatch } from '../../backend/privacy/erase-batch.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import type { Db } from '../../backend/db/schema.ts';
import { batchReviewSchema, nextReplySchema, stateReplySchema } from '../../shared/api/review.ts';
import { packageSummarySchema } from '../../shared/api/packages.ts';
import { searchReplySchema } from '../../shared/api/search.ts';
import { findPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { createTempDir } from '../support/test-backend.ts';
import { openThreePeople, type ThreePeople } from '../support/three-people.ts';

const bin = findPostgres();
const BOOK = Object.fromEntries(Array.from({ length: 4 }, (_, at) => [`p${at}.txt`, `KS so=${at + 1}/2018 nksHoTen=LÊ_B%_${at}`]));
const PLAN = { name: 'own', mode: 'key-and-review', kinds: { personName: 'double-keying' }, sampling: { level: 'II', aql: 1, severity: 'normal' } };

describe.skipIf(bin === undefined)('over PostgreSQL (skipped where none is installed: Debian postgresql)', () => {
  let server: TestPostgres;
  let temp: Awaited<ReturnType<typeof createTempDir>>;
  let openDatabase: () => Promise<Db>;
  let office: ThreePeople;
  beforeAll(async () => {
    server = await startPostgres(bin ?? '');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    temp = await createTempDir();
    openDatabase = await server.create();
    office = await openThreePeople(temp.dir, { openDatabase });
  });
  afterEach(async () => {
    await office.close();
    await temp.remove();
  });

  const post = <S extends z.ZodType>(who: string, schema: S, address: string, body: object, status = 200) => office.as(who, schema, address, { method: 'POST', body, status });

  async function openBook(): Promise<{ batchId: string; ids: readonly string[] }> {
    const batch = await office.readPages(BOOK);
    await office.as('chi', batchReviewSchema, `/api/batches/${batch.id}/review/plan`, { method: 'PUT', body: { plan: PLAN } });
    return { batchId: batch.id, ids: (await office.recordsOf(batch.id)).map((record) => record.id) };
  }

  it('a book is keyed twice, arbitrated, reviewed, sampled and packaged; its trail holds, also after a restart', async () => {
    const { batchId, ids } = await openBook();
    for (const [at, id] of ids.entries()) {
      expect(await office.key('lan', id)).toBe('second-keying');
      const { revision } = await office.record(id);
      const name = at === 0 ? 'LÊ BÌNH' : `LÊ B%_${at}`.replaceAll('_', ' ');
      const second = await post('bao', stateReplySchema, `/api/records/${id}/second-keying`, { revision, values: { nksHoTen: name } });
      expect(second.state).toBe(at === 0 ? 'arbitrating' : 'reviewing');
    }
    const [differing = ''] = ids;
    expect((await post('chi', stateReplySchema, `/api/records/${differing}/arbitration`, { revision: (await office.record(differing)).revision, values: { nksHoTen: 'LÊ BÌNH' } })).state).toBe('reviewing');
    for (const id of ids) expect((await post('minh', stateReplySchema, `/api/records/${id}/verdict`, { verdict: 'agree', revision: (await office.record(id)).revision })).state).toBe('sampling');
    const lot = await post('chi', z.object({ id: z.string() }), `/api/batches/${batchId}/lots`, { seed: 'hạt giống' }, 201);
    for (;;) {
      const { recordId } = await post('local', nextReplySchema, '/api/review/next', { queue: 'sample', batchId });
      if (recordId === null) break;
      await post('local', z.object({ state: z.string() }), `/api/lots/${lot.id}/verdicts`, { recordId, revision: (await office.record(recordId)).revision, remarks: [] });
    }
    expect((await office.as('chi', batchReviewSchema, `/api/batches/${batchId}/review`)).states).toEqual({ accepted: ids.length });
    const pack = await post('chi', packageSummarySchema, `/api/batches/${batchId}/packages`, {}, 201);
    await office.parts.runner.idle(batchId);
    expect((await office.parts.packages.get(pack.id)).state).toBe('ready');
    await office.close();
    office = await openThreePeople(temp.dir, { openDatabase });
    expect((await office.record(differing)).fields['nksHoTen']?.value).toBe('LÊ BÌNH');
    expect(await verifyTrail(office.parts.db)).toMatchObject({ ok: true });
  });

  it('the tables refuse a keyer who judges, and any change of the trail, also from a program that forgets to ask', async () => {
    const { ids } = await openBook();
    const [id = ''] = ids;
    await office.key('lan', id, { so: '7/2018' });
    const { db } = office.parts;
    const judge = (by: string, change: object) => db.updateTable('record_work').set({ ...change, reviewed_by: by }).where('record_id', '=', id).execute();
    await expect(judge('lan', {})).rejects.toThrow(/reviewer_is_another|four eyes/);
    await expect(judge('lan', { keyed_by: 'bao' })).rejects.toThrow(/four eyes/);
    await expect(db.insertInto('second_keyings').values({ record_id: id, field: 'so', value: '7', by: 'lan', at: '' }).execute()).rejects.toThrow(/four eyes/);
    await expect(db.deleteFrom('work_steps').execute()).rejects.toThrow(/only added/);
    for (const table of ['trail', 'trail_payloads'] as const) {
      await expect(db.deleteFrom(table).execute(), table).rejects.toThrow(/only added to/);
      await expect(sql.raw(`update ${table} set seq = seq + 1`).execute(db), table).rejects.toThrow(/only added to/);
    }
    await expect(db.insertInto('intakes').values({ id: 'i', batch_id: 'none', seq: 1, inputs: '[]', state: 'waiting', problem: null, created_at: '' }).execute()).rejects.toThrow(/foreign key/);
    expect(await verifyTrail(db)).toMatchObject({ ok: true });
  });

  it('an edit of the rows behind its back is found, whoever switched the refusals off', async () => {
    await openBook();
    const { db } = office.parts;
    await sql`alter table trail disable trigger all`.execute(db);
    await sql`update trail set at = '2020-01-01T00:00:00.000Z' where seq = 3`.execute(db);
    expect(await verifyTrail(db)).toMatchObject({ ok: false, seq: 3 });
  });

  it('searches with and without marks, and takes signs of a pattern for letters', async () => {
    await openBook();
    const found = async (words: string): Promise<number> => (await office.as('lan', searchReplySchema, `/api/search?q=${encodeURIComponent(words)}`)).hits.length;
    expect(await found('le b')).toBeGreaterThanOrEqual(4);
    expect(await found('lê b')).toBe(await found('le b'));
    expect(await found('lễ b')).toBe(0);
    expect(await found('%_%_%')).toBe(0);
  });

  it('erases a batch with its values, and the trail says so', async () => {
    const { batchId } = await openBook();
    const { originals } = await eraseBatch({ db: office.parts.db, workspace: office.parts.workspace, stop: office.parts.batches.cancel }, batchId);
    expect(originals).toHaveLength(4);
    for (const sha256 of originals) await expect(access(path.join(temp.dir, 'ws', 'originals', sha256.slice(0, 2), sha256.slice(2, 4), sha256))).rejects.toThrow();
    expect(await office.parts.db.selectFrom('record_fields').select('value').execute()).toEqual([]);
    expect((await office.parts.db.selectFrom('trail').select('kind').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.kind).toBe('data-erased');
    expect(await verifyTrail(office.parts.db)).toMatchObject({ ok: true });
  });

  it('two at once: one of two verdicts counts, and one revision is written once', async () => {
    const { ids } = await openBook();
    const [id = ''] = ids;
    const { revision } = await office.record(id);
    const replies = await Promise.all(['9/2018', '10/2018'].map((value) => office.request(`/api/records/${id}/fields/so`, { method: 'PUT', headers: { 'x-test-user': 'lan' }, body: JSON.stringify({ value, revision }) })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect(await verifyTrail(office.parts.db)).toMatchObject({ ok: true });
  });
});
