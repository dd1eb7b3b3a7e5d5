// "Ngày mười một tháng tám năm hai nghìn không trăm linh năm" ⇄ 11.08.2005. Forms met on paper are listed
// in tests/unit/domain/dates-in-words.test.ts. The words are a closed vocabulary, so a damaged word has
// one nearest reading; the figures beside it say whether that reading is right.
import { nearest } from './text-distance.ts';
import { parseNumberWords, writeNumberWords } from './numbers-in-words.ts';
import type { NumberStyle } from './numbers-in-words.ts';
import { isRealDate } from './dates.ts';
import type { PartialDate } from './dates.ts';
import { foldMarks, inCaseOf, tidy } from './vietnamese-text.ts';

export const DATE_WORDS = [
  'ngày', 'tháng', 'năm', 'mùng', 'mồng', 'không', 'một', 'hai', 'ba', 'bốn', 'tư', 'sáu', 'bảy', 'bẩy', 'tám', 'chín', 'mười', 'mươi', 'mốt', 'lăm',
  'nhăm', 'linh', 'lẻ', 'trăm', 'nghìn', 'ngàn', 'giêng', 'chạp', 'giờ', 'phút',
] as const;

const MONTH_NAMES: Readonly<Record<string, number>> = { gieng: 1, chap: 12 };

function monthOf(text: string): number | undefined {
  return MONTH_NAMES[foldMarks(text).replace(/[^a-z]/g, '')] ?? parseNumberWords(text);
}

/** Undefined when the text is no date in words. Words before "ngày" (a time, "sinh") are passed over. */
export function parseDateWords(text: string): PartialDate | undefined {
  const plain = foldMarks(tidy(text)).replace(/[^a-z\s]/g, ' ').replace(/\s+/g, ' ').trim();
  // "năm" is both year and five: the year's own "nam" is the last one followed by a thousand.
  const match = /(?:^|\s)ngay (?:mung |mong )?(.+?) thang (.+?) nam ((?:mot|hai|ba) (?:nghin|ngan).*)$/.exec(` ${plain}`) ?? undefined;
  if (match) return complete(match[3], match[2], match[1]);
  const noDay = /(?:^|\s)thang (.+?) nam ((?:mot|hai|ba) (?:nghin|ngan).*)$/.exec(` ${plain}`);
  if (noDay) return complete(noDay[2], noDay[1], undefined);
  const noMonth = /(?:^|\s)nam ((?:mot|hai|ba) (?:nghin|ngan).*)$/.exec(` ${plain}`);
  return noMonth ? complete(noMonth[1], undefined, undefined) : undefined;
}

function complete(yearText: string | undefined, monthText: string | undefined, dayText: string | undefined): PartialDate | undefined {
  const year = yearText === undefined ? undefined : parseNumberWords(yearText);
  const month = monthText === undefined ? undefined : monthOf(monthText);
  const day = dayText === undefined ? undefined : parseNumberWords(dayText);
  if (year === undefined || (monthText !== undefined && month === undefined) || (dayText !== undefined && day === undefined)) return undefined;
  const date: PartialDate = { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
  return isRealDate(date) ? date : undefined;
}

export function writeDateWords({ year, month, day }: PartialDate, style: NumberStyle = {}): string {
  const words: string[] = [];
  if (day !== undefined) words.push('ngày', writeNumberWords(day, style));
  if (month !== undefined) words.push('tháng', month === 4 ? 'tư' : writeNumberWords(month, style));
  words.push('năm', writeNumberWords(year, style));
  const text = words.join(' ');
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

export type MendedWords = Readonly<{ text: string; /** Sum of the distances of the mended words. */ distance: number; mended: number }>;

const MAX_WORD_DISTANCE = 1.1;

function mendOne(word: string): { text: string; distance: number } {
  const lower = word.toLocaleLowerCase('vi');
  const found = nearest(lower, DATE_WORDS, (entry) => entry, MAX_WORD_DISTANCE);
  if (!found || found.distance === 0 || found.distance > 0.34 * lower.length + 0.2) return { text: word, distance: found ? 0 : 1 };
  const mended = inCaseOf(found.entry, word);
  const capital = word.charAt(0) !== lower.charAt(0);
  return { text: capital ? mended.charAt(0).toLocaleUpperCase('vi') + mended.slice(1) : mended, distance: found.distance };
}

/** Each word replaced by the nearest word of the vocabulary when it is near; punctuation after a word stays. */
export function mendDateWords(text: string): MendedWords {
  let distance = 0;
  let mended = 0;
  const words = tidy(text).split(' ').map((word) => {
    const [, head = '', tail = ''] = /^(.*?)([,.;:]*)$/u.exec(word) ?? [];
    const one = mendOne(head);
    distance += one.distance;
    if (one.text !== head) mended++;
    return one.text + tail;
  });
  return { text: words.join(' '), distance, mended };
}
