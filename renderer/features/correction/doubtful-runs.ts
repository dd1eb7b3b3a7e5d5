// The letters of a value that may be wrong, as stretches of its text: where another reading differs, where the reader
// changed what was printed, where a letter was unsure. Entering a field puts the selection on the worst of them, so
// that typing replaces just these letters; a key walks through the others. Pure.
import { isVietnameseSyllable } from '../../../shared/domain/vietnamese-syllable.ts';
import { isNameSyllable } from '../../../shared/domain/names.ts';
import { foldMarks, inCaseOf, isUpperCase } from '../../../shared/domain/vietnamese-text.ts';
import { differingStretches } from './differing-marks.ts';
import { bareWord, type Token } from './word-evidence.ts';

/** From `start` to `end`, equal where only a letter is missing. `rank`: the lower, the more likely wrong. */
export type Run = Readonly<{ start: number; end: number; rank: number }>;

const RANK = { rival: 0, noWord: 1, notRead: 2, otherWord: 3, unsure: 4 } as const;
const UNSURE_BELOW = 0.9;
/** Of a word's height. */
const GAP_SHARE = 0.4;

/** `isName`: of a person. `isUpper`: written in capitals throughout. */
type ValueFacts = Readonly<{ isName: boolean; isUpper: boolean }>;

const lower = (text: string): string => text.toLocaleLowerCase('vi');

/** Where `token` differs from `other`, in places of the whole value. */
function differing(token: Token, other: string, rank: number): readonly Run[] {
  const bare = bareWord(token.text);
  const shift = token.start + Math.max(0, token.text.indexOf(bare));
  return differingStretches(lower(bare), lower(bareWord(other))).map(({ start, end }) => ({ start: shift + start, end: shift + end, rank }));
}

function unsureLetters(token: Token): readonly Run[] {
  const symbols = token.word?.symbols ?? [];
  const letters = [...token.text];
  // Only where the letters stand one on one.
  const first = symbols.findIndex((symbol) => lower(symbol.text) === lower(letters[0] ?? ''));
  if (first < 0) return [];
  return letters.flatMap((letter, index): Run[] => {
    const symbol = symbols[first + index];
    return symbol && lower(symbol.text) === lower(letter) && symbol.confidence < UNSURE_BELOW ? [{ start: token.start + index, end: token.start + index + 1, rank: RANK.unsure + symbol.confidence }] : [];
  });
}

/** No word that one would expect: no syllable, or in a person's name none that names have. Abbreviations in capitals are let be. */
function isOddWord(bare: string, { isName, isUpper }: ValueFacts): boolean {
  if (!/^\p{L}+$/u.test(bare) || !/[aeiouy]/.test(foldMarks(bare)) || (!isUpper && bare.length > 1 && isUpperCase(bare))) return false;
  return !isVietnameseSyllable(bare) || (isName && !isNameSyllable(bare));
}

function ofToken(token: Token, facts: ValueFacts): readonly Run[] {
  const { word } = token;
  const bare = bareWord(token.text);
  const isOdd = isOddWord(bare, facts);
  const noWord: Run[] = isOdd ? [{ start: token.start, end: token.start + token.text.length, rank: RANK.noWord }] : [];
  if (!word) return noWord;
  const other = word.alternatives?.[0]?.text;
  const isDigits = /\d/.test(bare);
  return [
    ...(isDigits ? [] : differing(token, word.text, RANK.notRead)),
    ...(other === undefined ? [] : differing(token, other, RANK.otherWord)),
    ...unsureLetters(token), ...noWord,
  ];
}

const touches = (one: Run, other: Run): boolean => one.start < other.end && other.start < one.end || one.start === other.start;

/** In the order of the text; where two would overlap, the likelier one stays. */
export function doubtfulRuns(value: string, rival: string | undefined, tokens: readonly Token[], isName = false): readonly Run[] {
  const facts = { isName, isUpper: isUpperCase(value) };
  const ofRival = rival === undefined ? [] : differingStretches(value, rival).map(({ start, end }): Run => ({ start, end, rank: RANK.rival }));
  const ranked = [...ofRival, ...tokens.flatMap((token) => ofToken(token, facts))].sort((a, b) => a.rank - b.rank || a.start - b.start);
  const kept: Run[] = [];
  for (const run of ranked) if (!kept.some((one) => touches(one, run))) kept.push(run);
  return kept.sort((a, b) => a.start - b.start);
}

export const worstRun = (runs: readonly Run[]): Run | undefined => [...runs].sort((a, b) => a.rank - b.rank || a.start - b.start)[0];

/** Figures as the other reading has them, with the value's own separators; as it is where they do not stand one on one. */
function withDigitsOf(own: string, other: string): string {
  const digits = [...other.replace(/\D/g, '')];
  return digits.length === own.replace(/\D/g, '').length ? own.replace(/\d/g, () => digits.shift() ?? '') : own;
}

/** The word of the value that is printed at this place of the page; the gap beside it still counts. */
export function runAt(tokens: readonly Token[], [x, y]: readonly [number, number]): Run | undefined {
  const token = tokens.find(({ word }) => {
    if (!word) return false;
    const [left, top, width, height] = word.box;
    const gap = height * GAP_SHARE;
    return x >= left - gap && x <= left + width + gap && y >= top - gap && y <= top + height + gap;
  });
  return token === undefined ? undefined : { start: token.start, end: token.end, rank: 0 };
}

/** What else the value would be if one of its words were what the reader also saw; whole values, each once, those that mend an odd word first. */
export function wordRivals(value: string, tokens: readonly Token[]): readonly string[] {
  const isOdd = ({ text }: Token): boolean => /\p{L}/u.test(text) && !isVietnameseSyllable(bareWord(text));
  const doubted = tokens.filter(({ word }) => (word?.confidence ?? 1) < UNSURE_BELOW).sort((a, b) => Number(isOdd(b)) - Number(isOdd(a)) || a.start - b.start);
  const rivals = doubted.flatMap((token) => (token.word?.alternatives ?? []).flatMap(({ text }): string[] => {
    const bare = bareWord(text);
    const own = bareWord(token.text);
    const other = /\d/.test(own) ? withDigitsOf(own, bare) : isVietnameseSyllable(bare) && Math.abs(bare.length - own.length) <= 1 ? inCaseOf(bare, own) : own;
    return other !== own ? [value.slice(0, token.start) + token.text.replace(own, other) + value.slice(token.end)] : [];
  }));
  return [...new Set(rivals)].filter((rival) => rival !== value);
}

/** The runs of `value` in `text`, which was made of it by typing in one place; those typed over are gone. */
export function runsAfterTyping(runs: readonly Run[], value: string, text: string): readonly Run[] {
  if (text === value) return runs;
  let start = 0;
  while (start < value.length && start < text.length && value[start] === text[start]) start++;
  let tail = 0;
  while (tail < value.length - start && tail < text.length - start && value[value.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  const end = value.length - tail;
  const grown = text.length - value.length;
  return runs.flatMap((run): Run[] => (run.end <= start && run.start < start ? [run] : run.start >= end && (run.start > start || run.end > end) ? [{ ...run, start: run.start + grown, end: run.end + grown }] : []));
}

/** The run after (or before) what is selected, in the order of the text; past the last comes the first again. */
export function nextRun(runs: readonly Run[], from: number, to: number, by: 1 | -1): Run | undefined {
  const isCaret = from === to;
  if (by === 1) return runs.find((run) => (isCaret ? run.start >= to && !(run.start === from && run.end === to) : run.start >= to)) ?? runs[0];
  return runs.findLast((run) => run.end <= from && !(run.start === from && run.end === to)) ?? runs.at(-1);
}
