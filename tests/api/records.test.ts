import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pageListSchema } from '../../shared/api/pages.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { editSchema, recordDetailSchema, recordListSchema, type RecordDetail } from '../../shared/api/records.ts';
import { searchReplySchema } from '../../shared/api/search.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

const editsSchema = z.object({ edits: z.array(editSchema) });

let backend: TestBackend;
openForEachTest((dir) => openTestBackend(dir, { authenticate: async (request) => ({ id: request.headers.get('x-test-user') ?? 'lan', name: 'Lan', roles: ['clerk'] }) }), (opened) => {
  backend = opened;
});

async function firstRecord(files: Readonly<Record<string, string>>): Promise<RecordDetail> {
  const batch = await backend.readPages(files);
  const { records } = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
  return getRecord(records[0]?.id ?? '');
}
const getRecord = (id: string) => backend.json(recordDetailSchema, `/api/records/${id}`);
const putField = (id: string, key: string, value: string, revision: number, status = 200) =>
  backend.json(status === 200 ? recordDetailSchema : problemSchema, `/api/records/${id}/fields/${key}`, { method: 'PUT', body: { value, revision }, status });
const put = async (record: RecordDetail, key: string, value: string): Promise<RecordDetail> => recordDetailSchema.parse(await putField(record.id, key, value, record.revision));
const undo = (id: string, status = 200) => backend.json(status === 200 ? recordDetailSchema : problemSchema, `/api/records/${id}/undo`, { method: 'POST', status });

describe('records', () => {
  it('shows fields with their evidence', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12 nksHoTen=LÊ_B?' });
    expect(record.fields['nksHoTen']).toMatchObject({ value: 'LÊ B', confidence: 0.5, from: 'ocr', page: 1 });
    expect(record).toMatchObject({ fieldCount: 2, doubtfulFields: 1, recordType: 'KS', revision: 1 });
  });

  it('takes a correction, keeps the evidence, and raises the revision', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12 nksHoTen=LÊ_B?' });
    const changed = await put(record, 'nksHoTen', '  LÊ   BÌNH ');
    expect(changed.fields['nksHoTen']).toMatchObject({ value: 'LÊ BÌNH', confidence: 1, from: 'clerk', box: record.fields['nksHoTen']?.box });
    expect(changed).toMatchObject({ revision: 2, doubtfulFields: 0, title: '12 — LÊ BÌNH' });
  });

  it('stores text as NFC whatever the keyboard sends', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12' });
    const changed = await put(record, 'nksHoTen', 'Nguyễn'.normalize('NFD'));
    expect(changed.fields['nksHoTen']?.value).toBe('Nguyễn'.normalize('NFC'));
  });

  it('takes the same value as "this is right"', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12?' });
    const accepted = await put(record, 'so', '12');
    expect(accepted.doubtfulFields).toBe(0);
    expect(recordDetailSchema.parse(await undo(record.id))).toMatchObject({ doubtfulFields: 1 });
  });

  it('refuses a stale write and says what changed meanwhile', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12 nksHoTen=A' });
    await put(record, 'nksHoTen', 'B');
    const problem = problemSchema.parse(await putField(record.id, 'so', '13', record.revision, 409));
    expect(problem).toMatchObject({ code: 'stale-revision', detail: { revision: 2, changed: ['nksHoTen'], by: 'lan', value: '12' } });
    expect((await getRecord(record.id)).fields['so']?.value).toBe('12');
  });

  it('lets one of two writers at the same moment win and tells the other', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12' });
    const send = (value: string, user: string) =>
      backend.request(`/api/records/${record.id}/fields/so`, { method: 'PUT', body: JSON.stringify({ value, revision: record.revision }), headers: { 'x-test-user': user } });
    const replies = await Promise.all([send('13', 'lan'), send('14', 'minh')]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const { edits } = await backend.json(editsSchema, `/api/records/${record.id}/edits`);
    expect(edits).toHaveLength(1);
  });

  it('refuses unknown fields and malformed changes', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12' });
    await putField(record.id, 'khongCo', 'x', 1, 400);
    await putField(record.id, '__proto__', 'x', 1, 400);
    for (const body of [{ value: 'x' }, { value: 1, revision: 1 }, { value: 'x'.repeat(10_001), revision: 1 }]) {
      expect((await backend.request(`/api/records/${record.id}/fields/so`, { method: 'PUT', body: JSON.stringify(body) })).status).toBe(400);
    }
  });

  it('takes edits back one by one, down to what the reader saw, and keeps the trail', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12? nksHoTen=A' });
    let now = await put(record, 'so', '13');
    now = await put(now, 'nksHoTen', 'B');
    now = await put(now, 'so', '14');
    const back: (string | undefined)[][] = [];
    for (let n = 0; n < 3; n += 1) {
      now = recordDetailSchema.parse(await undo(record.id));
      back.push([now.fields['so']?.value, now.fields['nksHoTen']?.value]);
    }
    expect(back).toEqual([['13', 'B'], ['13', 'A'], ['12', 'A']]);
    expect(now.fields['so']).toEqual(record.fields['so']);
    expect((await undo(record.id, 409))).toMatchObject({ code: 'wrong-state' });
    const { edits } = await backend.json(editsSchema, `/api/records/${record.id}/edits`);
    expect(edits.map((edit) => [edit.field, edit.before, edit.after, edit.undoes])).toEqual([
      ['so', '12', '13', null], ['nksHoTen', 'A', 'B', null], ['so', '13', '14', null], ['so', '14', '13', 3], ['nksHoTen', 'B', 'A', 2], ['so', '13', '12', 1],
    ]);
    expect(edits.every((edit) => edit.by === 'lan')).toBe(true);
  });

  it('undoes a field that was not there before by taking it away', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12' });
    await put(record, 'ghiChu', 'thêm');
    const undone = recordDetailSchema.parse(await undo(record.id));
    expect(undone.fields['ghiChu']).toBeUndefined();
  });

  it('keeps a clerk\'s work when its page is read again', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12 nksHoTen=A\n---\nKS so=13' });
    await put(record, 'nksHoTen', 'ĐÚNG');
    await backend.request(`/api/pages/${record.pageIds[0] ?? ''}/retry`, { method: 'POST' });
    await backend.parts.runner.idle(record.batchId);
    const after = await getRecord(record.id);
    expect(after.fields['nksHoTen']).toMatchObject({ value: 'ĐÚNG', from: 'clerk' });
    expect(after.fields['so']).toMatchObject({ value: '12', from: 'ocr' });
    const { total } = await backend.json(recordListSchema, `/api/batches/${record.batchId}/records`);
    expect(total).toBe(2);
  });

  it('does not touch the revision of records that come out the same', async () => {
    const record = await firstRecord({ 'a.txt': 'KS so=12\n---\nKS so=13' });
    await backend.request(`/api/pages/${record.pageIds[0] ?? ''}/retry`, { method: 'POST' });
    await backend.parts.runner.idle(record.batchId);
    expect((await getRecord(record.id)).revision).toBe(1);
  });

  it('hands a clerk\'s work over when pages turn out to belong together', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=2' });
    const { records } = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
    const second = await getRecord(records[1]?.id ?? '');
    await put(second, 'ghiChu', 'của trang sau');
    // The second page is now read as a continuation of the first.
    const row = await backend.parts.db.selectFrom('page_readings').innerJoin('pages', 'pages.reading_key', 'page_readings.cache_key').select(['cache_key', 'reading']).where('pages.id', '=', second.pageIds[0] ?? '').executeTakeFirstOrThrow();
    await backend.parts.db.updateTable('page_readings').set({ reading: row.reading.replace('"KS"', '"more"') }).where('cache_key', '=', row.cache_key).execute();
    await backend.parts.db.updateTable('pages').set({ stale: 1 }).where('id', '=', second.pageIds[0] ?? '').execute();
    await backend.parts.batches.resume(batch.id);
    await backend.parts.runner.idle(batch.id);
    const after = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
    expect(after.total).toBe(1);
    expect((await getRecord(records[0]?.id ?? '')).fields['ghiChu']).toMatchObject({ value: 'của trang sau', from: 'clerk' });
  });
});

describe('search', () => {
  const find = async (q: string) => (await backend.json(searchReplySchema, `/api/search?q=${encodeURIComponent(q)}`)).hits;

  it('finds with and without marks, in fields and in the text of pages', async () => {
    await backend.readPages({ 'a.txt': 'KS so=1 nksHoTen=NGUYỄN_ĐỨC', 'b.txt': 'thư của Nguyên Đức gửi' });
    expect((await find('nguyen duc')).map((hit) => hit.kind)).toEqual(['record', 'page']);
    expect((await find('nguyễn')).map((hit) => [hit.kind, hit.title])).toEqual([['record', '1 — NGUYỄN ĐỨC'], ['page', 'a.txt · 1']]);
    const [page] = await find('nguyên');
    expect(page).toMatchObject({ kind: 'page', title: 'b.txt · 1', excerpt: 'thư của nguyên đức gửi' });
  });

  it('takes the signs of LIKE as letters and an empty query as nothing', async () => {
    await backend.readPages({ 'a.txt': 'giảm 50% giá_trị' });
    expect(await find('50%')).toHaveLength(1);
    expect(await find('0% g')).toHaveLength(1);
    expect(await find('5%i')).toHaveLength(0);
    expect(await find('g_á')).toHaveLength(0);
    expect(await find('   ')).toEqual([]);
    expect((await backend.request('/api/search')).status).toBe(400);
  });

  it('shows pages without a record too', async () => {
    const batch = await backend.readPages({ 'a.txt': 'blank', 'b.txt': 'giấy mời' });
    const { pages } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages.map((page) => [page.isBlank, page.recordId !== null])).toEqual([[true, false], [false, true]]);
  });
});
