import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobSchema, serverEventSchema, type ServerEvent } from '../../shared/api/jobs.ts';
import { pageListSchema } from '../../shared/api/pages.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';
import { until } from '../support/until.ts';

const jobsSchema = z.object({ jobs: z.array(jobSchema) });

let backend: TestBackend;
openForEachTest((dir) => openTestBackend(dir, { workers: 1 }), (opened) => {
  backend = opened;
});

const listJobs = async (query = '') => (await backend.json(jobsSchema, `/api/jobs${query}`)).jobs;

describe('jobs', () => {
  it('lists what was done, page by page only when asked', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nKS so=2' });
    expect((await listJobs()).map((job) => [job.kind, job.state])).toEqual([['assemble', 'done'], ['import', 'done'], ['expand', 'done']]);
    expect(await listJobs(`?kind=read&batchId=${batch.id}`)).toHaveLength(2);
    expect(await listJobs('?state=failed')).toEqual([]);
    expect((await backend.request('/api/jobs?kind=dance')).status).toBe(400);
  });

  it('cancels a running page within moments and a waiting one at once; a retry reads it', async () => {
    const batch = await backend.readPages({ 'a.txt': 'slow 30000\n---\nslow 30001\n---\nKS so=1' }, { wait: false });
    await until('a page is being read', async () => (await listJobs('?kind=read&state=running')).length === 1);
    const [running] = await listJobs('?kind=read&state=running');
    const start = performance.now();
    const cancelled = await backend.json(jobSchema, `/api/jobs/${running?.id ?? ''}`, { method: 'DELETE' });
    expect(cancelled.state).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(10_000);
    await until('the next page is being read', async () => (await listJobs('?kind=read&state=running')).length === 1);
    const [second] = await listJobs('?kind=read&state=running');
    await backend.json(jobSchema, `/api/jobs/${second?.id ?? ''}`, { method: 'DELETE' });
    await backend.parts.runner.idle(batch.id);
    const { pages } = await backend.json(pageListSchema, `/api/batches/${batch.id}/pages`);
    expect(pages.map((page) => page.state)).toEqual(['waiting', 'waiting', 'read']);
    expect((await backend.request(`/api/jobs/${running?.id ?? ''}`, { method: 'DELETE' })).status).toBe(409);
    const retried = await backend.json(jobSchema, `/api/jobs/${running?.id ?? ''}/retry`, { method: 'POST', status: 201 });
    expect(retried.id).not.toBe(running?.id);
    await backend.json(jobSchema, `/api/jobs/${retried.id}`, { method: 'DELETE' });
  });

  it('kills a reader that is deaf to cancelling', async () => {
    const batch = await backend.readPages({ 'a.txt': 'hang\n---\nKS so=1' }, { wait: false });
    await until('the page hangs', async () => (await listJobs('?kind=read&state=running')).length === 1);
    const [running] = await listJobs('?kind=read&state=running');
    await backend.json(jobSchema, `/api/jobs/${running?.id ?? ''}`, { method: 'DELETE' });
    await backend.parts.runner.idle(batch.id);
    expect((await backend.parts.batches.get(batch.id)).counts.pagesRead).toBe(1);
  });

  it('makes records of the first pages of a long batch while the others are read; what may go on waits', async () => {
    const pages = Array.from({ length: 16 }, (_, at) => (at % 8 === 7 ? 'more' : `KS so=${at + 1}`));
    const batch = await backend.readPages({ 'a.txt': [...pages, 'KS so=17', 'slow 30000', 'more'].join('\n---\n') }, { wait: false });
    const made = async () => (await backend.parts.records.list(batch.id, 0, 100)).records;
    await until('an assembly has ended', async () => (await listJobs('?kind=assemble&state=done')).length === 1);
    expect((await backend.parts.batches.get(batch.id)).state).toBe('reading');
    const early = await made();
    // Of the pages that were read (16, or 17 where one was read while another was stored) the last record may go on.
    expect([13, 14]).toContain(early.length);
    expect(new Set(early.flatMap((record) => record.pageIds)).size).toBe(early.length === 13 ? 14 : 16);
    await until('the slow page is being read', async () => (await listJobs('?kind=read&state=running')).length === 1);
    const [slow] = await listJobs('?kind=read&state=running');
    await backend.json(jobSchema, `/api/jobs/${slow?.id ?? ''}`, { method: 'DELETE' });
    await backend.parts.runner.idle(batch.id);
    const all = await made();
    expect(all.slice(0, early.length).map((record) => record.id)).toEqual(early.map((record) => record.id));
    expect(all).toHaveLength(15);
    expect(all.at(-1)?.pageIds).toHaveLength(2);
  });

  it('makes records while the last page is still being read', async () => {
    const two = await openTestBackend(path.join(backend.dir, 'two'), { workers: 2 });
    try {
      const batch = await two.readPages({ 'a.txt': 'slow 200\n---\nslow 600\n---\nslow 30000' }, { wait: false });
      const made = async () => (await two.parts.records.list(batch.id, 0, 9)).records;
      await until('the first record is there', async () => (await made()).length === 1);
      expect((await two.parts.batches.get(batch.id)).state).toBe('reading');
      const { jobs: [slow] } = await two.json(jobsSchema, '/api/jobs?kind=read&state=running');
      await two.json(jobSchema, `/api/jobs/${slow?.id ?? ''}`, { method: 'DELETE' });
      await two.parts.runner.idle(batch.id);
      expect((await two.parts.batches.get(batch.id)).counts).toMatchObject({ pagesRead: 2 });
    } finally {
      await two.close();
    }
  });

  it('refuses to retry what did not fail', async () => {
    await backend.readPages({ 'a.txt': 'KS so=1' });
    const [job] = await listJobs();
    expect((await backend.request(`/api/jobs/${job?.id ?? ''}/retry`, { method: 'POST' })).status).toBe(409);
  });

  it('goes on after a restart with what was queued and running', async () => {
    await backend.readPages({ 'a.txt': Array.from({ length: 6 }, (_, n) => `slow 200 ${n}`).join('\n---\n') }, { wait: false, name: 'dở dang' });
    await until('a page is read', async () => (await listJobs('?kind=read&state=done')).length >= 1);
    await backend.close();
    backend = await openTestBackend(backend.dir);
    const [batch] = await backend.parts.batches.list();
    await backend.parts.runner.idle(batch?.id ?? '');
    expect(await backend.parts.batches.get(batch?.id ?? '')).toMatchObject({ state: 'read', counts: { pagesRead: 6, records: 6 } });
    const reads = await backend.parts.db.selectFrom('pages').select('reads').execute();
    expect(reads.every((page) => page.reads === 1)).toBe(true);
  });

  it('does not open one workspace twice', async () => {
    await expect(openTestBackend(backend.dir)).rejects.toMatchObject({ code: 'workspace-in-use', detail: { pid: String(process.pid) } });
  });
});

describe('events', () => {
  async function listen(seconds: number, isLast: (event: ServerEvent) => boolean = () => false): Promise<{ events: Promise<readonly (ServerEvent & { atMs: number })[]>; ready: Promise<void>; stop(): void }> {
    const controller = new AbortController();
    const reply = await backend.request('/api/events', { signal: controller.signal });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    const ready = Promise.withResolvers<void>();
    const read = async (): Promise<readonly (ServerEvent & { atMs: number })[]> => {
      const events: (ServerEvent & { atMs: number })[] = [];
      const end = performance.now() + seconds * 1000;
      const reader = (reply.body ?? new ReadableStream<Uint8Array>()).getReader();
      let text = '';
      while (performance.now() < end && !events.some(isLast)) {
        const chunk = await Promise.race([reader.read(), new Promise<{ done: true; value: undefined }>((resolve) => setTimeout(() => resolve({ done: true, value: undefined }), Math.max(1, end - performance.now())))]);
        if (chunk.done) break;
        text += Buffer.from(chunk.value).toString('utf8');
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const data = part.split('\n').find((line) => line.startsWith('data: '));
          if (data !== undefined) events.push({ ...serverEventSchema.parse(JSON.parse(data.slice(6))), atMs: performance.now() });
        }
        ready.resolve();
      }
      await reader.cancel();
      return events;
    };
    return { events: read(), ready: ready.promise, stop: () => controller.abort() };
  }

  it('says hello, then what changed and how far the batch is, at most five times a second', async () => {
    // However slow the machine: until the last page is told of.
    const listening = await listen(40, (event) => event.type === 'progress' && event.total === 60 && event.done === 60);
    await listening.ready;
    const start = performance.now();
    const batch = await backend.readPages({ 'a.txt': Array.from({ length: 60 }, (_, n) => `KS so=${n}`).join('\n---\n') });
    const events = await listening.events;
    expect(events[0]?.type).toBe('hello');
    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.at(-1)).toMatchObject({ batchId: batch.id, done: 60, total: 60, failed: 0 });
    const moments = new Set(events.map((event) => Math.round(event.atMs / 100)));
    const seconds = ((events.at(-1)?.atMs ?? start) - start) / 1000;
    expect(moments.size).toBeLessThanOrEqual(seconds * 5 + 3);
  });

  it('lets go of a listener that has gone', async () => {
    const listening = await listen(0.2);
    await listening.events;
    await until('no feed is left', () => true);
    await backend.close();
  });
});
