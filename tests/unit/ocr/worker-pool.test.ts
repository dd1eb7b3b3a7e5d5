import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createWorkerPool, type WorkerPool } from '../../../backend/ocr/worker-pool.ts';
import { bars, languageData, many } from '../../support/bar-strips.ts';

const never = (): AbortSignal => new AbortController().signal;

let pool: WorkerPool;
const open = (options: Partial<Parameters<typeof createWorkerPool>[0]> = {}): WorkerPool => (pool = createWorkerPool({ size: 1, recycleAfterJobs: 100, timeoutMs: 60_000, languageData, ...options }));

afterEach(() => pool.close());

describe('the pool of OCR workers', () => {
  it('answers a job with one list of words per strip', async () => {
    const words = await open().read([bars(120), bars(200)], '13', never());
    expect(words).toHaveLength(2);
  });

  it('answers an empty job', async () => {
    expect(await open().read([], '13', never())).toEqual([]);
  });

  it('starts no worker before it is needed', () => {
    expect(open({ size: 3 }).facts()).toEqual({ alive: 0, started: 0 });
  });

  it('gives up a page in the middle when cancelled, and goes on with the next', async () => {
    open();
    await pool.read([bars(100)], '13', never());
    const cancel = new AbortController();
    const long = pool.read(many(400), '13', cancel.signal);
    const next = pool.read([bars(150)], '13', never());
    setTimeout(() => cancel.abort(), 30);
    await expect(long).rejects.toMatchObject({ code: 'cancelled' });
    expect(await next).toHaveLength(1);
    expect(pool.facts().started).toBe(2);
  });

  it('takes a cancelled job out of the queue without ending any worker', async () => {
    open();
    const running = pool.read(many(10), '13', never());
    const cancel = new AbortController();
    const waiting = pool.read([bars(100)], '13', cancel.signal);
    cancel.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await running).toHaveLength(10);
    expect(pool.facts().started).toBe(1);
  });

  it('refuses a job that was cancelled before it came', async () => {
    await expect(open().read([bars(100)], '13', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends a page that takes too long with a named error', async () => {
    await expect(open({ timeoutMs: 600 }).read(many(2000), '13', never())).rejects.toMatchObject({ code: 'page-timeout' });
    expect(await pool.read([bars(60)], '13', never()).catch((error: unknown) => error)).toBeDefined();
  });

  it('lets a worker go after its share of jobs', async () => {
    open({ recycleAfterJobs: 2 });
    for (let i = 0; i < 5; i++) await pool.read([bars(80)], '13', never());
    expect(pool.facts().started).toBe(3);
  });

  it('reads two jobs at once with two workers', async () => {
    open({ size: 2 });
    const both = await Promise.all([pool.read(many(3), '13', never()), pool.read(many(4), '13', never())]);
    expect(both.map((words) => words.length)).toEqual([3, 4]);
    expect(pool.facts()).toEqual({ alive: 2, started: 2 });
  });

  it('tells that a worker cannot start, after a second attempt', async () => {
    open({ languageData: '/does/not/exist.gz' });
    await expect(pool.read([bars(100)], '13', never())).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(pool.facts().started).toBe(2);
  });

  it('settles every promise when it is closed', async () => {
    open();
    const running = pool.read(many(200), '13', never());
    const waiting = pool.read([bars(100)], '13', never());
    const ends = Promise.allSettled([running, waiting]);
    await pool.close();
    expect((await ends).map((end) => end.status)).toEqual(['rejected', 'rejected']);
    await expect(pool.read([bars(100)], '13', never())).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('opens no connection', async () => {
    const connect = net.Socket.prototype.connect;
    let connections = 0;
    net.Socket.prototype.connect = function counted(this: net.Socket, ...args: Parameters<typeof connect>) {
      connections++;
      return connect.apply(this, args);
    } as typeof connect;
    try {
      await open().read([bars(100)], '13', never());
    } finally {
      net.Socket.prototype.connect = connect;
    }
    expect(connections).toBe(0);
  });
});
