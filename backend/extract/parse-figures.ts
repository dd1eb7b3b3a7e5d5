// Figures: dates, times, identifiers, registration numbers. In a run of figures a look-alike letter is a
// figure (O → 0, l → 1); everywhere else it is left alone.
import { findDate, formatDate } from '../../shared/domain/dates.ts';
import { mendDateWords, parseDateWords } from '../../shared/domain/dates-in-words.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { parsed } from './parsed-value.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { sliceSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const AS_FIGURE: Readonly<Record<string, string>> = { O: '0', o: '0', Q: '0', D: '0', 'Ó': '0', 'Ò': '0', l: '1', I: '1', i: '1', '|': '1', '!': '1', 't': '1', Z: '2', z: '2', S: '5', s: '5', '§': '5', b: '6', G: '6', B: '8', g: '9', q: '9' };
const LOOKS_LIKE_FIGURE = /[OoQDÓÒlIi|!tZzSs§bGBgq]/g;

/** Look-alike letters made figures inside groups that are mostly figures; same length as before. */
export function mendFigures(text: string): { text: string; mended: number } {
  let mended = 0;
  const out = text.replace(/[\dOoQDÓÒlIi|!tZzSs§bGBgq]{2,}/g, (group, index: number) => {
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
  const { text, mended } = mendFigures(span.text);
  const found = findDate(text);
  if (!found) return wordsOnly(span, key) ?? (span.text === '' ? undefined : parsed(key, 'partialDate', '', span, { reasons: ['not-a-date'] }));
  const at = sliceSpan(span, found.index, found.length);
  return parsed(key, 'partialDate', formatDate(found.date), at, { mended: mended * 0.5, reasons: leftOver(span, size(found.raw)) });
};

function wordsOnly(span: Span, key: string): ParsedValue | undefined {
  const words = mendDateWords(span.text);
  const date = parseDateWords(words.text);
  return date && parsed(key, 'partialDate', formatDate(date), span, { mended: words.distance, reasons: ['from-words'] });
}

const TIME = /(\d{1,2})\s*(?:gi[ờởơoòôồ]|h|g|:)\S*\s*(?:(\d{1,2})\s*(?:ph[úuùủũ]t|p|')?)?/iu;

/** "08 giờ 15 phút" → 08:15; a missing minute → 00 only when the paper prints none. */
export const parseTimeValue: Parse = (span, key) => {
  const { text, mended } = mendFigures(span.text);
  const match = TIME.exec(text);
  if (!match || match[2] === undefined) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  if (hour > 24 || minute > 59) return parsed(key, 'timeOfDay', '', sliceSpan(span, match.index, match[0].length), { reasons: ['not-a-time'] });
  const value = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return parsed(key, 'timeOfDay', value, sliceSpan(span, match.index, match[0].length), { mended: mended * 0.5 });
};

export const parseDateInWords: Parse = (span, key) => {
  const cut = span.text.replace(/[\s.,;:)(/_-]+$/u, '').replace(/^[(\s]+/u, '');
  if (cut === '') return undefined;
  const words = mendDateWords(cut);
  const date = parseDateWords(words.text);
  return parsed(key, 'dateInWords', words.text, span, { mended: words.distance, listed: date !== undefined, reasons: date ? [] : ['not-a-date'] });
};

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

/** "63/2006", "25/TLKT", "440/UBND-XNTTHN": spaces out, figures mended, the ending set to the form's own when near. */
export function registrationNumber(endings: readonly string[]): Parse {
  return (span, key) => {
    const dashes = mendFigures(span.text).text.replace(/[–—]/g, '-');
    const match = NUMBER.exec(dashes);
    if (!match) return bareNumber(span, key, dashes);
    const number = (match[1] ?? '').replace(/\D/g, '');
    const { ending, mended, listed } = mendEnding((match[2] ?? '').trim(), endings);
    const at = sliceSpan(span, match.index, match[0].length);
    const changed = textDistance(span.text.slice(match.index, match.index + match[0].length).replace(/\s/g, ''), `${number}/${ending}`, 9);
    return parsed(key, 'registrationNumber', ending === '' ? number : `${number}/${ending}`, at, { mended: Math.max(mended, Math.min(changed, 3)), listed, reasons: ending === '' ? ['number-incomplete'] : [] });
  };
}

function bareNumber(span: Span, key: string, text: string): ParsedValue | undefined {
  const match = /\d{1,6}/.exec(text);
  return match ? parsed(key, 'registrationNumber', match[0], sliceSpan(span, match.index, match[0].length), { reasons: ['number-incomplete'] }) : undefined;
}

function mendEnding(raw: string, endings: readonly string[]): { ending: string; mended: number; listed: boolean | undefined } {
  const year = /^(\d{4})(?!\d)/.exec(raw.replace(/\s/g, ''));
  if (year) return { ending: year[1] ?? '', mended: 0, listed: undefined };
  // The ending stops at the first space that no dash joins.
  const word = raw.replace(/\s*-\s*/g, '-').split(/\s/)[0]?.replace(/[.,;:-]+$/, '') ?? '';
  const near = endings.map((ending) => ({ ending, distance: textDistance(word.toUpperCase(), ending, 3) })).toSorted((a, b) => a.distance - b.distance)[0];
  if (near && near.distance <= Math.max(0.6, 0.2 * near.ending.length)) return { ending: near.ending, mended: near.distance, listed: true };
  return { ending: word, mended: 0, listed: endings.length > 0 ? false : undefined };
}
