// A date of birth stands twice on a birth paper, in figures and in words. Each reading may be damaged where
// the other is whole: figures that look alike (9 for 0) give way to the words, words that were cut off or
// blurred are completed in the paper's own manner of writing from the figures. Where both are whole and
// differ by more than look-alikes, both stay and the rules warn.
import { formatDate, parseStoredDate, sameDate } from '../../shared/domain/dates.ts';
import type { PartialDate } from '../../shared/domain/dates.ts';
import { parseDateWords, writeDateWords } from '../../shared/domain/dates-in-words.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { isUpperCase } from '../../shared/domain/vietnamese-text.ts';
import type { PlacedValue } from './placed-value.ts';
import { FIGURE_RIVALS } from './parse-figures.ts';

const PAIRS: readonly (readonly [figures: string, words: string])[] = [['nksNgaySinh', 'nksNgaySinhBangChu']];

/** Words that are no field of their own (the date of death) have this key until the figures have heard them. */
const WORDS = '#words';
export const wordsKey = (key: string): string => `${key}${WORDS}`;
export const isWordsKey = (key: string): boolean => key.endsWith(WORDS);

/** Words mended by more than this do not put figures right. */
const WHOLE_WORDS = 0.8;
/** Share of the letters of a cut text that may differ from the words written out. */
const CUT_DISTANCE = 0.06;

type Written = Readonly<{ text: string; /** Whether writers have a choice in the part that was lost. */ sure: boolean }>;

/** The manners in which registers write a date out. */
function manners(date: PartialDate): readonly string[] {
  const texts = (['nghìn', 'ngàn'] as const).flatMap((thousand) => (['linh', 'lẻ'] as const).flatMap((zeroTens) => (['bốn', 'tư'] as const).flatMap((four) => [true, false].map((emptyHundreds) => writeDateWords(date, { thousand, zeroTens, four, emptyHundreds })))));
  const commas = texts.map((text) => text.replace(/ (?=tháng )/u, ', ').replace(/ (?=năm (?:một|hai) (?:nghìn|ngàn))/u, ', ').replace(/,,/g, ','));
  return [...new Set([...texts, ...commas])];
}

const lower = (text: string): string => text.toLocaleLowerCase('vi');

function inCase(text: string, read: string): string {
  if (isUpperCase(read)) return text.toLocaleUpperCase('vi');
  const words = read.split(' ').filter((word) => /\p{L}{2}/u.test(word));
  const capital = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return capital > 2 && capital * 4 > words.length * 3 ? text.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toLocaleUpperCase('vi')) : text;
}

/** The written-out date that the damaged words begin, if one fits; the manner is the paper's as far as it is seen. */
function writtenLike(read: string, date: PartialDate): Written | undefined {
  const size = read.split(' ').length;
  if (size < 4) return undefined;
  const options = manners(date).map((text) => {
    const front = text.split(' ').slice(0, size).join(' ');
    const whole = textDistance(lower(read), lower(text), 6);
    const cut = textDistance(lower(read), lower(front), 4) + 0.2;
    return { text, distance: Math.min(whole, cut) };
  }).sort((a, b) => a.distance - b.distance);
  const [best] = options;
  if (!best || best.distance > Math.max(0.6, CUT_DISTANCE * read.length)) return undefined;
  const alike = options.filter((one) => one.distance - best.distance < 0.1);
  return { text: inCase(best.text, read), sure: alike.length === 1 };
}

/** Figures that blur into one another, beside those of FIGURE_RIVALS: the words say which it is. */
const BLURRED: Readonly<Record<string, string>> = { '6': '8', '8': '6', '3': '5', '5': '3' };

/** Whether `read` is `wanted` with figures exchanged for ones that look alike. */
function looksLike(read: string, wanted: string): boolean {
  if (read.length !== wanted.length) return false;
  const apart = [...read].flatMap((figure, index) => (figure === wanted.charAt(index) ? [] : [`${figure}${wanted.charAt(index)}`]));
  return apart.length <= 3 && apart.every(([from = '', to = '']) => `${FIGURE_RIVALS[from] ?? ''}${BLURRED[from] ?? ''}`.includes(to));
}

const fullDate = (value: PlacedValue | undefined): PartialDate | undefined => {
  const date = value === undefined ? undefined : parseStoredDate(value.value);
  return date?.day === undefined ? undefined : date;
};

/** Figures read surely stay, whatever the words say: papers do contradict themselves. */
const isUnsure = (value: PlacedValue): boolean => value.mended > 0 || value.span.pieces.some((piece) => piece.word.confidence < 0.93 || (piece.word.alternatives ?? []).length > 0);

function figuresFromWords(figures: PlacedValue | undefined, words: PlacedValue, date: PartialDate, key: string): PlacedValue | undefined {
  const value = formatDate(date);
  const base = figures ?? { ...words, key, kind: 'partialDate' as const, listed: undefined, mended: 0, reasons: [] };
  const because = { ...base, value, mended: base.mended + 0.5, reasons: [...base.reasons.filter((reason) => reason !== 'not-a-date'), 'from-words'] };
  if (!figures || figures.value === '') return because;
  const read = parseStoredDate(figures.value);
  if (read?.day === undefined) return read && read.year === date.year && (read.month === undefined || read.month === date.month) ? because : undefined;
  return isUnsure(figures) && looksLike(figures.value, value) ? because : undefined;
}

function agree(values: Map<string, PlacedValue>, figuresKey: string, wordsKey: string): void {
  const [figures, words] = [values.get(figuresKey), values.get(wordsKey)];
  if (!words || words.value === '') return;
  const [inFigures, inWords] = [fullDate(figures), parseDateWords(words.value)];
  if (inFigures && inWords && sameDate(inFigures, inWords)) return;
  const written = inFigures && figures && figures.mended < WHOLE_WORDS ? writtenLike(words.value, inFigures) : undefined;
  // Words that make a date of their own are only completed, never rewritten.
  const cutOff = written && (inWords?.day === undefined || lower(written.text).startsWith(lower(words.value))) ? written : undefined;
  const mended = inWords?.day !== undefined && words.mended < WHOLE_WORDS ? figuresFromWords(figures, words, inWords, figuresKey) : undefined;
  // Both explanations fit: neither is taken.
  if (mended && cutOff && inWords) return;
  if (mended) values.set(figuresKey, mended);
  else if (cutOff) values.set(wordsKey, { ...words, value: cutOff.text, listed: true, mended: words.mended + (cutOff.sure ? 0.8 : 1.5), reasons: [...words.reasons.filter((reason) => reason !== 'not-a-date'), 'from-figures', ...(cutOff.sure ? [] : ['manner-unknown'])] });
}

/** What words without a field of their own say of the figures that stand there now. */
function hear(figures: PlacedValue, words: PlacedValue): PlacedValue {
  const [inFigures, inWords] = [fullDate(figures), parseDateWords(words.value)];
  if (!inFigures || inWords?.day === undefined) return figures;
  if (sameDate(inFigures, inWords)) return figures.reasons.includes('from-words') ? figures : { ...figures, reasons: [...figures.reasons, 'words-agree'] };
  return { ...figures, suggestion: formatDate(inWords), reasons: [...figures.reasons, 'words-differ-from-figures'] };
}

/** The values without words that have no field; each date has been compared with its words. */
export function agreeOnDates(values: readonly PlacedValue[]): readonly PlacedValue[] {
  const byKey = new Map(values.map((value) => [value.key, value]));
  for (const [figures, words] of PAIRS) agree(byKey, figures, words);
  for (const words of values.filter((value) => isWordsKey(value.key))) {
    const key = words.key.slice(0, -WORDS.length);
    agree(byKey, key, words.key);
    const figures = byKey.get(key);
    if (figures) byKey.set(key, hear(figures, words));
    byKey.delete(words.key);
  }
  return [...byKey.values()];
}
