// Running text: subjects, states, causes, offices; with the set phrases and names that stand in it.
import { LOST_INK } from '../../shared/domain/align-place.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, isUpperCase, tidy } from '../../shared/domain/vietnamese-text.ts';
import { chooseNameWord } from './choose-word.ts';
import { letterCount } from './parse-name.ts';
import { parsed } from './parsed-value.ts';
import type { Parse } from './parsed-value.ts';
import { textWithGaps } from './value-span.ts';
import type { Piece, Span } from './value-span.ts';

const lower = (text: string): string => text.toLocaleLowerCase('vi');
const TRAILING = /[\s.,;:_·…|~=*"“”'‘’–—-]+$/u;
const OPENING = /^[\s.,;:_·…|~=*"“”'‘’)–—-]+/u;

/** Running text as read: leaders and specks at both ends off. */
export function cleanText(text: string): string {
  return tidy(text).replace(/(?:\s?[._…]){3,}/g, ' ').replace(/\s+([,;:.])(?=\s|$)/g, '$1').replace(/(?<=\p{Ll}{2})\.(?=\s\p{Ll})/gu, '').replace(/(?<=(?:^|\s)số)\.(?=\s\d)/giu, '').replace(OPENING, '').replace(TRAILING, '').replace(/\s+/g, ' ');
}

/** A lone letter or figure far behind the last word, or before the first, is a speck or the edge of the next column. */
const SPECK_BEHIND = new RegExp(`\\s*${LOST_INK}\\s[^\\s]$`, 'u');
const SPECK_BEFORE = new RegExp(`^[^\\s]\\s${LOST_INK}\\s`, 'u');

const withoutSpecks = (span: Span): string => cleanText(textWithGaps(span)).replace(SPECK_BEHIND, '').replace(SPECK_BEFORE, '').replaceAll(LOST_INK, ' ').replace(/\s+/gu, ' ');

/** The speck at a sheet's edge below an empty "Ghi chú". */
const LONE_LETTER = /^\p{L}$/u;

/** "10/2017JHNGĐ-ST;.", "37/ TLKT": the stroke before the letters of a decision's number; a speck behind the sentence's mark, and the mark that stands before "hiện tại chưa" (TT 04/2020/TT-BTP, form of the certificate). */
const withStrokes = (text: string): string => text.replace(/(?<=\d\/(?:19|20)\d{2})[J|Il](?=\p{Lu}{2})/gu, '/').replace(/(?<=\d)\s?\/\s(?=\p{Lu}{2})/gu, '/').replace(/:(?=\shiện tại chưa)/gu, ';').replace(/(?<=[;:,])\.(?=\s|$)/gu, '');

export const parseText: Parse = (span, key) => {
  // The label of the date behind it belongs to neither.
  const value = withStrokes(withoutSpecks(span).replace(/\s+ngày$/u, ''));
  return value === '' || LONE_LETTER.test(value) ? undefined : parsed(key, 'text', value, span);
};

/** Text in which set phrases are put right where they are a few marks off. */
export function parseTextWith(phrases: readonly string[]): Parse {
  return (span, key) => {
    const read = withStrokes(withoutSpecks(span)).replace(/(?<=\p{L}{2})\.(?=\s\p{L})/gu, '').replace(/(?<=\p{Ll}{2})\.(?=\d)/gu, ' ').replace(/(?<=\p{Ll}{2})\.(?=\s\d)/gu, '');
    if (read === '') return undefined;
    const words = read.split(' ');
    let mended = 0;
    for (const phrase of phrases) mended += setPhrase(words, phrase);
    mended += setSpouse(words, span.pieces);
    if (words.length > 2 && /^[\d\p{Ll}]$/u.test(words.at(-1) ?? '') && phrases.some((phrase) => lower(words.slice(0, -1).join(' ')).endsWith(phrase))) words.pop();
    const closed = bracketed(words.join(' '));
    const value = closed.charAt(0).toLocaleUpperCase('vi') + closed.slice(1);
    if (closed !== words.join(' ')) mended += 0.3;
    return parsed(key, 'text', value, span, { mended, listed: phrases.some((phrase) => words.join(' ').toLocaleLowerCase('vi').includes(phrase)) || undefined });
  };
}

/** A bracket that closes what nothing opened: it opened before the paper that is named ("đã chết (Trích lục khai tử số …); hiện tại", TT 04/2020 Điều 33). */
function bracketed(text: string): string {
  const at = text.search(/(?<![(])trích lục/iu);
  if (at <= 0 || !text.includes(')') || text.includes('(')) return text;
  return `${text.slice(0, at)}(T${text.slice(at + 1)}`;
}

/** "Mẹ đề", "giám hồ": all letters of the phrase, a mark or two wrong. */
const MARKS_OFF = 1.5;
/** A term in running text: one mark, or two tones, wrong. */
const TERM_MARKS_OFF = 0.4;
const isOnlyMarksOff = (read: string, phrase: string): boolean => foldMarks(read) === foldMarks(phrase);

/** Running text with the terms that stand in it a mark off put right, and the weight of what was mended. */
export function withTerms(text: string, terms: readonly string[]): Readonly<{ text: string; mended: number }> {
  const words = text.split(' ');
  const mended = terms.reduce((sum, term) => sum + setPhrase(words, term, TERM_MARKS_OFF), 0);
  return { text: words.join(' '), mended };
}

/** Replaces the first window of words that is nearly `phrase`; keeps a capital and closing punctuation. Returns the weight of what was mended. */
function setPhrase(words: string[], phrase: string, marksOff = MARKS_OFF): number {
  const size = phrase.split(' ').length;
  const limit = Math.min(2, 0.06 * phrase.length);
  for (let at = 0; at + size <= words.length; at++) {
    const read = words.slice(at, at + size).join(' ');
    const tail = /[,.;]*$/.exec(read)?.[0] ?? '';
    const plainRead = lower(read.slice(0, read.length - tail.length));
    const bound = isOnlyMarksOff(plainRead, phrase) ? marksOff : limit;
    const distance = textDistance(plainRead, phrase, bound);
    if (distance === 0 || distance > bound ) continue;
    const capital = isUpperCase(read) ? phrase.toLocaleUpperCase('vi') : /^\p{Lu}/u.test(read) ? phrase.charAt(0).toLocaleUpperCase('vi') + phrase.slice(1) : phrase;
    words.splice(at, size, ...(capital + tail).split(' '));
    return distance;
  }
  return 0;
}

/** Mends the name in capitals behind "ông" or "bà" as a name of its own field would be. Returns the weight of what was mended. */
function setSpouse(words: string[], pieces: readonly Piece[]): number {
  const from = words.findIndex((word, index) => /^(?:ông|bà)$/iu.test(word) && looksShouted(words.slice(index + 1, index + 3).join(''))) + 1;
  if (from === 0) return 0;
  const rest = words.slice(from);
  const ends = rest.findIndex((word) => !isUpperCase(word) || /[^\p{L}]$/u.test(word));
  // the name's last word may carry the sentence's stop
  const count = ends < 0 ? rest.length : isUpperCase(rest[ends] ?? '') ? ends + 1 : ends;
  let mended = 0;
  rest.slice(0, count).forEach((word, index) => {
    const text = word.replace(/[^\p{L}]+$/u, '');
    const piece = pieces.find((one) => one.text.replace(/[^\p{L}]+$/u, '') === text);
    if (piece === undefined || text.length < 2) return;
    const chosen = chooseNameWord({ ...piece, text }, { index, count });
    words[from + index] = chosen.text + word.slice(text.length);
    mended += chosen.mended;
  });
  return mended;
}

export const looksShouted = (text: string): boolean => isUpperCase(text) && letterCount(text) > 3;
