// What the national import refuses, told before anything is written (records.md 2.6), so that a clerk
// repairs it here rather than there. Findings only: the package is built all the same. What is missing
// altogether is told with the file name it leaves incomplete.
import type { FieldWarning } from '../../shared/domain/field.ts';

export type CheckedRecord = { readonly recordId: string; readonly recordType: string | null; readonly values: Readonly<Record<string, string>> };

/** Warnings carry `recordId` and, where one field is meant, `field`. */
export function registrationChecks(records: readonly CheckedRecord[]): readonly FieldWarning[] {
  const registered = records.filter(({ recordType }) => recordType !== null && recordType !== 'VB');
  return [...registered.flatMap(oneRecord), ...duplicates(registered)];
}

/** Control and format characters, halves and private ones, pictures: no paper has them, and receiving systems stumble over them. */
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Extended_Pictographic}]/gu;

/** Values that hold characters which no record has; line ends and tabs are white space. */
export function oddCharacters(recordId: string, values: Readonly<Record<string, string>>): readonly FieldWarning[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const odd = [...new Set(value.replace(/[\t\r\n]/g, ' ').match(ODD))];
    return odd.length === 0 ? [] : [{ code: 'odd-characters', detail: { recordId, field, value: odd.slice(0, 8).map(shown).join(' ') } }];
  });
}

/** A picture as it is, what cannot be seen by its number. */
const shown = (character: string): string => (/\p{Extended_Pictographic}/u.test(character) ? character : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);

function oneRecord({ recordId, values }: CheckedRecord): FieldWarning[] {
  const so = values['so'] ?? '';
  const quyenSo = values['quyenSo'] ?? '';
  const date = values['ngayDangKy'] ?? '';
  const page = values['trangSo'] ?? '';
  const findings: [boolean, string, string][] = [
    [so !== '' && !so.includes('/'), 'so-without-year', 'so'],
    [quyenSo !== '' && !quyenSo.includes('/'), 'quyenSo-without-year', 'quyenSo'],
    [date !== '' && !/^\d{2}\.\d{2}\.\d{4}$/.test(date), 'ngayDangKy-not-a-full-date', 'ngayDangKy'],
    [/\d{4}$/.test(so) && /\d{4}$/.test(date) && so.slice(-4) !== date.slice(-4), 'so-year-differs-from-ngayDangKy', 'so'],
    [page !== '' && !/^\d+$/.test(page), 'trangSo-not-a-number', 'trangSo'],
  ];
  return findings.filter(([wrong]) => wrong).map(([, code, field]) => ({ code, detail: { recordId, field, value: (values[field] ?? '').slice(0, 80) } }));
}

function duplicates(records: readonly CheckedRecord[]): FieldWarning[] {
  const seen = new Map<string, string>();
  return records.flatMap(({ recordId, recordType, values }) => {
    if (!values['so'] || !values['quyenSo']) return [];
    const key = JSON.stringify([recordType, values['noiDangKy'] ?? '', values['quyenSo'], values['so']]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, recordId);
      return [];
    }
    return [{ code: 'registered-twice', detail: { recordId, otherRecordId: first, field: 'so', value: values['so'] } }];
  });
}
