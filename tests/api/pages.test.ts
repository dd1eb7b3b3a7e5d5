import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageDetailSchema, pageListSchema, type PageSummary } from '../../shared/api/pages.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

let backend: TestBackend;
openForEachTest(openTestBackend, (opened) => {
  backend = opened;
});

async function readPages(files: Readonly<Record<string, string>>): Promise<readonly PageSummary[]> {
  const batch = await backend.readPages(files);
  return (await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`)).pages;
}
const image = (id: string, query = '', headers: Record<string, string> = {}) => backend.request(`/api/pages/${id}/image${query}`, { headers });
const bytesOf = async (reply: Response): Promise<string> => Buffer.from(await reply.arrayBuffer()).toString('utf8');

describe('pages', () => {
  it('shows reading, quality and transforms of a page', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const detail = await backend.json(pageDetailSchema, `/api/pages/${page?.id ?? ''}`);
    expect(detail).toMatchObject({ seq: 1, state: 'read', widthPx: 200, heightPx: 100, transforms: [] });
    expect(detail.reading?.lines[0]?.words.map((word) => word.text)).toEqual(['KS', 'so=1']);
    expect(detail.quality?.isBlank).toBe(false);
  });

  it('sends pictures with an address of their content, and 304 for what the browser has', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const id = page?.id ?? '';
    const reply = await image(id, `?kind=delivered&v=${page?.imageVersion ?? ''}`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('image/jpeg');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(await bytesOf(reply)).toContain('KS so=1');
    const again = await image(id, '', { 'if-none-match': reply.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect((await image(id)).headers.get('cache-control')).toBe('private, no-cache');
    expect((await image(id, '?kind=thumbnail')).headers.get('content-type')).toBe('image/webp');
    expect((await image(id, '?kind=nonsense')).status).toBe(400);
  });

  it('makes lost and damaged pictures again', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const id = page?.id ?? '';
    const before = await bytesOf(await image(id));
    await rm(path.join(backend.parts.workspace.dataDir, 'cache'), { recursive: true });
    expect(await bytesOf(await image(id))).toBe(before);
    expect((await image(id, '?kind=thumbnail')).status).toBe(200);
    const row = await backend.parts.db.selectFrom('page_readings').select('delivered_sha256').executeTakeFirstOrThrow();
    await writeFile(await backend.parts.workspace.derivatives.pathOf(row.delivered_sha256), 'damaged');
    expect(await bytesOf(await image(id))).toBe(before);
  });

  it('sends a page in the size of screens, made once and again when it is lost, and the delivered one where that is small', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const id = page?.id ?? '';
    const { db, workspace } = backend.parts;
    const delivered = await bytesOf(await image(id));
    expect(await bytesOf(await image(id, '?kind=screen'))).toBe(delivered);
    await db.updateTable('page_readings').set({ width_px: 2480, height_px: 3508 }).execute();
    const [small, twin] = await Promise.all([image(id, '?kind=screen'), image(id, '?kind=screen')]);
    const bytes = await bytesOf(small);
    expect(bytes).toBe(await bytesOf(twin));
    expect(bytes.length).toBeLessThan(delivered.length);
    const { screen_sha256: kept } = await db.selectFrom('page_readings').select('screen_sha256').executeTakeFirstOrThrow();
    expect(small.headers.get('etag')).toBe(`"${kept ?? ''}"`);
    await rm(path.join(workspace.dataDir, 'cache'), { recursive: true });
    expect(await bytesOf(await image(id, '?kind=screen'))).toBe(bytes);
    expect((await image('nobody', '?kind=screen')).status).toBe(404);
  });

  it('says so when an original is damaged, and shows no changed picture', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const row = await backend.parts.db.selectFrom('originals').select('sha256').executeTakeFirstOrThrow();
    await writeFile(await backend.parts.workspace.originals.pathOf(row.sha256), 'damaged');
    const reply = await image(page?.id ?? '', '?kind=original');
    expect(reply.status).toBe(422);
    expect(problemSchema.parse(await reply.json()).code).toBe('original-damaged');
  });

  it('draws the original where a browser cannot show its format', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1\n---\nKS so=2' });
    const reply = await image(page?.id ?? '', '?kind=original');
    expect(reply.headers.get('content-type')).toBe('image/jpeg');
    expect(await bytesOf(reply)).toContain('KS so=1');
  });

  it('reads a page again with the transforms that a person fixed, and again without', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    const id = page?.id ?? '';
    const transforms = [{ kind: 'rotate', angleDeg: 180 }];
    const put = await backend.json(pageDetailSchema, `/api/pages/${id}/transforms`, { method: 'PUT', body: { transforms } });
    expect(put.transforms).toEqual(transforms);
    await backend.parts.runner.idle(put.batchId);
    const after = await backend.json(pageDetailSchema, `/api/pages/${id}`);
    expect(after).toMatchObject({ state: 'read', transforms });
    expect(after.imageVersion).not.toBe(page?.imageVersion);
    await backend.json(pageDetailSchema, `/api/pages/${id}/transforms`, { method: 'PUT', body: { transforms: null } });
    await backend.parts.runner.idle(put.batchId);
    const reset = await backend.json(pageDetailSchema, `/api/pages/${id}`);
    expect(reset.imageVersion).toBe(page?.imageVersion);
    const reads = await backend.parts.db.selectFrom('pages').select('reads').where('id', '=', id).executeTakeFirstOrThrow();
    expect(reads.reads).toBe(2);
  });

  it('refuses transforms that are none', async () => {
    const [page] = await readPages({ 'a.txt': 'KS so=1' });
    for (const transforms of [[{ kind: 'explode' }], [{ kind: 'rotate', angleDeg: 45 }], 'rotate']) {
      expect((await backend.request(`/api/pages/${page?.id ?? ''}/transforms`, { method: 'PUT', body: JSON.stringify({ transforms }) })).status).toBe(400);
    }
  });

  it('refuses to read a page that has no image', async () => {
    const pages = await readPages({ 'a.txt': 'broken\n---\nKS so=1' });
    expect((await backend.request(`/api/pages/${pages[0]?.id ?? ''}/retry`, { method: 'POST' })).status).toBe(409);
    expect((await image(pages[0]?.id ?? '')).status).toBe(404);
  });

  it('reads the same page in another batch for nothing', async () => {
    await readPages({ 'a.txt': 'KS so=1' });
    await readPages({ 'other-name.txt': 'KS so=1' });
    const rows = await backend.parts.db.selectFrom('pages').select(['reads', 'state']).orderBy('id').execute();
    expect(rows).toEqual([{ reads: 1, state: 'read' }, { reads: 0, state: 'read' }]);
  });

  it('names the page that timed out and goes on with the others', async () => {
    await backend.close();
    backend = await openTestBackend(backend.dir, { pageTimeoutMs: 1200 });
    const pages = await readPages({ 'a.txt': 'KS so=1\n---\nhang\n---\nKS so=2' });
    expect(pages.map((page) => [page.state, page.problem?.code])).toEqual([['read', undefined], ['failed', 'page-timeout'], ['read', undefined]]);
    expect(pages[1]?.problem?.detail).toMatchObject({ name: 'a.txt', page: 2 });
  });

  it('tries a page whose reader died once more, then names it', async () => {
    process.env['SOHOA_TEST_LOG'] = path.join(backend.dir, 'log');
    try {
      await backend.close();
      backend = await openTestBackend(backend.dir);
      const pages = await readPages({ 'a.txt': 'crash\n---\ncrash-once\n---\nKS so=1' });
      expect(pages.map((page) => [page.state, page.problem?.code])).toEqual([['failed', 'worker-crashed'], ['read', undefined], ['read', undefined]]);
    } finally {
      delete process.env['SOHOA_TEST_LOG'];
    }
  });

  it('treats a bug in a step as that page\'s failure and reports it', async () => {
    await backend.close();
    const bugs: unknown[] = [];
    backend = await openTestBackend(backend.dir, { onBug: (error) => bugs.push(error) });
    const pages = await readPages({ 'a.txt': 'bug\n---\nKS so=1' });
    expect(pages.map((page) => [page.state, page.problem?.code])).toEqual([['failed', 'internal'], ['read', undefined]]);
    expect(bugs).toHaveLength(1);
  });
});
