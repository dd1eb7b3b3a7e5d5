// "BÓ SUNG", "cơ câu", "Uy ban": where a mark is a few pixels, the reader is sure of the wrong one. A word
// whose neighbours are never met beside it, but always beside the same letters with other marks, gives way
// to those: the letters are the paper's, the marks are chosen. What was read stays as an alternative and the
// word is doubtful from then on. Names are beyond such statistics: capitalised words give way only to a
// pair that everybody knows, and lines of a few capitals (a name, a place) not at all.
import { right } from '../../shared/domain/geometry.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { foldMarks, foldTonePlacement, isUpperCase } from '../../shared/domain/vietnamese-text.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { rewriteWord } from './rewrite-word.ts';
import { pairForms } from './word-pairs.ts';

/** A word to be read again is not surer than this. */
const DOUBT_CONFIDENCE = 0.85;
/** Fewer capitals in a row than this may be a name. */
const LEAST_HEADING_WORDS = 6;
/** Written forms of both pairs together that a chosen word must have more than the one read. */
const LEAST_GAIN = { small: 2, heading: 2, capitalised: 4 } as const;
/** The same where only one neighbour speaks. */
const LEAST_GAIN_ALONE = { small: 3, heading: 3, capitalised: Infinity } as const;
/** A word that is known beside its neighbours, but this many times less than another. */
const FAR_BETTER_KNOWN = 4;

const VOWELS = ['aáàảãạ', 'ăắằẳẵặ', 'âấầẩẫậ', 'eéèẻẽẹ', 'êếềểễệ', 'iíìỉĩị', 'oóòỏõọ', 'ôốồổỗộ', 'ơớờởỡợ', 'uúùủũụ', 'ưứừửữự', 'yýỳỷỹỵ'].join('');
const DOT_BELOW = '\u0323';

/** A small mark is lost or taken for another; none is seen where there is none, and a dot below is no mark above. */
function canBeReadAs(meant: string, read: string): boolean {
  const [all, seen] = [meant.normalize('NFD'), read.normalize('NFD')];
  return meant !== read && foldMarks(meant) === foldMarks(read) && all.length >= seen.length && all.includes(DOT_BELOW) === seen.includes(DOT_BELOW);
}

const variantsOf = new Map<string, readonly string[]>();
for (const vowel of VOWELS) variantsOf.set(vowel, [...VOWELS].filter((other) => canBeReadAs(other, vowel)));

/** The same letters with the marks of one letter changed. */
function siblings(word: string): readonly string[] {
  return [...word].flatMap((letter, at) => (variantsOf.get(letter) ?? []).map((other) => word.slice(0, at) + other + word.slice(at + 1))).filter((other) => isVietnameseSyllable(other));
}

type Part = { readonly word: Word; readonly index: number; readonly text: string; readonly before: string; readonly after: string };

/** As which every number stands among the pairs. */
const NUMBER = '#';

/** The word's letters and the marks around them, or that it begins like a number; a word of anything else has no part in this. */
function partOf(word: Word, index: number): Part | undefined {
  if (/^\d/.test(word.text)) return { word, index, before: '', text: NUMBER, after: /\d$/.test(word.text) ? '' : '.' };
  const found = /^([^\p{L}\p{N}]*)(\p{L}+)([^\p{L}\p{N}]*)$/u.exec(word.text);
  return found === null ? undefined : { word, index, before: found[1] ?? '', text: found[2] ?? '', after: found[3] ?? '' };
}

const isAllCapitals = (text: string): boolean => text.length > 1 && isUpperCase(text);
const isSmall = (text: string): boolean => text !== NUMBER && text === lower(text);
const lower = (text: string): string => text.toLocaleLowerCase('vi');

/** Side by side in one phrase: no stop between, no wide gap, no value in capitals after its label. */
function isBeside(left: Part | undefined, next: Part | undefined, reachPx: number): boolean {
  return left !== undefined && next !== undefined && left.after === '' && next.before === '' && !(isSmall(left.text) && isAllCapitals(next.text)) && !(isAllCapitals(left.text) && isSmall(next.text)) && next.word.box[0] - right(left.word.box) < reachPx;
}

type Kind = keyof typeof LEAST_GAIN;

function kindOf(text: string, capitals: number): Kind | undefined {
  if (text === lower(text)) return 'small';
  if (isAllCapitals(text)) return capitals >= LEAST_HEADING_WORDS ? 'heading' : undefined;
  return 'capitalised';
}

/** In the case of what was read, capitals at the front among them. */
const inCaseOf = (text: string, model: string): string => (model === lower(model) ? text : isAllCapitals(model) ? text.toLocaleUpperCase('vi') : text.charAt(0).toLocaleUpperCase('vi') + text.slice(1));

type Neighbours = { readonly left: string | undefined; readonly next: string | undefined };

/** How well a word is known between its neighbours. */
const formsOf = (word: string, { left, next }: Neighbours): number => (left === undefined ? 0 : pairForms(left, word)) + (next === undefined ? 0 : pairForms(word, next));

/**
 * The letters with other marks that the neighbours ask for; undefined when they are content or undecided.
 * @param seen what other readings saw in its place, folded
 */
export function chosenMarks(read: string, neighbours: Neighbours, kind: Kind, seen: ReadonlySet<string>): string | undefined {
  const own = formsOf(read, neighbours);
  const isSyllable = isVietnameseSyllable(read);
  const known = siblings(read).map((text) => ({ text, forms: formsOf(text, neighbours) })).filter(({ text, forms }) => forms > 0 && foldTonePlacement(text) !== foldTonePlacement(read)).sort((a, b) => b.forms - a.forms);
  const [best, second] = known;
  if (best === undefined || best.forms === second?.forms || best.forms < FAR_BETTER_KNOWN * own) return undefined;
  if (!isSyllable || seen.has(foldTonePlacement(best.text))) return best.text;
  const isAlone = neighbours.left === undefined || neighbours.next === undefined;
  return best.forms - own >= (isAlone ? LEAST_GAIN_ALONE : LEAST_GAIN)[kind] ? best.text : undefined;
}

type Chosen = { readonly part: Part; readonly text: string };

/** Per word of a line: what its neighbours ask for, where that is not what was read. */
function choicesIn(words: readonly Word[]): readonly (Chosen | undefined)[] {
  const parts = words.map(partOf);
  const capitals = words.filter(({ text }) => isUpperCase(text)).length;
  const reachPx = 1.5 * Math.max(...words.map(({ box }) => box[3]));
  const now = parts.map((part) => (part === undefined ? '' : lower(part.text)));
  return parts.map((part, index) => {
    const kind = part === undefined || part.text.length < 2 || part.text === NUMBER ? undefined : kindOf(part.text, capitals);
    if (part === undefined || kind === undefined) return undefined;
    const left = isBeside(parts[index - 1], part, reachPx) ? now[index - 1] : undefined;
    const next = isBeside(part, parts[index + 1], reachPx) ? now[index + 1] : undefined;
    const seen = new Set((part.word.alternatives ?? []).map(({ text }) => foldTonePlacement(text.replace(/[^\p{L}]/gu, ''))));
    const chosen = chosenMarks(lower(part.text), { left, next }, kind, seen);
    if (chosen === undefined) return undefined;
    now[index] = chosen;
    return { part, text: part.before + inCaseOf(chosen, part.text) + part.after };
  });
}

/** The words of a first reading; those that cannot stand beside their neighbours as read are doubted, and so read again. */
export function doubtMarks(words: readonly Word[]): readonly Word[] {
  const choices = choicesIn(words);
  return words.map((word, index) => (choices[index] === undefined ? word : { ...word, confidence: Math.min(DOUBT_CONFIDENCE, word.confidence) }));
}

/** The words of a settled line, with the marks of those chosen that cannot stand beside their neighbours as read. */
export function chooseMarks(words: readonly Word[]): readonly Word[] {
  const choices = choicesIn(words);
  return words.map((word, index) => {
    const chosen = choices[index];
    return chosen === undefined ? word : rewriteWord(word, chosen.text);
  });
}
