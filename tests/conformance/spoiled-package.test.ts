// What our own check refuses, judges that share no code with us refuse too: packages spoiled one way each.
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { writeBag } from '../../backend/packaging/write-bag.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
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

describe('bagit-python and our check', () => {
  it('both take the package as it was built', async (context) => {
    needJudges(context, 'bagit-python');
    expect(await isOurs(original)).toBe(true);
    expect((await bagitPython(original)).ok).toBe(true);
  });

  const cases: readonly (readonly [string, Spoil])[] = [
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
  it.for(cases)('our check refuses %s', async ([, spoil]) => {
    const dir = await spoiled(spoil);
    expect(await isOurs(dir)).toBe(false);
  });
  it.for(cases)('bagit-python refuses %s', async ([, spoil], context) => {
    needJudges(context, 'bagit-python');
    expect((await bagitPython(await spoiled(spoil))).ok).toBe(false);
  });
});

describe('with every checksum right, a wrong content is refused by its judge and by our check:', () => {
  it('a PDF cut short: qpdf', async (context) => {
    needJudges(context, 'qpdf', 'bagit-python');
    const dir = await rebagged((copy) => truncate(join(copy, PDF), 4000));
    expect([(await bagitPython(dir)).ok, (await qpdfCheck(join(dir, PDF))).ok, await isOurs(dir)]).toEqual([true, false, false]);
  });
  it('a PDF that is a text: qpdf and veraPDF', async (context) => {
    needJudges(context, 'qpdf', 'veraPDF');
    const dir = await rebagged((copy) => writeFile(join(copy, PDF), 'không phải PDF'));
    expect([(await qpdfCheck(join(dir, PDF))).ok, (await veraPdf([join(dir, PDF)])).refused.length, await isOurs(dir)]).toEqual([false, 1, false]);
  });
  it.for<readonly [string, (text: string) => string]>([
    ['that no longer says it is an archive PDF', (text: string) => text.replace('<pdfaid:part>2<', '<pdfaid:part>0<')],
    ['whose text has no Unicode', (text: string) => text.replace('/ToUnicode', '/ToUnicodX')],
    ['without an output intent', (text: string) => text.replace('/OutputIntents', '/OutputIntentX')],
    ['with bytes after its end', (text: string) => `${text}một dòng thừa`],
  ])('a PDF %s: veraPDF', async ([, spoil], context) => {
    needJudges(context, 'veraPDF');
    const dir = await rebagged((copy) => edit(join(copy, PDF), spoil));
    expect((await veraPdf([join(dir, PDF)])).refused).toHaveLength(1);
    expect((await verifyPackage(dir, signal)).findings).toContainEqual(expect.objectContaining({ ok: false, code: 'pdf-not-archival', path: PDF }));
  });
  it('a workbook that is none: openpyxl', async (context) => {
    needJudges(context, 'openpyxl');
    const dir = await rebagged((copy) => writeFile(join(copy, workbook), 'PK'));
    expect([await openpyxlCells(join(dir, workbook)), await isOurs(dir)]).toEqual([undefined, false]);
  });
  it('a workbook cut short: openpyxl', async (context) => {
    needJudges(context, 'openpyxl');
    const dir = await rebagged((copy) => truncate(join(copy, workbook), 3000));
    expect([await openpyxlCells(join(dir, workbook)), await isOurs(dir)]).toEqual([undefined, false]);
  });
});
