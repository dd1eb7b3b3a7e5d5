// The name a person knows a record by: its number and whom or what it is about, "25/2018 — CHÂU HOÀNG KHÁNH TỴ".
// Which fields those are follows from the record type's table: the first number, and the first names that
// are not of officials or of the person who only came to register.
import { fieldSpec, RECORD_TYPES } from '../../shared/domain/record-types.ts';
import type { FieldReading } from '../../shared/domain/field.ts';

const MAX_SUBJECT_CHARS = 80;
const OFFICIALS = /^(nguoiKy|nguoiThucHien|nyc)/;
const SUBJECTS: Readonly<Record<string, readonly string[]>> = { KH: ['chongHoTen', 'voHoTen'], VB: ['Subject'] };
const NUMBERS: Readonly<Record<string, string>> = { VB: 'CodeNotation' };

function subjectKeys(recordType: string): readonly string[] {
  const known = SUBJECTS[recordType];
  if (known !== undefined) return known;
  const fields = RECORD_TYPES[recordType]?.fields ?? [];
  const person = fields.find((field) => field.kind === 'personName' && !OFFICIALS.test(field.key));
  return person === undefined ? [] : [person.key];
}

export function recordTitle(recordType: string | null, fields: Readonly<Record<string, FieldReading>>, fallback: string): string {
  if (recordType === null) return fallback;
  const number = NUMBERS[recordType] ?? RECORD_TYPES[recordType]?.fields.find((field) => field.kind === 'registrationNumber' || field.kind === 'code')?.key ?? 'so';
  const value = (key: string): string => (fieldSpec(recordType, key) === undefined ? '' : (fields[key]?.value ?? ''));
  const subject = subjectKeys(recordType).map(value).filter((text) => text !== '').join(', ').slice(0, MAX_SUBJECT_CHARS);
  const parts = [value(number), subject].filter((text) => text !== '');
  return parts.length === 0 ? fallback : parts.join(' — ');
}
