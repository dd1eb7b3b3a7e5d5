// The import workbook of one record type: sheet 'DL Import' with one row per record under the national
// column names, sheet 'Ghi chu' with the code lists. Every cell is text, so that no program takes
// "01/2018" for a date or drops the zero of an identity number.
import writeXlsxFile from 'write-excel-file/node';
import type { Cell, SheetData } from 'write-excel-file/node';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { withoutTimes } from './deterministic-zip.ts';
import { codeList } from './workbook-codes.ts';
import type { WorkbookVariant } from './workbook-row.ts';
import { workbookColumns, workbookHeader } from './workbook-row.ts';

export const DATA_SHEET = 'DL Import';
export const NOTES_SHEET = 'Ghi chu';

/** `rows` as workbookRow gives them. The same rows give the same bytes. */
export async function writeWorkbook(recordType: string, rows: readonly (readonly string[])[], variant: WorkbookVariant = 'current'): Promise<Buffer> {
  const header = workbookHeader(recordType, variant);
  const data: SheetData = [header.map(headerCell), ...rows.map((row) => row.map(textCell))];
  const widths = header.map((name, column) => ({ width: columnWidth(name, rows.slice(0, 200).map((row) => row[column] ?? '')) }));
  const bytes = await writeXlsxFile([
    { data, sheet: DATA_SHEET, columns: widths, stickyRowsCount: 1 },
    { data: noteRows(recordType, variant).map((row) => row.map(textCell)), sheet: NOTES_SHEET, columns: [{ width: 30 }, { width: 10 }, { width: 70 }] },
  ], { fontFamily: 'Arial', fontSize: 10 }).toBuffer();
  return withoutTimes(bytes);
}

const headerCell = (value: string): Cell => ({ value, type: String, format: '@', fontWeight: 'bold' });
const textCell = (value: string): Cell => (value === '' ? null : { value, type: String, format: '@' });
const columnWidth = (name: string, values: readonly string[]): number => Math.min(40, Math.max(name.length, ...values.map((value) => value.length)) + 2);

function noteRows(recordType: string, variant: WorkbookVariant): readonly (readonly string[])[] {
  const lists = workbookColumns(recordType, variant).flatMap((field) => {
    const list = field.kind === 'gender' ? codeList('gender') : field.enum === undefined ? undefined : codeList(field.enum);
    return Object.entries(list ?? {}).map(([code, label]) => [field.key, code, label]);
  });
  return [
    [RECORD_TYPES[recordType]?.nameVi ?? recordType, '', ''],
    ['Ngày tháng', '', 'dd.MM.yyyy; MM.yyyy hoặc yyyy khi giấy tờ chỉ ghi tháng, năm'],
    ['Cột', 'Mã', 'Ý nghĩa'],
    ...lists,
  ];
}
