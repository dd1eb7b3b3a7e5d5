// What our own check refuses, judges that share no code with us refuse too: packages spoiled one way each.
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { writeBag } from '../../backend/packaging/write-bag.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import type { JudgeName } from '../support/judges.ts';
import { bagitPython, needJudges, openpyxlCells, qpdfCheck, veraPdf } from '../support/judges.ts';
import { KS_VALUES, packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;
const PDF = 'data/KS/KS.2017.01.2017-02-03.05.pdf';
const WORKBOOK = /^data\/.*\.xlsx$/;
let original = '';
let workbook = '';

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  await mkdir(join(work, 'blobs'));
  const blobs = createFolderBlobs(join(work, 'blobs'));
  original = join(work, 'package');
  await buildPackage(packageInput(original, [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, so: '06/2017' } })]), stepContext(blobs));
  const manifest = await readFile(join(original, 'manifest-sha256.txt'), 'utf8');
  workbook = manifest.split('\n').map((line) => line.slice(66)).find((path) => WORKBOOK.test(path)) ?? '';
  return () => rm(work, { recursive: true, force: true });
});

type Spoil = (dir: string) => Promise<unknown>;

async function spoiled(spoil: Spoil): Promise<string> {
  const dir = join(await makeTempFolder(), 'package');
  await cp(original, dir, { recursive: true });
  await spoil(dir);
  return dir;
}

/** With a new bag around it: every checksum is right, and only the content is wrong. */
const rebagged = (spoil: Spoil): Promise<string> => spoiled(async (dir) => {
  await spoil(dir);
  for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt']) await rm(join(dir, name));
  await writeBag(dir, { batchId: 'batch-1', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, signal);
});

const isOurs = async (dir: string): Promise<boolean> => (await verifyPackage(dir, signal)).ok;
const edit = async (path: string, change: (text: string) => string): Promise<void> => writeFile(path, change(await readFile(path, 'latin1')), 'latin1');
const flip = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(path, bytes);
};
const manifest = (dir: string): string => join(dir, 'manifest-sha256.txt');

/** In a bag as it was: the judge is bagit-python. */
const BAG_SPOILINGS: readonly (readonly [string, Spoil])[] = [
  ['one byte changed in a PDF', (dir) => flip(join(dir, PDF))],
  ['one byte changed in a workbook', (dir) => flip(join(dir, workbook))],
  ['a file cut short', (dir) => truncate(join(dir, PDF), 1000)],
  ['a file missing', (dir) => rm(join(dir, 'data/index.html'))],
  ['a file too many', (dir) => writeFile(join(dir, 'data/Thumbs.db'), 'x')],
  ['a file renamed', (dir) => rename(join(dir, 'data/index.html'), join(dir, 'data/muc-luc.html'))],
  ['no bagit.txt', (dir) => rm(join(dir, 'bagit.txt'))],
  ['a bagit.txt with a byte order mark', (dir) => edit(join(dir, 'bagit.txt'), (text) => `\xEF\xBB\xBF${text}`)],
  ['no manifest', (dir) => rm(manifest(dir))],
  ['a manifest line lost', (dir) => edit(manifest(dir), (text) => text.replace(/^.*index\.html\n/m, ''))],
  ['a wrong checksum in the manifest', (dir) => edit(manifest(dir), (text) => text.replace(/^.{8}/, '00000000'))],
  ['a manifest that reaches out of the bag', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  data/../../../etc/passwd\n`)],
  ['bag-info that counts wrongly', (dir) => edit(join(dir, 'bag-info.txt'), (text) => text.replace(/Oxum: \d+/, 'Oxum: 1'))],
  ['bag-info changed after the tag manifest', (dir) => edit(join(dir, 'bag-info.txt'), (text) => text.replace('batch-1', 'batch-9'))],
];

/** True when the judge takes it. */
type Judge = (dir: string) => Promise<boolean>;
const byQpdf: Judge = async (dir) => (await qpdfCheck(join(dir, PDF))).ok;
const byVeraPdf: Judge = async (dir) => (await veraPdf([join(dir, PDF)])).refused.length === 0;
const byOpenpyxl: Judge = async (dir) => (await openpyxlCells(join(dir, workbook))) !== undefined;

/** In a bag made anew, which bagit-python takes: only the content is wrong. */
const CONTENT_SPOILINGS: readonly (readonly [string, Spoil, JudgeName, Judge])[] = [
  ['a PDF cut short', (dir) => truncate(join(dir, PDF), 4000), 'qpdf', byQpdf],
  ['a PDF that is a text', (dir) => writeFile(join(dir, PDF), 'không phải PDF'), 'qpdf', byQpdf],
  ['a PDF that is empty', (dir) => truncate(join(dir, PDF), 0), 'qpdf', byQpdf],
  ['a PDF that no longer says it is an archive PDF', (dir) => edit(join(dir, PDF), (text) => text.replace('<pdfaid:part>2<', '<pdfaid:part>0<')), 'veraPDF', byVeraPdf],
  ['a PDF whose text has no Unicode', (dir) => edit(join(dir, PDF), (text) => text.replace('/ToUnicode', '/ToUnicodX')), 'veraPDF', byVeraPdf],
  ['a PDF without an output intent', (dir) => edit(join(dir, PDF), (text) => text.replace('/OutputIntents', '/OutputIntentX')), 'veraPDF', byVeraPdf],
  ['a PDF with bytes after its end', (dir) => edit(join(dir, PDF), (text) => `${text}một dòng thừa`), 'veraPDF', byVeraPdf],
  ['a workbook that is none', (dir) => writeFile(join(dir, workbook), 'PK'), 'openpyxl', byOpenpyxl],
  ['a workbook cut short', (dir) => truncate(join(dir, workbook), 3000), 'openpyxl', byOpenpyxl],
];

type Case = { readonly what: string; readonly dir: () => Promise<string>; readonly judge: JudgeName; readonly isTaken: Judge };
const CASES: readonly Case[] = [
  ...BAG_SPOILINGS.map(([what, spoil]): Case => ({ what, dir: () => spoiled(spoil), judge: 'bagit-python', isTaken: async (dir) => (await bagitPython(dir)).ok })),
  ...CONTENT_SPOILINGS.map(([what, spoil, judge, isTaken]): Case => ({ what: `${what}, every checksum right`, dir: () => rebagged(spoil), judge, isTaken })),
];

describe('a spoiled package is refused by an outside judge and by our check', () => {
  let refusedByBoth = 0;
  it('but both take the package as it was built', async (context) => {
    needJudges(context, 'bagit-python', 'qpdf', 'veraPDF', 'openpyxl');
    expect(await Promise.all([isOurs, async (dir: string) => (await bagitPython(dir)).ok, byQpdf, byVeraPdf, byOpenpyxl].map((judge) => judge(original)))).toEqual([true, true, true, true, true]);
  });
  it.for(CASES)('$what ($judge)', async ({ dir: make, judge, isTaken }, context) => {
    needJudges(context, judge);
    const dir = await make();
    expect({ [judge]: await isTaken(dir), ours: await isOurs(dir) }).toEqual({ [judge]: false, ours: false });
    refusedByBoth += 1;
  });
  it('of which there are at least twenty', (context) => {
    needJudges(context, 'bagit-python', 'qpdf', 'veraPDF', 'openpyxl');
    process.stdout.write(`spoiled packages refused by an outside judge and by our check: ${refusedByBoth} of ${CASES.length}\n`);
    expect(refusedByBoth).toBe(CASES.length);
    expect(CASES.length).toBeGreaterThanOrEqual(20);
  });
});
