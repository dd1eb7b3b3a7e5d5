// What our own check refuses, judges that share no code with us refuse too: packages spoiled one way each. Ours
// names what is wrong and where, in words and not in codes. (Archive metadata spoiled: eark-package.test.ts;
// guide metadata: guide-package.test.ts; signatures: signature.test.ts.)
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { sipName } from '../../backend/packaging/eark/identifiers.ts';
import { findingText } from '../../backend/packaging/finding-text.ts';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { writeBag } from '../../backend/packaging/write-bag.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import type { JudgeName } from '../support/judges.ts';
import { readRecords } from '../support/judge-text-layer.ts';
import { workbookFaults } from '../support/judge-workbooks.ts';
import { bagitPython, needJudges, qpdfCheck, runJudgePython, veraPdf, zipFolder, zipTest } from '../support/judges.ts';
import { runSohoa } from '../support/run-sohoa.ts';
import { KS_VALUES, packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const execute = promisify(execFile);
const signal = new AbortController().signal;
const PDF = 'data/KS/KS.2017.01.2017-02-03.05.pdf';
const WORKBOOK = 'data/KS/KS.2017.01.xlsx';
const ZIP = 'data/KS/KS.2017.01.zip';
const SIP = `data/${sipName('batch-1')}`;
const MASTER = `${SIP}/representations/rep2/data/So-khai-sinh-2017.0000001.p0001.jpg`;
const TAG_FILES = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'];
const built: Record<'ho-tich' | 'luu-tru', string> = { 'ho-tich': '', 'luu-tru': '' };

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  await mkdir(join(work, 'blobs'));
  const blobs = createFolderBlobs(join(work, 'blobs'));
  const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { values: { ...KS_VALUES, so: '06/2017' }, pages: [['Trang của hồ sơ thứ hai']] })];
  for (const profile of ['ho-tich', 'luu-tru'] as const) {
    built[profile] = join(work, profile);
    await buildPackage(packageInput(built[profile], records, { profile }), stepContext(blobs));
  }
  return () => rm(work, { recursive: true, force: true });
});

type Spoil = (dir: string) => Promise<unknown>;

async function spoiled(spoil: Spoil, profile: keyof typeof built = 'ho-tich'): Promise<string> {
  const dir = join(await makeTempFolder(), 'package');
  await cp(built[profile], dir, { recursive: true });
  await spoil(dir);
  return dir;
}

/** With a new bag around it: every checksum is right, and only the content is wrong. */
const rebagged = (spoil: Spoil): Promise<string> => spoiled(async (dir) => {
  await spoil(dir);
  for (const name of TAG_FILES) await rm(join(dir, name));
  await writeBag(dir, { batchId: 'batch-1', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, signal);
});

const edit = async (path: string, change: (text: string) => string): Promise<void> => {
  const before = await readFile(path, 'latin1');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after, 'latin1');
};
const flip = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(path, bytes);
};
const manifest = (dir: string): string => join(dir, 'manifest-sha256.txt');
const qpdf = async (path: string, ...words: readonly string[]): Promise<void> => {
  await execute('qpdf', [...words, '--newline-before-endstream', path, `${path}.new`]);
  await rename(`${path}.new`, path);
};
/** As a colleague would, in a spreadsheet program. */
const changeCell = (path: string, cell: string, value: string): Promise<unknown> => runJudgePython(['import sys, openpyxl', 'book = openpyxl.load_workbook(sys.argv[1])', "book['DL Import'][sys.argv[2]] = sys.argv[3]", 'book.save(sys.argv[1])'].join('\n'), path, cell, value);

type BagSpoiling = readonly [what: string, spoil: Spoil, says: string, profile?: keyof typeof built];

/** In a bag as it was: the judge is bagit-python. `says`: what our check has to say. */
const BAG_SPOILINGS: readonly BagSpoiling[] = [
  ['one byte changed in a PDF', (dir) => flip(join(dir, PDF)), `Tệp ${PDF} đã bị thay đổi`],
  ['one byte changed in a workbook', (dir) => flip(join(dir, WORKBOOK)), `Tệp ${WORKBOOK} đã bị thay đổi`],
  ['one byte changed in a master', (dir) => flip(join(dir, MASTER)), `Tệp ${MASTER} đã bị thay đổi`, 'luu-tru'],
  ['one byte changed in METS', (dir) => flip(join(dir, SIP, 'METS.xml')), `Tệp ${SIP}/METS.xml đã bị thay đổi`, 'luu-tru'],
  ['a file cut short', (dir) => truncate(join(dir, PDF), 1000), `Tệp ${PDF} đã bị thay đổi`],
  ['a file missing', (dir) => rm(join(dir, 'data/index.html')), 'Thiếu tệp data/index.html'],
  ['a master missing', (dir) => rm(join(dir, MASTER)), `Thiếu tệp ${MASTER}`, 'luu-tru'],
  ['a file too many', (dir) => writeFile(join(dir, 'data/Thumbs.db'), 'x'), 'Thừa tệp data/Thumbs.db'],
  ['a file too many among the masters', (dir) => cp(join(dir, MASTER), join(dir, `${MASTER}.bak`)), `Thừa tệp ${MASTER}.bak`, 'luu-tru'],
  ['a file renamed', (dir) => rename(join(dir, 'data/index.html'), join(dir, 'data/muc-luc.html')), 'Thừa tệp data/muc-luc.html'],
  ['no bagit.txt', (dir) => rm(join(dir, 'bagit.txt')), 'Thiếu bagit.txt'],
  ['a bagit.txt with a byte order mark', (dir) => edit(join(dir, 'bagit.txt'), (text) => `\xEF\xBB\xBF${text}`), 'bagit.txt không đúng mẫu'],
  ['no manifest', (dir) => rm(manifest(dir)), 'không có danh sách mã kiểm tra'],
  ['a manifest line lost', (dir) => edit(manifest(dir), (text) => text.replace(/^.*index\.html\n/m, '')), 'Thừa tệp data/index.html'],
  ['a manifest line doubled', (dir) => edit(manifest(dir), (text) => `${text}${text.split('\n')[0] ?? ''}\n`), `${PDF} được ghi hai lần`],
  ['a manifest of another algorithm than its name says', (dir) => rename(manifest(dir), join(dir, 'manifest-md5.txt')), 'manifest-md5.txt có dòng không đọc được'],
  ['a wrong checksum in the manifest', (dir) => edit(manifest(dir), (text) => text.replace(/^.{8}/, '00000000')), `Tệp ${PDF} đã bị thay đổi`],
  ['a manifest that reaches out of the bag', (dir) => appendFile(manifest(dir), `${'a'.repeat(64)}  data/../../../etc/passwd\n`), 'chỉ ra ngoài gói'],
  ['a line end in a name that is not percent-encoded', async (dir) => (await writeFile(join(dir, 'data/a\nb.txt'), 'x'), appendFile(manifest(dir), `${'a'.repeat(64)}  data/a\nb.txt\n`)), 'có dòng không đọc được: “b.txt”'],
  ['bag-info that counts wrongly', (dir) => edit(join(dir, 'bag-info.txt'), (text) => text.replace(/Oxum: \d+/, 'Oxum: 1')), 'bag-info.txt ghi số tệp hoặc số byte khác thực tế'],
  ['bag-info changed after the tag manifest', (dir) => edit(join(dir, 'bag-info.txt'), (text) => text.replace('batch-1', 'batch-9')), 'Tệp bag-info.txt đã bị thay đổi'],
  ['a tag file missing', (dir) => rm(join(dir, 'bagit-profile.json')), 'Thiếu tệp bagit-profile.json'],
];

/** True when the judge takes it. */
type Judge = (dir: string) => Promise<boolean>;
const byQpdf: Judge = async (dir) => (await qpdfCheck(join(dir, PDF))).ok;
const byVeraPdf: Judge = async (dir) => (await veraPdf([join(dir, PDF)])).refused.length === 0;
/** Read by openpyxl: the national template's columns, the records' rows. */
const byOpenpyxl: Judge = async (dir) => (await workbookFaults(dir, [join(dir, WORKBOOK)], await readRecords(join(dir, 'data/records.jsonl')))).length === 0;
const byZipfile: Judge = async (dir) => (await zipTest(join(dir, ZIP))).ok;

const NO_PDF_A = 'không còn là PDF/A-2u';
/** In a bag made anew, which bagit-python takes: only the content is wrong. */
const CONTENT_SPOILINGS: readonly (readonly [string, Spoil, JudgeName, Judge, string])[] = [
  ['a PDF cut short', (dir) => truncate(join(dir, PDF), 4000), 'qpdf', byQpdf, `${PDF} không mở được như một tệp PDF`],
  ['a PDF that is a text', (dir) => writeFile(join(dir, PDF), 'không phải PDF'), 'qpdf', byQpdf, `${PDF} không mở được`],
  ['a PDF that is empty', (dir) => truncate(join(dir, PDF), 0), 'qpdf', byQpdf, `${PDF} không mở được`],
  ['a PDF that no longer says it is an archive PDF', (dir) => edit(join(dir, PDF), (text) => text.replace('<pdfaid:part>2<', '<pdfaid:part>0<')), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (thiếu dấu PDF/A`],
  ['a PDF without XMP metadata', (dir) => edit(join(dir, PDF), (text) => text.replace(/\/Metadata (?=\d)/, '/Metadatx ')), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (thiếu dấu PDF/A`],
  ['a PDF whose text has no Unicode', (dir) => edit(join(dir, PDF), (text) => text.replace('/ToUnicode', '/ToUnicodX')), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (lớp chữ mất bảng mã Unicode)`],
  ['a PDF whose text leads to U+FEFF', async (dir) => (await qpdf(join(dir, PDF), '--stream-data=uncompress'), edit(join(dir, PDF), (text) => text.replace(/<0001> <[0-9A-F]{4}>/, '<0001> <FEFF>'))), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (lớp chữ có ký tự không được phép)`],
  ['a PDF without an output intent', (dir) => edit(join(dir, PDF), (text) => text.replace('/OutputIntents', '/OutputIntentX')), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (thiếu hồ sơ màu)`],
  ['a PDF with bytes after its end', (dir) => edit(join(dir, PDF), (text) => `${text}một dòng thừa`), 'veraPDF', byVeraPdf, `${PDF} ${NO_PDF_A} (có phần thừa sau cuối tệp)`],
  ['a PDF locked with a password', (dir) => qpdf(join(dir, PDF), '--encrypt', '', 'x', '256', '--'), 'veraPDF', byVeraPdf, `${PDF} không mở được`],
  ['a workbook that is none', (dir) => writeFile(join(dir, WORKBOOK), 'PK'), 'openpyxl', byOpenpyxl, `${WORKBOOK} không mở được như một bảng tính`],
  ['a workbook cut short', (dir) => truncate(join(dir, WORKBOOK), 3000), 'openpyxl', byOpenpyxl, `${WORKBOOK} không mở được như một bảng tính`],
  ['a workbook with a column renamed', (dir) => changeCell(join(dir, WORKBOOK), 'B1', 'soDangKy'), 'openpyxl', byOpenpyxl, `Hàng tiêu đề của ${WORKBOOK} không đúng mẫu`],
  ['a workbook with a name retyped', (dir) => changeCell(join(dir, WORKBOOK), 'M2', 'TRẦN GIA BẠO'), 'openpyxl', byOpenpyxl, `${WORKBOOK}, dòng 2, cột nksHoTen không khớp`],
  ['a workbook with a row too many', (dir) => changeCell(join(dir, WORKBOOK), 'B9', '99/2017'), 'openpyxl', byOpenpyxl, `${WORKBOOK} có 3 dòng cho 2 hồ sơ`],
  ['the zip of a book cut short', (dir) => truncate(join(dir, ZIP), 2000), 'zipfile', byZipfile, `${ZIP} không mở được như một tệp nén`],
];

type Case = { readonly what: string; readonly dir: () => Promise<string>; readonly judge: JudgeName; readonly isTaken: Judge; readonly says: string };
const CASES: readonly Case[] = [
  ...BAG_SPOILINGS.map(([what, spoil, says, profile]): Case => ({ what: `${what}${profile === undefined ? '' : `, ${profile}`}`, dir: () => spoiled(spoil, profile), judge: 'bagit-python', isTaken: async (dir) => (await bagitPython(dir)).ok, says })),
  ...CONTENT_SPOILINGS.map(([what, spoil, judge, isTaken, says]): Case => ({ what: `${what}, every checksum right`, dir: () => rebagged(spoil), judge, isTaken, says })),
];

/** What our check says of it to a clerk; empty when it takes it. */
const refusals = async (dir: string): Promise<readonly string[]> => (await verifyPackage(dir, signal)).findings.filter(({ ok }) => !ok).map((finding) => findingText(finding).vi);

describe('a spoiled package is refused by an outside judge and by our check', () => {
  let refusedByBoth = 0;
  it('but both take the packages as they were built, and a PDF that qpdf wrote anew', async (context) => {
    needJudges(context, 'bagit-python', 'qpdf', 'veraPDF', 'openpyxl', 'zipfile');
    for (const dir of [built['ho-tich'], built['luu-tru']]) expect([await refusals(dir), (await bagitPython(dir)).ok]).toEqual([[], true]);
    expect(await Promise.all([byQpdf, byVeraPdf, byOpenpyxl, byZipfile].map((judge) => judge(built['ho-tich'])))).toEqual([true, true, true, true]);
    const anew = await rebagged(async (dir) => {
      await qpdf(join(dir, PDF), '--stream-data=uncompress');
      await rm(join(dir, ZIP));
    });
    expect(await byVeraPdf(anew)).toBe(true);
    expect(await refusals(anew)).toEqual([expect.stringContaining(`Thiếu tệp nén ${ZIP}`)]);
  });
  it.for(CASES)('$what ($judge)', async ({ dir: make, judge, isTaken, says }, context) => {
    needJudges(context, judge, 'qpdf', 'openpyxl');
    const dir = await make();
    const said = await refusals(dir);
    expect({ [judge]: await isTaken(dir), said }).toEqual({ [judge]: false, said: expect.arrayContaining([expect.stringContaining(says)]) });
    expect(said.join('\n')).not.toMatch(/[{}]|undefined/);
    refusedByBoth += 1;
  });
  it('of which there are at least twenty-four', (context) => {
    needJudges(context, 'bagit-python', 'qpdf', 'veraPDF', 'openpyxl', 'zipfile');
    process.stdout.write(`spoiled packages refused by an outside judge and by our check: ${refusedByBoth} of ${CASES.length}\n`);
    expect(refusedByBoth).toBe(CASES.length);
    expect(CASES.length).toBeGreaterThanOrEqual(24);
  });
});

it('the command says so too, and ends with 4', async () => {
  const { exitCode, stdout } = await runSohoa(['verify', await spoiled((dir) => rm(join(dir, 'data/index.html')))]);
  expect(stdout).toContain('✗ Thiếu tệp data/index.html');
  expect(stdout).toContain('KHÔNG đạt');
  expect(exitCode).toBe(4);
});

it('a package that came as half a zip is refused by name (zipfile)', async (context) => {
  needJudges(context, 'zipfile');
  const path = join(await makeTempFolder(), 'gói.zip');
  await zipFolder(built['ho-tich'], path);
  expect([(await zipTest(path)).ok, await refusals(path)]).toEqual([true, []]);
  await truncate(path, 20_000);
  expect((await zipTest(path)).ok).toBe(false);
  const { exitCode, stderr } = await runSohoa(['verify', path]);
  expect(stderr).toContain('gói.zip');
  expect(exitCode).toBe(3);
});
