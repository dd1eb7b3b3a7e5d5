// Packages beside their peers, a table for each claim:
//   pages     pages packed a minute, bytes a page and what a reader still gets of it, beside OCRmyPDF's PDF/A step
//   memory    a 2,000-page book against a 20-page one
//   bagging   10,000 files bagged against sha512sum of the same bytes
//   npm run bench:package -- [--only pages|memory|bagging] [--pages N of each degree] [--book N] [--files N]
//   npm run bench:package -- --quick     one page of each degree, a book of one small page over and over, files of 10 KB
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { createOcrPool } from '../backend/ocr/ocr-engine.ts';
import type { PackageInput } from '../backend/packaging/package-input.ts';
import { writeBag } from '../backend/packaging/write-bag.ts';
import { buildPackage } from '../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../tests/support/folder-blobs.ts';
import { type BenchPage, makePages, recordsOf } from './support/package-pages.ts';
import { printTable } from './support/print-table.ts';
import { readWords } from './support/read-words.ts';
import { sumWords, type WordCounts } from './support/score-words.ts';

const execute = promisify(execFile);
const { values } = parseArgs({ options: { only: { type: 'string' }, pages: { type: 'string' }, book: { type: 'string', default: '2000' }, files: { type: 'string', default: '10000' }, seed: { type: 'string', default: '5100' }, quick: { type: 'boolean', default: false }, child: { type: 'string' } } });
const LEVELS = ['clean', 'scan', 'poor'] as const;
const CREATED = '2026-11-22T08:30:00.000Z';
const signal = new AbortController().signal;
const seconds = (since: number): number => (performance.now() - since) / 1000;
const has = (command: string): boolean => spawnSync('which', [command]).status === 0;

type Packer = { readonly name: string; pack(pages: readonly BenchPage[], work: string): Promise<readonly string[]> };

const ours = (name: string, profile: PackageInput['profile'], more: Partial<PackageInput> = {}): Packer => ({
  name,
  pack: async (pages, work) => {
    await mkdir(join(work, 'blobs'), { recursive: true });
    const blobs = createFolderBlobs(join(work, 'blobs'));
    const { dir } = await buildPackage({ batchId: 'bench', batchName: 'bench', profile, records: await recordsOf(pages, blobs), outDir: join(work, 'package'), createdAt: CREATED, ...more }, stepContext(blobs));
    const found = (await readdir(dir, { recursive: true })).filter((path) => path.endsWith('.pdf') && !path.includes('rep2'));
    // Files carry the record's place in the batch, in the order of the pages.
    return found.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((path) => join(dir, path));
  },
});

const ocrmypdf = (level: string): Packer => ({
  name: `OCRmyPDF, PDF/A step, -O${level}`,
  pack: async (pages, work) => {
    const made = pages.map((_, index) => join(work, `${String(index).padStart(3, '0')}.pdf`));
    await inTurns(pages, availableParallelism(), async ({ path, dpi }, index) => {
      await execute('ocrmypdf', ['--tesseract-timeout', '0', '--output-type', 'pdfa-2', '--optimize', level, '--image-dpi', String(dpi), '--jobs', '1', path, made[index] ?? ''], { maxBuffer: 1 << 26 });
    });
    return made;
  },
});

async function inTurns<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [index, item] of left) await work(item, index);
  }));
}

const percent = (counts: readonly WordCounts[]): string => {
  const { hits, wanted } = sumWords(counts);
  return ((100 * hits) / Math.max(1, wanted)).toFixed(2);
};
const mean = (numbers: readonly number[]): number => Math.round(numbers.reduce((a, b) => a + b, 0) / Math.max(1, numbers.length));

async function pages(work: string): Promise<void> {
  const made = await makePages(work, LEVELS, values.quick ? 1 : Number(values.pages ?? 6), Number(values.seed));
  const engine = createOcrPool({ size: availableParallelism() });
  const rows: (readonly (string | number)[])[] = [];
  const tell = (name: string, rate: string, bytes: readonly number[], words: readonly WordCounts[]): void => {
    const perLevel = LEVELS.map((level) => mean(bytes.filter((_, index) => made[index]?.level === level)));
    rows.push([name, rate, ...perLevel.map((size) => `${Math.round(size / 1024)} KB`), `${Math.round(mean(bytes) / 1024)} KB`, percent(words), ...LEVELS.map((level) => percent(words.filter((_, index) => made[index]?.level === level)))]);
  };
  try {
    const seen = async (pictures: readonly (string | Buffer)[]): Promise<WordCounts[]> => {
      const counts: WordCounts[] = [];
      await inTurns(pictures, availableParallelism(), async (picture, index) => { counts[index] = await readWords(engine, picture, made[index]?.text ?? ''); });
      return counts;
    };
    const plain = await Promise.all(made.map(({ delivered, widthPx, dpi }) => sharp(delivered).resize({ width: Math.round((widthPx * 300) / dpi) }).png().toBuffer()));
    tell('the pages themselves', '', made.map(({ delivered }) => delivered.length), await seen(plain));
    const packers = [ours('Sổ Hoá ho-tich', 'ho-tich'), ours('Sổ Hoá luu-tru', 'luu-tru'), ours('Sổ Hoá luu-tru, print over paper', 'luu-tru', { isMixedRaster: true }), ...(has('ocrmypdf') ? [ocrmypdf('1'), ocrmypdf('2')] : [])];
    for (const [index, { name, pack }] of packers.entries()) {
      const dir = join(work, String(index));
      await mkdir(dir);
      const since = performance.now();
      const pdfs = await pack(made, dir);
      const rate = ((60 * made.length) / seconds(since)).toFixed(0);
      const bytes = await Promise.all(pdfs.map(async (path) => (await stat(path)).size));
      for (const pdf of pdfs) await execute('pdftoppm', ['-r', '300', '-png', '-singlefile', pdf, pdf.slice(0, -4)]);
      tell(name, rate, bytes, await seen(pdfs.map((pdf) => `${pdf.slice(0, -4)}.png`)));
    }
  } finally {
    await engine.close();
  }
  printTable(['', 'pages a minute', ...LEVELS, 'bytes a page', 'words read, %', ...LEVELS], rows);
  if (!has('ocrmypdf')) console.log('OCRmyPDF is not installed: no peer in this table');
}

/** Child: builds one book of so many pages in one record and prints its own peak. */
async function buildBook(work: string, pageCount: number): Promise<void> {
  await mkdir(join(work, 'blobs'), { recursive: true });
  const blobs = createFolderBlobs(join(work, 'blobs'));
  const made = await makePages(work, ['scan'], values.quick ? 1 : 4, Number(values.seed));
  // A quick book repeats one page that is small enough to go in as it is: the writing is what grows with a book.
  const small = async (page: BenchPage): Promise<BenchPage> => ({ ...page, widthPx: 1400, heightPx: 2019, delivered: await sharp(page.delivered).extract({ left: 0, top: 0, width: 800, height: 120 }).extend({ bottom: 1899, right: 600, background: '#fdfcf7' }).jpeg({ quality: 60 }).toBuffer() });
  const [record] = await recordsOf(values.quick ? await Promise.all(made.map(small)) : made, blobs, made.length);
  const pageOf = (index: number): PackageInput['records'][number]['pages'][number] => {
    const page = record?.pages[index % record.pages.length];
    if (page === undefined) throw new Error('no page');
    return { ...page, pageId: `p${index}` };
  };
  if (record === undefined) throw new Error('no record');
  await buildPackage({ batchId: 'bench', batchName: 'bench', profile: 'ho-tich', records: [{ ...record, pages: Array.from({ length: pageCount }, (_, index) => pageOf(index)) }], outDir: join(work, `book-${pageCount}`), createdAt: CREATED }, stepContext(blobs));
  console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

const peakSchema = z.object({ peakBytes: z.number() });

async function memory(work: string): Promise<void> {
  const large = Number(values.book);
  const peakOf = async (pageCount: number): Promise<number> => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--child', String(pageCount), ...(values.quick ? ['--quick'] : [])], { env: { ...process.env, BENCH_WORK: join(work, `memory-${pageCount}`) }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const part of child.stdout) said += String(part);
    return peakSchema.parse(JSON.parse(said.trim().split('\n').at(-1) ?? '')).peakBytes;
  };
  const small = await peakOf(20);
  const big = await peakOf(large);
  printTable(['a book of', 'peak memory', 'times'], [['20 pages', `${Math.round(small / 1e6)} MB`, ''], [`${large} pages`, `${Math.round(big / 1e6)} MB`, (big / small).toFixed(2)]]);
}

async function bagging(work: string): Promise<void> {
  const dir = join(work, 'bag');
  const count = Number(values.files);
  const content = randomBytes(values.quick ? 10_000 : 100_000);
  for (let folder = 0; folder < 100; folder += 1) await mkdir(join(dir, 'data', String(folder)), { recursive: true });
  for (let index = 0; index < count; index += 1) await writeFile(join(dir, 'data', String(index % 100), `${index}.bin`), content);
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const since = performance.now();
    await run();
    return seconds(since);
  };
  const sums = (): Promise<number> => timed(() => execute('bash', ['-c', `find data -type f -print0 | xargs -0 sha512sum > ../sums.txt`], { cwd: dir }));
  const bags = (): Promise<number> => timed(() => writeBag(dir, { batchId: 'bench', batchName: 'bench', createdAt: CREATED, hashes: ['sha512'] }, signal));
  // Once for nothing, so that both read from the same warm cache; then three times each in turn, the best counts.
  await sums();
  const tries: (readonly [number, number])[] = [];
  for (let round = 0; round < 3; round += 1) tries.push([await sums(), await bags()]);
  const sum = Math.min(...tries.map(([one]) => one));
  const bag = Math.min(...tries.map(([, other]) => other));
  printTable([`${count} files of ${content.length / 1000} KB`, 'seconds', 'times'], [['sha512sum', sum.toFixed(2), ''], ['bagged', bag.toFixed(2), (bag / sum).toFixed(2)]]);
}

if (values.child !== undefined) await buildBook(process.env['BENCH_WORK'] ?? tmpdir(), Number(values.child));
else {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-bench-'));
  try {
    for (const [name, run] of Object.entries({ pages, memory, bagging })) if (values.only === undefined || values.only === name) await run(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
