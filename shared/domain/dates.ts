// Dates as Vietnamese papers write them, in figures. Inside the application a date is text: dd.MM.yyyy,
// MM.yyyy or yyyy when the paper gives no more (the national workbook's form).

export type PartialDate = Readonly<{ year: number; month?: number; day?: number }>;

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const pad = (value: number): string => String(value).padStart(2, '0');

export function isRealDate({ year, month, day }: PartialDate): boolean {
  if (year < 1800 || year > 2200) return false;
  if (month === undefined) return day === undefined;
  if (month < 1 || month > 12) return false;
  if (day === undefined) return true;
  if (day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month !== 2 || day < 29 || leap;
}

export function formatDate({ year, month, day }: PartialDate): string {
  if (month === undefined) return String(year);
  return day === undefined ? `${pad(month)}.${year}` : `${pad(day)}.${pad(month)}.${year}`;
}

/** Reads dd.MM.yyyy, MM.yyyy or yyyy as stored; undefined for anything else, also for 31.02. */
export function parseStoredDate(text: string): PartialDate | undefined {
  const match = /^(?:(?:(\d{2})\.)?(\d{2})\.)?(\d{4})$/.exec(text);
  if (!match) return undefined;
  return real(Number(match[3]), match[2], match[1]);
}

function real(year: number, month: string | undefined, day: string | undefined): PartialDate | undefined {
  const date: PartialDate = {
    year,
    ...(month === undefined ? {} : { month: Number(month) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  };
  return isRealDate(date) ? date : undefined;
}

const FULL = /(?<!\d)(\d{1,2})\s?[/.\-–,|]\s?(\d{1,2})\s?[/.\-–,|]\s?(\d{4})(?!\d)/;
const MONTH = /(?<![\d/])(\d{1,2})\s?[/.\-–]\s?(\d{4})(?!\d)/;
// The words between the figures are printed forms; any letter of theirs may be misread.
const SPOKEN = /ng\p{L}{1,2}\s*:?\s*(\d{1,2})\s*[,.]?\s*th\p{L}{1,3}\s*:?\s*(\d{1,2})\s*[,.]?\s*n\p{L}m\s*:?\s*(\d{4})(?!\d)/iu;
const SPOKEN_MONTH = /th\p{L}{1,3}\s*(\d{1,2})\s*,?\s*n\p{L}m\s*(\d{4})(?!\d)/iu;
const YEAR = /(?<!\d)(1[89]\d{2}|20\d{2})(?!\d)/;

export type FoundDate = Readonly<{ date: PartialDate; index: number; length: number; raw: string }>;

/** The first date in running text, the fullest form first; impossible dates (31/02) are not taken. */
export function findDate(text: string): FoundDate | undefined {
  for (const [pattern, parts] of [[FULL, 3], [SPOKEN, 3], [SPOKEN_MONTH, 2], [MONTH, 2], [YEAR, 1]] as const) {
    const match = pattern.exec(text);
    if (!match) continue;
    const numbers = match.slice(1);
    const date = real(Number(numbers[parts - 1]), parts > 1 ? numbers[parts - 2] : undefined, parts > 2 ? numbers[0] : undefined);
    // 31/02/2020 is a misread date, not the year 2020.
    if (!date && parts === 3) return undefined;
    if (date) return { date, index: match.index, length: match[0].length, raw: match[0] };
  }
  return undefined;
}

/** Days between two dates counted by their earliest reading; positive when `b` is later. */
export function compareDates(a: PartialDate, b: PartialDate): number {
  return b.year - a.year || (a.month === undefined || b.month === undefined ? 0 : b.month - a.month || (a.day === undefined || b.day === undefined ? 0 : b.day - a.day));
}

export const sameDate = (a: PartialDate, b: PartialDate): boolean => a.year === b.year && a.month === b.month && a.day === b.day;
