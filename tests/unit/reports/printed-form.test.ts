import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findingWords, handoverPdf, reportCsv, reportPdf, reportWorkbook } from '../../../backend/reports/book-report-files.ts';
import { printForm, ROOM_PT, wrapText } from '../../../backend/reports/printed-form.ts';
import { createDrawnFont } from '../../../backend/pdf/embed-font.ts';
import { readWorkbook } from '../../../backend/packaging/read-workbook.ts';
import type { BookReport, Handover } from '../../../shared/api/reports.ts';
import { needJudges, pdfToText, qpdfCheck } from '../../support/judges.ts';
import { createTempDir } from '../../support/test-backend.ts';

const handover: Handover = { id: 'h', direction: 'received', onDate: '2026-11-22', books: 1, cases: 30, pages: 60, files: 0, giver: 'Bà Nguyễn Thị Ánh, công chức tư pháp – hộ tịch', taker: 'Ông Lê Văn Bình', note: 'Sổ rách bìa', by: 'lan', createdAt: '2026-11-22T01:00:00Z' };
const batch = { name: 'Sổ khai sinh 2018', place: 'UBND xã An Nhơn', bookNumber: '01/2018' };
const report = (findings: BookReport['findings']): BookReport => ({
  batchId: 'b', batchName: batch.name, place: batch.place, bookNumber: batch.bookNumber, here: { cases: 30, pages: 60, files: 30 }, accepted: 28, received: { cases: 31, pages: 60, files: 0 }, returned: null,
  findings, characters: [{ recordType: 'KS', field: 'nksHoTen', short: 12, long: 18, chars: 470 }],
});
const line = (seq: number, title: string) => ({ code: 'numbers-missing', recordId: `r${seq}`, seq, title, field: 'so', detail: { year: '2018', from: 4, to: 6 } });

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => { temp = await createTempDir(); });
afterEach(async () => temp.remove());
const save = async (bytes: Buffer): Promise<string> => {
  const file = path.join(temp.dir, 'form.pdf');
  await writeFile(file, bytes);
  return file;
};

describe('printed forms', () => {
  it('the hand-over minutes can be read, whole and in Vietnamese', async (context) => {
    needJudges(context, 'qpdf', 'pdftotext');
    const file = await save(await handoverPdf(handover, batch));
    expect(await qpdfCheck(file)).toMatchObject({ ok: true });
    const text = await pdfToText(file, '-layout');
    for (const words of ['BIÊN BẢN GIAO NHẬN TÀI LIỆU', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'ngày 22 tháng 11 năm 2026', 'Bà Nguyễn Thị Ánh', 'ĐẠI DIỆN BÊN NHẬN', 'Sổ rách bìa', 'UBND XÃ AN NHƠN']) expect(text).toContain(words);
    expect(text).toMatch(/Hồ sơ, trường hợp\s+30/);
  });

  it('a long report goes over many pages, its table headed on each', async (context) => {
    needJudges(context, 'qpdf', 'pdftotext');
    const file = await save(await reportPdf(report(Array.from({ length: 120 }, (_, at) => line(at + 1, `${at + 1}/2018 — NGUYỄN THỊ HỒNG NHUNG`))), '2026-11-22'));
    expect(await qpdfCheck(file)).toMatchObject({ ok: true });
    const { stdout } = await promisify(execFile)('pdfinfo', [file]);
    const pages = Number(/Pages:\s+(\d+)/.exec(stdout)?.[1]);
    expect(pages).toBeGreaterThan(3);
    const text = await pdfToText(file, '-layout');
    expect(text.match(/Hồ sơ thứ/g)?.length).toBe(pages);
    expect(text).toMatch(new RegExp(`${pages}\\s*/\\s*${pages}`));
    expect(text).toContain('Thiếu số từ 4 đến 6 năm 2018');
  });

  it('lines stay within the paper, also a word without an end, and nothing at all is a page', async () => {
    const font = createDrawnFont();
    for (const text of ['Ủy ban nhân dân '.repeat(40), 'Ă'.repeat(500), '']) for (const one of wrapText(font, text, 12, ROOM_PT)) expect(font.widthPt(one, 12)).toBeLessThanOrEqual(ROOM_PT);
    expect(wrapText(font, 'a'.repeat(500), 12, ROOM_PT).join('')).toBe('a'.repeat(500));
    expect((await printForm('', [])).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('the same content gives the same bytes', async () => {
    expect(Buffer.compare(await handoverPdf(handover, batch), await handoverPdf(handover, batch))).toBe(0);
  });
});

describe('the report as files', () => {
  it('CSV: Excel sees Vietnamese, commas and quotes stay in their cells, a formula is only text', () => {
    const csv = reportCsv(report([line(3, '=cmd|"/c calc"!A1, x')])).toString('utf8');
    expect(csv.startsWith('\uFEFFSTT,')).toBe(true);
    expect(csv.split('\r\n')[1]).toBe(`1,3,"'=cmd|""/c calc""!A1, x",so,Thiếu số từ 4 đến 6 năm 2018,r3`);
  });

  it('workbook: what to repair, and the characters that are paid for', async () => {
    const bytes = await reportWorkbook(report([line(3, '3/2018 — LÊ B')]));
    expect((await readWorkbook(bytes, 'Can sua'))[1]).toEqual(['1', '3', '3/2018 — LÊ B', 'so', 'Thiếu số từ 4 đến 6 năm 2018', 'r3']);
    expect((await readWorkbook(bytes, 'So ky tu'))[1]).toEqual(['Khai sinh', expect.any(String), 'nksHoTen', '12', '18', '470']);
  });

  it('a finding nobody has words for is told by its code', () => {
    expect(findingWords({ code: 'something-new', detail: {} })).toBe('something-new');
    expect(findingWords({ code: 'count-differs', detail: { what: 'pages', minutes: 60, here: 61 } })).toBe('Số liệu lệch biên bản (trang): biên bản 60, thực tế 61');
  });
});
