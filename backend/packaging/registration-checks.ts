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
