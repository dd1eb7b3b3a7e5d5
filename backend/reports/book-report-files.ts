// The report of a book as files that leave the program: CSV and a workbook for whoever repairs, a PDF to sign.
import writeXlsxFile from 'write-excel-file/node';
import type { Cell } from 'write-excel-file/node';
import { z } from 'zod';
import type { BookFindingLine, BookReport, Handover } from '../../shared/api/reports.ts';
import { RECORD_TYPES, fieldSpec } from '../../shared/domain/record-types.ts';
import wordTable from '../../resources/review/finding-words.json' with { type: 'json' };
import { withoutTimes } from '../packaging/deterministic-zip.ts';
import { printForm, type FormBlock } from './printed-form.ts';

const WORDS = z.record(z.string(), z.string()).parse(wordTable);
const COUNTED: Readonly<Record<string, string>> = { cases: 'hồ sơ', pages: 'trang', files: 'tệp PDF' };

/** In Vietnamese; a finding without words is told by its code. */
export function findingWords({ code, detail }: Pick<BookFindingLine, 'code' | 'detail'>): string {
  return (WORDS[code] ?? code).replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = String(detail[name] ?? '');
    return name === 'what' ? (COUNTED[value] ?? value) : value;
  });
}

const HEAD = ['STT', 'Hồ sơ thứ', 'Hồ sơ', 'Trường', 'Nội dung cần sửa', 'Mã hồ sơ'] as const;
const labelOf = (field: string | null): string => field ?? '';
const rowsOf = (report: BookReport): readonly (readonly (string | number)[])[] =>
  report.findings.map((line, index) => [index + 1, line.seq ?? '', line.title ?? '', labelOf(line.field), findingWords(line), line.recordId ?? '']);

/** A cell that begins like a formula is data from paper, never a formula. */
const csvCell = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** UTF-8 with a mark, so that Excel shows Vietnamese. */
export const reportCsv = (report: BookReport): Buffer => Buffer.from(`\uFEFF${[HEAD, ...rowsOf(report)].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`, 'utf8');

const cell = (value: string | number, isHead = false): Cell => (value === '' ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@', ...(isHead ? { fontWeight: 'bold' as const } : {}) });

export async function reportWorkbook(report: BookReport): Promise<Buffer> {
  const characters = report.characters.map((row) => [RECORD_TYPES[row.recordType]?.nameVi ?? row.recordType, fieldSpec(row.recordType, row.field)?.labelOnPaper ?? row.field, row.field, row.short, row.long, row.chars]);
  const bytes = await writeXlsxFile([
    { sheet: 'Can sua', stickyRowsCount: 1, columns: [{ width: 6 }, { width: 10 }, { width: 40 }, { width: 18 }, { width: 60 }, { width: 24 }], data: [HEAD.map((text) => cell(text, true)), ...rowsOf(report).map((row) => row.map((value) => cell(value)))] },
    { sheet: 'So ky tu', stickyRowsCount: 1, columns: [{ width: 22 }, { width: 36 }, { width: 24 }, { width: 16 }, { width: 16 }, { width: 12 }], data: [['Loại', 'Trường', 'Mã trường', 'Dưới 16 ký tự', 'Từ 16 ký tự', 'Số ký tự'].map((text) => cell(text, true)), ...characters.map((row) => row.map((value) => cell(value)))] },
  ], { fontFamily: 'Arial', fontSize: 10 }).toBuffer();
  return withoutTimes(bytes);
}

const vietnameseDay = (isoDate: string): string => {
  const [year = '', month = '', day = ''] = isoDate.slice(0, 10).split('-');
  return `ngày ${day} tháng ${month} năm ${year}`;
};

const letterhead = (place: string | null): FormBlock => ({ kind: 'columns', sizePt: 12, gapPt: 14, shares: [0.42, 0.58], columns: [[(place ?? '').toLocaleUpperCase('vi') || '……………………………', '———'], ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', '———————']] });

export async function reportPdf(report: BookReport, onDate: string): Promise<Buffer> {
  const sums = { short: report.characters.reduce((sum, row) => sum + row.short, 0), long: report.characters.reduce((sum, row) => sum + row.long, 0) };
  return printForm(`Báo cáo kiểm tra sổ — ${report.batchName}`, [
    letterhead(report.place),
    { kind: 'text', text: 'BÁO CÁO KIỂM TRA SỔ', sizePt: 15, align: 'center', gapPt: 2 },
    { kind: 'text', text: `${report.batchName}${report.bookNumber === null ? '' : `, quyển số ${report.bookNumber}`}`, align: 'center', gapPt: 12 },
    { kind: 'table', shares: [0.4, 0.2, 0.2, 0.2], head: ['', 'Hồ sơ', 'Trang', 'Tệp PDF'], rows: [
      ['Thực tế trong sổ', report.here.cases, report.here.pages, report.here.files],
      ...(report.received === null ? [] : [['Biên bản giao', report.received.cases, report.received.pages, report.received.files]]),
      ...(report.returned === null ? [] : [['Biên bản trả', report.returned.cases, report.returned.pages, report.returned.files]]),
      ['Đã nghiệm thu', report.accepted, '', ''],
    ] },
    { kind: 'text', text: `Trường có dữ liệu: ${sums.short} trường dưới 16 ký tự, ${sums.long} trường từ 16 ký tự trở lên.`, gapPt: 10 },
    { kind: 'text', text: report.findings.length === 0 ? 'Không có nội dung cần sửa.' : `Nội dung cần sửa (${report.findings.length}):`, gapPt: 6 },
    ...(report.findings.length === 0 ? [] : [{ kind: 'table' as const, shares: [0.08, 0.1, 0.34, 0.48], head: ['STT', 'Hồ sơ thứ', 'Hồ sơ', 'Nội dung'], rows: report.findings.map((line, index) => [index + 1, line.seq ?? '', line.title ?? '', findingWords(line)]) }]),
    { kind: 'text', text: vietnameseDay(onDate), align: 'right', gapPt: 4 },
    { kind: 'columns', gapPt: 60, columns: [['NGƯỜI KIỂM TRA', '(Ký, ghi rõ họ tên)'], ['NGƯỜI PHỤ TRÁCH', '(Ký, ghi rõ họ tên)']] },
  ]);
}

export async function handoverPdf(handover: Handover, batch: { readonly name: string; readonly place: string | null; readonly bookNumber: string | null }): Promise<Buffer> {
  const isOut = handover.direction === 'received';
  const line = (label: string, value: string): FormBlock => ({ kind: 'text', text: `${label}: ${value === '' ? '……………………………………' : value}` });
  return printForm(`Biên bản giao nhận — ${batch.name}`, [
    letterhead(batch.place),
    { kind: 'text', text: 'BIÊN BẢN GIAO NHẬN TÀI LIỆU', sizePt: 15, align: 'center', gapPt: 2 },
    { kind: 'text', text: isOut ? '(Giao tài liệu để số hóa)' : '(Trả tài liệu sau khi số hóa)', align: 'center', gapPt: 14 },
    { kind: 'text', text: `Hôm nay, ${vietnameseDay(handover.onDate)}, chúng tôi gồm:`, gapPt: 6 },
    line('Bên giao', handover.giver), line('Bên nhận', handover.taker),
    { kind: 'text', text: `Cùng giao nhận tài liệu của ${batch.name}${batch.bookNumber === null ? '' : `, quyển số ${batch.bookNumber}`}, số lượng như sau:`, gapPt: 8 },
    { kind: 'table', sizePt: 12, shares: [0.1, 0.6, 0.3], head: ['STT', 'Tài liệu', 'Số lượng'], rows: [[1, 'Sổ, tập (quyển)', handover.books], [2, 'Hồ sơ, trường hợp', handover.cases], [3, 'Trang', handover.pages], [4, 'Tệp PDF', handover.files]] },
    line('Tình trạng tài liệu, ghi chú', handover.note),
    { kind: 'text', text: 'Biên bản được lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản.', gapPt: 16 },
    { kind: 'columns', gapPt: 70, columns: [['ĐẠI DIỆN BÊN GIAO', '(Ký, ghi rõ họ tên)'], ['ĐẠI DIỆN BÊN NHẬN', '(Ký, ghi rõ họ tên)']] },
  ]);
}
