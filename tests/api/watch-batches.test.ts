import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchBatches } from '../../backend/events/watch-batches.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let told: string[] = [];
let stop = (): void => undefined;
beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir);
  told = [];
  stop = watchBatches({ events: backend.parts.events, find: (id) => backend.parts.batches.get(id), onRead: (batch) => told.push(`${batch.name} ${batch.counts.pagesRead}`) });
});
afterEach(async () => {
  stop();
  await backend.close();
  await temp.remove();
});

describe('a watched batch', () => {
  it('is told of once when it has been read, and again when it was given more', async () => {
    const batch = await backend.readPages({ 'a.txt': 'slow 600\n---\nKS so=1' }, { name: 'Quyển 1' });
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['Quyển 1 2']);
    backend.parts.events.changed('batch', batch.id, batch.id);
    const page = (await backend.parts.pages.list(batch.id, 'table', 0, 1)).pages[0];
    await backend.parts.pages.retry(page?.id ?? '');
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(2);
  });

  it('is no news when it is empty, was read before, or is gone', async () => {
    const batch = await backend.parts.batches.create({ name: 'trống', recordType: 'auto', profile: 'ho-tich' });
    await backend.parts.batches.remove(batch.id, undefined);
    backend.parts.events.changed('batch', 'nowhere', 'nowhere');
    await backend.readPages({ 'a.txt': 'slow 600' }, { name: 'sau' });
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['sau 1']);
  });
});
