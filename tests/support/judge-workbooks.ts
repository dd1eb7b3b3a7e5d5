// Are the workbooks of a civil-status package, as openpyxl reads them, the national template's rows of its records?
import { join } from 'node:path';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import type { JudgedRecord } from './judge-text-layer.ts';
import type { Cells } from './judges.ts';
import { openpyxlBooks } from './judges.ts';

/** 70 columns, or the 61 of the older births template, which lacks personal numbers and nationalities in words (records.md 2.3). */
const COLUMNS: Readonly<Record<string, readonly number[]>> = { KS: [70, 61] };
/** Values that stand in the workbook as on paper; others have codes in some columns. */
const AS_WRITTEN = /(HoTen|NgaySinh|ngayDangKy|quyenSo|Subject|IssuedDate)$/;

export async function workbookFaults(dir: string, workbooks: readonly string[], records: readonly JudgedRecord[]): Promise<readonly string[]> {
  const books = await openpyxlBooks(workbooks);
  if (books === undefined) return ['openpyxl cannot open them'];
  const rowsFound = books.reduce((sum, book) => sum + (book['DL Import']?.length ?? 1) - 1, 0);
  const rowsWanted = records.filter(({ recordType }) => recordType !== null && RECORD_TYPES[recordType] !== undefined).length;
  return [...(rowsFound === rowsWanted ? [] : [`${rowsFound} rows for ${rowsWanted} records`]), ...workbooks.flatMap((path, index) => bookFaults(path.slice(join(dir, 'data').length + 1), books[index], records))];
}

function bookFaults(name: string, book: Cells | undefined, records: readonly JudgedRecord[]): readonly string[] {
  const [header = [], ...rows] = book?.['DL Import'] ?? [];
  const [type = '', rest = ''] = name.split('/');
  const keys = (RECORD_TYPES[type]?.fields ?? []).map(({ key }) => key);
  const members = records.filter((record) => record.recordType === type && `${record.book ?? ''}.xlsx` === rest);
  const faults: string[] = [];
  if (header[0] !== 'STT' || header.slice(1).some((key) => !keys.includes(String(key)))) faults.push('header of other columns than record-types.json');
  if (COLUMNS[type] !== undefined && !COLUMNS[type].includes(header.length)) faults.push(`${header.length} columns`);
  if (rows.some((row) => row.some((cell) => typeof cell !== 'string'))) faults.push('a cell that is no text');
  if (rows.length !== members.length) faults.push(`${rows.length} rows for ${members.length} records`);
  members.forEach(({ fields }, at) => header.forEach((key, column) => {
    const wanted = fields[String(key)]?.value ?? '';
    if (AS_WRITTEN.test(String(key)) && rows[at]?.[column] !== wanted) faults.push(`row ${at + 2}, ${String(key)}: “${String(rows[at]?.[column])}”, not “${wanted}”`);
  }));
  return faults.map((fault) => `${name}: ${fault}`);
}
