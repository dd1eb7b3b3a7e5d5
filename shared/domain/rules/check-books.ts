// Number, book and registration date of one entry. The year in the number is the year of registration;
// within a book numbers run on without gaps (TT 04/2020 Điều 29), which only several records can show.
import { parseStoredDate } from '../dates.ts';
import type { Finding, Rule, Values } from './check-record.ts';

export const checkBooks: Rule = (values) => {
  const numberYear = /\/(\d{4})$/.exec(values['so'] ?? '')?.[1];
  const registered = parseStoredDate(values['ngayDangKy'] ?? '')?.year;
  const findings: Finding[] = [];
  if (numberYear !== undefined && registered !== undefined) {
    findings.push(Number(numberYear) === registered
      ? { kind: 'agreement', keys: ['so', 'ngayDangKy'], code: 'number-year-fits' }
      : { kind: 'warning', keys: ['so', 'ngayDangKy'], warning: { code: 'number-year-differs', detail: { numberYear, registered } } });
  }
  return findings;
};

export type BookEntry = Readonly<{ id: string; values: Values }>;
export type BookFinding = Readonly<{ id: string; code: 'number-twice' | 'number-gap'; detail: Readonly<Record<string, string | number>> }>;

const serial = (values: Values): number | undefined => {
  const match = /^(\d+)/.exec(values['so'] ?? '');
  return match ? Number(match[1]) : undefined;
};
const bookOf = (values: Values): string => `${values['noiDangKy'] ?? values['noiCap'] ?? ''}|${values['quyenSo'] ?? ''}|${/\/(\d{4})$/.exec(values['so'] ?? '')?.[1] ?? ''}`;

/** Numbers met twice, or missing between two neighbours, within one book and year. */
export function checkNumbering(entries: readonly BookEntry[]): readonly BookFinding[] {
  const findings: BookFinding[] = [];
  for (const book of Map.groupBy(entries, (entry) => bookOf(entry.values)).values()) {
    const numbered = book.flatMap((entry) => { const number = serial(entry.values); return number === undefined ? [] : [{ id: entry.id, number }]; }).sort((a, b) => a.number - b.number);
    numbered.forEach((entry, index) => {
      const before = numbered[index - 1];
      if (!before) return;
      if (entry.number === before.number) findings.push({ id: entry.id, code: 'number-twice', detail: { number: entry.number, other: before.id } });
      else if (entry.number > before.number + 1) findings.push({ id: entry.id, code: 'number-gap', detail: { from: before.number + 1, to: entry.number - 1 } });
    });
  }
  return findings;
}
