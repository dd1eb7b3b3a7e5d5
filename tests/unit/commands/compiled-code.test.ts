// What was compiled once is kept in the user's cache, and nothing depends on that.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startForkedWorker } from '../../../backend/worker/worker-port.ts';
import { runSohoa } from '../../support/run-sohoa.ts';

let home: string;
beforeEach(async () => { home = await mkdtemp(path.join(tmpdir(), 'sohoa-home-')); });
afterEach(() => rm(home, { recursive: true, force: true }));

/** Every system's way of saying where the user's cache is; the machine's own setting is out of the way. */
const homeIs = (dir: string): Readonly<Record<string, string>> => ({ HOME: dir, XDG_CACHE_HOME: path.join(dir, 'cache'), LOCALAPPDATA: dir, NODE_COMPILE_CACHE: '' });

test('the command keeps its compiled modules in the cache of the user who runs it', async () => {
  expect((await runSohoa(['--version'], { env: homeIs(home) })).exitCode).toBe(0);
  const kept = await readdir(home, { recursive: true });
  expect(kept.some((file) => /code/u.test(file) && file.split(path.sep).length > 3)).toBe(true);
}, 60_000);

test('a cache that cannot be made keeps nobody from working', async () => {
  const file = path.join(home, 'no-folder');
  await writeFile(file, '');
  const run = await runSohoa(['--version'], { env: homeIs(file) });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
}, 60_000);

test('a home that no system can make a folder in keeps nobody waiting', async () => {
  const run = await runSohoa(['--version'], { env: homeIs(process.platform === 'linux' ? '/proc/none' : path.join(home, 'none', 'none')) });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
}, 60_000);

test('a worker process uses the same cache', async () => {
  const kept = process.env['NODE_COMPILE_CACHE'];
  process.env['NODE_COMPILE_CACHE'] = path.join(home, 'code');
  try {
    const port = startForkedWorker({ dataDir: path.join(home, 'data') });
    const ready = Promise.withResolvers<undefined>();
    const gone = Promise.withResolvers<undefined>();
    port.onMessage(() => ready.resolve(undefined));
    port.onExit(() => gone.resolve(undefined));
    await ready.promise;
    port.send({ type: 'close' });
    await gone.promise;
  } finally {
    if (kept === undefined) delete process.env['NODE_COMPILE_CACHE'];
    else process.env['NODE_COMPILE_CACHE'] = kept;
  }
  expect((await readdir(path.join(home, 'code'), { recursive: true })).length).toBeGreaterThan(10);
}, 60_000);
