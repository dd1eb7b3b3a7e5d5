import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ZipFile } from 'yazl';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../backend/packaging/package-source.ts';
import { verifyPackage } from '../../../backend/packaging/verify-package.ts';
import { writeBag } from '../../../backend/packaging/write-bag.ts';
import { buildPackage } from '../../../backend/pipeline/package.ts';
import type { Finding } from '../../../shared/api/packages.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { KS_VALUES, packageInput, sampleRecord } from '../../support/sample-records.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { zipBytes } from '../../support/zip-bytes.ts';

const signal = new AbortController().signal;
const PDF = 'data/KS/KS.2017.01.2017-02-03.05.pdf';
let original = '';

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  await mkdir(join(dir, 'blobs'));
  const blobs = createFolderBlobs(join(dir, 'blobs'));
  const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, so: '06/2017' }, pages: [['một'], ['hai']] })];
  original = join(dir, 'package');
  await buildPackage(packageInput(original, records), stepContext(blobs));
  return () => rm(dir, { recursive: true, force: true });
});

async function copied(): Promise<string> {
  const dir = join(await makeTempFolder(), 'package');
  await cp(original, dir, { recursive: true });
  return dir;
}

const wrong = async (dir: string): Promise<string[]> => (await verifyPackage(dir, signal)).findings.filter(({ ok }) => !ok).map(({ code, path }: Finding) => `${code} ${path ?? ''}`.trim());

/** Bag made anew around changed contents: only the check of contents can tell. */
async function rebagged(change: (dir: string) => Promise<unknown>): Promise<string> {
  const dir = await copied();
  await change(dir);
  for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt']) await rm(join(dir, name));
  await writeBag(dir, { batchId: 'batch-1', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, signal);
  return dir;
}

const edit = async (path: string, change: (text: string) => string): Promise<void> => writeFile(path, change(await readFile(path, 'utf8')));
const flip = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(path, bytes);
};
const md5Manifest = (files: readonly (readonly [string, string | Buffer])[]): string => files.map(([path, content]) => `${createHash('md5').update(content).digest('hex')} *data/${path}\r\n`).join('');
const manifest = (dir: string): string => join(dir, 'manifest-sha256.txt');

describe('a sound package', () => {
  it('is found sound, as a folder, below one, and as a zip with and without a folder around it', async () => {
    const dir = await copied();
    expect(await verifyPackage(dir, signal)).toMatchObject({ ok: true, files: 13 });
    expect(await verifyPackage(dirname(dir), signal)).toMatchObject({ ok: true, files: 13 });
    for (const prefix of ['', 'gói/']) {
      const zip = new ZipFile();
      for (const { path } of (await openFolder(dir)).entries) zip.addFile(join(dir, path), prefix + path);
      zip.end();
      await pipeline(zip.outputStream, createWriteStream(`${dir}.zip`));
      expect(await verifyPackage(`${dir}.zip`, signal)).toMatchObject({ ok: true, files: 13 });
    }
  });
  it('may be a stranger’s bag with other checksums and no records', async () => {
    const dir = join(await makeTempFolder(), 'bag');
    await makeBag(dir, { 'a.txt': 'xin chào', 'sâu/b%.txt': 10 });
    await writeFile(join(dir, 'data', 'xuống\ndòng.txt'), 'x');
    await writeFile(join(dir, 'manifest-md5.txt'), md5Manifest([['a.txt', 'xin chào'], ['sâu/b%25.txt', await readFile(join(dir, 'data/sâu/b%.txt'))], ['xuống%0Adòng.txt', 'x']]));
    for (const name of ['manifest-sha256.txt', 'tagmanifest-sha256.txt', 'bag-info.txt']) await rm(join(dir, name));
    expect((await verifyPackage(dir, signal)).findings).toEqual([{ ok: true, code: 'bag-sound', detail: { files: 3, manifests: 'manifest-md5.txt' } }, { ok: true, code: 'records-absent' }]);
  });
});

describe('a spoiled package is refused by name:', () => {
  const cases: readonly (readonly [string, (dir: string) => Promise<unknown>, readonly string[]])[] = [
    ['one byte changed in a PDF', (dir) => flip(join(dir, PDF)), [`file-changed ${PDF}`]],
    ['one byte changed in the contents list', (dir) => flip(join(dir, 'data/index.html')), ['file-changed data/index.html']],
    ['a file cut short', (dir) => truncate(join(dir, 'data/KS/KS.2017.01.zip'), 10), ['file-changed data/KS/KS.2017.01.zip']],
    ['a file missing', (dir) => rm(join(dir, 'data/index.html')), ['file-missing data/index.html']],
    ['a file too many', (dir) => writeFile(join(dir, 'data/KS/Thumbs.db'), 'x'), ['file-not-listed data/KS/Thumbs.db']],
    ['a hidden file too many', (dir) => writeFile(join(dir, 'data/.DS_Store'), 'x'), ['file-not-listed data/.DS_Store']],
    ['a file renamed', (dir) => rename(join(dir, 'data/index.html'), join(dir, 'data/INDEX.html')), ['file-missing data/index.html', 'file-not-listed data/INDEX.html']],
    ['no bagit.txt', (dir) => rm(join(dir, 'bagit.txt')), ['bagit-txt-missing bagit.txt', 'file-missing bagit.txt']],
    ['a bagit.txt with a BOM', (dir) => edit(join(dir, 'bagit.txt'), (text) => `\uFEFF${text}`), ['bagit-txt-wrong bagit.txt', 'file-changed bagit.txt']],
    ['a bagit.txt of three lines', (dir) => appendFile(join(dir, 'bagit.txt'), 'x: y\n'), ['bagit-txt-wrong bagit.txt']],
    ['no manifest', (dir) => rm(manifest(dir)), ['manifest-missing', 'file-missing manifest-sha256.txt']],
    ['a manifest line lost', (dir) => edit(manifest(dir), (text) => text.replace(/^.*index\.html\n/m, '')), ['file-not-listed data/index.html', 'file-changed manifest-sha256.txt']],
    ['a manifest line that is none', (dir) => appendFile(manifest(dir), 'hello\n'), ['manifest-line-wrong manifest-sha256.txt']],
    ['a manifest line twice', (dir) => edit(manifest(dir), (text) => text + (text.split('\n')[0] ?? '') + '\n'), [`listed-twice ${PDF}`]],
    ['a % in a name that is not encoded', async (dir) => (await writeFile(join(dir, 'data/50%25.txt'), ''), appendFile(manifest(dir), `${createHash('sha256').update('').digest('hex')}  data/50%25.txt\n`)), ['file-missing data/50%.txt', 'file-not-listed data/50%25.txt']],
    ['a manifest that reaches out', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  data/../../../etc/passwd\n`), ['unsafe-name manifest-sha256.txt']],
    ['a manifest with an absolute path', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  /etc/passwd\n`), ['unsafe-name manifest-sha256.txt']],
    ['a manifest that names tag files', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  bagit.txt\n`), ['unsafe-name manifest-sha256.txt']],
    ['a manifest line of 10 MB', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  data/${'x'.repeat(10_000_000)}\n`), ['manifest-line-wrong manifest-sha256.txt']],
    ['bag-info that counts wrongly', (dir) => edit(join(dir, 'bag-info.txt'), (text) => text.replace(/Oxum: \d+/, 'Oxum: 1')), ['oxum-differs bag-info.txt', 'file-changed bag-info.txt']],
    ['a link in the place of a file', async (dir) => (await rm(join(dir, 'data/index.html')), symlink('/etc/hostname', join(dir, 'data/index.html'))), ['symbolic-link data/index.html']],
    ['files to be fetched from elsewhere', (dir) => writeFile(join(dir, 'fetch.txt'), 'http://x/ 1 data/y\n'), ['fetch-not-supported fetch.txt']],
    ['names that differ only in case', (dir) => writeFile(join(dir, 'data/Index.html'), ''), ['names-collide data/index.html']],
    ['an NFD name', (dir) => writeFile(join(dir, 'data/sô\u0301.txt'.normalize('NFD')), ''), [`unsafe-name ${'data/số.txt'.normalize('NFD')}`]],
  ];
  it.each(cases)('%s', async (_, spoil, expected) => {
    const dir = await copied();
    await spoil(dir);
    expect(await wrong(dir)).toEqual(expect.arrayContaining([...expected]));
    expect((await verifyPackage(dir, signal)).ok).toBe(false);
  });

  it('a number of findings that nobody could read is cut', async () => {
    const dir = await copied();
    await appendFile(manifest(dir), Array.from({ length: 2_000 }, (_, index) => `${'a'.repeat(64)}  data/x${index}\n`).join(''));
    const { findings } = await verifyPackage(dir, signal);
    expect(findings.length).toBeLessThan(600);
    expect(findings.some(({ code }) => code === 'more-findings')).toBe(true);
  });
});

describe('parts that do not agree are found though every checksum is right:', () => {
  const SECOND = 'data/KS/KS.2017.01.2017-02-03.06.pdf';
  const cases: readonly (readonly [string, (dir: string) => Promise<unknown>, string])[] = [
    ['a PDF of other pages', (dir) => cp(join(dir, SECOND), join(dir, PDF)), `pdf-page-count ${PDF}`],
    ['a PDF that is none', (dir) => writeFile(join(dir, PDF), 'not a pdf'), `pdf-unreadable ${PDF}`],
    ['a record without its PDF', (dir) => rm(join(dir, PDF)), `pdf-missing ${PDF}`],
    ['a PDF without a record', (dir) => cp(join(dir, PDF), join(dir, 'data/KS/x.pdf')), 'pdf-without-record data/KS/x.pdf'],
    ['a PDF of two records', (dir) => edit(join(dir, 'data/records.jsonl'), (text) => text.replaceAll('03.06.pdf', '03.05.pdf')), `pdf-of-two-records ${PDF}`],
    ['a changed field', (dir) => edit(join(dir, 'data/records.jsonl'), (text) => text.replace('TRẦN GIA BẢO', 'TRẦN GIA BẠO')), 'workbook-row-differs data/KS/KS.2017.01.xlsx'],
    ['a line that is no record', (dir) => appendFile(join(dir, 'data/records.jsonl'), '{"x":1}\n'), 'record-line-wrong data/records.jsonl'],
    ['a line that is no JSON', (dir) => appendFile(join(dir, 'data/records.jsonl'), '{{{\n'), 'record-line-wrong data/records.jsonl'],
    ['a record too few for the workbook', (dir) => edit(join(dir, 'data/records.jsonl'), (text) => `${text.split('\n')[0] ?? ''}\n`), 'workbook-row-count data/KS/KS.2017.01.xlsx'],
    ['a workbook that is none', (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.xlsx'), 'PK'), 'workbook-unreadable data/KS/KS.2017.01.xlsx'],
    ['a record of another type', (dir) => edit(join(dir, 'data/records.jsonl'), (text) => text.replace('"recordType":"KS"', '"recordType":"KT"')), 'workbook-row-differs data/KS/KS.2017.01.xlsx'],
    ['a record of another book', (dir) => edit(join(dir, 'data/records.jsonl'), (text) => text.replace('"book":"KS.2017.01"', '"book":"KS.2018.01"')), 'workbook-missing data/KS/KS.2018.01.xlsx'],
    ['a book without its zip', (dir) => rm(join(dir, 'data/KS/KS.2017.01.zip')), 'zip-missing data/KS/KS.2017.01.zip'],
    ['a workbook of no book', (dir) => cp(join(dir, 'data/KS/KS.2017.01.xlsx'), join(dir, 'data/KS/KS.xlsx')), 'book-without-records data/KS/KS.xlsx'],
    ['a zip with another PDF', async (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.zip'), zipBytes([{ name: 'KS.2017.01.2017-02-03.05.pdf', data: 'x' }, { name: 'KS.2017.01.2017-02-03.06.pdf', data: await readFile(join(dir, SECOND)) }])), 'zip-file-differs data/KS/KS.2017.01.zip'],
    ['a zip with a stranger', async (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.zip'), zipBytes([{ name: 'virus.exe', data: 'x' }])), 'zip-file-unknown data/KS/KS.2017.01.zip'],
    ['a zip with nothing', (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.zip'), zipBytes([])), 'zip-file-missing data/KS/KS.2017.01.zip'],
    ['a zip that is none', (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.zip'), 'x'), 'zip-unreadable data/KS/KS.2017.01.zip'],
    ['a zip with names that leave it', (dir) => writeFile(join(dir, 'data/KS/KS.2017.01.zip'), zipBytes([{ name: '../../x', data: 'x' }])), 'zip-unreadable data/KS/KS.2017.01.zip'],
  ];
  it.each(cases)('%s', async (_, change, expected) => {
    expect(await wrong(await rebagged(change))).toContain(expected);
  });
});

describe('what cannot be opened as a package at all', () => {
  it('is named: nothing there, no zip, an empty folder', async () => {
    const dir = await makeTempFolder();
    await expect(verifyPackage(join(dir, 'none'), signal)).rejects.toMatchObject({ code: 'source-missing' });
    await writeFile(join(dir, 'x.zip'), 'no zip');
    await expect(verifyPackage(join(dir, 'x.zip'), signal)).rejects.toMatchObject({ code: 'file-corrupt' });
    await mkdir(join(dir, 'empty'));
    expect(await wrong(join(dir, 'empty'))).toEqual(['bagit-txt-missing bagit.txt', 'manifest-missing']);
  });
  it.each([
    ['names that leave it', [{ name: '../evil', data: 'x' }], 'zip-unsafe-name'],
    ['absolute names', [{ name: '/evil', data: 'x' }], 'zip-unsafe-name'],
    ['a name twice', [{ name: 'a', data: 'x' }, { name: 'a', data: 'y' }], 'zip-unsafe-name'],
    ['a password', [{ name: 'a', data: 'x', flags: 0x801 }], 'zip-password'],
    ['a bomb', [{ name: 'a', data: 'x', declaredBytes: 3_000_000_000 }], 'zip-bomb'],
  ] as const)('a zip with %s', async (_, members, code) => {
    const path = join(await makeTempFolder(), 'x.zip');
    await writeFile(path, zipBytes(members));
    await expect(verifyPackage(path, signal)).rejects.toMatchObject({ code });
  });
  it('a check that is cancelled says so', async () => {
    await expect(verifyPackage(original, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
