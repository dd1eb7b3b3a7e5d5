import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageMaster } from '../../../backend/pipeline/page-master.ts';
import { createBlobStore } from '../../../backend/storage/blob-store.ts';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../../backend/worker/worker-pool.ts';
import { startForkedWorker, type WorkerPort } from '../../../backend/worker/worker-port.ts';
import { createTempDir, TEXT_STEPS } from '../../support/test-backend.ts';
import { until } from '../../support/until.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let pool: WorkerPool;
const open = (options: Partial<PoolOptions> = {}): WorkerPool => (pool = createWorkerPool({ size: 2, startPort: startForkedWorker, start: { dataDir: temp.dir, stepsModule: TEXT_STEPS }, ...options }));
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(async () => {
  await pool.close();
  await temp.remove();
});

async function page(text: string): Promise<{ kind: 'read-page'; master: PageMaster; transforms: null }> {
  const sha256 = await createBlobStore(path.join(temp.dir, 'originals')).put(new TextEncoder().encode(text));
  return { kind: 'read-page', transforms: null, master: { sha256, mediaType: 'image/tiff', frame: 0, origin: 'file', widthPx: 200, heightPx: 100, dpi: 300, orientation: 1 } };
}

describe('the worker pool', () => {
  it('starts no process before there is work, and never more than its size', async () => {
    open();
    expect(pool.usage().started).toBe(0);
    const tasks = await Promise.all(Array.from({ length: 8 }, (_, n) => page(`slow 20 ${n}`)));
    const results = await Promise.all(tasks.map((task) => pool.run(task)));
    expect(results.map((result) => result.reading.lines[0]?.words[2]?.text)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(pool.usage().started).toBe(2);
    expect(pool.usage().rssBytes).toBeGreaterThan(1e6);
  });

  it('starts processes before there is work where somebody knows that it comes, and gives them that work', async () => {
    open();
    pool.warm(1);
    expect(pool.usage().started).toBe(1);
    pool.warm(5);
    expect(pool.usage()).toMatchObject({ started: 2, workers: 2 });
    const tasks = await Promise.all([page('KS so=1'), page('KS so=2')]);
    await Promise.all(tasks.map((task) => pool.run(task)));
    expect(pool.usage().started).toBe(2);
  });

  it('tells that the worker is free before the answer is there, so that the next task goes first', async () => {
    open({ size: 1 });
    const order: string[] = [];
    const [first, second] = [await page('KS so=1'), await page('KS so=2')];
    const next = Promise.withResolvers<void>();
    const onFree = (): void => {
      order.push('free');
      void pool.run(second).then(() => (order.push('second'), next.resolve()), next.reject);
    };
    await pool.run(first, { onFree }).then(() => order.push('first'));
    await next.promise;
    expect(order).toEqual(['free', 'first', 'second']);
    expect(pool.usage().started).toBe(1);
  });

  it('is not called free by a task that failed', async () => {
    open({ size: 1 });
    let calls = 0;
    await expect(pool.run(await page('bug'), { onFree: () => calls++ })).rejects.toThrow('internal');
    expect(calls).toBe(0);
  });

  it('tells the engine\'s name without reading anything', async () => {
    open();
    expect(await pool.engineName()).toBe('text-steps 1');
    expect(await pool.engineName()).toBe('text-steps 1');
  });

  it('brings a failure back as what it was, and the process lives on', async () => {
    open({ size: 1 });
    await expect(pool.run({ kind: 'import-source', path: path.join(temp.dir, 'none'), displayName: 'none.jpg' })).rejects.toMatchObject({ code: 'source-missing', detail: { name: 'none.jpg' }, retry: 'again' });
    await writeFile(path.join(temp.dir, 'empty'), '');
    await expect(pool.run({ kind: 'import-source', path: path.join(temp.dir, 'empty'), displayName: 'e' })).rejects.toMatchObject({ code: 'empty-file' });
    await expect(pool.run(await page('bug'))).rejects.toThrow('internal');
    expect(pool.usage().started).toBe(1);
  });

  it('reports a dead process and starts another', async () => {
    open({ size: 1 });
    await expect(pool.run(await page('crash'))).rejects.toMatchObject({ code: 'worker-crashed' });
    expect((await pool.run(await page('KS so=1'))).reading.lines).toHaveLength(1);
    expect(pool.usage().started).toBe(2);
  });

  it('ends what takes too long', async () => {
    open({ size: 1 });
    await pool.engineName(); // started first: the limit is for the task
    await expect(pool.run(await page('hang'), { timeoutMs: 600 })).rejects.toMatchObject({ code: 'page-timeout' });
    await pool.run(await page('KS so=1'), { timeoutMs: 20_000 });
  });

  it('cancels a task that listens without losing its process', async () => {
    open({ size: 1 });
    await pool.engineName();
    const controller = new AbortController();
    const running = pool.run(await page('slow 60000'), { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await pool.run(await page('KS so=1'));
    expect(pool.usage().started).toBe(1);
  });

  it('cancels what only waits for a worker, and what was cancelled before', async () => {
    open({ size: 1 });
    const busy = pool.run(await page('slow 500'));
    const controller = new AbortController();
    const waiting = pool.run(await page('KS so=1'), { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(pool.run(await page('KS so=1'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    await busy;
  });

  it('lets the urgent go first', async () => {
    open({ size: 1 });
    await pool.engineName();
    const order: string[] = [];
    const [slow, later, urgent] = [await page('slow 300'), await page('later'), await page('urgent')];
    await Promise.all([
      pool.run(slow).then(() => order.push('slow')),
      pool.run(later).then(() => order.push('later')),
      pool.run(urgent, { urgent: true }).then(() => order.push('urgent')),
    ]);
    expect(order).toEqual(['slow', 'urgent', 'later']);
  });

  it('replaces a process after its share of tasks, and one that has grown', async () => {
    open({ size: 1, recycleAfterTasks: 3 });
    for (let n = 0; n < 7; n += 1) await pool.run(await page(`KS so=${n}`));
    expect(pool.usage().started).toBe(3);
    await pool.close();
    open({ size: 1, recycleAboveBytes: 400e6 });
    for (const text of ['KS so=1', 'grow 400', 'KS so=2']) await pool.run(await page(text));
    expect(pool.usage().started).toBe(2);
  });

  it('lets idle processes go and starts again when there is work', async () => {
    open({ size: 1, idleMs: 50 });
    await pool.run(await page('KS so=1'));
    await until('the process is gone', () => pool.usage().workers === 0);
    await pool.run(await page('KS so=2'));
    expect(pool.usage().started).toBe(2);
  });

  it('rejects what is waiting when it closes, and takes nothing more', async () => {
    open({ size: 1 });
    const running = pool.run(await page('slow 60000')).catch((error: unknown) => error);
    const waiting = pool.run(await page('KS so=1')).catch((error: unknown) => error);
    await pool.close();
    expect(await waiting).toMatchObject({ code: 'cancelled' });
    expect(await running).toMatchObject({ code: 'worker-crashed' });
    await expect(pool.run(await page('KS so=1'))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('distrusts answers of the wrong shape and ignores noise on the line', async () => {
    let hear: (message: unknown) => void = () => undefined;
    const port: WorkerPort = {
      pid: 1,
      kill: () => undefined,
      onExit: (listener) => void (leave = () => listener('gone')),
      onMessage: (listener) => void (hear = listener),
      send: (message) => {
        const { type, id } = message as { type: string; id: number };
        if (type === 'close') leave();
        if (type !== 'run') return;
        hear('noise');
        hear({ type: 'done', id: id + 100, result: {} });
        hear({ type: 'done', id, result: { sha256: 5 } });
      },
    };
    let leave = (): void => undefined;
    open({ size: 1, startPort: () => port });
    await expect(pool.run({ ...(await page('x')), kind: 'render-image', transforms: [], want: 'delivered' })).rejects.toThrow(/malformed/);
  });
});
