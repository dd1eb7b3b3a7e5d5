// What the desk asks beside records: parts of a page read anew, values of this book, facts of the batch; and
// that a page read anew costs a few pages, not the batch.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchSummarySchema } from '../../shared/api/batches.ts';
import { regionReadingSchema, valueListSchema } from '../../shared/api/page-actions.ts';
import { pageListSchema } from '../../shared/api/pages.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { recordDetailSchema, recordListSchema } from '../../shared/api/records.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
beforeEach(async () => {
  temp = await createTempDir();
  process.env['SOHOA_TEST_LOG'] = path.join(temp.dir, 'log');
  backend = await openTestBackend(temp.dir);
});
afterEach(async () => {
  delete process.env['SOHOA_TEST_LOG'];
  await backend.close();
  await temp.remove();
});

const book = (count: number): string => Array.from({ length: count }, (_, n) => (n % 3 === 2 ? 'more' : `KS so=${n + 1}`)).join('\n---\n');
const pagesOf = async (batchId: string) => (await backend.json(pageListSchema, `/api/batches/${batchId}/pages?limit=1000`)).pages;
const recordsOf = async (batchId: string) => (await backend.json(recordListSchema, `/api/batches/${batchId}/records?limit=1000`)).records;
const extracted = async (): Promise<number> => (await readFile(path.join(temp.dir, 'log.extracted'), 'utf8').catch(() => '')).split('\n').reduce((sum, line) => sum + Number(line), 0);

describe('an assembly', () => {
  it('gives a long book the same records whatever the windows', async () => {
    const batch = await backend.readPages({ 'a.txt': book(150) });
    const records = await recordsOf(batch.id);
    expect(records.map((record) => record.pageIds.length)).toEqual(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? 1 : 2)));
    expect(records.flatMap((record) => record.pageIds)).toEqual((await pagesOf(batch.id)).map((page) => page.id));
  });

  it('looks at a handful of pages when one is read anew, and changes no other record', async () => {
    const batch = await backend.readPages({ 'a.txt': book(150) });
    const before = await recordsOf(batch.id);
    const pages = await pagesOf(batch.id);
    await rm(path.join(temp.dir, 'log.extracted'));
    await backend.request(`/api/pages/${pages[75]?.id ?? ''}/retry`, { method: 'POST' });
    await backend.parts.runner.idle(batch.id);
    expect(await extracted()).toBeGreaterThan(0);
    expect(await extracted()).toBeLessThanOrEqual(12);
    expect(await recordsOf(batch.id)).toEqual(before);
  });

  it('extracts nothing when the same files are handed over again', async () => {
    const batch = await backend.readPages({ 'a.txt': book(20), 'b.txt': 'KS so=99' });
    const before = await recordsOf(batch.id);
    await rm(path.join(temp.dir, 'log.extracted'));
    const intake = await backend.parts.db.selectFrom('intakes').select('inputs').where('batch_id', '=', batch.id).executeTakeFirstOrThrow();
    await backend.parts.batches.addInputs(batch.id, JSON.parse(intake.inputs) as string[]);
    await backend.parts.runner.idle(batch.id);
    expect(await extracted()).toBe(0);
    expect(await recordsOf(batch.id)).toEqual(before);
  });
});

describe('a region', () => {
  const readRegion = (id: string, box: unknown, status = 200) => backend.json(status === 200 ? regionReadingSchema : problemSchema, `/api/pages/${id}/read-region`, { method: 'POST', body: { box }, status });

  it('is read out of the delivered image, also when that was lost', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=12' });
    const [page] = await pagesOf(batch.id);
    expect(await readRegion(page?.id ?? '', [3, 0, 5, 10])).toMatchObject({ text: 'so=12', confidence: 0.9 });
    await rm(path.join(backend.parts.workspace.dataDir, 'cache'), { recursive: true });
    expect(await readRegion(page?.id ?? '', [0, 0, 2, 10])).toMatchObject({ text: 'KS' });
    expect(await readRegion(page?.id ?? '', [150, 0, 5, 10])).toEqual({ text: '', confidence: 0, words: [] });
  });

  it('is refused where there is no page, no image or no frame', async () => {
    const batch = await backend.readPages({ 'a.txt': 'broken' });
    const [page] = await pagesOf(batch.id);
    await readRegion('none', [0, 0, 5, 5], 404);
    expect(await readRegion(page?.id ?? '', [0, 0, 5, 5], 409)).toMatchObject({ code: 'wrong-state' });
    await readRegion(page?.id ?? '', [0, 0], 400);
  });
});

describe('values of a book', () => {
  const values = async (batchId: string, query: string) => (await backend.json(valueListSchema, `/api/batches/${batchId}/values?${query}`)).values;

  it('are offered most used first, confirmed ones before read ones, other books\' not at all', async () => {
    await backend.readPages({ 'x.txt': 'KS so=1 noiDangKy=xã_Khác' });
    const batch = await backend.readPages({ 'a.txt': ['KS so=1 noiDangKy=xã_An_Mỹ', 'KS so=2 noiDangKy=xã_An_Mỹ', 'KS so=3 noiDangKy=xã_Tam_Thanh'].join('\n---\n') });
    expect(await values(batch.id, 'field=noiDangKy')).toEqual([{ value: 'xã An Mỹ', count: 2 }, { value: 'xã Tam Thanh', count: 1 }]);
    const third = (await recordsOf(batch.id))[2];
    await backend.json(recordDetailSchema, `/api/records/${third?.id ?? ''}/fields/noiDangKy`, { method: 'PUT', body: { value: 'xã Tam Thanh', revision: 1 } });
    expect((await values(batch.id, 'field=noiDangKy')).map((one) => one.value)).toEqual(['xã Tam Thanh', 'xã An Mỹ']);
    expect((await values(batch.id, 'field=noiDangKy&q=an%20my')).map((one) => one.value)).toEqual(['xã An Mỹ']);
    expect(await values(batch.id, 'field=noiDangKy&q=%25')).toEqual([]);
    expect(await values(batch.id, 'field=khongCo')).toEqual([]);
    expect((await backend.request(`/api/batches/${batch.id}/values`)).status).toBe(400);
    expect((await backend.request('/api/batches/none/values?field=so')).status).toBe(404);
  });
});

describe('facts of a batch', () => {
  it('are given when it is made and mended later, one by one', async () => {
    const made = await backend.json(batchSummarySchema, '/api/batches', { method: 'POST', body: { name: 'Q', facts: { bookNumber: ' 01/2018 ', yearOpened: 2018 } }, status: 201 });
    expect(made.facts).toEqual({ bookNumber: '01/2018', yearOpened: 2018, place: null, dossierCode: null });
    const mended = await backend.json(batchSummarySchema, `/api/batches/${made.id}`, { method: 'PATCH', body: { facts: { place: 'xã An Mỹ'.normalize('NFD'), yearOpened: null } } });
    expect(mended).toMatchObject({ name: 'Q', facts: { bookNumber: '01/2018', yearOpened: null, place: 'xã An Mỹ'.normalize('NFC'), dossierCode: null } });
    expect((await backend.request(`/api/batches/${made.id}`, { method: 'PATCH', body: JSON.stringify({ facts: { yearOpened: 18 } }) })).status).toBe(400);
    expect((await backend.request(`/api/batches/${made.id}`, { method: 'PATCH', body: JSON.stringify({ recordType: 'XX' }) })).status).toBe(400);
  });
});
