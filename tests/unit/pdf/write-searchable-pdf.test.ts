import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PdfPage } from '../../../backend/pdf/write-searchable-pdf.ts';
import { writeSearchablePdf } from '../../../backend/pdf/write-searchable-pdf.ts';
import { DPI, drawnPage } from '../../support/sample-records.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const DESCRIPTION = { title: 'Khai sinh 05/2017 — TRẦN GIA BẢO', createdAt: '2026-11-22T08:30:00.123Z', producer: 'sohoa test' };

async function pdfOf(pages: readonly PdfPage[], description = DESCRIPTION): Promise<Buffer> {
  const parts: Buffer[] = [];
  await writeSearchablePdf(description, pages, (bytes) => Promise.resolve(void parts.push(Buffer.from(bytes))));
  return Buffer.concat(parts);
}

async function page(lines: readonly string[]): Promise<Extract<PdfPage, { jpeg: Uint8Array }>> {
  const { jpeg, reading } = await drawnPage(lines);
  return { jpeg, dpi: DPI, lines: reading.lines };
}

async function poppler(tool: string, pdf: Buffer, ...options: string[]): Promise<string> {
  const path = join(await makeTempFolder(), 'a.pdf');
  await writeFile(path, pdf);
  return execFileSync(tool, tool === 'pdftotext' ? [...options, path, '-'] : [...options, path], { encoding: 'utf8' });
}

describe('a searchable PDF', () => {
  it('gives its Vietnamese lines back in order, in NFC, with spaces', async () => {
    const lines = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Họ, chữ đệm, tên: NGUYỄN THỊ Ỹ NHƯ', 'Ngày mười một tháng tám năm hai nghìn'];
    const text = await poppler('pdftotext', await pdfOf([await page(lines)]));
    expect(text.split('\n').filter((line) => line.trim() !== '' && line !== '\f').map((line) => line.trim())).toEqual(lines);
    expect(text.normalize('NFC')).toBe(text);
  });

  it('brings text that came decomposed into NFC', async () => {
    const made = await page(['Trần Gia Bảo']);
    const decomposed = { ...made, lines: made.lines.map((line) => ({ words: line.words.map((word) => ({ ...word, text: word.text.normalize('NFD') })) })) };
    expect(await poppler('pdftotext', await pdfOf([decomposed]))).toContain('Trần Gia Bảo');
  });

  it('puts every word where it is printed', async () => {
    const made = await page(['Số: 05/2017', 'Quyển số: 01/2017']);
    const boxes = await poppler('pdftotext', await pdfOf([made]), '-bbox');
    const found = [...boxes.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</g)].map((match) => ({ word: match[5], box: match.slice(1, 5).map(Number) }));
    const expected = made.lines.flatMap((line) => line.words);
    expect(found.map(({ word }) => word)).toEqual(expected.map((word) => word.text));
    found.forEach(({ box }, index) => {
      const [x = 0, y = 0, width = 0, height = 0] = (expected[index]?.box ?? []).map((px) => (px * 72) / DPI);
      [x, y, x + width, y + height].forEach((want, side) => expect(Math.abs((box[side] ?? 0) - want)).toBeLessThan(2));
    });
  });

  it.each(['-raw', '-layout', '-bbox'])('gives back whole a correction that is much longer than its place: %s', async (order) => {
    const value = 'Ngày mười tháng chín năm hai nghìn không trăm mười một'.split(' ');
    const letters = value.join(' ').length;
    let used = 0;
    const squeezed = value.map((text) => {
      const box = [142 + (62 * used) / letters, 250, (62 * text.length) / letters, 20] as const;
      used += text.length + 1;
      return { text, box };
    });
    const made = await page(['Ghi bằng chữ:']);
    const [line] = made.lines;
    const words = [...(line?.words ?? []).map((word, index) => ({ ...word, box: [20 + index * 40, 250, 36, 20] as const })), ...squeezed, { text: '(đã', box: [300, 250, 40, 20] as const }, { text: 'sửa)', box: [350, 250, 50, 20] as const }];
    const said = await poppler('pdftotext', await pdfOf([{ ...made, lines: [{ words }] }]), order);
    const found = order === '-bbox' ? [...said.matchAll(/<word [^>]*>([^<]+)</g)].map(([, text]) => text) : said.trim().split(/\s+/);
    expect(found).toEqual(words.map(({ text }) => text));
  });

  it('keeps the end of a line apart from what begins just beside it, a little lower', async () => {
    const made = await page([]);
    const lines = [{ words: [{ text: '-', box: [565, 1044, 3, 15] as const }, { text: '"Đ', box: [573, 1044, 14, 15] as const }] }, { words: [{ text: '-8.', box: [587.7, 1052.6, 22, 12.2] as const }] }];
    expect((await poppler('pdftotext', await pdfOf([{ ...made, lines }]), '-raw')).trim().split(/\s+/)).toEqual(['-', '"Đ', '-8.']);
  });

  it.each([6, 2, 0, -4])('keeps words apart that are printed %i px from each other', async (gapPx) => {
    const made = await page([]);
    let x = 60;
    const words = ['Quốc', 'tịch:', 'Việt', 'Nam', 'i', '1'].map((text) => {
      const box = [x, 100, 13 * text.length, 26] as const;
      x += box[2] + gapPx;
      return { text, box };
    });
    const pdf = await pdfOf([{ ...made, lines: [{ words }] }]);
    for (const order of ['-raw', '-layout']) expect((await poppler('pdftotext', pdf, order)).trim().split(/\s+/)).toEqual(words.map(({ text }) => text));
  });

  it('holds the JPEG byte for byte', async () => {
    const made = await page(['x']);
    expect((await pdfOf([made])).includes(Buffer.from(made.jpeg))).toBe(true);
  });

  it('takes the page size from pixels and dpi', async () => {
    const document = await PDFDocument.load(await pdfOf([await page(['x'])]));
    const { width, height } = document.getPage(0).getSize();
    expect(width).toBeCloseTo((827 * 72) / 100, 2);
    expect(height).toBeCloseTo((1169 * 72) / 100, 2);
  });

  it('passes qpdf and embeds its font with a Unicode map', async () => {
    const pdf = await pdfOf([await page(['Một', 'Hai']), await page([])]);
    expect(await poppler('qpdf', pdf, '--check')).toContain('No syntax or stream encoding errors');
    const font = (await poppler('pdffonts', pdf)).split('\n')[2] ?? '';
    expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes\s+(yes|no)\s+yes/);
  });

  it('carries the marks of PDF/A-2u: identification, output intent, ID, no more than one line end after the end', async () => {
    const pdf = (await pdfOf([await page(['x'])])).toString('latin1');
    expect(pdf).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(pdf).toContain('<pdfaid:conformance>U</pdfaid:conformance>');
    expect(pdf).toContain('/GTS_PDFA1');
    expect(pdf).toMatch(/\/ID \[ <[0-9A-F]{32}> <[0-9A-F]{32}> \]/);
    expect(pdf.endsWith('%%EOF\n')).toBe(true);
    expect(pdf.startsWith('%PDF-1.7\n%')).toBe(true);
  });

  it('says the same in Info and XMP, markup in the title included', async () => {
    const title = 'A & B <c> "Đ"';
    const pdf = await pdfOf([await page(['x'])], { ...DESCRIPTION, title });
    const info = await poppler('pdfinfo', pdf);
    expect(info).toContain(`Title:           ${title}`);
    expect(pdf.toString('utf8')).toContain('A &amp; B &lt;c&gt; &quot;Đ&quot;');
    expect(pdf.toString('latin1')).toContain('(D:20261122083000Z)');
    expect(pdf.toString('utf8')).toContain('<xmp:CreateDate>2026-11-22T08:30:00Z</xmp:CreateDate>');
  });

  it('gives the same bytes for the same input, other bytes for another', async () => {
    const made = await page(['Một']);
    expect(await pdfOf([made])).toEqual(await pdfOf([made]));
    expect(await pdfOf([made], { ...DESCRIPTION, title: 'Khác' })).not.toEqual(await pdfOf([made]));
  });

  it('adds under 8 KB to a full page of text', async () => {
    const lines = Array.from({ length: 16 }, (_, index) => `Dòng thứ ${index} của một trang giấy khai sinh đầy chữ`);
    const made = await page(lines);
    expect((await pdfOf([made])).length - made.jpeg.length).toBeLessThan(8_192);
  });

  it('takes pages without text, empty words, words of no width, emoji, controls and lone surrogates', async () => {
    const made = await page([]);
    const words = ['', 'a\u0000b', '😀', '\uD800x', '\uFEFF', 'rộng'].map((text, index) => ({ text, box: [60 + index * 80, 100, index === 5 ? 0 : 60, 20] as const }));
    const pdf = await pdfOf([made, { ...made, lines: [{ words }, { words: [] }] }]);
    const text = await poppler('pdftotext', pdf);
    expect(text).toContain('ab');
    expect(text).toContain('😀');
    expect(await poppler('qpdf', pdf, '--check')).toContain('No syntax');
  });

  it('takes grey pages and refuses what is no JPEG and a document without pages', async () => {
    const gray = await sharp({ create: { width: 50, height: 40, channels: 3, background: '#888' } }).toColourspace('b-w').jpeg().toBuffer();
    expect((await pdfOf([{ jpeg: gray, dpi: 100, lines: [] }])).toString('latin1')).toContain('/DeviceGray');
    const png = await sharp({ create: { width: 5, height: 4, channels: 3, background: '#888' } }).png().toBuffer();
    await expect(pdfOf([{ jpeg: png, dpi: 100, lines: [] }])).rejects.toThrow('JPEG');
    await expect(pdfOf([])).rejects.toThrow('page');
  });

  it('keeps a page of absurdly low resolution within what PDF allows', async () => {
    const jpeg = await sharp({ create: { width: 3000, height: 30, channels: 3, background: '#fff' } }).jpeg().toBuffer();
    const { width } = (await PDFDocument.load(await pdfOf([{ jpeg, dpi: 1, lines: [] }]))).getPage(0).getSize();
    expect(width).toBeLessThanOrEqual(14_400);
  });
});
