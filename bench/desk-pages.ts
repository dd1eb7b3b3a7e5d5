// The light table at work: 10,000 pages of real pictures scrolled from top to bottom in a real browser, frame by frame.
// Beside it, in the same run, its peer: the plain page that a tool without a virtual list would show (all images in one grid).
import { createAdaptorServer } from '@hono/node-server';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';
import { z } from 'zod';
import { createBackend, type Backend } from '../backend/backend.ts';
import { createId } from '../backend/db/ids.ts';
import { renderPage } from '../scripts/fixtures/render-page.ts';
import { describeMachine } from './support/machine.ts';
import { printTable } from './support/print-table.ts';

const PAGES = Number(process.env['SOHOA_BENCH_PAGES'] ?? 10_000);
const ORIGINALS = 3;
const SCROLL_MS = 8000;
const INSERT_AT_ONCE = 500;

/** A few pages are read for real; their rows are then repeated, so that every thumbnail is asked for by an address of its own. */
async function seed(backend: Backend, dir: string): Promise<string> {
  const { batches, runner, db } = backend.parts;
  const { id } = await batches.create({ name: 'Mười nghìn trang', recordType: 'auto', profile: 'ho-tich' });
  for (let n = 0; n < ORIGINALS; n += 1) {
    const page = await renderPage({ type: n % 2 === 0 ? 'KS' : 'KH', form: 'certificate', seed: 900 + n });
    const file = path.join(dir, `${n}.jpg`);
    await writeFile(file, await page.jpeg());
    await batches.addInputs(id, [file]);
  }
  await runner.idle(id);
  const rows = await db.selectFrom('pages').selectAll().where('batch_id', '=', id).orderBy('position').execute();
  const records = await db.selectFrom('records').selectAll().where('batch_id', '=', id).execute();
  const fresh = Array.from({ length: PAGES - rows.length }, (_, index) => {
    const row = rows[index % rows.length];
    const record = records[index % records.length];
    if (!row || !record) throw new Error('no page was read');
    const recordId = createId();
    return {
      page: { ...row, id: createId(), position: 10_000_000_000 + index, part: index + 1, stale: 0 },
      record: { ...record, id: recordId, position: 10_000_000_000 + index }, recordId,
    };
  });
  for (let at = 0; at < fresh.length; at += INSERT_AT_ONCE) {
    const some = fresh.slice(at, at + INSERT_AT_ONCE);
    await db.transaction().execute(async (trx) => {
      for (const { page, record, recordId } of some) {
        await trx.insertInto('pages').values(page).execute();
        await trx.insertInto('records').values(record).execute();
        await trx.insertInto('record_pages').values({ record_id: recordId, page_id: page.id, ordinal: 0 }).execute();
      }
    });
  }
  return id;
}

const framesSchema = z.object({ frames: z.number(), ms: z.number(), longestMs: z.number(), slow: z.number() });
/** `busyMs`: processor time of the page's main thread, which other programs on the machine do not stretch. */
type Frames = z.infer<typeof framesSchema> & { readonly busyMs: number };

const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

/** Scrolls the element evenly to its end and back, and times every frame the browser paints meanwhile. */
async function scroll(page: Page, selector: string, screens: number): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busySeconds = async (): Promise<number> => metricsSchema.parse(await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  const before = await busySeconds();
  const frames = framesSchema.parse(await page.evaluate(async ({ selector: wanted, ms, screens: count }) => {
    const room = document.querySelector(wanted);
    if (!room) throw new Error(`nothing at ${wanted}`);
    const length = Math.min(room.scrollHeight - room.clientHeight, count * room.clientHeight);
    const times: number[] = [];
    const start = performance.now();
    await new Promise<void>((done) => {
      const step = (now: number): void => {
        times.push(now);
        const share = (now - start) / ms;
        room.scrollTop = length * (share < 0.5 ? share * 2 : 2 - share * 2);
        if (share < 1) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    });
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    return { frames: gaps.length, ms: (times.at(-1) ?? 0) - (times[0] ?? 0), longestMs: Math.max(...gaps), slow: gaps.filter((gap) => gap > 34).length };
  }, { selector, ms: SCROLL_MS, screens }));
  const busyMs = ((await busySeconds()) - before) * 1000;
  await session.detach();
  return { ...frames, busyMs };
}

const line = (name: string, readyMs: number, { frames, ms, longestMs, slow, busyMs }: Frames): readonly string[] => [name, `${Math.round(readyMs)} ms`, ((frames * 1000) / ms).toFixed(1), `${longestMs.toFixed(0)} ms`, `${slow} / ${frames}`, `${(busyMs / frames).toFixed(1)} ms`];

async function measureTable(page: Page, url: string, batchId: string): Promise<readonly (readonly string[])[]> {
  const start = performance.now();
  await page.goto(`${url}/#/pages/${batchId}`);
  await page.locator('.thumb').first().waitFor();
  const readyMs = performance.now() - start;
  await page.waitForFunction((count) => Number(document.querySelector('.thumb')?.getAttribute('aria-setsize')) >= count, PAGES, { timeout: 120_000 });
  const calm = await scroll(page, '.light-table', 40);
  const fast = await scroll(page, '.light-table', 100_000);
  return [line('light table, 40 screens', readyMs, calm), line(`light table, all ${PAGES} pages`, readyMs, fast)];
}

async function measurePlain(page: Page, url: string, batchId: string): Promise<readonly (readonly string[])[]> {
  await page.goto(`${url}/api/health`);
  const start = performance.now();
  await page.evaluate(async (id) => {
    const room = document.createElement('div');
    room.className = 'plain';
    room.style.cssText = 'position:fixed;inset:0;overflow:auto;display:flex;flex-wrap:wrap;gap:24px';
    for (let after = 0; ; after += 1000) {
      const reply = (await (await fetch(`/api/batches/${id}/pages?after=${after}&limit=1000`)).json()) as { pages: { id: string; imageVersion: string; sourceName: string }[]; next: number | null };
      for (const one of reply.pages) {
        const figure = document.createElement('figure');
        figure.innerHTML = `<img width=144 height=204 src="/api/pages/${one.id}/image?kind=thumbnail&v=${one.imageVersion}"><figcaption>${one.sourceName}</figcaption>`;
        room.append(figure);
      }
      if (reply.next === null) break;
    }
    document.body.replaceChildren(room);
  }, batchId);
  const readyMs = performance.now() - start;
  return [line('plain grid of all images, 40 screens', readyMs, await scroll(page, '.plain', 40)), line('plain grid of all images, all', readyMs, await scroll(page, '.plain', 100_000))];
}

async function main(): Promise<void> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sohoa-bench-'));
  const staticDir = path.join(dir, 'renderer');
  await build({ configFile: fileURLToPath(new URL('../renderer/vite.config.ts', import.meta.url)), logLevel: 'error', build: { outDir: staticDir, emptyOutDir: true } });
  const backend = await createBackend({ dataDir: path.join(dir, 'data'), staticDir, workers: 1 });
  const server = createAdaptorServer({ fetch: (request) => backend.fetch(request), overrideGlobalObjects: false });
  const browser = await chromium.launch({ ...(process.env['SOHOA_BROWSER'] ? { executablePath: process.env['SOHOA_BROWSER'] } : { executablePath: '/usr/bin/chromium' }), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const batchId = await seed(backend, dir);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const open = async (): Promise<Page> => (await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' })).newPage();
    const ours = await measureTable(await open(), url, batchId);
    const plain = await measurePlain(await open(), url, batchId);
    printTable(['', 'first thumbnail', 'frames a second', 'longest frame', 'frames over 34 ms', 'main thread a frame'], [...ours, ...plain]);
    console.log(describeMachine());
  } finally {
    await browser.close();
    server.close();
    await backend.close();
    await rm(dir, { recursive: true, force: true });
  }
}

await main();
