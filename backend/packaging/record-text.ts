// What a record is called and what its line in records.jsonl says.
import { markOf } from '../../shared/domain/field.ts';
import type { FieldReading, FieldWarning } from '../../shared/domain/field.ts';
import { pageText } from '../../shared/domain/reading.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { documentCode } from './file-name.ts';

export type RecordForLine = {
  readonly recordType: string | null;
  readonly recordTypeConfidence: number;
  readonly fields: Readonly<Record<string, FieldReading>>;
  readonly warnings: readonly FieldWarning[];
  readonly pages: readonly { readonly reading: PageReading | null }[];
  readonly sourceFiles: readonly string[];
  readonly ms: { readonly clean: number; readonly recognise: number; readonly extract: number };
};

/** Something is written there that could not be read: a result, with its reason and its box. What is empty on paper is none. */
const isUnreadable = (field: FieldReading): boolean => markOf(field) === 'unreadable-on-paper' || (field.warnings.length > 0 && markOf(field) === undefined);

/** The object of one line of records.jsonl (contract/cli.md). `fields` keep their order; those empty on paper are absent. */
export function recordLine(record: RecordForLine): Record<string, unknown> {
  const files = record.sourceFiles.map(baseName);
  return {
    file: files[0] ?? '',
    files,
    recordType: record.recordType,
    recordTypeConfidence: record.recordTypeConfidence,
    fields: Object.fromEntries(Object.entries(record.fields).filter(([, field]) => field.value !== '' || isUnreadable(field))),
    text: record.pages.map(({ reading }) => (reading === null ? '' : pageText(reading))).join('\n').normalize('NFC'),
    warnings: record.warnings,
    ms: record.ms,
  };
}

export const baseName = (displayName: string): string => displayName.slice(displayName.lastIndexOf('/') + 1).normalize('NFC');

export const fieldValues = (fields: Readonly<Record<string, FieldReading>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value.normalize('NFC')]));

/** E.g. "Khai sinh 63/2006 — CAO THANH ĐỨC"; what the paper does not give is left out. */
export function recordTitle(recordType: string | null, values: Readonly<Record<string, string>>): string {
  const kind = recordType === 'VB' ? values['TypeName'] || 'Văn bản' : (RECORD_TYPES[recordType ?? '']?.nameVi ?? 'Giấy tờ chưa rõ loại');
  const number = recordType === 'VB' ? documentCode(values) : (values['so'] ?? '');
  const names = recordType === 'VB' ? (values['Subject'] ?? '') : mainPersons(recordType, values).join(' – ');
  return [[kind, number].filter(Boolean).join(' '), names].filter(Boolean).join(' — ').slice(0, 300);
}

/** The persons a record is about: not its signers, clerks, parents or declarants. */
export function mainPersons(recordType: string | null, values: Readonly<Record<string, string>>): string[] {
  const keys = MAIN_PERSONS[recordType ?? ''] ?? [];
  return keys.map((key) => values[key] ?? '').filter((value) => value !== '');
}

const MAIN_PERSONS: Readonly<Record<string, readonly string[]>> = {
  KS: ['nksHoTen'], KH: ['chongHoTen', 'voHoTen'], KT: ['nktHoTen'], CMC: ['cmHoTen', 'ncHoTen'], HN: ['nxnHoTen'], GH: ['nghHoTen', 'ndghHoTen'],
  CDGH: ['nghHoTen', 'ndghHoTen'], CN: ['cnHoTen'], CC: ['ntdHoTen'], LH: ['chongHoTen', 'voHoTen'],
};
