// Pictures for civil-status files are made while pages are read, and again wherever that did not happen.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageSummarySchema } from '../../shared/api/packages.ts';
import type { Profile } from '../../shared/api/batches.ts';
import { listBatchBlobs } from '../../backend/privacy/batch-blobs.ts';
import { smallPictureSchema } from '../../backend/packaging/small-picture-ref.ts';
import { blobAddress } from '../../backend/storage/blob-address.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
beforeEach(async () => {
  temp = await createTempDir();
  process.env['SOHOA_TEST_LOG'] = path.join(temp.dir, 'log');
  backend = await openTestBackend(temp.dir);
});
afterEach(async () => {
  await backend.close();
  delete process.env['SOHOA_TEST_LOG'];
  await temp.remove();
});

const PAGES = { 'a.txt': 'KS so=1\n---\nmore trang hai', 'b.txt': 'KH so=2' };

const madeSoFar = async (): Promise<readonly string[]> => (await readFile(path.join(temp.dir, 'log.small'), 'utf8').catch(() => '')).split('\n').filter(Boolean).toSorted();
const ALL = ['KH so=2', 'KS so=1', 'more trang hai'];

async function build(batchId: string, profile: Profile = 'ho-tich'): Promise<void> {
  const { id } = await backend.json(packageSummarySchema, `/api/batches/${batchId}/packages`, { method: 'POST', body: { profile }, status: 201 });
  await backend.parts.runner.idle(batchId);
  expect(await backend.json(packageSummarySchema, `/api/packages/${id}`)).toMatchObject({ state: 'ready', problem: null });
}

async function kept(): Promise<readonly { key: string; sha256: string; madeBy: number }[]> {
  const rows = await backend.parts.db.selectFrom('page_readings').select(['cache_key', 'small_picture']).orderBy('cache_key').execute();
  return rows.map(({ cache_key: key, small_picture }) => ({ key, ...smallPictureSchema.parse(JSON.parse(small_picture ?? 'null')) }));
}

async function asIfReadFor(profile: Profile): Promise<string> {
  const { id } = await backend.readPages(PAGES);
  await backend.parts.db.updateTable('batches').set({ profile }).where('id', '=', id).execute();
  await backend.parts.db.updateTable('page_readings').set({ small_picture: null }).execute();
  return id;
}

describe('small pictures', () => {
  it('are made while the pages are read, and a package only takes them', async () => {
    const { id } = await backend.readPages(PAGES);
    expect(await madeSoFar()).toEqual(ALL);
    await build(id);
    expect(await madeSoFar()).toEqual(ALL);
  });

  it('are made for the package where the pages were read for another profile, and only once', async () => {
    const id = await asIfReadFor('none');
    const before = (await madeSoFar()).length;
    await build(id);
    await build(id);
    expect(await madeSoFar()).toHaveLength(before + ALL.length);
  });

  it('are not made for an archive', async () => {
    const id = await asIfReadFor('luu-tru');
    const before = await madeSoFar();
    await build(id, 'luu-tru');
    expect(await madeSoFar()).toEqual(before);
  });

  it('are the same when the cache was deleted', async () => {
    const { id } = await backend.readPages(PAGES);
    const before = await kept();
    await rm(path.join(backend.parts.workspace.dataDir, 'cache'), { recursive: true });
    await build(id);
    expect(await kept()).toEqual(before);
    expect(await madeSoFar()).toHaveLength(2 * ALL.length);
  });

  it('are made again where one is damaged, or was made in an earlier way', async () => {
    const { id } = await backend.readPages(PAGES);
    const [first, second] = await kept();
    if (first === undefined || second === undefined) throw new Error('no pictures');
    await rm(blobAddress(path.join(backend.parts.workspace.dataDir, 'cache'), first.sha256));
    await backend.parts.db.updateTable('page_readings').set({ small_picture: JSON.stringify({ madeBy: 0, sha256: 'f'.repeat(64), dpi: 200, widthPx: 1, heightPx: 1 }) }).where('cache_key', '=', second.key).execute();
    await build(id);
    expect(await madeSoFar()).toHaveLength(ALL.length + 2);
    expect((await kept()).slice(0, 2)).toMatchObject([{ sha256: first.sha256 }, { sha256: second.sha256 }]);
  });


  it('are others’ once a page is turned: its picture as it was goes into no package', async () => {
    const { id } = await backend.readPages(PAGES);
    const before = await kept();
    const pages = await backend.parts.db.selectFrom('pages').select('id').where('batch_id', '=', id).execute();
    expect((await backend.request(`/api/batches/${id}/actions`, { method: 'POST', body: JSON.stringify({ kind: 'transform', pageIds: pages.map((page) => page.id), change: { do: 'rotate', angleDeg: 180 } }) })).status).toBeLessThan(300);
    await backend.parts.runner.idle(id);
    await build(id);
    const keys = (await backend.parts.db.selectFrom('pages').select('reading_key').where('batch_id', '=', id).execute()).map((page) => page.reading_key);
    for (const { key } of before) expect(keys).not.toContain(key);
    for (const key of keys) expect((await kept()).map((one) => one.key)).toContain(key);
  });

  it('are erased with their batch', async () => {
    const { id } = await backend.readPages(PAGES);
    const { derivatives } = await listBatchBlobs(backend.parts.db, id);
    for (const { sha256 } of await kept()) expect(derivatives).toContain(sha256);
  });
});
