import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acceptedSchema, batchSummarySchema, failureSchema } from '../../shared/api/batches.ts';
import { pageListSchema } from '../../shared/api/pages.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { recordListSchema } from '../../shared/api/records.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';
import { until } from '../support/until.ts';

const batchListSchema = z.object({ batches: z.array(batchSummarySchema) });
const failuresSchema = z.object({ failures: z.array(failureSchema) });

let backend: TestBackend;
openForEachTest(openTestBackend, (opened) => {
  backend = opened;
});

const createBatch = (name: string, more: Record<string, unknown> = {}) => backend.json(batchSummarySchema, '/api/batches', { method: 'POST', body: { name, ...more }, status: 201 });
const upload = (id: string, name: string, body: BodyInit) => backend.request(`/api/batches/${id}/files`, { method: 'POST', body, headers: { 'x-file-name': encodeURIComponent(name) } });

describe('batches', () => {
  it('says it is healthy', async () => {
    const health = await backend.json(z.object({ ok: z.boolean(), version: z.string() }), '/api/health');
    expect(health.ok).toBe(true);
  });

  it('makes, lists, renames and removes an empty batch', async () => {
    const batch = await createBatch('  Khai sinh 2019 ');
    expect(batch).toMatchObject({ name: 'Khai sinh 2019', recordType: 'auto', profile: 'ho-tich', state: 'empty' });
    const renamed = await backend.json(batchSummarySchema, `/api/batches/${batch.id}`, { method: 'PATCH', body: { name: 'Quyển 1' } });
    expect(renamed.name).toBe('Quyển 1');
    expect((await backend.json(batchListSchema, '/api/batches')).batches.map((one) => one.name)).toEqual(['Quyển 1']);
    expect((await backend.request(`/api/batches/${batch.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await backend.request(`/api/batches/${batch.id}`)).status).toBe(404);
  });

  it('refuses a batch without a name, with an unknown type, or that is not JSON, as problem+json', async () => {
    for (const body of ['{}', '{"name":"  "}', '{"name":"x","recordType":"XX"}', '{', '[]']) {
      const reply = await backend.request('/api/batches', { method: 'POST', body });
      expect(reply.status).toBe(400);
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      expect(problemSchema.parse(await reply.json()).code).toBe('bad-request');
    }
  });

  it('answers 404 for what is not there', async () => {
    for (const address of ['/api/batches/none', '/api/batches/none/pages', '/api/batches/none/records', '/api/batches/none/failures', '/api/nothing', '/api/pages/x', '/api/records/x', '/api/jobs/x', '/api/packages/x', '/api/uploads/x']) {
      const reply = await backend.request(address);
      expect(reply.status, address).toBe(404);
      expect(problemSchema.parse(await reply.json()).code).toBe('not-found');
    }
    expect((await upload('none', 'a.txt', 'x')).status).toBe(404);
  });

  it('reads handed-in pages in order into records', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1 nksHoTen=TRẦN_A\n---\nmore', 'b.txt': 'KH so=2?', 'c.txt': 'thư mời' });
    expect(batch.state).toBe('read');
    expect(batch.counts).toMatchObject({ sources: 3, pages: 4, pagesRead: 4, pagesFailed: 0, records: 3, doubtfulFields: 1 });
    const { pages, total, next } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages.map((page) => [page.seq, page.sourceName, page.sourcePage])).toEqual([[1, 'a.txt', 1], [2, 'a.txt', 2], [3, 'b.txt', 1], [4, 'c.txt', 1]]);
    expect([total, next]).toEqual([4, null]);
    const { records } = await backend.json(recordListSchema, `/api/batches/${batch.id}/records`);
    expect(records.map((record) => [record.seq, record.recordType, record.pageIds.length, record.title])).toEqual([[1, 'KS', 2, '1 — TRẦN A'], [2, 'KH', 1, '2'], [3, null, 1, 'c.txt']]);
  });

  it('gives long lists in pieces', async () => {
    const batch = await backend.readPages({ 'a.txt': Array.from({ length: 7 }, (_, n) => `KS so=${n + 1}`).join('\n---\n') });
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const reply: z.infer<typeof recordListSchema> = await backend.json(recordListSchema, `/api/batches/${batch.id}/records?after=${after}&limit=3`);
      seen.push(...reply.records.map((record) => record.seq));
      after = reply.next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect((await backend.request(`/api/batches/${batch.id}/pages?limit=0`)).status).toBe(400);
    expect((await backend.request(`/api/batches/${batch.id}/pages?after=-1`)).status).toBe(400);
  });

  it('lets one bad page and one bad file fail alone, named, with what to do', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nbroken\n---\nKS so=3', 'empty.txt': '' });
    expect(batch.counts).toMatchObject({ pages: 3, pagesRead: 2, pagesFailed: 1, records: 2 });
    const { failures } = await backend.json(failuresSchema, `/api/batches/${batch.id}/failures`);
    expect(failures.map((failure) => [failure.kind, failure.name, failure.page, failure.problem.code, failure.problem.retry])).toEqual([
      ['source', 'empty.txt', undefined, 'empty-file', 'other-file'],
      ['page', 'a.txt', 2, 'page-unreadable', 'rescan'],
    ]);
  });

  it('counts blank pages, makes no record of them, and keeps them', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nblank' });
    expect(batch.counts).toMatchObject({ pages: 2, pagesRead: 2, pagesBlank: 1, records: 1 });
  });

  it('flags a duplicate and drops nothing', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1', 'b.txt': 'KS so=1', 'c.txt': 'KS so=2' });
    expect(batch.counts).toMatchObject({ sources: 3, pages: 3, duplicates: 1, records: 3 });
    const { pages } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages.map((page) => page.duplicateOf)).toEqual([null, pages[0]?.id, null]);
    const originals = await backend.parts.db.selectFrom('originals').selectAll().execute();
    expect(originals).toHaveLength(2);
  });

  it('takes a file as a streamed body, keeps it byte for byte, and clears its own copy', async () => {
    const batch = await createBatch('x');
    const reply = await upload(batch.id, 'Sổ số 1 – trang 2 🙂.txt', 'KS so=7');
    expect(reply.status).toBe(201);
    acceptedSchema.parse(await reply.json());
    await backend.parts.runner.idle(batch.id);
    const { pages } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages.map((page) => page.sourceName)).toEqual(['Sổ số 1 – trang 2 🙂.txt']);
    const [original] = await backend.parts.db.selectFrom('originals').selectAll().execute();
    expect(await readFile(await backend.parts.workspace.originals.pathOf(original?.sha256 ?? ''), 'utf8')).toBe('KS so=7');
    expect(await readdir(path.join(backend.parts.workspace.dataDir, 'work'))).toEqual([]);
  });

  it('refuses an empty upload, one without a name, and one that is too large, and leaves nothing behind', async () => {
    await backend.close();
    backend = await openTestBackend(backend.dir, { maxFileBytes: 10 });
    const batch = await createBatch('x');
    expect((await upload(batch.id, 'a.txt', '')).status).toBe(422);
    expect((await upload(batch.id, 'a.txt', 'more than ten bytes')).status).toBe(413);
    expect((await backend.request(`/api/batches/${batch.id}/files`, { method: 'POST', body: 'x' })).status).toBe(400);
    expect(await readdir(path.join(backend.parts.workspace.dataDir, 'work'))).toEqual([]);
    expect((await backend.json(batchSummarySchema, `/api/batches/${batch.id}`)).state).toBe('empty');
  });

  it('never lets a file name choose the folder', async () => {
    const batch = await createBatch('x');
    expect((await upload(batch.id, '../../../evil.txt', 'KS so=1')).status).toBe(201);
    await backend.parts.runner.idle(batch.id);
    const { pages } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages[0]?.sourceName).toBe('evil.txt');
  });

  it('imports what a native picker granted and refuses any other id', async () => {
    await backend.close();
    const file = path.join(backend.dir, 'granted.txt');
    await writeFile(file, 'KS so=5');
    backend = await openTestBackend(backend.dir, { resolveGrant: async (id) => (id === 'grant-1' ? file : undefined) });
    const batch = await createBatch('x');
    await backend.json(acceptedSchema, `/api/batches/${batch.id}/imports`, { method: 'POST', body: { grants: ['grant-1'] }, status: 201 });
    await backend.parts.runner.idle(batch.id);
    expect((await backend.parts.batches.get(batch.id)).counts.records).toBe(1);
    for (const grants of [['/etc/passwd'], ['grant-1', 'grant-2']]) {
      expect((await backend.request(`/api/batches/${batch.id}/imports`, { method: 'POST', body: JSON.stringify({ grants }) })).status).toBe(403);
    }
  });

  it('imports the samples it was given', async () => {
    await backend.close();
    const samplesDir = path.join(backend.dir, 'samples');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(samplesDir);
    await writeFile(path.join(samplesDir, 's.txt'), 'KS so=9');
    backend = await openTestBackend(backend.dir, { samplesDir });
    const batch = await createBatch('mẫu');
    await backend.json(acceptedSchema, `/api/batches/${batch.id}/samples`, { method: 'POST', status: 201 });
    await backend.parts.runner.idle(batch.id);
    expect((await backend.parts.batches.get(batch.id)).counts.records).toBe(1);
  });

  it('removes a batch with work in it only by its name, and never an original', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1' }, { name: 'Quyển 5' });
    expect((await backend.request(`/api/batches/${batch.id}`, { method: 'DELETE' })).status).toBe(409);
    expect((await backend.request(`/api/batches/${batch.id}?confirm=Quy`, { method: 'DELETE' })).status).toBe(409);
    expect((await backend.request(`/api/batches/${batch.id}?confirm=${encodeURIComponent('Quyển 5')}`, { method: 'DELETE' })).status).toBe(204);
    const [original] = await backend.parts.db.selectFrom('originals').selectAll().execute();
    expect(await backend.parts.workspace.originals.has(original?.sha256 ?? '')).toBe(true);
    expect(await backend.parts.db.selectFrom('pages').selectAll().execute()).toEqual([]);
    expect(await backend.parts.db.selectFrom('jobs').selectAll().execute()).toEqual([]);
  });
});

describe('pause, cancel, resume', () => {
  const manySlow = { 'a.txt': Array.from({ length: 12 }, (_, n) => `slow 150 ${n}`).join('\n---\n') };
  const pagesRead = async (id: string): Promise<number> => (await backend.parts.batches.get(id)).counts.pagesRead;

  it('pauses after the page in hand and goes on where it was', async () => {
    const batch = await backend.readPages(manySlow, { wait: false });
    await until('two pages read', async () => (await pagesRead(batch.id)) >= 2);
    const paused = await backend.json(batchSummarySchema, `/api/batches/${batch.id}/pause`, { method: 'POST' });
    expect(paused.state).toBe('paused');
    await backend.parts.runner.idle(batch.id);
    const read = await pagesRead(batch.id);
    expect(read).toBeLessThan(12);
    await backend.json(batchSummarySchema, `/api/batches/${batch.id}/resume`, { method: 'POST' });
    await backend.parts.runner.idle(batch.id);
    expect((await backend.parts.batches.get(batch.id)).counts).toMatchObject({ pagesRead: 12, records: 12 });
    const reads = await backend.parts.db.selectFrom('pages').select('reads').execute();
    expect(reads.every((page) => page.reads === 1)).toBe(true);
  });

  it('cancels at once, keeps what is read, and a resume finishes the rest', async () => {
    const batch = await backend.readPages(manySlow, { wait: false });
    await until('two pages read', async () => (await pagesRead(batch.id)) >= 2);
    await backend.json(batchSummarySchema, `/api/batches/${batch.id}/cancel`, { method: 'POST' });
    const live = await backend.parts.db.selectFrom('jobs').select('id').where('state', 'in', ['queued', 'running']).execute();
    expect(live).toEqual([]);
    const read = await pagesRead(batch.id);
    expect(read).toBeGreaterThanOrEqual(2);
    expect(read).toBeLessThan(12);
    await backend.json(batchSummarySchema, `/api/batches/${batch.id}/resume`, { method: 'POST' });
    await backend.parts.runner.idle(batch.id);
    expect((await backend.parts.batches.get(batch.id)).counts).toMatchObject({ pagesRead: 12, pagesFailed: 0, records: 12 });
  });

  it('queues passing failures again and leaves lasting ones', async () => {
    process.env['SOHOA_TEST_LOG'] = path.join(backend.dir, 'log');
    try {
      await backend.close();
      backend = await openTestBackend(backend.dir);
      const batch = await backend.readPages({ 'a.txt': 'fail-once\n---\nbroken\n---\nKS so=1' });
      expect(batch.counts.pagesFailed).toBe(2);
      const { queued } = await backend.json(z.object({ queued: z.number() }), `/api/batches/${batch.id}/retry-failed`, { method: 'POST' });
      expect(queued).toBe(1);
      await backend.parts.runner.idle(batch.id);
      expect((await backend.parts.batches.get(batch.id)).counts).toMatchObject({ pagesRead: 2, pagesFailed: 1, records: 2 });
    } finally {
      delete process.env['SOHOA_TEST_LOG'];
    }
  });
});
