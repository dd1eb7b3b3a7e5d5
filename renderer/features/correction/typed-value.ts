// What a clerk types, in the form that is stored: dates from 15081992, 081992, 1992 or 15/8/92; everything
// else with single spaces and composed letters. What cannot be understood is kept as it was typed: a rule
// will say so, nothing is thrown away.
import { formatDate, isRealDate, type PartialDate } from '../../../shared/domain/dates.ts';
import { fieldSpec, type FieldKind } from '../../../shared/domain/record-types.ts';
import { tidy } from '../../../shared/domain/vietnamese-text.ts';

const NUMERIC: readonly FieldKind[] = ['date', 'partialDate', 'timeOfDay', 'integer', 'registrationNumber', 'bookNumber', 'idNumber', 'code'];

export const kindOf = (recordType: string | null, key: string): FieldKind => (recordType === null ? undefined : fieldSpec(recordType, key)?.kind) ?? 'text';

/** Whether a bare digit is text in this kind of field. */
export const isNumeric = (kind: FieldKind): boolean => NUMERIC.includes(kind);

const CENTURY = 100;

function fullYear(text: string, thisYear: number): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year <= thisYear % CENTURY ? 2000 + year : 1900 + year;
}

function splitDigits(digits: string): readonly string[] | undefined {
  switch (digits.length) {
    case 4:
      return [digits];
    case 6: {
      const year = Number(digits.slice(2));
      const isMonthYear = year >= 1900 && year <= 2100 && Number(digits.slice(0, 2)) <= 12;
      return isMonthYear ? [digits.slice(0, 2), digits.slice(2)] : [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
    }
    case 8:
      return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
    default:
      return undefined;
  }
}

/** undefined when it is no date. */
export function typedDate(text: string, thisYear: number): string | undefined {
  const trimmed = text.trim();
  const parts = /^\d+$/.test(trimmed) ? splitDigits(trimmed) : trimmed.split(/\s*[/.\-\s]\s*/);
  if (!parts || parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  const [year = '', month, day] = [...parts].reverse();
  const date: PartialDate = { year: fullYear(year, thisYear), ...(month === undefined ? {} : { month: Number(month) }), ...(day === undefined ? {} : { day: Number(day) }) };
  return isRealDate(date) ? formatDate(date) : undefined;
}

function typedTime(text: string): string | undefined {
  const match = /^(\d{1,2})\s*(?:[:hg.]|giờ)?\s*(\d{2})\s*(?:phút|p)?$/iu.exec(text.trim());
  const hours = Number(match?.[1]);
  const minutes = Number(match?.[2]);
  return match && hours < 24 && minutes < 60 ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : undefined;
}

export function typedValue(kind: FieldKind, text: string, thisYear: number): string {
  const plain = tidy(text);
  if (kind === 'date' || kind === 'partialDate') return typedDate(plain, thisYear) ?? plain;
  if (kind === 'timeOfDay') return typedTime(plain) ?? plain;
  return plain;
}
