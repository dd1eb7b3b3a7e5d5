// Number, book and registration date of one entry. The year in the number is the year of registration;
// within a book numbers run on without gaps (TT 04/2020 Điều 29), which only several records can show.
import { parseStoredDate } from '../dates.ts';
import { foldMarks } from '../vietnamese-text.ts';
import type { Finding, Rule, Values } from './rule.ts';

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
export const NUMBERING_CODES = ['number-twice', 'number-gap'] as const;
/** Fields that say which entry of which book a record is. */
export const BOOK_KEYS: readonly string[] = ['so', 'quyenSo', 'noiDangKy', 'noiCap'];
export type BookFinding = Readonly<{ id: string; code: (typeof NUMBERING_CODES)[number]; detail: Readonly<Record<string, string | number>> }>;

const serial = (values: Values): number | undefined => {
  const match = /^(\d+)/.exec(values['so'] ?? '');
  return match ? Number(match[1]) : undefined;
};
/** An office is the same whatever marks its reading lost. */
const bookOf = (values: Values): string => `${foldMarks(values['noiDangKy'] ?? values['noiCap'] ?? '')}|${values['quyenSo'] ?? ''}|${/\/(\d{4})$/.exec(values['so'] ?? '')?.[1] ?? ''}`;

/** Loose certificates leave gaps everywhere: only entries that fill at least this share of their numbers are a book. */
const BOOK_DENSITY = 0.5;
const LEAST_ENTRIES = 3;

function isBook(numbers: readonly number[]): boolean {
  const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
  return numbers.length >= LEAST_ENTRIES && new Set(numbers).size / (last - first + 1) >= BOOK_DENSITY;
}

/**
 * Numbers met twice, or missing between two neighbours, within one book and year (TT 04/2020 Điều 29). All
 * entries are of one record type.
 */
export function checkNumbering(entries: readonly BookEntry[]): readonly BookFinding[] {
  const findings: BookFinding[] = [];
  for (const book of Map.groupBy(entries, (entry) => bookOf(entry.values)).values()) {
    const numbered = book.flatMap((entry) => { const number = serial(entry.values); return number === undefined ? [] : [{ id: entry.id, number }]; }).sort((a, b) => a.number - b.number);
    const isWhole = isBook(numbered.map((entry) => entry.number));
    numbered.forEach((entry, index) => {
      const before = numbered[index - 1];
      if (!before) return;
      if (entry.number === before.number) findings.push({ id: entry.id, code: 'number-twice', detail: { number: entry.number, other: before.id } });
      else if (isWhole && entry.number > before.number + 1) findings.push({ id: entry.id, code: 'number-gap', detail: { from: before.number + 1, to: entry.number - 1 } });
    });
  }
  return findings;
}
