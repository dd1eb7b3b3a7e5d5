// Chooses among the readings of one word of a name that the image supports: the reader's own, its
// alternatives, and for the family name the one real family name that is only a mark away.
import { COMMON_NAME_LIST, FAMILY_NAME_LIST } from '../../shared/domain/gazetteer.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import { nearest, textDistance } from '../../shared/domain/text-distance.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { foldMarks, foldTonePlacement, inCaseOf, isUpperCase, splitTone } from '../../shared/domain/vietnamese-text.ts';
import type { Piece } from './value-span.ts';

export type ChosenWord = Readonly<{ text: string; mended: number; reason?: string }>;

/** Above this the reader's own word stays whatever lists say. */
const TOO_SURE_TO_MEND = 0.97;
/** A given name is anything parents choose: what is read with full confidence stays. */
const SURE_GIVEN = 0.955;
/** Letters with their marks are told apart at 0.98 and more; below, another mark is possible. */
const SURE_LETTER = 0.98;
/** Only marks, and a for o, may be mended in a name, never another letter. */
const NAME_DISTANCE = 0.36;
/** Where all letters are the same, both the vowel's mark and the tone over it may differ. */
const MARKS_DISTANCE = 0.46;
/** The reader is sure of what it saw of two marks above each other, not that it saw both: HÃNG for HẰNG, ĐỎ for ĐỖ. */
const TOO_SURE_OF_MARKS = 0.985;
/** Family names that nearly everybody bears stand first in the list. */
const COMMON_FAMILIES = 60;

function standing(word: string, isFirst: boolean): number {
  const bare = word.replace(/[^\p{L}]/gu, '');
  return (isVietnameseSyllable(bare) ? 0.3 : 0) + (isNameSyllable(bare) ? 0.2 : 0) + (isFirst && isFamilyName(bare) ? 0.2 : 0);
}

/** What the likeliest slip is cheaper than the next: 0.05, computed. */
const LEAST_LEAD = 0.049;

const NO_TONE = 0;
const ACUTE = 2;
const HOOK = 3;
const DOT_BELOW = 5;
/** Marks above the letter that look alike: acute, hook, tilde. */
const ABOVE = new Set<number>([2, 3, 4]);

/** A speck makes a dot below, a circumflex swallows an acute, a hook is read as an acute: the likelier slips cost less. */
function slipCost(read: string, name: string): number {
  const [from, to] = [splitTone(read), splitTone(name)];
  const distance = textDistance(read.toLocaleLowerCase('vi'), name.toLocaleLowerCase('vi'), NAME_DISTANCE);
  if (from.plain !== to.plain) return distance;
  const dot = from.tone === DOT_BELOW && to.tone === NO_TONE;
  const above = ABOVE.has(from.tone) && ABOVE.has(to.tone);
  const swallowed = from.tone === NO_TONE && ABOVE.has(to.tone) && /[êôâăơư]/u.test(from.plain);
  return dot || above ? 0.5 * distance : swallowed ? 0.75 * distance : distance;
}

/** How many marks stand above and below the letters. */
const marksOf = (text: string): number => text.normalize('NFD').replace(/\P{M}/gu, '').length;

/** The same letters with one mark more at the least: what a reader loses where two stand above each other, or on poor print. */
const hasLostMarks = (read: string, name: string): boolean => foldMarks(read) === foldMarks(name) && marksOf(name) > marksOf(read);

/** "CHẬU": a dot of the leader beneath a letter. */
function hasStrayDot(read: string, name: string): boolean {
  const [from, to] = [splitTone(read), splitTone(name)];
  return from.plain === to.plain && from.tone === DOT_BELOW && to.tone === NO_TONE;
}

/** The model sees an acute in every hook over a capital Ơ or Ư (HƯỚNG for HƯỞNG), however sure it is. */
function hidesHook(read: string, name: string): boolean {
  const [from, to] = [splitTone(read), splitTone(name)];
  return isUpperCase(read) && from.plain === to.plain && from.tone === ACUTE && to.tone === HOOK && /[ơư]/u.test(from.plain);
}

function limitFor(read: string, name: string): number {
  return foldMarks(read) === foldMarks(name) ? MARKS_DISTANCE : NAME_DISTANCE;
}

/** The one syllable met in names that a slip away from `word` stands in the list; undefined when two are as likely. */
function likelyName(word: string, list: readonly string[]): Readonly<{ text: string; distance: number }> | undefined {
  const close = list.filter((name) => Math.abs(name.length - word.length) < 2 && textDistance(word.toLocaleLowerCase('vi'), name.toLocaleLowerCase('vi'), limitFor(word, name)) <= limitFor(word, name));
  const [first, second] = [...new Set(close)].map((name) => ({ name, cost: slipCost(word, name) })).sort((a, b) => a.cost - b.cost);
  if (!first || (second && second.cost - first.cost < LEAST_LEAD)) return undefined;
  return { text: inCaseOf(first.name, word), distance: Math.max(0.2, first.cost) };
}

/** "oàng", "ỗ": the family name whose first letter is gone, if only one ends so. */
function headless(word: string): string | undefined {
  if (!/^\p{Ll}/u.test(word) && word.length > 1 && !isUpperCase(word)) return undefined;
  const rest = foldTonePlacement(word);
  const beginning = (name: string): number => (/^(?:ngh?|tr|ph|kh|th|nh|ch|qu|gi)/iu.exec(name)?.[0].length ?? 1);
  const ending = (same: (end: string) => boolean): readonly string[] => FAMILY_NAME_LIST.filter((name) => name.length > word.length && [1, beginning(name)].some((lost) => same(name.slice(lost))));
  const exact = ending((end) => foldTonePlacement(end) === rest);
  // "RÂN": the mark over the vowel went with the first letter
  const whole = exact.length > 0 || word.length < 3 ? exact : ending((end) => foldMarks(end) === foldMarks(word));
  const [only] = whole;
  return whole.length === 1 && only !== undefined ? inCaseOf(only, word.length > 1 ? word : 'x') : undefined;
}

/** "Tý Thị Mỹ Hương", "cê Đức Thọ": a seal or pen over the first letter; the one common family name that has the same rest. */
function otherHead(word: string): string | undefined {
  const [, head = '', rest = ''] = /^([bcdđghklmnpqrstvxz])([aăâeêioôơuưy].*)$/iu.exec(foldTonePlacement(word)) ?? [];
  if (head === '') return undefined;
  const same = FAMILY_NAME_LIST.slice(0, COMMON_FAMILIES).filter((name) => foldTonePlacement(name).slice(1) === rest);
  const [only] = same;
  return same.length === 1 && only !== undefined ? inCaseOf(only, isUpperCase(word) && word.length > 1 ? word : 'X' + word.slice(1)) : undefined;
}

/** A syllable that is no family name (RƯƠNG) may be the rest of one (TRƯƠNG) where it was read less surely than this. */
const HEADLESS_BELOW = 0.95;
/** "ĐTNH": what is no syllable is the one family name a letter away, if the next is so much further. */
const CLEAR_LEAD = 0.3;
const ONE_LETTER = 1;
/** Another letter than the one that was read is taken only where the reader guessed. */
const OTHER_HEAD_BELOW = 0.85;

/** Women's second name. First in a name it tells that the family name before it was lost. */
const WOMANS = foldTonePlacement('Thị');

/** "THI" for "THỊ": the second word of a woman's name of three and more, nearly without exception. */
function chooseWomans(piece: Piece): ChosenWord {
  const name = inCaseOf('Thị', piece.text);
  const supported = piece.word.confidence < SURE_GIVEN || (piece.word.alternatives ?? []).some((other) => foldTonePlacement(other.text) === WOMANS);
  return supported ? { text: name, mended: 0.2 } : { text: piece.text, mended: 0, reason: 'womans-name-unsure' };
}

function chooseFamilyName(piece: Piece): ChosenWord {
  if (foldTonePlacement(piece.text) === WOMANS) return { text: piece.text, mended: 0, reason: 'name-incomplete' };
  const near = nearest(piece.text, FAMILY_NAME_LIST, (name) => inCaseOf(name, piece.text), NAME_DISTANCE);
  if (near && near.runnerUp - near.distance >= 0.1) return { text: inCaseOf(near.entry, piece.text), mended: near.distance, reason: 'family-name-mended' };
  const common = likelyName(piece.text, FAMILY_NAME_LIST.slice(0, COMMON_FAMILIES));
  if (common) return { text: common.text, mended: Math.max(0.6, common.distance), reason: 'family-name-mended' };
  const ofOther = new Set((piece.word.alternatives ?? []).flatMap(({ text }) => nearest(text, FAMILY_NAME_LIST.slice(0, COMMON_FAMILIES), (name) => inCaseOf(name, text), NAME_DISTANCE)?.entry ?? []));
  const [only] = ofOther;
  if (ofOther.size === 1 && only !== undefined) return { text: inCaseOf(only, piece.text), mended: 1, reason: 'family-name-mended' };
  const bare = FAMILY_NAME_LIST.slice(0, COMMON_FAMILIES).filter((name) => foldMarks(name) === foldMarks(piece.text));
  if (bare.length === 1 && bare[0] !== undefined) return { text: inCaseOf(bare[0], piece.text), mended: 1, reason: 'family-name-mended' };
  const whole = isVietnameseSyllable(piece.text) && piece.text.length > 3 && piece.word.confidence >= HEADLESS_BELOW ? undefined : headless(piece.text);
  if (whole !== undefined) return { text: whole, mended: 1, reason: 'family-name-mended' };
  const head = piece.word.confidence < OTHER_HEAD_BELOW ? otherHead(piece.text) : undefined;
  if (head !== undefined) return { text: head, mended: 1, reason: 'family-name-mended' };
  const other = isVietnameseSyllable(piece.text) ? undefined : nearest(piece.text, FAMILY_NAME_LIST, (name) => inCaseOf(name, piece.text), ONE_LETTER);
  if (other && piece.text.length > 3 && other.runnerUp - other.distance >= CLEAR_LEAD) return { text: inCaseOf(other.entry, piece.text), mended: ONE_LETTER, reason: 'family-name-mended' };
  return { text: piece.text, mended: 0, reason: 'not-a-family-name' };
}

function chooseGivenName(piece: Piece): ChosenWord {
  const near = likelyName(piece.text, COMMON_NAME_LIST);
  return near ? { text: near.text, mended: near.distance, reason: 'name-mended' } : { text: piece.text, mended: 0 };
}

/** What is no name (Đạf, VẾN) and was read less surely than this gives way to another reading that is one, a letter off (Đạt, YẾN); no family name (ĐOÃN) always does (DOÃN). */
const NO_NAME_BELOW = 0.9;
const lower = (text: string): string => text.toLocaleLowerCase('vi');

export type NamePosition = Readonly<{ index: number; /** Words of the whole name. */ count: number }>;

export function chooseNameWord(piece: Piece, { index, count }: NamePosition): ChosenWord {
  const isFirst = index === 0;
  if (index === 1 && count > 2 && /^thi$/iu.test(piece.text)) return chooseWomans(piece);
  if (index === 1 && count > 2 && /^van$/iu.test(piece.text) && piece.word.confidence < SURE_GIVEN) return { text: inCaseOf('Văn', piece.text), mended: 0.3, reason: 'name-mended' };
  const own = { text: piece.text, score: piece.word.confidence + standing(piece.text, isFirst) };
  const others = piece.text === piece.word.text ? (piece.word.alternatives ?? []).map((other) => ({ text: other.text, score: other.confidence + standing(other.text, isFirst) })) : [];
  const best = others.reduce((a, b) => (b.score > a.score + 0.1 ? b : a), own);
  if (best !== own && /^[\p{L}'’-]+$/u.test(best.text)) {
    const family = isFirst && !isFamilyName(best.text) ? chooseFamilyName({ ...piece, text: best.text }) : undefined;
    return family !== undefined && isFamilyName(family.text) ? family : { text: best.text, mended: 0.2, reason: 'other-reading-taken' };
  }
  const isName = isFirst ? isFamilyName : isNameSyllable;
  const real = !isName(piece.text) && (isFirst || piece.word.confidence < NO_NAME_BELOW) ? others.find(({ text }) => isName(text) && textDistance(lower(piece.text), lower(text), ONE_LETTER) <= ONE_LETTER) : undefined;
  if (real !== undefined) return { text: real.text, mended: 0.4, reason: 'other-reading-taken' };
  if (isNameSyllable(piece.text) && !(isFirst && !isFamilyName(piece.text))) return { text: piece.text, mended: 0 };
  const unsureLetter = piece.word.symbols?.some((symbol) => /\p{L}/u.test(symbol.text) && symbol.confidence < SURE_LETTER) ?? false;
  const isSure = piece.word.confidence > (isFirst ? TOO_SURE_TO_MEND : SURE_GIVEN) && !unsureLetter && !(isFirst && foldTonePlacement(piece.text) === WOMANS);
  const stays: ChosenWord = { text: piece.text, mended: 0 };
  const chosen = isFirst ? chooseFamilyName(piece) : chooseGivenName(piece);
  if (hidesHook(piece.text, chosen.text)) return chosen;
  return isSure && !(piece.word.confidence <= TOO_SURE_OF_MARKS && (hasLostMarks(piece.text, chosen.text) || hasStrayDot(piece.text, chosen.text))) ? stays : chosen;
}
