// Words: names, places, ethnic groups, nationalities, gender and running text.
import { right } from '../../shared/domain/geometry.ts';
import { ETHNIC_GROUPS, FAMILY_NAME_LIST, NATIONALITIES } from '../../shared/domain/gazetteer.ts';
import type { NamedEntry } from '../../shared/domain/gazetteer.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { nearest, textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, foldTonePlacement, isUpperCase, tidy } from '../../shared/domain/vietnamese-text.ts';
import { chooseNameWord } from './choose-word.ts';
import { otherReadings } from './other-readings.ts';
import { parsed } from './parsed-value.ts';
import type { Parse } from './parsed-value.ts';
import { LOST_INK } from '../../shared/domain/align-place.ts';
import { makeSpan, textWithGaps } from './value-span.ts';
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

const AS_LETTER: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B', '|': 'I', '6': 'G' };

const capitals = (text: string): number => (text.match(/\p{Lu}/gu) ?? []).length;
const letterCount = (text: string): number => (text.match(/\p{L}/gu) ?? []).length;

/** Pieces that can be parts of a name: letters, with apostrophe or hyphen inside. */
function namePieces(span: Span): readonly Piece[] {
  return span.pieces.flatMap((piece) => {
    const text = piece.text.replace(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[^\p{L}\p{N}'’\-.]/gu, '');
    // A lone consonant is a speck or half a letter; lone vowels are names (Ý, A).
    const speck = /^[bcdđghklmnpqrstvx]$/iu.test(text);
    return speck || letterCount(text) === 0 || letterCount(text) < text.length / 2 ? [] : [{ ...piece, text }];
  });
}

const RELATION_WORDS = new Set(['cha', 'mẹ', 'ông', 'bà']);

/** "THỊMỸ", "VĂNKIỆT": two syllables of names grown together. */
function splitGlued(piece: Piece): readonly Piece[] {
  const text = piece.text;
  if (text.length < 5 || !/^\p{L}+$/u.test(text) || isVietnameseSyllable(text)) return [piece];
  const cuts = Array.from({ length: text.length - 3 }, (_, index) => index + 2).filter((at) => isNameSyllable(text.slice(0, at)) && isNameSyllable(text.slice(at)));
  const [at] = cuts;
  if (at === undefined || cuts.length > 1) return [piece];
  const [x, y, w, h] = piece.box;
  const left = (w * at) / text.length;
  return [{ ...piece, text: text.slice(0, at), box: [x, y, left, h] }, { ...piece, text: text.slice(at), box: [x + left, y, w - left, h] }];
}

/** "QUÁCH VĂN TÙNG CHA ĐẺ": the relation printed behind the name is no part of it. */
function withoutRelation(pieces: readonly Piece[]): readonly Piece[] {
  const at = pieces.findIndex((piece, index) => index >= 2 && index >= pieces.length - 2 && index < pieces.length - 1 && RELATION_WORDS.has(lower(piece.text)) && /^[đdo]\p{L}{1,2}$/iu.test(pieces[index + 1]?.text ?? ''));
  return at < 0 ? pieces : pieces.slice(0, at);
}

/** A family name, or one that lost a mark (NGUYÊN). */
const isFamilyLike = (text: string): boolean => isFamilyName(text) || FAMILY_NAME_LIST.some((name) => name.length > 3 && foldMarks(name) === foldMarks(text));

/** What the reader made of a seal or a pen beside the name is read less surely than this. */
const SCRAP_BELOW = 0.65;

/** "O TRƯƠNG GIA TÍN", "nvụ Bùi Công Ưng": a letter of leader or rule, a scrap of seal or pen before a family name. */
function withoutScrap(pieces: readonly Piece[]): readonly Piece[] {
  const [first, second] = pieces;
  if (!first || !second || pieces.length < 3 || isFamilyName(first.text) || !isFamilyLike(second.text)) return pieces;
  const isPenScrap = first.word.confidence < SCRAP_BELOW && !isNameSyllable(first.text) && ![first, ...(first.word.alternatives ?? [])].some(({ text }) => isFamilyLike(text)) && pieces.length > 3;
  return letterCount(first.text) === 1 || isPenScrap ? pieces.slice(1) : pieces;
}

/** What the stamp of the receiving office ("ĐẾN") leaves beside a name. */
const RECEIVED = /^Đ[EÊÉẾ]N$/u;

/** A lone letter behind three words and more is a speck; Ý and À are names. */
function withoutTail(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.at(-1);
  if (last && pieces.length > 3 && RECEIVED.test(last.text)) return pieces.slice(0, -1);
  return last && pieces.length > 3 && letterCount(last.text) === 1 && !/^[ýyàáaÿ]$/iu.test(last.text) ? pieces.slice(0, -1) : pieces;
}

/** "NGUVẾN HOÀNG KHÁNH NGA": a word right before the name that begins with a capital may be the family name. */
function losesFirstWord(all: readonly Piece[], kept: readonly Piece[]): boolean {
  const first = kept[0];
  const before = all[all.findIndex((piece) => piece === first) - 1];
  return first !== undefined && before !== undefined && /^\p{Lu}/u.test(before.text) && letterCount(before.text) > 1 && first.box[0] - right(before.box) < first.box[3];
}

/** "Tô Thị Tuyết T": a capital right behind the name, as high as its words, is what a note or a stain left of the last one. A rule is read as I. */
function losesLastWord(span: Span, kept: readonly Piece[]): boolean {
  const last = kept.at(-1);
  const next = span.pieces[span.pieces.findIndex((piece) => piece.word === last?.word && piece.box[0] === last.box[0]) + 1];
  return last !== undefined && next !== undefined && next.word !== last.word && /^\P{L}*(?!I)\p{Lu}\P{L}*$/u.test(next.text) && next.box[3] > 0.6 * last.box[3] && next.box[0] - right(last.box) < last.box[3];
}

/** "Tô THỊ MỸ cúc": small letters at the end of a name in capitals, if they are a name, were capitals too. */
const endsName = (piece: Piece, index: number, all: readonly Piece[]): boolean => index === all.length - 1 && index >= 2 && isNameSyllable(piece.text) && letterCount(piece.text) > 1;

/** A person's name: the run of capitals where the form wants capitals, else the run of capitalised words. */
export const parsePersonName: Parse = (span, key) => {
  const read = namePieces(span);
  const all = withoutRelation(read.flatMap(splitGlued));
  const pieces = withoutTail(withoutScrap(all));
  if (pieces.length === 0) return undefined;
  const glued = read.length < pieces.length ? 0.5 : 0;
  const shouting = pieces.filter((piece) => capitals(piece.text) * 2 > letterCount(piece.text) && letterCount(piece.text) > 1).length * 2 > pieces.length;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const fits = shouting ? capitals(piece.text) * 2 >= letterCount(piece.text) : capitals(piece.text.charAt(0)) === 1 || kept.length === 0;
    if (!fits && kept.length > 1 && !(shouting && endsName(piece, pieces.indexOf(piece), pieces))) break;
    kept.push(piece);
  }
  const chosen = kept.map((piece, index) => chooseNameWord(piece, { index, count: kept.length }));
  let value = chosen.map((word) => word.text).join(' ');
  if (shouting) value = value.replace(/[015868|]/g, (figure) => AS_LETTER[figure] ?? figure).toLocaleUpperCase('vi');
  // "Doãn tôn Phước": no word of a name begins small; some of its letters are not what they were read as
  const small = shouting ? [] : kept.slice(1).filter((piece) => capitals(piece.text.charAt(0)) === 0);
  const reasons = [...(small.length > 0 ? ['small-letter-in-name'] : []), ...(kept.length < pieces.length ? ['text-left-over'] : []), ...(losesLastWord(span, kept) || losesFirstWord(all, kept) ? ['name-incomplete'] : []), ...chosen.flatMap((word) => word.reason ?? [])];
  return parsed(key, 'personName', tidy(value), makeSpan(kept, span.box), { reasons, mended: chosen.reduce((sum, word) => sum + word.mended, glued + small.length) });
};

/** "ViệNam": two long words grown together may have lost a letter, short ones ("Ba Na") only marks and look-alikes. */
const grownLimit = (joined: string): number => (joined.length > 5 ? 1 : 0.8);

/** "Việt" at the end of a line, "NAM" after a stain: the one entry of two words that has this first or last word. */
function onlyWithPart(read: string, entries: readonly NamedEntry[]): string | undefined {
  const joined = foldTonePlacement(read.replace(/[^\p{L}]/gu, ''));
  const found = entries.filter((entry) => {
    const words = entry.name.split(' ').map((word) => foldTonePlacement(word));
    return words.length > 1 && joined.length > 2 && (joined === words[0] || joined === words.at(-1) || textDistance(joined, foldTonePlacement(entry.name.replace(/\s/g, '')), grownLimit(joined)) <= grownLimit(joined));
  });
  const [only] = found;
  return found.length === 1 ? only?.name : undefined;
}

const joined = (name: string): string => lower(foldMarks(name)).replace(/[\s-]/g, '');

/** A word less sure than this may have another mark. */
const SURE_OF_MARKS = 0.9;

type ListedKind = 'ethnicGroup' | 'nationality';

/** "ơTu" beside a reading "Cơ Tu": what is in no list gives way to another reading that is. */
function listed(span: Span, key: string, kind: ListedKind, entries: readonly NamedEntry[]): ReturnType<Parse> {
  const own = inList(span, key, kind, entries);
  if (own === undefined || own.listed !== false) return own;
  const [other] = otherReadings(span).flatMap((one) => inList(one, key, kind, entries) ?? []).filter((one) => one.listed !== false && one.reasons.every((reason) => reason === 'two-in-list')).toSorted((a, b) => a.mended - b.mended);
  return other === undefined ? own : { ...other, mended: other.mended + 0.5, reasons: ['other-reading-taken'] };
}

/** "61ẻ-Triêng", "Hoø": no name in these lists has a figure or a stroke through its letter, as an a of one storey on a leader seems to have. */
const withoutFigures = (text: string): string => text.replace(/[01586|](?=.*\p{L})/gu, (figure, at: number) => { const letter = AS_LETTER[figure] ?? figure; return at === 0 ? letter : lower(letter); }).replaceAll('ø', 'a');
const FIGURES_WEIGHT = 0.5;

function inList(span: Span, key: string, kind: ListedKind, entries: readonly NamedEntry[]): ReturnType<Parse> {
  const clean = cleanText(span.text);
  const read = withoutFigures(clean);
  if (read === '') return undefined;
  const spellings = entries.flatMap((entry) => [entry.name, ...entry.variants]);
  const exact = spellings.find((spelling) => foldTonePlacement(spelling) === foldTonePlacement(read));
  // "Gié-Triêng" and "Giẻ-Triêng" are both written: a list with both cannot say which mark stands here.
  // "Viet Nam" is the same name without its marks: print that has them is no other.
  const isTwin = exact !== undefined && spellings.some((other) => lower(other) !== lower(exact) && lower(other) !== lower(foldMarks(other)) && lower(foldMarks(other)) === lower(foldMarks(exact)));
  // "Viet Nam": a faint print loses its marks, and the list has the name with them.
  const marked = (bare: string): string | undefined => (lower(foldMarks(bare)) === lower(bare) ? spellings.find((other) => lower(other) !== lower(foldMarks(other)) && lower(foldMarks(other)) === lower(bare)) : undefined);
  const full = exact === undefined ? undefined : marked(read);
  if (full !== undefined) return parsed(key, kind, read, span, { reasons: ['two-in-list'], suggestion: full });
  if (exact !== undefined) return parsed(key, kind, read, span, isTwin && span.pieces.some(({ word }) => word.confidence < SURE_OF_MARKS) ? { reasons: ['two-in-list'] } : { listed: true, mended: read === clean ? 0 : FIGURES_WEIGHT });
  const start = spellings.find((spelling) => foldTonePlacement(read).startsWith(`${foldTonePlacement(spelling)} `));
  // What follows a listed value on its line is noise, or a neighbour's text; it is told, not kept.
  if (start !== undefined && start.includes(' ')) return parsed(key, kind, start, span, { listed: true, reasons: ['text-left-over'] });
  const half = onlyWithPart(read, entries);
  // "Xinh" may be half of Xinh Mun or a blurred Kinh: what reads as another entry whole is not completed.
  const whole = nearest(lower(read), spellings.filter((spelling) => !spelling.includes(' ')), lower, 1);
  if (half !== undefined && whole === undefined) return parsed(key, kind, half, span, { listed: true, mended: 0.6, reasons: ['completed-from-list'] });
  // Spellings of one entry do not compete with each other.
  const choices = entries.flatMap((entry) => nearest(lower(read), [entry.name, ...entry.variants], lower, Math.min(1.2, 0.3 * read.length)) ?? []).toSorted((a, b) => a.distance - b.distance);
  const [first, second] = choices;
  // "GiểTriêng" may be Giẻ-Triêng or Giẻ Triêng: what stood between the words was not read.
  const isGrown = first !== undefined && !/[\s-]/.test(read) && spellings.some((other) => other.includes('-') && /[\s-]/.test(first.entry) && other !== first.entry && joined(other) === joined(first.entry));
  if (first && (second?.distance ?? Infinity) - first.distance > 0.14) return parsed(key, kind, first.entry, span, { listed: true, mended: first.distance, reasons: !isGrown && marked(first.entry) === undefined && (half === undefined || half === first.entry) ? [] : ['two-in-list'], suggestion: marked(first.entry) });
  // "Kinh Quốc úc": what follows is the rest of the label beside it
  if (start !== undefined) return parsed(key, kind, start, span, { listed: true, reasons: ['text-left-over', 'label-unreadable'] });
  return parsed(key, kind, read, span, { listed: false, reasons: ['not-in-list'], ...(first ? { suggestion: first.entry } : {}) });
}

export const parseEthnicGroup: Parse = (span, key) => listed(span, key, 'ethnicGroup', ETHNIC_GROUPS);
export const parseNationality: Parse = (span, key) => listed(span, key, 'nationality', NATIONALITIES);

const GENDERS = ['Nam', 'Nữ'] as const;

export const parseGender: Parse = (span, key) => {
  const read = cleanText(span.text);
  if (read === '') return undefined;
  // A lone "N" begins both.
  const near = letterCount(read) > 1 ? nearest(read, GENDERS, (gender) => gender, 1.1) : undefined;
  if (near) return parsed(key, 'gender', near.entry, span, { listed: true, mended: near.distance });
  const inside = span.pieces.find((piece) => GENDERS.some((gender) => foldTonePlacement(piece.text) === foldTonePlacement(gender)));
  if (inside) return parsed(key, 'gender', GENDERS.find((gender) => foldTonePlacement(inside.text) === foldTonePlacement(gender)) ?? '', makeSpan([inside], span.box), { listed: true, reasons: ['text-left-over'] });
  return parsed(key, 'gender', '', span, { listed: false, reasons: ['not-in-list'] });
};

export const looksShouted = (text: string): boolean => isUpperCase(text) && letterCount(text) > 3;
