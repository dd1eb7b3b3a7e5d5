import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../backend/packaging/read-workbook.ts';
import { sipName } from '../../../backend/packaging/eark/identifiers.ts';
import { openFolder } from '../../../backend/packaging/package-source.ts';
import { verifyPackage } from '../../../backend/packaging/verify-package.ts';
import { openZip } from '../../../backend/packaging/zip-source.ts';
import { buildPackage } from '../../../backend/pipeline/package.ts';
import type { BlobStore } from '../../../backend/pipeline/step-context.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { KS_VALUES, field, packageInput, sampleRecord } from '../../support/sample-records.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

async function workshop(): Promise<{ dir: string; out: string; blobs: BlobStore }> {
  const dir = await makeTempFolder();
  await mkdir(join(dir, 'blobs'));
  return { dir, out: join(dir, 'out', 'package'), blobs: createFolderBlobs(join(dir, 'blobs')) };
}

const paths = async (dir: string): Promise<string[]> => (await openFolder(dir)).entries.map(({ path }) => path);
const allBytes = async (dir: string): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all((await paths(dir)).map(async (path) => [path, createHash('sha256').update(await readFile(join(dir, path))).digest('hex')] as const)));
const sound = async (dir: string): Promise<unknown> => (await verifyPackage(dir, new AbortController().signal)).findings.filter(({ ok }) => !ok);
const text = (path: string): string => execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });

describe('a civil-status package', () => {
  it('has per case a PDF, a row and a line, per book a workbook and a zip, and a bag around them', async () => {
    const { out, blobs } = await workshop();
    const records = [
      await sampleRecord(blobs, 'a'),
      await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, so: '06/2017' }, pages: [['Trang một'], ['Trang hai']] }),
      await sampleRecord(blobs, 'c', { recordType: 'KH', values: { so: '1/2018', quyenSo: '1/2018', ngayDangKy: '02.03.2018', chongHoTen: 'LÊ A', voHoTen: 'ĐỖ B' } }),
      await sampleRecord(blobs, 'd', { recordType: null, values: {} }),
    ];
    const built = await buildPackage(packageInput(out, records), stepContext(blobs));
    expect(await paths(out)).toEqual([
      'bag-info.txt', 'bagit-profile.json', 'bagit.txt', 'data/KH/KH.2018.01.2018-03-02.1.pdf', 'data/KH/KH.2018.01.xlsx', 'data/KH/KH.2018.01.zip', 'data/KHAC/KHAC.0004.pdf', 'data/KHAC/KHAC.zip', 'data/KS/KS.2017.01.2017-02-03.05.pdf',
      'data/KS/KS.2017.01.2017-02-03.06.pdf', 'data/KS/KS.2017.01.xlsx', 'data/KS/KS.2017.01.zip', 'data/index.html', 'data/records.jsonl', 'data/text/KH.2018.01.2018-03-02.1.txt', 'data/text/KHAC.0004.txt',
      'data/text/KS.2017.01.2017-02-03.05.txt', 'data/text/KS.2017.01.2017-02-03.06.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt',
    ]);
    expect(built).toMatchObject({ dir: out, files: 20, warnings: [] });
    expect(await sound(out)).toEqual([]);
    const rows = await readWorkbook(await readFile(join(out, 'data/KS/KS.2017.01.xlsx')), 'DL Import');
    expect(rows.slice(1).map((row) => [row[0], row[1], row[13]])).toEqual([['1', '05/2017', '1'], ['2', '06/2017', '1']]);
    expect((await PDFDocument.load(await readFile(join(out, 'data/KS/KS.2017.01.2017-02-03.06.pdf')))).getPageCount()).toBe(2);
    const zip = await openZip(join(out, 'data/KS/KS.2017.01.zip'));
    expect(zip.entries.map(({ path }) => path)).toEqual(['KS.2017.01.2017-02-03.05.pdf', 'KS.2017.01.2017-02-03.06.pdf']);
    await zip.close();
    const lines = (await readFile(join(out, 'data/records.jsonl'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => [line['file'], line['recordType'], line['pages']])).toEqual([['a.jpg', 'KS', 1], ['b.jpg', 'KS', 2], ['c.jpg', 'KH', 1], ['d.jpg', null, 1]]);
    expect(await readFile(join(out, 'data/text/KS.2017.01.2017-02-03.06.txt'), 'utf8')).toBe('Trang một\n\fTrang hai\n\f');
  });

  it('keeps books apart: a workbook, counted from 1, and a zip for each', async () => {
    const { out, blobs } = await workshop();
    const records = [
      await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, quyenSo: '02/2017' } }),
      await sampleRecord(blobs, 'c', { values: { ...KS_VALUES, so: '06/2017', quyenSo: '1/2017' } }), await sampleRecord(blobs, 'd', { values: { nksHoTen: 'LÊ A' } }),
    ];
    await buildPackage(packageInput(out, records), stepContext(blobs));
    expect((await readdir(join(out, 'data/KS'))).filter((name) => !name.endsWith('.pdf')).sort()).toEqual(['KS.0000.00.xlsx', 'KS.0000.00.zip', 'KS.2017.01.xlsx', 'KS.2017.01.zip', 'KS.2017.02.xlsx', 'KS.2017.02.zip']);
    const rows = async (book: string): Promise<unknown[]> => (await readWorkbook(await readFile(join(out, `data/KS/${book}.xlsx`)), 'DL Import')).slice(1).map((row) => [row[0], row[1]]);
    expect(await rows('KS.2017.01')).toEqual([['1', '05/2017'], ['2', '06/2017']]);
    expect(await rows('KS.2017.02')).toEqual([['1', '05/2017']]);
    expect(await sound(out)).toEqual([]);
  });

  it('takes an office’s own patterns and the older births workbook, and verify takes them too', async () => {
    const { out, blobs } = await workshop();
    const civil = { workbook: 'older' as const, names: { pdf: '{type}-{book}-{number}', book: 'quyen_{type}_{year}_{book}', document: '{type}.{number}' } };
    await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a')], { civil }), stepContext(blobs));
    expect((await readdir(join(out, 'data/KS'))).sort()).toEqual(['KS-01-05.pdf', 'quyen_KS_2017_01.xlsx', 'quyen_KS_2017_01.zip']);
    const [header] = await readWorkbook(await readFile(join(out, 'data/KS/quyen_KS_2017_01.xlsx')), 'DL Import');
    expect(header).toHaveLength(61);
    expect(await sound(out)).toEqual([]);
  });

  it('counts files and bytes as they are on disk', async () => {
    const { out, blobs } = await workshop();
    const built = await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a')]), stepContext(blobs));
    const entries = (await openFolder(out)).entries;
    expect(built.files).toBe(entries.length);
    expect(built.bytes).toBe(entries.reduce((sum, entry) => sum + entry.sizeBytes, 0));
  });

  it('has the same bytes when built again, also over the old one and in another time zone', async () => {
    const { dir, out, blobs } = await workshop();
    const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { recordType: 'KT', values: { nktHoTen: 'VŨ VĂN TÂM' } })];
    await buildPackage(packageInput(out, records), stepContext(blobs));
    const first = await allBytes(out);
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    try {
      await buildPackage(packageInput(join(dir, 'other', 'package'), records), stepContext(blobs));
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    await buildPackage(packageInput(out, records), stepContext(blobs));
    expect(await allBytes(out)).toEqual(first);
    expect(await allBytes(join(dir, 'other', 'package'))).toEqual(first);
  });

  it('keeps both of two cases with one number and names the collision', async () => {
    const { out, blobs } = await workshop();
    const { warnings } = await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b')]), stepContext(blobs));
    expect((await readdir(join(out, 'data/KS'))).filter((name) => name.endsWith('.pdf'))).toEqual(['KS.2017.01.2017-02-03.05-2.pdf', 'KS.2017.01.2017-02-03.05.pdf']);
    expect(warnings.map(({ code, detail }) => [code, detail?.['recordId']])).toEqual([['file-name-taken', 'b'], ['registered-twice', 'b']]);
    expect(await sound(out)).toEqual([]);
  });

  it('packs a record without a date, with control characters, emoji and 40,000 letters', async () => {
    const { out, blobs } = await workshop();
    const values = { nksHoTen: `A\u0000B 😀 ${'x'.repeat(40_000)}`, so: '../../../etc/passwd', quyenSo: 'CON', nksGioiTinh: '???' };
    const { warnings } = await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a', { values, pages: [['Tên: \u0007 😀 <&>']] })]), stepContext(blobs));
    expect(await sound(out)).toEqual([]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['file-name-incomplete', 'quyenSo-without-year', 'workbook-shortened', 'workbook-unknown-code', 'odd-characters']));
  });

  it('escapes what stands on paper in the list of contents', async () => {
    const { out, blobs } = await workshop();
    await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a', { values: { ...KS_VALUES, nksHoTen: '<script>alert(1)</script>' } })], { batchName: '"><img src=x onerror=1>' }), stepContext(blobs));
    const html = await readFile(join(out, 'data/index.html'), 'utf8');
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('href="KS/KS.2017.01.2017-02-03.05.pdf"');
  });

  it('lets a clerk’s correction into the text of the PDF', async () => {
    const { out, blobs } = await workshop();
    const record = await sampleRecord(blobs, 'a', { pages: [['Tên: TRÂN GlA BẢO']], fields: { nksHoTen: field('TRẦN GIA BẢO', { from: 'clerk', box: [125, 90, 400, 34] }) } });
    await buildPackage(packageInput(out, [record]), stepContext(blobs));
    expect(text(join(out, 'data/KS/KS.0000.00.0000-00-00.x0001.pdf')).trim()).toBe('Tên: TRẦN GIA BẢO');
  });

  it('packs a page that nobody could read, without text', async () => {
    const { out, blobs } = await workshop();
    await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a', { unread: true })]), stepContext(blobs));
    expect(text(join(out, 'data/KS/KS.2017.01.2017-02-03.05.pdf')).trim()).toBe('');
    expect(await sound(out)).toEqual([]);
  });
});

describe('an archive package', () => {
  it('holds PDFs with the delivered images and the masters, each byte for byte and once, with two checksums', async () => {
    const { out, blobs } = await workshop();
    const record = await sampleRecord(blobs, 'a', { pages: [['Một'], ['Hai']] });
    const shared = { ...record, recordId: 'b', pages: record.pages.slice(0, 1) };
    await buildPackage(packageInput(out, [record, shared], { profile: 'luu-tru' }), stepContext(blobs));
    expect(await sound(out)).toEqual([]);
    const sip = join(out, 'data', sipName('batch-1'));
    expect((await readdir(join(sip, 'representations/rep1/data'))).filter((name) => name.endsWith('.pdf'))).toEqual(['So-khai-sinh-2017.0000001.pdf', 'So-khai-sinh-2017.0000002.pdf']);
    const masters = await readdir(join(sip, 'representations/rep2/data'));
    expect(masters).toEqual(['So-khai-sinh-2017.0000001.p0001.jpg', 'So-khai-sinh-2017.0000001.p0002.jpg']);
    for (const [index, name] of masters.entries()) expect(await blobs.get(record.pages[index]?.master.sha256 ?? '')).toEqual(await readFile(join(sip, 'representations/rep2/data', name)));
    const pdf = await readFile(join(sip, 'representations/rep1/data/So-khai-sinh-2017.0000001.pdf'));
    for (const page of record.pages) expect(pdf.includes(Buffer.from(await blobs.get(page.deliveredSha256)))).toBe(true);
    expect((await paths(out)).filter((path) => path.includes('manifest'))).toEqual(['manifest-sha256.txt', 'manifest-sha512.txt', 'tagmanifest-sha256.txt', 'tagmanifest-sha512.txt']);
  });
});

describe('a build that cannot be', () => {
  it('makes nothing of a batch without records, and nothing for the profile none', async () => {
    const { out, blobs } = await workshop();
    await expect(buildPackage(packageInput(out, []), stepContext(blobs))).rejects.toMatchObject({ code: 'package-incomplete' });
    expect(await buildPackage(packageInput(out, [], { profile: 'none' }), stepContext(blobs))).toMatchObject({ files: 0 });
  });

  it('leaves nothing half-written when the disk fills, and goes on when there is room', async () => {
    const { dir, out, blobs } = await workshop();
    const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, so: '06/2017' } })];
    let gets = 0;
    const full: BlobStore = { ...blobs, get: (sha256) => ((gets += 1) > 1 ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) : blobs.get(sha256)) };
    await expect(buildPackage(packageInput(out, records), stepContext(full))).rejects.toMatchObject({ code: 'disk-full', retry: 'again' });
    expect(await readdir(join(dir, 'out'))).toEqual([]);
    await buildPackage(packageInput(out, records), stepContext(blobs));
    expect(await sound(out)).toEqual([]);
  });

  it('leaves the earlier package whole when the next build fails or is cancelled', async () => {
    const { dir, out, blobs } = await workshop();
    const records = [await sampleRecord(blobs, 'a')];
    await buildPackage(packageInput(out, records), stepContext(blobs));
    const before = await allBytes(out);
    const broken: BlobStore = { ...blobs, get: () => Promise.reject(new Error('gone')) };
    await expect(buildPackage(packageInput(out, records), stepContext(broken))).rejects.toThrow('gone');
    await expect(buildPackage(packageInput(out, records), stepContext(blobs, AbortSignal.abort()))).rejects.toMatchObject({ code: 'cancelled' });
    expect(await allBytes(out)).toEqual(before);
    expect(await readdir(join(dir, 'out'))).toEqual(['package']);
  });

  it('refuses a folder that holds something else, a file, another batch, or an added file', async () => {
    const { dir, blobs } = await workshop();
    const records = [await sampleRecord(blobs, 'a')];
    const refused = { code: 'package-exists' };
    await mkdir(join(dir, 'foreign'));
    await writeFile(join(dir, 'foreign', 'thu.txt'), 'của tôi');
    await expect(buildPackage(packageInput(join(dir, 'foreign'), records), stepContext(blobs))).rejects.toMatchObject(refused);
    await expect(buildPackage(packageInput(join(dir, 'foreign', 'thu.txt'), records), stepContext(blobs))).rejects.toMatchObject(refused);
    await buildPackage(packageInput(join(dir, 'mine'), records), stepContext(blobs));
    await expect(buildPackage(packageInput(join(dir, 'mine'), records, { batchId: 'batch-2' }), stepContext(blobs))).rejects.toMatchObject(refused);
    await writeFile(join(dir, 'mine', 'data', 'ghi-chu.txt'), 'giữ lại');
    await expect(buildPackage(packageInput(join(dir, 'mine'), records), stepContext(blobs))).rejects.toMatchObject({ ...refused, detail: { files: ['data/ghi-chu.txt'] } });
    expect(await readFile(join(dir, 'mine', 'data', 'ghi-chu.txt'), 'utf8')).toBe('giữ lại');
  });

  it('takes an empty folder and clears what a killed build left, but not one that still runs', async () => {
    const { dir, out, blobs } = await workshop();
    await mkdir(out, { recursive: true });
    await mkdir(join(dir, 'out', '.package.partial-999999999-1'));
    await mkdir(join(dir, 'out', `.package.partial-${process.ppid}-1`));
    await buildPackage(packageInput(out, [await sampleRecord(blobs, 'a')]), stepContext(blobs));
    expect(await readdir(join(dir, 'out'))).toEqual([`.package.partial-${process.ppid}-1`, 'package']);
  });

  it.each(['EACCES', 'EROFS', 'EPERM'])('says when it may not write: %s', async (code) => {
    const { out, blobs } = await workshop();
    const locked: BlobStore = { ...blobs, get: () => Promise.reject(Object.assign(new Error(code), { code })) };
    await expect(buildPackage(packageInput(out, [await sampleRecord(blobs, 'a')]), stepContext(locked))).rejects.toMatchObject({ code: 'not-writable' });
  });

  it('survives two builds of the same batch at once', async () => {
    const { out, blobs } = await workshop();
    const records = [await sampleRecord(blobs, 'a')];
    const results = await Promise.allSettled([1, 2].map(() => buildPackage(packageInput(out, records), stepContext(blobs))));
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await sound(out)).toEqual([]);
  });

  it('writes through no link that stands in its place', async () => {
    const { dir, blobs } = await workshop();
    await mkdir(join(dir, 'elsewhere'));
    await writeFile(join(dir, 'elsewhere', 'x'), 'x');
    await symlink(join(dir, 'elsewhere'), join(dir, 'link'));
    await expect(buildPackage(packageInput(join(dir, 'link'), [await sampleRecord(blobs, 'a')]), stepContext(blobs))).rejects.toMatchObject({ code: 'package-exists' });
  });
});
