// From field values as read on paper to the cells of the import workbook, all text (records.md 2.3 and 2.4).
import type { WORKBOOK_VARIANTS } from '../../shared/api/packages.ts';
import type { FieldSpec } from '../../shared/domain/record-types.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { withoutControls } from '../pdf/write-xmp.ts';
import { codeOf } from './workbook-codes.ts';

/** Printed on paper, but no column of the national workbook. */
const NO_COLUMN: ReadonlySet<string> = new Set(['nktSoDinhDanh']);
/** Excel's own limit for a cell. */
export const MAX_CELL_LENGTH = 32_767;

export type CellProblem = { readonly key: string; readonly problem: 'unknown-code' | 'shortened'; readonly value: string };

/** `older` is without personal numbers and nationalities in words. */
export type WorkbookVariant = (typeof WORKBOOK_VARIANTS)[number];
const GAINED_LATER = /SoDinhDanh|QuocTich(?:Khac)?Str$/;

export function workbookColumns(recordType: string, variant: WorkbookVariant = 'current'): readonly FieldSpec[] {
  return (RECORD_TYPES[recordType]?.fields ?? []).filter(({ key }) => !NO_COLUMN.has(key) && !(variant === 'older' && recordType === 'KS' && GAINED_LATER.test(key)));
}

/** STT and the keys, in the workbook's order. */
export const workbookHeader = (recordType: string, variant: WorkbookVariant = 'current'): readonly string[] => ['STT', ...workbookColumns(recordType, variant).map((field) => field.key)];

/** `stt` counts from 1. Empty fields are empty strings. */
export function workbookRow(recordType: string, stt: number, values: Readonly<Record<string, string>>, variant: WorkbookVariant = 'current'): { cells: readonly string[]; problems: readonly CellProblem[] } {
  const problems: CellProblem[] = [];
  const cells = workbookColumns(recordType, variant).map((field) => {
    const { text, problem } = cellText(field, values[field.key] ?? '');
    if (problem !== undefined) problems.push({ key: field.key, problem, value: text.slice(0, 80) });
    return text;
  });
  return { cells: [String(stt), ...cells], problems };
}

function cellText(field: FieldSpec, value: string): { text: string; problem?: CellProblem['problem'] } {
  const clean = withoutControls(value.normalize('NFC')).trim();
  if (clean === '') return { text: '' };
  const list = field.kind === 'gender' ? 'gender' : field.enum;
  if (list !== undefined) {
    const code = codeOf(list, clean);
    // What is no code of the list is shown as it is: the clerk sees it, the import refuses it by name.
    return code === undefined ? { text: clean, problem: 'unknown-code' } : { text: code };
  }
  return clean.length > MAX_CELL_LENGTH ? { text: clean.slice(0, MAX_CELL_LENGTH).toWellFormed(), problem: 'shortened' } : { text: clean };
}
