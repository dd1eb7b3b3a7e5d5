// Packages beside their peers, a table for each claim:
//   speed        pages packed a minute, bytes a page, beside OCRmyPDF's PDF/A step
//   legibility   what two readers still get of the packed pages: words and fields, against the scans themselves
//   memory       a book of 2,000 different scans against one of 20
//   bagging      10,000 files bagged against sha512sum of the same bytes
//   npm run bench:package -- [--only speed|legibility|memory|bagging] [--each N pages of each degree] [--book N] [--files N]
//   npm run bench:package -- --quick     two pages of each degree and nothing of the data folder, a book of 100, files of 10 KB
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { createOcrEngine } from '../backend/ocr/ocr-engine.ts';
import { writeBag } from '../backend/packaging/write-bag.ts';
import { buildPackage } from '../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../tests/support/folder-blobs.ts';
import { differentScans } from './support/different-scans.ts';
import { describeMachine } from './support/machine.ts';
import { type BenchPage, GROUPS, makePages } from './support/package-pages.ts';
import { CREATED, ocrmypdfPacker, ourPacker, type Packer } from './support/packers.ts';
import { type Cell, printTable } from './support/print-table.ts';
import { type ReadCopy, readCopies } from './support/read-copies.ts';
import { sumWords, type WordCounts } from './support/score-words.ts';

const execute = promisify(execFile);
const { values } = parseArgs({ options: { only: { type: 'string' }, each: { type: 'string' }, book: { type: 'string' }, files: { type: 'string', default: '10000' }, seed: { type: 'string', default: '5100' }, quick: { type: 'boolean', default: false }, child: { type: 'string' } } });
const signal = new AbortController().signal;
const seconds = (since: number): number => (performance.now() - since) / 1000;
const has = (command: string): boolean => spawnSync('which', [command]).status === 0;
const wants = (name: string): boolean => values.only === undefined || values.only === name;

type Packed = { readonly name: string; readonly rate: number | null; readonly files: readonly string[]; readonly bytes: readonly number[] };

const sizesOf = (files: readonly string[]): Promise<number[]> => Promise.all(files.map(async (file) => (await stat(file)).size));

async function packAll(pages: readonly BenchPage[], packers: readonly Packer[], work: string): Promise<readonly Packed[]> {
  const packed: Packed[] = [];
  for (const [index, { name, pack }] of packers.entries()) {
    const dir = join(work, String(index));
    await mkdir(dir);
    const since = performance.now();
    const files = await pack(pages, dir);
    packed.push({ name, rate: (60 * pages.length) / seconds(since), files, bytes: await sizesOf(files) });
  }
  return packed;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / Math.max(1, numbers.length);
const kilobytes = (numbers: readonly number[]): Cell => (numbers.length === 0 ? null : `${Math.round(mean(numbers) / 1024)} KB`);

function printSpeed(pages: readonly BenchPage[], packed: readonly Packed[]): void {
  const rows = packed.map(({ name, rate, bytes }): Cell[] => [name, rate === null ? null : rate.toFixed(0), kilobytes(bytes), ...GROUPS.map((group) => kilobytes(bytes.filter((_, index) => pages[index]?.group === group))), `${Math.round(Math.max(...bytes) / 1024)} KB`]);
  printTable(['PDFs of the same pages', 'pages a minute', 'bytes a page', ...GROUPS, 'largest'], rows);
}

const share = (counts: readonly WordCounts[]): number => {
  const { hits, wanted } = sumWords(counts);
  return (100 * hits) / Math.max(1, wanted);
};
const exactShare = (copies: readonly ReadCopy[]): number => (100 * copies.reduce((sum, { fields }) => sum + fields.exact, 0)) / Math.max(1, copies.reduce((sum, { fields }) => sum + fields.all, 0));
const secondOf = (copies: readonly ReadCopy[]): WordCounts[] => copies.flatMap(({ second }) => (second === null ? [] : [second]));
const difference = (now: number, before: number): string => `${now >= before ? '+' : '−'}${Math.abs(now - before).toFixed(2)}`;

/** Each row against the first: points lost or won. */
async function legibility(pages: readonly BenchPage[], packed: readonly Packed[], work: string): Promise<void> {
  const engine = createOcrEngine({ timeoutMs: 180_000 });
  const read: (readonly [Packed, readonly ReadCopy[]])[] = [];
  try {
    await mkdir(join(work, 'read'));
    const readers = { engine, blobs: createFolderBlobs(join(work, 'read')), hasTesseract: has('tesseract') };
    for (const one of packed) read.push([one, await readCopies(one.files, pages.map(({ truth }) => truth), readers)]);
  } finally {
    await engine.close();
  }
  const scans = read[0]?.[1] ?? [];
  const rows = read.map(([{ name, bytes }, copies]): Cell[] => {
    const of = (group: string, all: readonly ReadCopy[]): WordCounts[] => all.filter((_, index) => pages[index]?.group === group).map(({ words }) => words);
    const [words, before] = [share(copies.map((copy) => copy.words)), share(scans.map((copy) => copy.words))];
    const second = secondOf(copies).length === 0 ? [null, null] : [share(secondOf(copies)).toFixed(2), difference(share(secondOf(copies)), share(secondOf(scans)))];
    return [name, kilobytes(bytes), words.toFixed(2), difference(words, before), ...GROUPS.map((group) => (of(group, copies).length === 0 ? null : difference(share(of(group, copies)), share(of(group, scans))))), exactShare(copies).toFixed(2), difference(exactShare(copies), exactShare(scans)), ...second];
  });
  printTable(['read again after packing', 'bytes a page', 'words, %', '±', ...GROUPS, 'fields, %', '±', 'words, tesseract', '±'], rows);
  const { wanted } = sumWords(scans.map(({ words }) => words));
  console.log(`\n${pages.length} pages, ${wanted} words: a word is ${(100 / Math.max(1, wanted)).toFixed(3)} points.`);
}

async function speedAndLegibility(work: string): Promise<void> {
  if (!wants('speed') && !wants('legibility')) return;
  await mkdir(join(work, 'blobs'));
  const blobs = createFolderBlobs(join(work, 'blobs'));
  const pages = await makePages(work, blobs, { each: Number(values.each ?? (values.quick ? 2 : 8)), seed: Number(values.seed), isWithData: !values.quick });
  const packers = [ourPacker('Sổ Hoá ho-tich', blobs, 'ho-tich'), ourPacker('Sổ Hoá luu-tru', blobs, 'luu-tru'), ...(has('ocrmypdf') ? [ocrmypdfPacker('1')] : [])];
  const packed = await packAll(pages, packers, work);
  if (!has('ocrmypdf')) console.log('(OCRmyPDF is not installed: no peer in these tables)');
  if (wants('speed')) printSpeed(pages, packed);
  if (!wants('legibility')) return;
  console.log('');
  const scans = pages.map(({ path }) => path);
  await legibility(pages, [{ name: 'the scans themselves', rate: null, files: scans, bytes: await sizesOf(scans) }, ...packed], work);
}

/** Child: builds one book of so many different pages in one record and prints its own peak. */
async function buildBook(work: string, pageCount: number): Promise<void> {
  // As in a worker process.
  sharp.concurrency(1);
  sharp.cache(false);
  await mkdir(join(work, 'blobs'), { recursive: true });
  const { record, blobs } = await differentScans(pageCount, createFolderBlobs(join(work, 'blobs')), Number(values.seed));
  await buildPackage({ batchId: 'bench', batchName: 'bench', profile: 'ho-tich', records: [record], outDir: join(work, `book-${pageCount}`), createdAt: CREATED }, stepContext(blobs));
  console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

const peakSchema = z.object({ peakBytes: z.number() });

async function memory(work: string): Promise<void> {
  const large = Number(values.book ?? (values.quick ? 100 : 2000));
  const peakOf = async (pageCount: number): Promise<number> => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--child', String(pageCount), '--seed', values.seed], { env: { ...process.env, BENCH_WORK: join(work, `memory-${pageCount}`) }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const part of child.stdout) said += String(part);
    return peakSchema.parse(JSON.parse(said.trim().split('\n').at(-1) ?? '')).peakBytes;
  };
  const small = await peakOf(20);
  const big = await peakOf(large);
  printTable(['a book of so many different scans', 'peak memory', 'times'], [['20 pages', `${Math.round(small / 1e6)} MB`, ''], [`${large} pages`, `${Math.round(big / 1e6)} MB`, (big / small).toFixed(2)]]);
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
  console.log(`Packages · ${describeMachine()}\n`);
  const work = await mkdtemp(join(tmpdir(), 'sohoa-bench-'));
  try {
    for (const [name, run] of Object.entries({ speedAndLegibility, memory, bagging })) if (name === 'speedAndLegibility' || wants(name)) await run(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
