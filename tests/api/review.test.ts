import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drawSample } from '../../backend/review/draw-sample.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { packageSummarySchema } from '../../shared/api/packages.ts';
import { arbitrationSchema, batchReviewSchema, blindFormSchema, claimReplySchema, nextReplySchema, recordReviewSchema, remarkListSchema, reviewSettingsSchema, stateReplySchema, workListSchema, workStepListSchema } from '../../shared/api/review.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openThreePeople, type ThreePeople } from '../support/three-people.ts';

let office: ThreePeople;
openForEachTest(openThreePeople, (opened) => {
  office = opened;
});

const plan = (parts: object = {}) => ({ name: 'own', mode: 'key-and-review', sampling: null, ...parts });
const SAMPLING = { level: 'III', aql: 1, severity: 'normal' };

async function openBook(files: Readonly<Record<string, string>>, rules: object | null = plan()): Promise<{ batchId: string; ids: readonly string[] }> {
  const batch = await office.readPages(files);
  await office.as('chi', batchReviewSchema, `/api/batches/${batch.id}/review/plan`, { method: 'PUT', body: { plan: rules } });
  return { batchId: batch.id, ids: (await office.recordsOf(batch.id)).map((record) => record.id) };
}
const overview = (batchId: string, who = 'chi') => office.as(who, batchReviewSchema, `/api/batches/${batchId}/review`);
const next = (who: string, queue: string, batchId?: string) => office.as(who, nextReplySchema, '/api/review/next', { method: 'POST', body: { queue, batchId } });
const agree = async (who: string, id: string) => (await office.as(who, stateReplySchema, `/api/records/${id}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: (await office.record(id)).revision } })).state;
const sendBack = async (who: string, id: string, remarks: readonly object[]) => office.as(who, stateReplySchema, `/api/records/${id}/verdict`, { method: 'POST', body: { verdict: 'return', revision: (await office.record(id)).revision, remarks } });
const first = (ids: readonly string[]): string => ids[0] ?? '';
const trails = async (kind: string) => (await office.parts.db.selectFrom('trail').select(['kind', 'by', 'subject_id']).where('kind', '=', kind).execute());

describe('key and review', () => {
  it('a clerk keys, another agrees, and each step has who and when', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B?' });
    expect(await office.key('lan', first(ids), { nksHoTen: 'LÊ BÌNH' })).toBe('reviewing');
    expect((await overview(batchId)).stage).toBe('reviewing');
    expect(await agree('minh', first(ids))).toBe('accepted');
    const { steps } = await office.as('thu', workStepListSchema, `/api/records/${first(ids)}/steps`);
    expect(steps.map((step) => [step.event, step.by.id, step.to])).toEqual([['finish', 'lan', 'reviewing'], ['agree', 'minh', 'accepted']]);
    expect((await overview(batchId)).life.map((step) => step.stage)).toEqual(['imported', 'read', 'reviewing', 'accepted']);
    expect(await trails('record-agree')).toEqual([{ kind: 'record-agree', by: 'minh', subject_id: first(ids) }]);
    expect(await trails('batch-stage')).not.toEqual([]);
  });

  it('the reviewer sees what the reader said beside what the clerk made of it', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B?' });
    await office.key('lan', first(ids), { nksHoTen: 'LÊ BÌNH' });
    const seen = await office.as('minh', recordReviewSchema, `/api/records/${first(ids)}/review`);
    expect(seen).toMatchObject({ state: 'reviewing', refusal: null, keyedBy: { id: 'lan' } });
    expect([seen.machine['nksHoTen']?.value, seen.record.fields['nksHoTen']?.value]).toEqual(['LÊ B', 'LÊ BÌNH']);
  });

  it('who keyed never reviews: not who finished, not who typed one field, whatever role they have', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' });
    const [one = '', two = ''] = ids;
    await office.key('bao', one);
    expect(await office.refused('bao', `/api/records/${one}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: 1 }, status: 403 })).toBe('four-eyes');
    // Typed by one, finished by another.
    const typed = await office.record(two);
    await office.as('bao', z.unknown(), `/api/records/${two}/fields/so`, { method: 'PUT', body: { value: '2', revision: typed.revision } });
    await office.key('lan', two);
    const { revision } = await office.record(two);
    expect(await office.refused('bao', `/api/records/${two}/verdict`, { method: 'POST', body: { verdict: 'agree', revision }, status: 403 })).toBe('four-eyes');
    expect((await office.as('bao', recordReviewSchema, `/api/records/${two}/review`)).refusal).toBe('keyed-it');
    expect(await agree('minh', two)).toBe('accepted');
  });

  it('the tables themselves refuse it, also to a program that forgets to ask', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1' });
    const id = first(ids);
    await office.key('lan', id, { so: '7' });
    const { db } = office.parts;
    await expect(db.updateTable('record_work').set({ reviewed_by: 'lan' }).where('record_id', '=', id).execute()).rejects.toThrow(/reviewer_is_another|four eyes/);
    await expect(db.updateTable('record_work').set({ keyed_by: 'bao', reviewed_by: 'lan' }).where('record_id', '=', id).execute()).rejects.toThrow(/four eyes/);
    await expect(db.updateTable('record_work').set({ second_by: 'lan' }).where('record_id', '=', id).execute()).rejects.toThrow(/second_is_another/);
    await expect(db.updateTable('record_work').set({ second_by: 'minh', arbitrated_by: 'minh' }).where('record_id', '=', id).execute()).rejects.toThrow(/arbiter_is_third/);
    await expect(db.deleteFrom('work_steps').execute()).rejects.toThrow(/only added/);
  });

  it('returned work goes home to its clerk with the reason on the field, and the way again', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B?' });
    const id = first(ids);
    await office.key('lan', id);
    expect((await sendBack('minh', id, [{ field: 'nksHoTen', kind: 'wrong-mark', note: 'BÌNH, không phải BINH' }])).state).toBe('returned');
    expect(await office.as('lan', remarkListSchema, `/api/records/${id}/remarks`)).toMatchObject({ remarks: [{ field: 'nksHoTen', kind: 'wrong-mark', note: 'BÌNH, không phải BINH', by: { id: 'minh' }, isResolved: false }] });
    expect((await office.as('lan', workListSchema, `/api/batches/${batchId}/work?mine=yes`)).items).toMatchObject([{ recordId: id, state: 'returned', openRemarks: 1, returns: 1 }]);
    expect((await next('lan', 'correct')).recordId).toBe(id);
    expect(await next('bao', 'correct')).toMatchObject({ recordId: null });
    expect(await office.key('lan', id, { nksHoTen: 'LÊ BÌNH' })).toBe('reviewing');
    expect((await office.as('lan', remarkListSchema, `/api/records/${id}/remarks`)).remarks[0]?.isResolved).toBe(true);
    expect(await agree('minh', id)).toBe('accepted');
  });

  it('refuses a return without a reason, with a kind that does not exist, or on a field that does not', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1' });
    await office.key('lan', first(ids));
    const send = (remarks: readonly object[]) => office.refused('minh', `/api/records/${first(ids)}/verdict`, { method: 'POST', body: { verdict: 'return', revision: 1, remarks }, status: 400 });
    expect(await send([])).toBe('bad-request');
    expect(await send([{ field: 'so', kind: 'i-do-not-like-it' }])).toBe('bad-request');
    expect(await send([{ field: 'chongHoTen', kind: 'wrong-value' }])).toBe('bad-request');
    expect((await office.as('minh', recordReviewSchema, `/api/records/${first(ids)}/review`)).state).toBe('reviewing');
  });

  it('agreeing to another revision than the one seen is refused, and what changes after acceptance is not accepted', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1' });
    const id = first(ids);
    await office.key('lan', id, { so: '9' });
    expect(await office.refused('minh', `/api/records/${id}/verdict`, { method: 'POST', body: { verdict: 'agree', revision: 1 }, status: 409 })).toBe('stale-revision');
    await agree('minh', id);
    expect((await overview(batchId)).mayPackage).toBe(true);
    const { revision } = await office.record(id);
    await office.as('lan', z.unknown(), `/api/records/${id}/fields/so`, { method: 'PUT', body: { value: '10', revision } });
    expect(await overview(batchId)).toMatchObject({ mayPackage: false, stage: 'correcting', states: { correcting: 1 } });
    expect(await office.key('lan', id)).toBe('reviewing');
  });

  it('finishing twice is finishing once; another cannot finish what is under review', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1' });
    expect([await office.key('lan', first(ids)), await office.key('lan', first(ids))]).toEqual(['reviewing', 'reviewing']);
    expect(await office.refused('bao', `/api/records/${first(ids)}/finish`, { method: 'POST', body: { revision: 1 }, status: 409 })).toBe('wrong-state');
    const steps = await office.as('thu', workStepListSchema, `/api/records/${first(ids)}/steps`);
    expect(steps.steps).toHaveLength(1);
  });

  it('two reviewers at once: one verdict counts', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1' });
    await office.key('lan', first(ids));
    const replies = await Promise.all(['minh', 'bao'].map((who) => office.request(`/api/records/${first(ids)}/verdict`, { method: 'POST', headers: { 'x-test-user': who }, body: JSON.stringify({ verdict: 'agree', revision: 1 }) })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });
});

describe('plans', () => {
  it('a batch without a plan is packaged as it stands; finishing there is nothing', async () => {
    const batch = await office.readPages({ 'a.txt': 'KS so=1' });
    const [record] = await office.recordsOf(batch.id);
    expect(await office.key('lan', record?.id ?? '')).toBeNull();
    expect(await overview(batch.id)).toMatchObject({ plan: null, mayPackage: true });
    await office.as('lan', packageSummarySchema, `/api/batches/${batch.id}/packages`, { method: 'POST', body: {}, status: 201 });
  });

  it('"accept if certain" takes the sure ones by itself and leaves the doubtful to a clerk', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2?', 'c.txt': 'irgendwas' }, plan({ mode: 'certain' }));
    expect((await overview(batchId)).states).toEqual({ accepted: 1, read: 2 });
    expect(await office.key('lan', ids[1] ?? '')).toBe('accepted');
  });

  it('what is read after the plan was set settles too', async () => {
    const { batchId } = await openBook({ 'a.txt': 'KS so=1' }, plan({ mode: 'certain' }));
    const folder = `${office.dir}/more`;
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(folder);
    await writeFile(`${folder}/b.txt`, 'KS so=5');
    await office.parts.batches.addInputs(batchId, [folder]);
    await office.parts.runner.idle(batchId);
    await expect.poll(async () => (await overview(batchId)).states['accepted'], { timeout: 10_000 }).toBe(2);
  });

  it('only an admin sets one, and nonsense is refused', async () => {
    const { batchId } = await openBook({ 'a.txt': 'KS so=1' });
    expect(await office.refused('minh', `/api/batches/${batchId}/review/plan`, { method: 'PUT', body: { plan: null }, status: 403 })).toBe('not-allowed');
    expect(await office.refused('chi', `/api/batches/${batchId}/review/plan`, { method: 'PUT', body: { plan: { name: 'x', mode: 'sure', sampling: null } }, status: 400 })).toBe('bad-request');
    expect((await office.as('thu', reviewSettingsSchema, '/api/review/settings')).plans.length).toBeGreaterThan(3);
  });

  it('the gate names what is missing, and a package is made once all is accepted', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' }, plan({ mode: 'one-look' }));
    const reply = await office.request(`/api/batches/${batchId}/packages`, { method: 'POST', headers: { 'x-test-user': 'lan' }, body: '{}' });
    expect([reply.status, await reply.json()]).toMatchObject([409, { code: 'records-not-accepted', detail: { records: 2, missing: 2, states: ['read:2'] } }]);
    for (const id of ids) await office.key('lan', id);
    await office.as('lan', packageSummarySchema, `/api/batches/${batchId}/packages`, { method: 'POST', body: {}, status: 201 });
    await office.parts.runner.idle(batchId);
    expect((await overview(batchId)).stage).toBe('packaged');
  });
});

describe('blind double keying', () => {
  const blind = (parts: object = {}) => plan({ mode: 'double-keying', ...parts });

  it('agreement needs no third person', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B' }, blind());
    expect(await office.key('lan', first(ids))).toBe('second-keying');
    const form = await office.as('minh', blindFormSchema, `/api/records/${first(ids)}/second-keying`);
    expect(form.fields.map((field) => field.key).sort()).toEqual(['nksHoTen', 'so']);
    expect(JSON.stringify(form)).not.toContain('LÊ');
    expect((await office.as('minh', stateReplySchema, `/api/records/${first(ids)}/second-keying`, { method: 'POST', body: { revision: 1, values: { so: ' 1', nksHoTen: 'LÊ  B'.normalize('NFD') } } })).state).toBe('accepted');
  });

  it('only the difference is arbitrated, by a third person', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B' }, blind());
    const id = first(ids);
    await office.key('lan', id, { nksHoTen: 'LÊ BINH' });
    const { revision } = await office.record(id);
    const second = (who: string, status = 200) => office.as(who, z.unknown(), `/api/records/${id}/second-keying`, { method: 'POST', body: { revision, values: { so: '1', nksHoTen: 'LÊ BÌNH' } }, status });
    await second('lan', 403);
    await second('minh');
    for (const who of ['bao'] as const) expect((await office.as(who, arbitrationSchema, `/api/records/${id}/arbitration`)).differences).toEqual([{ key: 'nksHoTen', first: 'LÊ BINH', second: 'LÊ BÌNH' }]);
    expect(await office.refused('minh', `/api/records/${id}/arbitration`, { status: 403 })).toBe('four-eyes');
    expect(await office.refused('chi', `/api/records/${id}/arbitration`, { method: 'POST', body: { revision, values: {} }, status: 400 })).toBe('bad-request');
    expect((await office.as('chi', stateReplySchema, `/api/records/${id}/arbitration`, { method: 'POST', body: { revision, values: { nksHoTen: 'LÊ BÌNH' } } })).state).toBe('accepted');
    expect((await office.record(id)).fields['nksHoTen']).toMatchObject({ value: 'LÊ BÌNH', from: 'clerk' });
  });

  it('leaves no field out, and hides the record from whoever keys it blind', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B' }, blind({ mode: 'one-look', kinds: { personName: 'double-keying' } }));
    const id = first(ids);
    await office.key('lan', id);
    expect((await next('minh', 'second')).recordId).toBe(id);
    for (const path of ['', '/edits', '/review']) expect(await office.refused('minh', `/api/records/${id}${path}`, { status: 403 })).toBe('not-allowed');
    expect(await office.refused('minh', `/api/records/${id}/claim`, { method: 'PUT', body: { purpose: 'review' }, status: 403 })).toBe('not-allowed');
    expect(await office.refused('minh', `/api/records/${id}/second-keying`, { method: 'POST', body: { revision: 1, values: {} }, status: 400 })).toBe('bad-request');
    expect((await office.as('minh', stateReplySchema, `/api/records/${id}/second-keying`, { method: 'POST', body: { revision: 1, values: { nksHoTen: 'LÊ B' } } })).state).toBe('accepted');
    await office.as('minh', z.unknown(), `/api/records/${id}`);
  });
});

describe('who has what', () => {
  it('never hands one record to two people, and tells who has it', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' });
    const taken = await Promise.all(['lan', 'bao', 'local'].map((who) => next(who, 'correct', batchId)));
    expect(taken.map((one) => one.recordId).filter((id) => id !== null).sort()).toEqual([...ids].sort());
    const [one = ''] = ids;
    const holder = taken[0]?.recordId === one ? 'lan' : taken[1]?.recordId === one ? 'bao' : 'local';
    const other = holder === 'lan' ? 'bao' : 'lan';
    const reply = await office.request(`/api/records/${one}/claim`, { method: 'PUT', headers: { 'x-test-user': other }, body: '{"purpose":"correct"}' });
    expect([reply.status, await reply.json()]).toMatchObject([409, { code: 'held-by-other', detail: { by: holder } }]);
    expect((await overview(batchId)).states).toEqual({ correcting: 2 });
  });

  it('a claim given back, or run out, is free; one of one\'s own is renewed', async () => {
    const { ids } = await openBook({ 'a.txt': 'KS so=1' });
    const id = first(ids);
    const put = (who: string) => office.as(who, claimReplySchema, `/api/records/${id}/claim`, { method: 'PUT', body: { purpose: 'correct' } });
    expect((await put('lan')).claim).toMatchObject({ by: { id: 'lan' }, isMine: true });
    await put('lan');
    await office.as('lan', z.null(), `/api/records/${id}/claim`, { method: 'DELETE', status: 204 });
    await put('bao');
    await office.parts.db.updateTable('record_claims').set({ until_ms: Date.now() - 1 }).execute();
    expect((await put('lan')).claim.by.id).toBe('lan');
    // Nobody gives back what is not theirs.
    await office.as('bao', z.null(), `/api/records/${id}/claim`, { method: 'DELETE', status: 204 });
    expect((await office.as('lan', z.object({ claim: z.object({ isMine: z.boolean() }) }), `/api/records/${id}/claim`)).claim.isMine).toBe(true);
  });

  it('a book is handed to one person and taken back when they leave', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' });
    const count = z.object({ count: z.number() });
    expect(await office.as('chi', count, `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'lan' } })).toEqual({ count: 2 });
    expect((await next('bao', 'correct')).recordId).toBeNull();
    expect((await next('lan', 'correct')).recordId).toBe(first(ids));
    expect((await overview(batchId)).people).toEqual([{ id: 'lan', name: 'lan', records: 2 }]);
    expect(await office.as('chi', count, `/api/batches/${batchId}/take-back`, { method: 'POST', body: { from: 'lan' } })).toEqual({ count: 2 });
    expect((await next('bao', 'correct')).recordId).toBe(first(ids));
    expect(await office.refused('lan', `/api/batches/${batchId}/hand-out`, { method: 'POST', body: { to: 'lan' }, status: 403 })).toBe('not-allowed');
  });

  it('each role takes from its own queues only', async () => {
    await openBook({ 'a.txt': 'KS so=1' });
    for (const [who, queue] of [['lan', 'review'], ['lan', 'arbitrate'], ['minh', 'correct'], ['chi', 'review'], ['lan', 'sample']] as const) {
      expect(await office.refused(who, '/api/review/next', { method: 'POST', body: { queue }, status: 403 })).toBe('not-allowed');
    }
  });
});

describe('sampling by lot', () => {
  const book = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${String(at).padStart(2, '0')}.txt`, `KS so=${at + 1}/2018 nksHoTen=LÊ_B`]));
  const sampled = plan({ mode: 'one-look', sampling: SAMPLING });
  const lotId = z.object({ id: z.string() });
  const draw = async (batchId: string, seed?: string) => (await office.as('chi', lotId, `/api/batches/${batchId}/lots`, { method: 'POST', body: { seed }, status: 201 })).id;
  const judge = async (id: string, recordId: string, remarks: readonly object[] = [], who = 'minh') =>
    (await office.as(who, z.object({ state: z.string() }), `/api/lots/${id}/verdicts`, { method: 'POST', body: { recordId, revision: (await office.record(recordId)).revision, remarks } })).state;

  it('a bad lot goes back whole, a second one passes whole', async () => {
    const { batchId, ids } = await openBook(book, sampled);
    for (const id of ids) expect(await office.key('lan', id)).toBe('sampling');
    const lot = await draw(batchId, 'hạt giống');
    // 20 records, level III: letter D; at AQL 1 the arrow leads to 13 records, none of which may be wrong.
    expect((await overview(batchId)).lots).toMatchObject([{ id: lot, size: 20, codeLetter: 'D', sampleSize: 13, accept: 0, reject: 1, seed: 'hạt giống', state: 'open' }]);
    const drawn = await next('minh', 'sample');
    expect(drawSample(ids, 13, 'hạt giống')).toContain(drawn.recordId);
    expect(drawn.lotId).toBe(lot);
    expect(await judge(lot, drawn.recordId ?? '', [{ field: 'nksHoTen', kind: 'wrong-value' }])).toBe('rejected');
    expect((await overview(batchId)).states).toEqual({ returned: 20 });
    expect((await office.as('lan', workListSchema, `/api/batches/${batchId}/work?mine=yes&limit=1000`)).total).toBe(20);
    for (const id of ids) await office.key('lan', id, id === drawn.recordId ? { nksHoTen: 'LÊ BÌNH' } : {});
    const again = await draw(batchId);
    for (let left = 13; left > 0; left -= 1) {
      const { recordId } = await next('minh', 'sample');
      expect(await judge(again, recordId ?? '')).toBe(left === 1 ? 'accepted' : 'open');
    }
    expect((await overview(batchId)).states).toEqual({ accepted: 20 });
    expect((await overview(batchId)).lots.map((one) => one.state)).toEqual(['rejected', 'accepted']);
    const chain = await verifyTrail(office.parts.db);
    expect(chain).toMatchObject({ ok: true });
  }, 120_000);

  it('the same seed draws the same sample from the same records, another seed another', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `r${at}`);
    expect(drawSample(ids, 32, 'a')).toEqual(drawSample([...ids].reverse(), 32, 'a'));
    expect(drawSample(ids, 32, 'a')).not.toEqual(drawSample(ids, 32, 'b'));
    expect(new Set(drawSample(ids, 32, 'a')).size).toBe(32);
    expect(drawSample(ids, 500, 'a')).toHaveLength(200);
    expect(drawSample([], 5, 'a')).toEqual([]);
  });

  it('who keyed does not check the sample; what is not in the sample is not judged; an open lot is not drawn over', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' }, sampled);
    const refuseDraw = (status: number) => office.refused('chi', `/api/batches/${batchId}/lots`, { method: 'POST', body: {}, status });
    expect(await refuseDraw(409)).toBe('wrong-state');
    for (const id of ids) await office.key('bao', id);
    const lot = await draw(batchId);
    expect(await refuseDraw(409)).toBe('wrong-state');
    expect(await office.refused('bao', `/api/lots/${lot}/verdicts`, { method: 'POST', body: { recordId: first(ids), revision: 1, remarks: [] }, status: 403 })).toBe('four-eyes');
    expect(await office.refused('minh', `/api/lots/${lot}/verdicts`, { method: 'POST', body: { recordId: 'nobody', revision: 1, remarks: [] }, status: 404 })).toBe('not-found');
    expect(await office.refused('minh', '/api/lots/none/verdicts', { method: 'POST', body: { recordId: first(ids), revision: 1, remarks: [] }, status: 404 })).toBe('not-found');
    await expect(office.parts.db.updateTable('lot_records').set({ checked_by: 'lan' }).execute()).resolves.toBeDefined();
  });

  it('a record changed while its lot is open leaves the lot and needs its clerk again', async () => {
    const { batchId, ids } = await openBook({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' }, sampled);
    for (const id of ids) await office.key('lan', id);
    const lot = await draw(batchId);
    const [one = '', two = ''] = ids;
    const { revision } = await office.record(one);
    await office.as('lan', z.unknown(), `/api/records/${one}/fields/so`, { method: 'PUT', body: { value: '11', revision } });
    await judge(lot, two);
    expect(await judge(lot, one)).toBe('accepted');
    expect((await overview(batchId)).states).toEqual({ accepted: 1, correcting: 1 });
  });
});
