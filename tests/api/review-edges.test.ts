// What goes wrong around review: too few people, people who leave, plans changed midway, leases that run out.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { batchReviewSchema, claimReplySchema, nextReplySchema, remarkListSchema, stateReplySchema, workListSchema } from '../../shared/api/review.ts';
import type { Role } from '../../shared/domain/roles.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openThreePeople, type ThreePeople } from '../support/three-people.ts';

let office: ThreePeople;
openForEachTest(openThreePeople, (opened) => {
  office = opened;
});

const SAMPLING = { level: 'III', aql: 1, severity: 'normal' };
const count = z.object({ count: z.number() });
const plan = (mode: string, parts: object = {}) => ({ name: 'own', mode, sampling: null, ...parts });
const setPlan = (batchId: string, rules: object | null) => office.as('chi', batchReviewSchema, `/api/batches/${batchId}/review/plan`, { method: 'PUT', body: { plan: rules } });

async function openBook(records: number, rules: object): Promise<{ batchId: string; ids: readonly string[]; one: string }> {
  const batch = await office.readPages(Object.fromEntries(Array.from({ length: records }, (_, at) => [`p${at}.txt`, `KS so=${at + 1} nksHoTen=LÊ_B`])));
  await setPlan(batch.id, rules);
  const ids = (await office.recordsOf(batch.id)).map((record) => record.id);
  return { batchId: batch.id, ids, one: ids[0] ?? '' };
}

/** Accounts of the people who are here; without any the program counts nobody. */
async function hire(people: Readonly<Record<string, readonly Role[]>>): Promise<void> {
  for (const [id, roles] of Object.entries(people)) await office.parts.db.insertInto('people').values({ id, login: id, name: id, roles: JSON.stringify(roles), password: 'x', must_change: 0, state: 'active', revision: 1, created_at: '2026-01-01T00:00:00.000Z' }).execute();
}
const leave = (id: string) => office.parts.db.updateTable('people').set({ state: 'disabled' }).where('id', '=', id).execute();
const overview = (batchId: string, who = 'chi') => office.as(who, batchReviewSchema, `/api/batches/${batchId}/review`);
const next = async (who: string, queue: string, batchId: string) => (await office.as(who, nextReplySchema, '/api/review/next', { method: 'POST', body: { queue, batchId } })).recordId;
const second = (who: string, id: string, revision: number, values: object, status = 200) => office.as(who, z.unknown(), `/api/records/${id}/second-keying`, { method: 'POST', body: { revision, values }, status });
const draw = async (batchId: string) => (await office.as('chi', z.object({ id: z.string() }), `/api/batches/${batchId}/lots`, { method: 'POST', body: {}, status: 201 })).id;
const judge = async (lot: string, id: string, who: string, remarks: readonly object[] = []) =>
  (await office.as(who, z.object({ state: z.string() }), `/api/lots/${lot}/verdicts`, { method: 'POST', body: { recordId: id, revision: (await office.record(id)).revision, remarks } })).state;

describe('too few people', () => {
  it('double keying by two people alone: the difference waits for a third, and the office is told so', async () => {
    await hire({ lan: ['clerk'], minh: ['clerk', 'reviewer'] });
    const { batchId, one } = await openBook(1, plan('double-keying'));
    await office.key('lan', one);
    expect((await overview(batchId)).stuck).toEqual([]);
    await second('minh', one, 1, { so: '1', nksHoTen: 'LÊ BÌNH' });
    expect((await overview(batchId)).stuck).toEqual([{ queue: 'arbitrate', records: 1, roles: ['reviewer', 'admin'] }]);
    await hire({ chi: ['admin'] });
    expect((await overview(batchId)).stuck).toEqual([]);
    expect((await office.as('chi', stateReplySchema, `/api/records/${one}/arbitration`, { method: 'POST', body: { revision: 1, values: { nksHoTen: 'LÊ BÌNH' } } })).state).toBe('accepted');
  });

  it('three people have keyed what the sample draws: said, and a fourth may look', async () => {
    await hire({ lan: ['clerk'], minh: ['reviewer'], chi: ['admin'] });
    const { batchId, one } = await openBook(1, plan('double-keying', { sampling: SAMPLING }));
    await office.key('lan', one);
    await second('minh', one, 1, { so: '1', nksHoTen: 'LÊ BÌNH' });
    expect((await office.as('chi', stateReplySchema, `/api/records/${one}/arbitration`, { method: 'POST', body: { revision: 1, values: { nksHoTen: 'LÊ B' } } })).state).toBe('sampling');
    const lot = await draw(batchId);
    expect((await overview(batchId)).stuck).toEqual([{ queue: 'sample', records: 1, roles: ['reviewer', 'admin'] }]);
    for (const who of ['minh', 'chi']) expect(await next(who, 'sample', batchId)).toBeNull();
    await hire({ bao: ['clerk', 'reviewer'] });
    expect((await overview(batchId)).stuck).toEqual([]);
    expect(await next('bao', 'sample', batchId)).toBe(one);
    expect(await judge(lot, one, 'bao')).toBe('accepted');
  });

  it('one person alone under key and review has nobody to review', async () => {
    await hire({ bao: ['clerk', 'reviewer', 'admin'] });
    const { batchId, one } = await openBook(1, plan('key-and-review'));
    await office.key('bao', one);
    expect((await overview(batchId)).stuck).toEqual([{ queue: 'review', records: 1, roles: ['reviewer'] }]);
    expect(await office.refused('bao', `/api/records/${one}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: 1 }, status: 403 })).toBe('four-eyes');
  });

  it('a reviewer who leaves may leave work that waits for nobody', async () => {
    await hire({ lan: ['clerk'], minh: ['reviewer'] });
    const { batchId, one } = await openBook(1, plan('key-and-review'));
    await office.key('lan', one);
    expect((await overview(batchId)).stuck).toEqual([]);
    await leave('minh');
    expect((await overview(batchId)).stuck).toEqual([{ queue: 'review', records: 1, roles: ['reviewer'] }]);
  });
});

describe('people who come and go', () => {
  it('what somebody had who has left is anybody\'s, returned work too', async () => {
    await hire({ lan: ['clerk'], bao: ['clerk'], minh: ['reviewer'], chi: ['admin'] });
    const { batchId, ids, one } = await openBook(2, plan('key-and-review'));
    await office.key('lan', one);
    await office.as('minh', stateReplySchema, `/api/records/${one}/verdict`, { method: 'POST', body: { verdict: 'return', revision: 1, remarks: [{ field: 'so', kind: 'wrong-value' }] } });
    await office.as('chi', count, `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'lan' } });
    expect(await next('bao', 'correct', batchId)).toBeNull();
    await leave('lan');
    const taken = [await next('bao', 'correct', batchId)];
    await office.key('bao', taken[0] ?? '');
    taken.push(await next('bao', 'correct', batchId));
    expect(taken.toSorted()).toEqual([...ids].sort());
  });

  it('work goes only to people who are here and may do it', async () => {
    await hire({ lan: ['clerk'], thu: ['auditor'], chi: ['admin'], minh: ['reviewer'] });
    const { batchId, one } = await openBook(2, plan('key-and-review'));
    const refusedTo = (to: string, status: number) => office.refused('chi', `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to }, status });
    expect(await refusedTo('thu', 403)).toBe('not-allowed');
    expect(await refusedTo('chi', 403)).toBe('not-allowed');
    expect(await refusedTo('nobody', 404)).toBe('not-found');
    await leave('lan');
    expect(await refusedTo('lan', 404)).toBe('not-found');
    expect(await office.as('chi', count, `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'minh', recordIds: [one] } })).toEqual({ count: 1 });
    expect((await overview(batchId)).people).toMatchObject([{ id: 'minh', records: 1 }]);
  });

  it('records picked by hand: those of another book, unknown ones and accepted ones are not handed out', async () => {
    const { batchId, ids, one } = await openBook(3, plan('one-look'));
    const other = await openBook(1, plan('one-look'));
    await office.key('bao', one);
    expect(await office.as('chi', count, `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'lan', recordIds: [...ids.slice(0, 2), other.one, 'none'] } })).toEqual({ count: 1 });
    expect((await office.as('lan', workListSchema, `/api/batches/${batchId}/work?mine=yes`)).items.map((item) => item.recordId)).toEqual([ids[1]]);
    expect(await office.refused('chi', `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'lan', recordIds: [] }, status: 400 })).toBe('bad-request');
    expect(await office.as('chi', count, `/api/batches/${batchId}/take-back`, { method: 'POST', body: { from: 'nobody' } })).toEqual({ count: 0 });
  });

  it('a lease that ran out while a value was being typed costs nothing: the value stands, the other is told of it', async () => {
    const { one } = await openBook(1, plan('key-and-review'));
    const claim = (who: string) => office.as(who, claimReplySchema, `/api/records/${one}/claim`, { method: 'PUT', body: { purpose: 'correct' } });
    await claim('lan');
    await office.parts.db.updateTable('record_claims').set({ until_ms: Date.now() - 1 }).execute();
    await claim('bao');
    await office.as('lan', z.unknown(), `/api/records/${one}/fields/so`, { method: 'PUT', body: { value: '7', revision: 1 } });
    // bao has seen revision 1: neither a value nor "done" goes over what lan typed.
    expect(await office.refused('bao', `/api/records/${one}/fields/so`, { method: 'PUT', body: { value: '8', revision: 1 }, status: 409 })).toBe('stale-revision');
    expect(await office.refused('bao', `/api/records/${one}/finish`, { method: 'POST', body: { revision: 1 }, status: 409 })).toBe('stale-revision');
    expect((await office.record(one)).fields['so']).toMatchObject({ value: '7' });
    // Both have a hand in it now, so neither reviews it.
    await office.key('bao', one);
    expect(await office.refused('bao', `/api/records/${one}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: 2 }, status: 403 })).toBe('four-eyes');
  });

  it('a list of work comes in portions that together are the book', async () => {
    const { batchId, ids } = await openBook(5, plan('one-look'));
    const seen: string[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: z.infer<typeof workListSchema> = await office.as('chi', workListSchema, `/api/batches/${batchId}/work?limit=2&after=${after}`);
      expect(page.total).toBe(5);
      seen.push(...page.items.map((item) => item.recordId));
      after = page.next;
    }
    expect(seen).toEqual(ids);
    expect(await office.as('chi', workListSchema, `/api/batches/${batchId}/work?limit=2&after=99`)).toMatchObject({ items: [], next: null });
  });
});

describe('a plan changed midway', () => {
  it('lets go of what no longer waits for anybody', async () => {
    const { batchId, ids, one } = await openBook(2, plan('double-keying'));
    for (const id of ids) await office.key('lan', id);
    expect((await setPlan(batchId, plan('key-and-review'))).states).toEqual({ reviewing: 2 });
    await office.as('minh', stateReplySchema, `/api/records/${one}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: 1 } });
    expect((await setPlan(batchId, plan('one-look'))).states).toEqual({ accepted: 2 });
    expect(await verifyTrail(office.parts.db)).toMatchObject({ ok: true });
  });

  it('two readings that differ go home to the first clerk with the other\'s on the field', async () => {
    const { batchId, one } = await openBook(1, plan('double-keying'));
    await office.key('lan', one);
    await second('minh', one, 1, { so: '1', nksHoTen: 'LÊ BÌNH' });
    expect((await setPlan(batchId, plan('one-look'))).states).toEqual({ returned: 1 });
    expect((await office.as('lan', remarkListSchema, `/api/records/${one}/remarks`)).remarks).toMatchObject([{ field: 'nksHoTen', kind: 'wrong-value', note: 'LÊ BÌNH', by: { id: 'minh' }, isResolved: false }]);
    expect((await office.as('lan', workListSchema, `/api/batches/${batchId}/work?mine=yes`)).total).toBe(1);
    expect(await office.key('lan', one, { nksHoTen: 'LÊ BÌNH' })).toBe('accepted');
  });

  it('without sampling the open lot is withdrawn, and its verdicts come too late', async () => {
    const { batchId, ids, one } = await openBook(2, plan('one-look', { sampling: SAMPLING }));
    for (const id of ids) await office.key('lan', id);
    const lot = await draw(batchId);
    const changed = await setPlan(batchId, plan('one-look'));
    expect([changed.states, changed.lots.map((known) => known.state)]).toEqual([{ accepted: 2 }, ['withdrawn']]);
    expect(await office.refused('minh', `/api/lots/${lot}/verdicts`, { method: 'POST', body: { recordId: one, revision: 1, remarks: [] }, status: 409 })).toBe('wrong-state');
  });

  it('another stricter plan leaves what is accepted accepted, and the same plan again changes nothing', async () => {
    const { batchId, ids, one } = await openBook(2, plan('one-look'));
    await office.key('lan', one);
    const strict = await setPlan(batchId, plan('key-and-review'));
    expect(strict.states).toEqual({ accepted: 1, read: 1 });
    await office.key('lan', ids[1] ?? '');
    expect((await setPlan(batchId, plan('key-and-review'))).states).toEqual({ accepted: 1, reviewing: 1 });
  });

  it('no plan at all: nothing is lost when one is set again', async () => {
    const { batchId, one } = await openBook(1, plan('key-and-review'));
    await office.key('lan', one);
    expect(await setPlan(batchId, null)).toMatchObject({ plan: null, stuck: [], mayPackage: true });
    expect((await setPlan(batchId, plan('key-and-review'))).states).toEqual({ reviewing: 1 });
  });
});

describe('lots', () => {
  it.each([1, 2])('a lot of %i is looked at whole, and one fault sends it back', async (size) => {
    const { batchId, ids, one } = await openBook(size, plan('one-look', { sampling: SAMPLING }));
    for (const id of ids) await office.key('lan', id);
    const lot = await draw(batchId);
    expect((await overview(batchId)).lots).toMatchObject([{ size, sampleSize: size, accept: 0, reject: 1 }]);
    expect(await judge(lot, one, 'minh', [{ field: 'so', kind: 'wrong-value' }])).toBe('rejected');
    expect((await overview(batchId)).states).toEqual({ returned: size });
    const again = await draw(batchId).catch((refusal: unknown) => String(refusal));
    expect(again).toContain('409');
  });

  it('drawn twice at once, it is drawn once', async () => {
    const { batchId, ids } = await openBook(2, plan('one-look', { sampling: SAMPLING }));
    for (const id of ids) await office.key('lan', id);
    const replies = await Promise.all(['chi', 'minh'].map((who) => office.request(`/api/batches/${batchId}/lots`, { method: 'POST', headers: { 'x-test-user': who }, body: '{}' })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409]);
    expect((await overview(batchId)).lots).toHaveLength(1);
  });

  it('the same record of a sample judged by two at once is judged, and the lot decided once', async () => {
    const { batchId, one } = await openBook(1, plan('one-look', { sampling: SAMPLING }));
    await office.key('lan', one);
    const lot = await draw(batchId);
    const body = JSON.stringify({ recordId: one, revision: 1, remarks: [] });
    const replies = await Promise.all(['minh', 'bao'].map((who) => office.request(`/api/lots/${lot}/verdicts`, { method: 'POST', headers: { 'x-test-user': who }, body })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect((await office.parts.db.selectFrom('work_steps').select('seq').where('event', '=', 'lot-accepted').execute())).toHaveLength(1);
  });

  it('a stale revision is no verdict, and a fault of unknown kind leaves the lot as it was', async () => {
    const { batchId, one } = await openBook(1, plan('one-look', { sampling: SAMPLING }));
    await office.key('lan', one, { so: '5' });
    const lot = await draw(batchId);
    const send = (body: object, status: number) => office.refused('minh', `/api/lots/${lot}/verdicts`, { method: 'POST', body, status });
    expect(await send({ recordId: one, revision: 1, remarks: [] }, 409)).toBe('stale-revision');
    expect(await send({ recordId: one, revision: 2, remarks: [{ field: 'so', kind: 'ugly' }] }, 400)).toBe('bad-request');
    expect((await overview(batchId)).lots).toMatchObject([{ checked: 0, defective: 0, state: 'open' }]);
  });
});
