// Killed at any moment and started again on the same workspace, a run ends with the same result as one
// that was left alone, and repeats at most the pages in hand.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTempDir } from '../support/test-backend.ts';
import { digitizeChild, runChild, type Ended } from '../support/run-child.ts';

const KILLS = 10;
const PAGES = 90;
const WORKERS = 2;

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(() => temp.remove());

/** A small seeded generator, so that a failing run can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function writeScans(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (let file = 0; file < PAGES / 3; file += 1) {
    const pages = [0, 1, 2].map((page) => (page === 2 ? `more ${file}` : `slow 60 KS so=${file * 3 + page}`));
    await writeFile(path.join(dir, `s${String(file).padStart(3, '0')}.txt`), pages.join('\n---\n'));
  }
}

/** What a run left, without times. */
async function resultOf(outDir: string): Promise<unknown> {
  const lineSchema = z.record(z.string(), z.unknown()).transform((line) => ({ ...line, ms: null }));
  const lines = (await readFile(path.join(outDir, 'records.jsonl'), 'utf8')).trim().split('\n').map((line) => lineSchema.parse(JSON.parse(line)));
  const names = (await readdir(path.join(outDir, 'pages'))).sort();
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(path.join(outDir, 'pages', name), 'utf8')]));
  const packaged = (await readFile(path.join(outDir, 'package', 'bagit.txt'), 'utf8')).split('\n').map((line) => z.object({ text: z.array(z.string()) }).parse(JSON.parse(line)).text);
  return { lines, texts, packaged };
}

const readLog = async (file: string): Promise<readonly string[]> => (existsSync(file) ? (await readFile(file, 'utf8')).trim().split('\n') : []);

describe('kill -9', () => {
  it(`at ${KILLS} random moments loses nothing and repeats at most the pages in hand`, async () => {
    const seed = Number(process.env['SOHOA_SEED'] ?? Date.now() % 1_000_000);
    const random = createRandom(seed);
    const inputs = [path.join(temp.dir, 'in')];
    await writeScans(inputs[0] ?? '');
    const log = path.join(temp.dir, 'reads');
    const run = (name: string, env: Record<string, string> = {}): ReturnType<typeof runChild> =>
      runChild(digitizeChild, [JSON.stringify({ inputs, outDir: path.join(temp.dir, `out-${name}`), workspaceDir: path.join(temp.dir, `ws-${name}`), workers: WORKERS })], env);

    const calm = await run('calm').ended;
    expect(calm, calm.stderr).toMatchObject({ code: 0 });

    let killed = 0;
    let last: Ended | undefined;
    for (let attempt = 0; attempt <= KILLS * 3 && last?.code !== 0; attempt += 1) {
      const child = run('killed', { SOHOA_TEST_LOG: log });
      // The first moments hit opening and importing, later ones reading, assembling and packaging.
      const timer = killed < KILLS ? setTimeout(() => child.kill('SIGKILL'), 150 + random() * 1100) : undefined;
      last = await child.ended;
      clearTimeout(timer);
      if (last.signal === 'SIGKILL') killed += 1;
    }
    expect(last, `seed ${seed}: ${last?.stderr ?? ''}`).toMatchObject({ code: 0 });
    expect(killed, `seed ${seed}`).toBe(KILLS);
    expect(await resultOf(path.join(temp.dir, 'out-killed')), `seed ${seed}`).toEqual(await resultOf(path.join(temp.dir, 'out-calm')));

    const reads = await readLog(log);
    const perPage = new Map<string, number>();
    for (const page of reads) perPage.set(page, (perPage.get(page) ?? 0) + 1);
    expect(perPage.size, `seed ${seed}`).toBe(PAGES);
    expect(reads.length, `seed ${seed}`).toBeLessThanOrEqual(PAGES + KILLS * WORKERS);
    const report = z.object({ pagesIn: z.number(), pagesOut: z.number(), pagesFailed: z.number(), records: z.number() }).parse(JSON.parse(await readFile(path.join(temp.dir, 'out-killed', 'report.json'), 'utf8')));
    expect(report).toEqual({ pagesIn: PAGES, pagesOut: PAGES, pagesFailed: 0, records: (PAGES / 3) * 2 });
  });

  it('leaves no worker process behind', async () => {
    const inputs = [path.join(temp.dir, 'in')];
    await writeScans(inputs[0] ?? '');
    const child = runChild(digitizeChild, [JSON.stringify({ inputs, outDir: path.join(temp.dir, 'out'), workspaceDir: path.join(temp.dir, 'ws'), workers: WORKERS })], { SOHOA_TEST_LOG: path.join(temp.dir, 'reads') });
    while ((await readLog(path.join(temp.dir, 'reads'))).length < 3) await new Promise((resolve) => setTimeout(resolve, 30));
    const workers = await childrenOf(child.pid);
    expect(workers.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await child.ended;
    const end = performance.now() + 10_000;
    while (workers.some(isAlive) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(workers.filter(isAlive)).toEqual([]);
  });
});

async function childrenOf(pid: number): Promise<readonly number[]> {
  const { execFileSync } = await import('node:child_process');
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)]).toString('utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the real pipeline', () => {
  it('killed three times reads generated pages to the same result as a calm run', async () => {
    const { renderPage } = await import('../../scripts/fixtures/render-page.ts');
    const { sohoaCli } = await import('../support/run-child.ts');
    const input = path.join(temp.dir, 'in');
    await mkdir(input);
    for (const [index, type] of (['KS', 'KH', 'KT', 'HN'] as const).entries()) await writeFile(path.join(input, `${index}-${type}.jpg`), await (await renderPage({ type, seed: 40 + index })).jpeg(80));
    const words = (name: string): string[] => ['digitize', input, '--out', path.join(temp.dir, `out-${name}`), '--workspace', path.join(temp.dir, `ws-${name}`), '--workers', '2', '--quiet'];
    const calm = await runChild(sohoaCli, words('calm')).ended;
    expect(calm, calm.stderr).toMatchObject({ code: 0 });
    const seed = Number(process.env['SOHOA_SEED'] ?? Date.now() % 1_000_000);
    const random = createRandom(seed);
    for (let kill = 0; kill < 3; kill += 1) {
      const child = runChild(sohoaCli, words('killed'));
      const timer = setTimeout(() => child.kill('SIGKILL'), 800 + random() * 4000);
      await child.ended;
      clearTimeout(timer);
    }
    const last = await runChild(sohoaCli, words('killed')).ended;
    expect(last, `seed ${seed}: ${last.stderr}`).toMatchObject({ code: 0 });
    const linesOf = async (name: string): Promise<readonly unknown[]> =>
      (await readFile(path.join(temp.dir, `out-${name}`, 'records.jsonl'), 'utf8')).trim().split('\n').map((line) => ({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(line)), ms: null }));
    expect(await linesOf('killed'), `seed ${seed}`).toEqual(await linesOf('calm'));
    expect(await linesOf('calm')).toHaveLength(4);
  });
});
