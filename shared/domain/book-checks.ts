// What a book must satisfy as a whole before it is accepted. Numbers run from 01 without a gap to the end of
// the year, on through every book of that year (TT 04/2020/TT-BTP Điều 29); the form of an entry is held to
// the checks that the contractors' own tool lists (domain notes 2.6); pages, cases and files agree with the
// hand-over minutes. Pure; findings are codes with their facts, told in words at the edge.
import type { Values } from './rules/rule.ts';

export type BookRecord = Readonly<{ id: string; /** Which book it stands in: a batch. */ bookId: string; /** 1-based place in its book. */ seq: number; recordType: string | null; values: Values }>;
export type BookFinding = Readonly<{ code: string; recordId: string | null; field: string | null; detail: Readonly<Record<string, string | number>> }>;

type Numbered = Readonly<{ record: BookRecord; number: number; year: string }>;

/** "05/2018" → 5 of 2018; the year of registration where the number does not give one. */
function numbered(record: BookRecord): Numbered | null {
  const match = /^\s*0*(\d{1,6})\s*(?:\/\s*(\d{4}))?/.exec(record.values['so'] ?? '');
  const year = match?.[2] ?? /(\d{4})\s*$/.exec(record.values['ngayDangKy'] ?? '')?.[1];
  return match?.[1] === undefined || year === undefined ? null : { record, number: Number(match[1]), year };
}

const finding = (code: string, record: BookRecord | null, detail: BookFinding['detail'], field: string | null = 'so'): BookFinding => ({ code, recordId: record?.id ?? null, field: record === null ? null : field, detail });

export type NumberingBounds = Readonly<{ /** The first number that is to be found, where the cover says it. */ first?: number | null; last?: number | null }>;

function checkYear(entries: readonly Numbered[], year: string, bookId: string, bounds: NumberingBounds): readonly BookFinding[] {
  const sorted = entries.toSorted((a, b) => a.number - b.number || a.record.seq - b.record.seq);
  const isHere = (entry: Numbered | undefined): boolean => entry?.record.bookId === bookId;
  const [first] = sorted;
  const last = sorted.at(-1);
  const start = bounds.first ?? 1;
  const findings: BookFinding[] = [];
  if (first !== undefined && isHere(first) && first.number > start) findings.push(finding('numbers-missing-at-start', first.record, { year, from: start, to: first.number - 1 }));
  for (const [index, entry] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined || !(isHere(entry) || isHere(before))) continue;
    if (entry.number === before.number) findings.push(finding('number-twice', isHere(entry) ? entry.record : before.record, { year, number: entry.number, otherId: isHere(entry) ? before.record.id : entry.record.id, isOtherBook: before.record.bookId === entry.record.bookId ? 0 : 1 }));
    else if (entry.number > before.number + 1) findings.push(finding('numbers-missing', isHere(entry) ? entry.record : before.record, { year, from: before.number + 1, to: entry.number - 1 }));
  }
  if (last !== undefined && bounds.last !== undefined && bounds.last !== null && isHere(last) && last.number < bounds.last) findings.push(finding('numbers-missing-at-end', last.record, { year, from: last.number + 1, to: bounds.last }));
  return findings;
}

/** Numbering of one book, among all books of the same kind and place; findings that touch `bookId`. */
export function checkYearNumbering(records: readonly BookRecord[], bookId: string, bounds: NumberingBounds = {}): readonly BookFinding[] {
  const entries = records.map(numbered).filter((entry) => entry !== null);
  const types = Map.groupBy(entries, (entry) => `${entry.record.recordType ?? ''}|${entry.year}`);
  return [...types.values()].flatMap((group) => {
    const [one] = group;
    return one !== undefined && group.some((entry) => entry.record.bookId === bookId) ? checkYear(group, one.year, bookId, bounds) : [];
  });
}

const MUST_HAVE = ['so', 'quyenSo', 'ngayDangKy'] as const;

/** What an entry must have at all; the form of what it has is checked with the package's own checks. */
export function checkPresence({ id, recordType, values }: BookRecord): readonly BookFinding[] {
  if (recordType === null) return [{ code: 'type-unknown', recordId: id, field: null, detail: {} }];
  if (recordType === 'VB') return [];
  return MUST_HAVE.filter((key) => (values[key] ?? '').trim() === '').map((key) => ({ code: 'value-missing', recordId: id, field: key, detail: { field: key } }));
}

export type Counts = Readonly<{ cases: number; pages: number; files: number }>;

/** The minutes' counts against what is here; what the minutes leave at 0 is not compared. */
export function checkCounts(here: Counts, minutes: Counts, which: 'received' | 'returned' | 'expected'): readonly BookFinding[] {
  return (['cases', 'pages', 'files'] as const)
    .filter((what) => minutes[what] > 0 && minutes[what] !== here[what])
    .map((what) => ({ code: 'count-differs', recordId: null, field: null, detail: { which, what, minutes: minutes[what], here: here[what] } }));
}

/** The border of the price bands for acceptance: fields under 16 characters and those of 16 and more. */
export const LONG_FIELD_CHARS = 16;
export type CharacterCount = Readonly<{ recordType: string; field: string; short: number; long: number; chars: number }>;

/** Filled fields by length, per field of each record type, in the order they first come. Empty fields are not paid. */
export function countCharacters(records: readonly BookRecord[]): readonly CharacterCount[] {
  const counts = new Map<string, CharacterCount>();
  for (const { recordType, values } of records) {
    for (const [field, value] of Object.entries(values)) {
      const chars = [...value.normalize('NFC')].length;
      if (recordType === null || chars === 0) continue;
      const key = `${recordType} ${field}`;
      const now = counts.get(key) ?? { recordType, field, short: 0, long: 0, chars: 0 };
      counts.set(key, { ...now, short: now.short + (chars < LONG_FIELD_CHARS ? 1 : 0), long: now.long + (chars < LONG_FIELD_CHARS ? 0 : 1), chars: now.chars + chars });
    }
  }
  return [...counts.values()];
}
