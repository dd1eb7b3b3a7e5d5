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

/** "BANĂM" → "BA NĂM": two words of the vocabulary grown together. */
function splitGlued(word: string): readonly string[] {
  const lower = word.toLocaleLowerCase('vi');
  if (lower.length < 5 || nearest(lower, DATE_WORDS, (entry) => entry, 0.5)) return [word];
  for (let at = 2; at <= lower.length - 2; at++) {
    const parts = [lower.slice(0, at), lower.slice(at)];
    if (parts.every((part) => nearest(part, DATE_WORDS, (entry) => entry, 0.31))) return [word.slice(0, at), word.slice(at)];
  }
  return [word];
}

const COUNTED = new Set(['hai', 'ba', 'bốn', 'tư', 'năm', 'sáu', 'bảy', 'bẩy', 'tám', 'chín']);
const bareWord = (word: string | undefined): string => (word ?? '').toLocaleLowerCase('vi').replace(/[^\p{L}]/gu, '');

/** "hai mười lăm" can only be "hai mươi lăm"; "ngày mươi" only "ngày mười". After "năm" both may stand. */
function tenOrTens(words: readonly string[], index: number): string {
  const word = words[index] ?? '';
  const bare = bareWord(word);
  const before = bareWord(words[index - 1]);
  const closed = /[,.;]$/.test(words[index - 1] ?? '');
  const right = !closed && COUNTED.has(before) && before !== 'năm' ? 'mươi' : /^(ngày|tháng|mùng|trăm)$/.test(before) ? 'mười' : undefined;
  if ((bare !== 'mười' && bare !== 'mươi') || right === undefined || right === bare) return word;
  const cased = inCaseOf(right, word);
  return (/^\p{Lu}/u.test(word) ? cased.charAt(0).toLocaleUpperCase('vi') + cased.slice(1) : cased) + (/[,.;:]+$/.exec(word)?.[0] ?? '');
}

/** "Ngày mười sáu, tháng mười năm …": who sets the first comma sets the second. */
const secondComma = (text: string): string => text.replace(/^(ng\S+ [^,]+, th\S+ [^,]+?)(?= năm (?:một|hai) (?:nghìn|ngàn))/iu, '$1,');

/** Each word replaced by the nearest word of the vocabulary when it is near; punctuation after a word stays. */
export function mendDateWords(text: string): MendedWords {
  let distance = 0;
  let mended = 0;
  const read = tidy(text).split(' ');
  // Lone figures and specks between the words are no words.
  const kept = read.filter((word, index) => index === 0 || /\p{L}{2}/u.test(word));
  const words = kept.flatMap(splitGlued).map((word) => {
    const [, head = '', tail = ''] = /^(.*?)([,.;:]*)$/u.exec(word) ?? [];
    const one = mendOne(head);
    distance += one.distance;
    if (one.text !== head) mended++;
    return one.text + tail;
  });
  const counted = words.map((_, index) => tenOrTens(words, index));
  const joined = secondComma(counted.join(' '));
  const grammar = counted.filter((word, index) => word !== words[index]).length + (joined === counted.join(' ') ? 0 : 1) + Math.abs(words.length - read.length);
  return { text: joined, distance: distance + 0.25 * grammar, mended: mended + grammar };
}
