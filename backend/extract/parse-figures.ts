// Figures: dates, times, identifiers, registration numbers. In a run of figures a look-alike letter is a
// figure (O → 0, l → 1); everywhere else it is left alone.
import { findDate, formatDate } from '../../shared/domain/dates.ts';
import type { FoundDate } from '../../shared/domain/dates.ts';
import { DATE_WORDS, mendDateWords, parseDateWords } from '../../shared/domain/dates-in-words.ts';
import type { MendedWords } from '../../shared/domain/dates-in-words.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { otherReadings } from './other-readings.ts';
import { parsed } from './parsed-value.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { makeSpan, sliceSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const AS_FIGURE: Readonly<Record<string, string>> = { 'í': '1', 'ì': '1', 'ï': '1', 'î': '1', O: '0', o: '0', Q: '0', D: '0', 'Ó': '0', 'Ò': '0', l: '1', I: '1', i: '1', '|': '1', '!': '1', 't': '1', Z: '2', z: '2', S: '5', s: '5', '§': '5', b: '6', G: '6', B: '8', g: '9', q: '9' };
const LOOKS_LIKE_FIGURE = /[íìïîOoQDÓÒlIi|!tZzSs§bGBgq]/g;

/** Look-alike letters made figures inside groups that are mostly figures; same length as before. */
export function mendFigures(text: string): { text: string; mended: number } {
  let mended = 0;
  const out = text.replace(/[\díìïîOoQDÓÒlIi|!tZzSs§bGBgq]{2,}/g, (group, index: number) => {
    const digits = group.replace(/\D/g, '').length;
    const beside = `${text.charAt(index - 1)}${text.charAt(index + group.length)}`;
    if (digits === 0 || digits < group.length / 2 || /\p{L}/u.test(beside)) return group;
    return group.replace(LOOKS_LIKE_FIGURE, (letter) => {
      mended++;
      return AS_FIGURE[letter] ?? letter;
    });
  });
  return { text: out, mended };
}

const leftOver = (span: Span, length: number): readonly string[] => (span.text.replace(/[^\p{L}\p{N}]/gu, '').length - length > 3 ? ['text-left-over'] : []);
const size = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** A date in figures or as "ngày … tháng … năm …"; dd.MM.yyyy, MM.yyyy or yyyy. */
export const parseDateValue: Parse = (span, key) => {
  const read = dateIn(span, key);
  if (read !== undefined && read.value !== '' && !(isPartial(read.value) && DAY_IN_WORDS.test(span.text))) return read;
  const other = dateOfOtherReading(span, key);
  return other !== undefined && (read === undefined || read.value === '' || !isPartial(other.value)) ? other : read;
};

const isPartial = (date: string): boolean => date.length < 'dd.mm.yyyy'.length;
/** "ngày Ti tháng 02": a day stands there, whether or not it could be read. */
const DAY_IN_WORDS = /ng[àa]y\s+\S+\s+th[áa]ng\s/iu;

/** "117/05/1985" beside a reading ": 17/05/1985": where what was read is no date, another reading of a word may be. */
function dateOfOtherReading(span: Span, key: string): ParsedValue | undefined {
  const found = otherReadings(span).map((other) => dateIn(other, key)).find((one) => one !== undefined && one.value !== '');
  return found && { ...found, reasons: [...found.reasons, 'figure-mended'] };
}

/** "24J01/2025", "24/01I2025": a stroke read as a letter between figures that make a date with it. */
const LETTER_STROKE = /(?<!\d)(\d{2})([JIl|/])(\d{2})([JIl|/])((?:19|20)\d{2})(?!\d)/;

/** "J4/09/2025": a 1 with its serif. */
const LETTER_ONE = /(?<![\p{L}\d])J(?=\d\s?[/.]\s?\d)/u;

/** "J966", "/966": the thin 1 of a year that stands alone. */
const YEAR_WITHOUT_ONE = /^\P{L}?[J/|lI7!]9(?=\d{2}$)/u;

/** "20:08/1990": the stroke read as two of its ends. */
const COLON_STROKE = /(?<![\d:])(\d{1,2}):(?=\d{1,2}\/\d{4}(?!\d))/;

const withFigures = (text: string): string => text.replace(LETTER_STROKE, '$1/$3/$5').replace(LETTER_ONE, '1').replace(YEAR_WITHOUT_ONE, '19').replace(COLON_STROKE, '$1/');

const dateIn: Parse = (span, key) => {
  const { text, mended } = mendFigures(withFigures(span.text));
  const found = findFullDate(text);
  if (found === 'impossible') return impossibleDate(span, key, text);
  const torn = found?.date.day === undefined ? withoutStrokes(span, key, text) : undefined;
  if (torn) return torn;
  if (!found) return wordsOnly(span, key) ?? (span.text === '' ? undefined : parsed(key, 'partialDate', '', span, { reasons: ['not-a-date'] }));
  const at = sliceSpan(span, found.index, found.length);
  return parsed(key, 'partialDate', formatDate(found.date), at, { mended: mended * 0.5, reasons: [...leftOver(span, size(found.raw)), ...(isMended(span.text) || isTorn(text, found) ? ['figure-mended'] : [])] });
};

const isMended = (text: string): boolean => [LETTER_ONE, YEAR_WITHOUT_ONE, COLON_STROKE].some((pattern) => pattern.test(text)) || /[JIl|]/.test(LETTER_STROKE.exec(text)?.[0] ?? '');

/** "X4/09/2025", "2X01/2025": letters or figures right before what was found are the rest of the date. */
const isTorn = (text: string, found: FoundDate): boolean => /^\d/.test(found.raw) && /[\p{L}\d]$|\d\S{0,2}$/u.test(text.slice(0, found.index));

/** "28 051926", "31/07 2012": eight figures of which one stroke or both were lost, if they make a date. */
function withoutStrokes(span: Span, key: string, text: string): ParsedValue | undefined {
  const match = /(?<!\d)(\d{2})\s?[/.]?\s?(\d{2})\s?[/.]?\s?((?:19|20)\d{2})(?!\d)/.exec(text);
  const found = match && findDate(`${match[1] ?? ''}/${match[2] ?? ''}/${match[3] ?? ''}`);
  return match && found?.date.day !== undefined ? parsed(key, 'partialDate', formatDate(found.date), sliceSpan(span, match.index, match[0].length), { mended: 1, reasons: ['figure-mended'] }) : undefined;
}

const SHAPE = /(\d{1,3})\s?[/.\-–,|]\s?(\d{1,3})\s?[/.\-–,|]\s?(\d{3,5})/;

/** A date that has day, month and year in print is never read as its year alone. */
function findFullDate(text: string): ReturnType<typeof findDate> | 'impossible' {
  const found = findDate(text);
  const full = SHAPE.test(text) || /\d\s*th\p{L}{1,3}\s*\d/iu.test(text);
  return full && found?.date.day === undefined ? 'impossible' : found;
}

/** 16/97/2019: the only real date that is one or two look-alike figures away, if there is just one; else unreadable. */
function impossibleDate(span: Span, key: string, text: string): ParsedValue {
  const match = SHAPE.exec(text);
  const at = match ? sliceSpan(span, match.index, match[0].length) : span;
  const candidates = match ? figureVariants(match[0]).flatMap((variant) => { const found = findDate(variant.text); return found?.date.day === undefined ? [] : [{ value: formatDate(found.date), cost: variant.cost }]; }) : [];
  const least = Math.min(...candidates.map((one) => one.cost));
  const best = new Set(candidates.filter((one) => one.cost === least).map((one) => one.value));
  const [only] = best;
  if (best.size === 1 && only !== undefined) return parsed(key, 'partialDate', only, at, { mended: least, reasons: ['figure-mended'] });
  return parsed(key, 'partialDate', '', at, { reasons: ['not-a-date'] });
}

/** Figures that readers take for one another; 0 with a slash or dot inside is read as 9 or 8. */
export const FIGURE_RIVALS: Readonly<Record<string, string>> = { '9': '0', '8': '03', '6': '05', '5': '6', '7': '1', '1': '7', '4': '1', '3': '8', '0': '98' };

/** The text with one or two figures exchanged for a look-alike. */
export function figureVariants(text: string): readonly { text: string; cost: number }[] {
  const once = (from: string): readonly string[] => [...from].flatMap((figure, index) => [...(FIGURE_RIVALS[figure] ?? '')].map((rival) => from.slice(0, index) + rival + from.slice(index + 1)));
  const single = once(text);
  const twice = single.length > 60 ? [] : single.flatMap(once);
  return [...single.map((one) => ({ text: one, cost: 1 })), ...twice.filter((one) => one !== text).map((one) => ({ text: one, cost: 2 }))];
}

function wordsOnly(span: Span, key: string): ParsedValue | undefined {
  const words = mendDateWords(span.text);
  const date = parseDateWords(words.text);
  return date && parsed(key, 'partialDate', formatDate(date), span, { mended: words.distance, reasons: ['from-words'] });
}

const TIME = /(\d{1,2})\s*(?:gi[ờởơoòôồ]|h|g|:)[^\s\d]*\s*(?:(\d{1,2})\s*(?:ph[úuùủũ]t|p|')?)?/iu;

/** "08 giờ 15 phút" → 08:15; a missing minute → 00 only when the paper prints none. */
export const parseTimeValue: Parse = (span, key) => {
  const read = timeIn(span, key);
  if (read === undefined || read.value !== '') return read;
  const others = new Map(otherReadings(span).flatMap((other) => { const found = timeIn(other, key); return found === undefined || found.value === '' ? [] : [[found.value, found]]; }));
  const [only] = others.values();
  return others.size === 1 && only !== undefined ? { ...only, reasons: [...only.reasons, 'figure-mended'] } : read;
};

const timeIn: Parse = (span, key) => {
  const { text, mended } = mendFigures(span.text);
  const match = TIME.exec(text);
  if (!match || match[2] === undefined) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  if (hour > 24 || minute > 59) return parsed(key, 'timeOfDay', '', sliceSpan(span, match.index, match[0].length), { reasons: ['not-a-time'] });
  const value = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return parsed(key, 'timeOfDay', value, sliceSpan(span, match.index, match[0].length), { mended: mended * 0.5 });
};

export const parseDateInWords: Parse = (span, key) => {
  // A comma stands only before the month and the year; anywhere else it is a speck.
  const cut = span.text.replace(/\.(?=\s|$)/g, '').replace(/,(?=\s(?!th|n[ăa]m\s))/giu, '').replace(/[\s.,;:)(/_-]+$/u, '').replace(/^[^\p{L}]+/u, '');
  if (cut === '') return undefined;
  const mended = mendDateWords(cut);
  const words = withoutTail(mended);
  const date = parseDateWords(words.text);
  return parsed(key, 'dateInWords', words.text, span, { mended: words.distance, listed: date !== undefined, reasons: [...(date ? [] : ['not-a-date']), ...(/^ng.y(?!\p{L})/iu.test(words.text) ? [] : ['beginning-lost']), ...(words.text === mended.text ? [] : ['text-left-over'])] });
};

const VOCABULARY = new Set<string>(DATE_WORDS);
const inVocabulary = (word: string): boolean => VOCABULARY.has(word.toLocaleLowerCase('vi').replace(/[^\p{L}]/gu, ''));

/** Specks and the next line's words after the last word of the date are no part of it. */
function withoutTail(words: MendedWords): MendedWords {
  const list = words.text.split(' ');
  const last = list.findLastIndex(inVocabulary);
  const cut = (size: number): MendedWords => ({ ...words, text: list.slice(0, size).join(' ').replace(/[.,;:]+$/, '') });
  if (last < 3) return words;
  const whole = [last + 1, last, last - 1].find((size) => parseDateWords(list.slice(0, size).join(' '))?.day !== undefined);
  if (whole !== undefined) return whole === list.length ? words : cut(whole);
  return list.slice(last + 1).some((word) => /\p{L}{3}/u.test(word)) ? words : cut(last + 1);
}

/** The digits of an identifier wherever they stand in the span; 9 or 12 are expected. */
export const parseIdNumber: Parse = (span, key) => {
  const { text, mended } = mendFigures(span.text);
  const groups = [...text.matchAll(/\d[\d\s.]{6,}\d/g)].map((match) => ({ index: match.index, raw: match[0], digits: match[0].replace(/\D/g, '') }));
  const best = groups.find((group) => group.digits.length === 9 || group.digits.length === 12) ?? groups[0];
  if (!best) return span.text === '' || !/\d/.test(span.text) ? undefined : parsed(key, 'idNumber', span.text.replace(/\D/g, ''), span, { reasons: ['identifier-length'] });
  const proper = best.digits.length === 9 || best.digits.length === 12;
  return parsed(key, 'idNumber', best.digits, sliceSpan(span, best.index, best.raw.length), { mended: mended * 0.5, reasons: proper ? [] : ['identifier-length'] });
};

export const parseInteger: Parse = (span, key) => {
  const { text, mended } = mendFigures(span.text);
  const match = /\d{1,5}/.exec(text);
  return match ? parsed(key, 'integer', match[0], sliceSpan(span, match.index, match[0].length), { mended: mended * 0.5 }) : undefined;
};

const NUMBER = /(\d[\d\s.]*?)\s*\/\s*([\p{L}\d][\p{L}\d&\s/.–—-]*)?/u;

/** "3/8/2014" for 318/2014: a number has one stroke, before its year; the other is a thin 1. */
const TWO_STROKES = /(?<![\d/])(\d{1,3})\/(\d{1,3})\/(\d{4})(?!\d)/u;

const WITH_YEAR = /^\d{1,4}\/(?:19|20)\d{2}$/u;
const WITHOUT_YEAR = /^\d{1,4}\/(?:\d{3}|\d{5})$/u;

/** "1297/1992" beside a reading ": 97/1992": the label's colon was read as figures. */
const COLON_FIRST = /^[:;]\s*(?=\d{1,4}\/\d{4})/;

/** "297/201" beside a reading "297/2011": a year has four figures. */
function withWholeYear(span: Span): Span {
  const pieces = span.pieces.map((piece) => {
    const whole = WITHOUT_YEAR.test(piece.text) ? piece.word.alternatives?.find(({ text }) => WITH_YEAR.test(text)) : undefined;
    const behindColon = piece.word.alternatives?.find(({ text }) => COLON_FIRST.test(text) && piece.text.replace(/\D+$/, '').endsWith(text.replace(COLON_FIRST, '').replace(/\D+$/, '')));
    const other = whole?.text ?? behindColon?.text.replace(COLON_FIRST, '');
    return other === undefined ? piece : { ...piece, text: other };
  });
  return pieces.every((piece, index) => piece === span.pieces[index]) ? span : makeSpan(pieces, span.box);
}

/** "63/2006", "25/TLKT", "440/UBND-XNTTHN": spaces out, figures mended, the ending set to the form's own when near. */
export function registrationNumber(endings: readonly string[]): Parse {
  return (read, key) => {
    const span = withWholeYear(read);
    // The stroke between number and ending is thin and gets lost: 33UBND-VP.
    const dashes = mendFigures(span.text).text.replace(/[–—]/g, '-').replace(/(?<=\d)['’:;.,|!\\]?(?=\p{Lu}{2}[\p{Lu}-]*)/u, '/');
    const twice = TWO_STROKES.exec(dashes);
    if (twice) return parsed(key, 'registrationNumber', `${twice[1] ?? ''}1${twice[2] ?? ''}/${twice[3] ?? ''}`, sliceSpan(span, twice.index, twice[0].length), { mended: 1, reasons: ['figure-mended'] });
    const match = NUMBER.exec(dashes);
    if (!match) return bareNumber(span, key, dashes);
    const number = (match[1] ?? '').replace(/\D/g, '');
    const { ending, mended, listed } = mendEnding((match[2] ?? '').trim(), endings);
    const at = sliceSpan(span, match.index, match[0].length);
    const changed = textDistance(span.text.slice(match.index, match.index + match[0].length).replace(/\s/g, ''), `${number}/${ending}`, 9);
    return parsed(key, 'registrationNumber', ending === '' ? number : `${number}/${ending}`, at, { mended: Math.max(mended, Math.min(changed, 3)), listed, reasons: ending === '' ? ['number-incomplete'] : [] });
  };
}

/** "24J1994", "240, 1988", "27712020": what stands between number and year is the stroke, read as another. */
const OTHER_STROKE = /(?<![\d/])(\d{1,4}(?=\s?\D)|\d{2,3}(?=1))\s?[JIl|!1.,;:\\-]\s?((?:19|20)\d{2})(?![\d/])/;

const WHOLE_NUMBER = /(?<!\d)(\d{1,4})\/((?:19|20)\d{2})(?!\d)/;

/** 192002, "55. 2003": the stroke between number and year was lost, or is a speck. */
const NUMBER_AND_YEAR = /(?<!\d)(\d{1,4})\.?\s?((?:19|20)\d{2})(?!\d)/;

function bareNumber(span: Span, key: string, text: string): ParsedValue | undefined {
  const other = OTHER_STROKE.exec(span.text);
  if (other) return parsed(key, 'registrationNumber', `${other[1] ?? ''}/${other[2] ?? ''}`, sliceSpan(span, other.index, other[0].length), { mended: 1, reasons: ['figure-mended'] });
  const whole = otherReadings(span).map((one) => OTHER_STROKE.exec(one.text) ?? WHOLE_NUMBER.exec(one.text)).find((one) => one !== null);
  if (whole) return parsed(key, 'registrationNumber', `${whole[1] ?? ''}/${whole[2] ?? ''}`, span, { mended: 1, reasons: ['figure-mended'] });
  const torn = NUMBER_AND_YEAR.exec(text);
  if (torn) return parsed(key, 'registrationNumber', `${torn[1] ?? ''}/${torn[2] ?? ''}`, sliceSpan(span, torn.index, torn[0].length), { mended: 1, reasons: ['figure-mended'] });
  const match = /\d{1,6}/.exec(text);
  return match ? parsed(key, 'registrationNumber', match[0], sliceSpan(span, match.index, match[0].length), { reasons: ['number-incomplete'] }) : undefined;
}

function mendEnding(raw: string, endings: readonly string[]): { ending: string; mended: number; listed: boolean | undefined } {
  const year = /^(\d{4})(?!\d)/.exec(raw.replace(/\s/g, ''));
  if (year) return { ending: year[1] ?? '', mended: 0, listed: undefined };
  // The ending stops at the first space that no dash joins.
  const words = raw.replace(/\s*-\s*/g, '-').split(/\s/);
  const word = words[0]?.replace(/[.,;:-]+$/, '') ?? '';
  // wide letters are read apart: "UBND-XNTI HN"
  const readings = words.slice(0, 4).map((_, last) => words.slice(0, last + 1).join('').toUpperCase());
  const near = endings.flatMap((ending) => readings.map((reading) => ({ ending, distance: textDistance(reading, ending, 3) }))).toSorted((a, b) => a.distance - b.distance)[0];
  if (near && near.distance <= Math.max(0.6, 0.2 * near.ending.length)) return { ending: near.ending, mended: near.distance, listed: true };
  return { ending: word, mended: 0, listed: endings.length > 0 ? false : undefined };
}
