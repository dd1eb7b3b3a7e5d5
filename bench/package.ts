// Packages beside their peers, in one table: packages per minute against OCRmyPDF's PDF/A step on the same
// pages, bytes per page at equal legibility (what Tesseract reads of the result against what it reads of the
// page), memory of a 2,000-page book against a 20-page one, and 10,000 files bagged against sha512sum.
//   npm run bench:package -- [--pages N] [--book N] [--files N]
//   npm run bench:package -- --quick     4 pages, the same book with one small page over and over, 10,000 files of 10 KB
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { writeBag } from '../backend/packaging/write-bag.ts';
import type { PackageRecord } from '../backend/packaging/package-input.ts';
import { buildPackage } from '../backend/pipeline/package.ts';
import { renderPage } from '../scripts/fixtures/render-page.ts';
import { createFolderBlobs, stepContext } from '../tests/support/folder-blobs.ts';

const execute = promisify(execFile);
const { values } = parseArgs({ options: { pages: { type: 'string', default: '12' }, book: { type: 'string', default: '2000' }, files: { type: 'string', default: '10000' }, quick: { type: 'boolean', default: false }, child: { type: 'string' } } });
const PAGES = values.quick ? 4 : Number(values.pages);
const FILE_BYTES = values.quick ? 10_000 : 100_000;
const CREATED = '2026-11-22T08:30:00.000Z';
const signal = new AbortController().signal;
const row = (...cells: readonly (string | number)[]): void => console.log(cells.map((cell) => String(cell).padEnd(34)).join(''));
const seconds = (since: number): number => (performance.now() - since) / 1000;
const has = (command: string): boolean => spawnSync('which', [command]).status === 0;

type Page = { readonly path: string; readonly jpeg: Buffer };

async function makePages(dir: string, count: number): Promise<Page[]> {
  const types = ['KS', 'KH', 'KT', 'HN', 'VB'] as const;
  const pages: Page[] = [];
  for (let index = 0; index < count; index += 1) {
    const page = await renderPage({ type: types[index % types.length] ?? 'KS', seed: 900 + index, preset: 'scan' });
    const jpeg = await sharp(Buffer.from(await page.jpeg())).withMetadata({ density: 200 }).jpeg({ quality: 85 }).toBuffer();
    const path = join(dir, `${String(index).padStart(3, '0')}.jpg`);
    await writeFile(path, jpeg);
    pages.push({ path, jpeg });
  }
  return pages;
}

/** Pages as records of one page, delivered as they are, without readings: what is measured is packing. */
async function recordsOf(pages: readonly Page[], blobs: ReturnType<typeof createFolderBlobs>, pagesEach = 1): Promise<PackageRecord[]> {
  const made = await Promise.all(pages.map(async ({ jpeg }, index) => {
    const delivered = await sharp(jpeg).jpeg({ quality: 75 }).withMetadata({ density: 200 }).toBuffer();
    const { width, height } = await sharp(jpeg).metadata();
    const master = { sha256: await blobs.put(jpeg), mediaType: 'image/jpeg' as const, frame: 0, origin: 'file' as const, widthPx: width, heightPx: height, dpi: 200, orientation: 1 };
    return { pageId: `p${index}`, master, transforms: [{ kind: 'deskew', angleDeg: 0.4 }] as unknown as PackageRecord['pages'][number]['transforms'], deliveredSha256: await blobs.put(delivered), reading: null };
  }));
  return Array.from({ length: Math.ceil(made.length / pagesEach) }, (_, index) => ({
    recordId: `r${index}`, recordType: 'KS', recordTypeConfidence: 1, fields: {}, warnings: [], pages: made.slice(index * pagesEach, (index + 1) * pagesEach), sourceFiles: [`${index}.jpg`], ms: { clean: 0, recognise: 0, extract: 0 },
  }));
}

const pdfsIn = async (dir: string): Promise<string[]> => (await readdir(dir, { recursive: true })).filter((path) => path.endsWith('.pdf') && !path.includes('rep2')).toSorted().map((path) => join(dir, path));

/** Words that Tesseract reads on a picture. */
async function readWords(image: string): Promise<string[]> {
  const { stdout } = await execute('tesseract', [image, '-', '-l', 'vie', '--psm', '6'], { maxBuffer: 1 << 26, env: { ...process.env, OMP_THREAD_LIMIT: '1' } });
  return stdout.normalize('NFC').split(/\s+/).filter(Boolean);
}

/** Share of the page's own words that the copy still gives, in percent, whatever their order. */
function kept(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of after) left.set(word, (left.get(word) ?? 0) + 1);
  let found = 0;
  for (const word of before) if ((left.get(word) ?? 0) > 0) {
    left.set(word, (left.get(word) ?? 0) - 1);
    found += 1;
  }
  return (100 * found) / Math.max(1, before.length);
}

async function legibility(pdfs: readonly string[], truths: readonly (readonly string[])[], work: string): Promise<number> {
  let sum = 0;
  for (const [index, pdf] of pdfs.entries()) {
    await execute('pdftoppm', ['-r', '300', '-png', '-singlefile', pdf, join(work, 'seen')]);
    sum += kept(truths[index] ?? [], await readWords(join(work, 'seen.png')));
  }
  return sum / Math.max(1, pdfs.length);
}

async function speedAndSize(work: string, count: number): Promise<void> {
  const pages = await makePages(work, count);
  await mkdir(join(work, 'blobs'));
  const blobs = createFolderBlobs(join(work, 'blobs'));
  const records = await recordsOf(pages, blobs);
  // What the renderer printed, whole, is what a perfect copy would give back.
  const truths = await Promise.all(Array.from({ length: count }, async (_, index) => (await renderPage({ type: (['KS', 'KH', 'KT', 'HN', 'VB'] as const)[index % 5] ?? 'KS', seed: 900 + index, preset: 'scan' })).truth.text.normalize('NFC').split(/\s+/).filter(Boolean)));
  let onPage = 0;
  for (const [index, { jpeg }] of pages.entries()) {
    // At the resolution at which the PDFs are looked at.
    const seen = join(work, 'seen.png');
    const { width } = await sharp(jpeg).metadata();
    await sharp(jpeg).resize({ width: Math.round(width * 1.5) }).png().toFile(seen);
    onPage += kept(truths[index] ?? [], await readWords(seen));
  }
  row('', 'packages / min', 'bytes / page', 'words Tesseract reads, %');
  row('the pages themselves', '', Math.round(pages.reduce((sum, { jpeg }) => sum + jpeg.length, 0) / count), (onPage / count).toFixed(2));
  for (const profile of ['ho-tich', 'luu-tru'] as const) {
    const since = performance.now();
    await buildPackage({ batchId: 'bench', batchName: 'bench', profile, records, outDir: join(work, profile), createdAt: CREATED }, stepContext(blobs));
    const took = seconds(since);
    const pdfs = await pdfsIn(join(work, profile));
    row(`Sổ Hoá ${profile}`, ((60 * count) / took).toFixed(0), Math.round((await sizeOf(pdfs)) / count), (await legibility(pdfs, truths, work)).toFixed(2));
  }
  if (!has('ocrmypdf')) return row('OCRmyPDF', 'not installed', '', '');
  for (const level of ['1', '2']) {
    const made: string[] = [];
    const since = performance.now();
    await inTurns(pages, availableParallelism(), async ({ path }, index) => {
      const out = join(work, `omp-${level}-${String(index).padStart(3, '0')}.pdf`);
      made[index] = out;
      await execute('ocrmypdf', ['--tesseract-timeout', '0', '--output-type', 'pdfa-2', '--optimize', level, '--image-dpi', '200', '--jobs', '1', path, out], { maxBuffer: 1 << 26 });
    });
    const took = seconds(since);
    row(`OCRmyPDF PDF/A step, -O${level}`, ((60 * count) / took).toFixed(0), Math.round((await sizeOf(made)) / count), (await legibility(made, truths, work)).toFixed(2));
  }
}

const sizeOf = async (paths: readonly string[]): Promise<number> => (await Promise.all(paths.map(async (path) => (await stat(path)).size))).reduce((a, b) => a + b, 0);

async function inTurns<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  }));
}

async function smallPages(dir: string): Promise<Page[]> {
  const [page] = await makePages(dir, 1);
  if (page === undefined) throw new Error('no page');
  return [{ ...page, jpeg: await sharp(page.jpeg).extract({ left: 0, top: 0, width: 800, height: 120 }).extend({ bottom: 1900, right: 600, background: '#fdfcf7' }).jpeg({ quality: 60 }).toBuffer() }];
}

/** Child: builds one book of so many pages in one record and prints its own peak. */
async function buildBook(work: string, pageCount: number): Promise<void> {
  await mkdir(join(work, 'blobs'), { recursive: true });
  const blobs = createFolderBlobs(join(work, 'blobs'));
  // A quick book repeats one page that is small enough to go in as it is: the writing is what grows with a book.
  const pagesMade = values.quick ? await smallPages(work) : await makePages(work, 4);
  const [record] = await recordsOf(pagesMade, blobs, pagesMade.length);
  if (record === undefined) throw new Error('no page');
  const pages = Array.from({ length: pageCount }, (_, index) => ({ ...(record.pages[index % record.pages.length] as PackageRecord['pages'][number]), pageId: `p${index}` }));
  await buildPackage({ batchId: 'bench', batchName: 'bench', profile: 'ho-tich', records: [{ ...record, pages }], outDir: join(work, `book-${pageCount}`), createdAt: CREATED }, stepContext(blobs));
  console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

async function memory(work: string, large: number): Promise<void> {
  const peakOf = async (pages: number): Promise<number> => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--child', String(pages), ...(values.quick ? ['--quick'] : [])], { env: { ...process.env, BENCH_WORK: join(work, `memory-${pages}`) }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const part of child.stdout) said += String(part);
    return (JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as { peakBytes: number }).peakBytes;
  };
  const small = await peakOf(20);
  const big = await peakOf(large);
  row(`peak memory, ${large} pages : 20 pages`, `${Math.round(big / 1e6)} MB : ${Math.round(small / 1e6)} MB`, (big / small).toFixed(2), '');
}

async function bagging(work: string, count: number): Promise<void> {
  const dir = join(work, 'bag');
  for (let folder = 0; folder < 100; folder += 1) await mkdir(join(dir, 'data', String(folder)), { recursive: true });
  const content = randomBytes(FILE_BYTES);
  for (let index = 0; index < count; index += 1) await writeFile(join(dir, 'data', String(index % 100), `${index}.bin`), content);
  // Once for nothing, so that both read from the same warm cache; then twice each, the better counts.
  const sums = async (): Promise<number> => {
    const since = performance.now();
    await execute('bash', ['-c', `find data -type f -print0 | xargs -0 sha512sum > ../sums.txt`], { cwd: dir });
    return seconds(since);
  };
  const bags = async (): Promise<number> => {
    const since = performance.now();
    await writeBag(dir, { batchId: 'bench', batchName: 'bench', createdAt: CREATED, hashes: ['sha512'] }, signal);
    return seconds(since);
  };
  await sums();
  const [sum, bag] = [Math.min(await sums(), await sums()), Math.min(await bags(), await bags())];
  row(`${count} files of ${FILE_BYTES / 1000} KB bagged : sha512sum`, `${bag.toFixed(1)} s : ${sum.toFixed(1)} s`, (bag / sum).toFixed(2), 'wanted: at most 1.5');
}

if (values.child !== undefined) await buildBook(process.env['BENCH_WORK'] ?? tmpdir(), Number(values.child));
else {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-bench-'));
  try {
    await mkdir(join(work, 'speed'));
    await speedAndSize(join(work, 'speed'), PAGES);
    await memory(work, Number(values.book));
    await bagging(work, Number(values.files));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
