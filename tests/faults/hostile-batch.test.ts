// A folder as it comes from a commune's memory stick: two good pages among everything that can go wrong.
// Through the real command, the real reader and a real workspace.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderPage } from '../../scripts/fixtures/render-page.ts';
import { runSohoa, type SohoaRun } from '../support/run-sohoa.ts';
import { createTempDir } from '../support/test-backend.ts';
import { tiffBytes } from '../support/tiff-bytes.ts';
import { zipBytes } from '../support/zip-bytes.ts';

const reportSchema = z.object({
  pagesIn: z.number(), pagesOut: z.number(), pagesFailed: z.number(),
  failures: z.array(z.object({ file: z.string(), code: z.string(), message: z.string() })),
});
const recordSchema = z.object({ file: z.string(), recordType: z.string().nullable() });

const NFD_NAME = 'Hộ tịch xã Cà Dy'.normalize('NFD');
const LONG_NAME = `${'á'.repeat(125)}.jpg`;

let temp: Awaited<ReturnType<typeof createTempDir>>;
let inDir = '';
let outDir = '';
let workspaceDir = '';
let run: SohoaRun;
let good: Buffer;

async function writeHostileFiles(folder: string): Promise<void> {
  const put = (name: string, bytes: Uint8Array | string): Promise<void> => writeFile(path.join(folder, name), bytes);
  const gray = { data: new Uint8Array(300 * 400).fill(200), widthPx: 300, heightPx: 400 };
  const tiff = await sharp(gray.data, { raw: { width: 300, height: 400, channels: 1 } }).tiff({ compression: 'lzw' }).toBuffer();
  const locked = await PDFDocument.create();
  locked.addPage([200, 200]);
  locked.encrypt({ userPassword: 'bí mật', ownerPassword: 'bí mật hơn' });
  await put('rỗng.jpg', '');
  await put('cụt.jpg', good.subarray(0, Math.floor(good.length * 0.6)));
  await put('cụt.tif', tiff.subarray(0, Math.floor(tiff.length / 2)));
  await put('khoá.pdf', await locked.save());
  await put('khổng lồ.tif', tiffBytes([{ widthPx: 35_000, heightPx: 35_000, bits: 1, strip: Buffer.alloc(16) }]));
  await put('thư.jpg', 'Kính gửi: Ủy ban nhân dân xã\n'.repeat(20));
  await put('điện thoại.heic', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(200)]));
  await put('bom.zip', zipBytes([{ name: 'bom.jpg', data: Buffer.alloc(600 * 2 ** 20) }]));
  await put('leo.zip', zipBytes([{ name: '../../ngoài.jpg', data: good }]));
  await put(LONG_NAME, 'không phải ảnh');
}

beforeAll(async () => {
  temp = await createTempDir();
  inDir = path.join(temp.dir, NFD_NAME);
  outDir = path.join(temp.dir, 'out');
  workspaceDir = path.join(temp.dir, 'ws');
  await mkdir(inDir);
  good = await (await renderPage({ type: 'KS', seed: 11 })).jpeg(80);
  await writeFile(path.join(inDir, '10 cuối.jpg'), await (await renderPage({ type: 'KH', seed: 12 })).jpeg(80));
  await writeFile(path.join(inDir, '2 đầu 👶.jpg'), good);
  await writeHostileFiles(inDir);
  run = await runSohoa(['digitize', inDir, '--out', outDir, '--workspace', workspaceDir, '--workers', '2', '--json']);
}, 240_000);
afterAll(() => temp.remove());

describe('a batch with everything that can go wrong in it', () => {
  it('ends with "some pages failed" and one JSON document on standard output', () => {
    expect(run.exitCode, run.stderr).toBe(1);
    expect(() => reportSchema.parse(JSON.parse(run.stdout))).not.toThrow();
  });

  it('reads the good pages, in natural order, as what they are', async () => {
    const records = (await readFile(path.join(outDir, 'records.jsonl'), 'utf8')).trim().split('\n').map((line) => recordSchema.parse(JSON.parse(line)));
    expect(records).toEqual([{ file: '2 đầu 👶.jpg', recordType: 'KS' }, { file: '10 cuối.jpg', recordType: 'KH' }]);
  });

  it('names each bad file with its own code', async () => {
    const report = reportSchema.parse(JSON.parse(await readFile(path.join(outDir, 'report.json'), 'utf8')));
    const codes = Object.fromEntries(report.failures.map((failure) => [failure.file.split('/').at(-1), failure.code]));
    expect(codes).toMatchObject({
      'rỗng.jpg': 'empty-file', 'cụt.jpg': 'file-truncated', 'cụt.tif': 'file-truncated', 'khoá.pdf': 'pdf-password',
      'khổng lồ.tif': 'page-too-large', 'thư.jpg': 'not-an-image', 'điện thoại.heic': 'heic-not-supported',
    });
    expect(report.failures.find((failure) => failure.file.startsWith('bom.zip'))?.code).toBe('zip-bomb');
    expect(report.failures.find((failure) => failure.file.startsWith('leo.zip'))?.code).toBe('zip-unsafe-name');
    expect(codes[LONG_NAME.normalize('NFC')]).toBe('not-an-image');
    expect(report.pagesIn).toBe(report.pagesOut + report.pagesFailed);
  });

  it('says for each what is safe and what to do, in Vietnamese', async () => {
    const report = reportSchema.parse(JSON.parse(await readFile(path.join(outDir, 'report.json'), 'utf8')));
    for (const { message } of report.failures) expect(message).toMatch(/[ăâđêôơưáàảãạ].*\./u);
    expect(report.failures.find((failure) => failure.code === 'heic-not-supported')?.message).toMatch(/JPEG/);
  });

  it('writes nothing outside its own folders', async () => {
    expect((await readdir(temp.dir)).sort()).toEqual([NFD_NAME, 'out', 'ws'].sort());
  });

  it('keeps the truncated original byte for byte', async () => {
    const cut = good.subarray(0, Math.floor(good.length * 0.6));
    const sha256 = createHash('sha256').update(cut).digest('hex');
    const stored = (await readdir(workspaceDir, { recursive: true })).find((name) => name.includes(sha256.slice(4)));
    expect(stored).toBeDefined();
    expect((await readFile(path.join(workspaceDir, stored ?? ''))).equals(cut)).toBe(true);
  });
});
