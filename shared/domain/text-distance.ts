// How far one reading is from another, in units of "a wrong letter". Mistakes that a reader makes on
// Vietnamese print are cheap: a wrong tone or vowel mark, look-alike letters and figures, lost spaces.
import { baseLetter, splitTone } from './vietnamese-text.ts';

const LOOK_ALIKES = ['0oOQD', '1lIi|t!', '5sS', '8B3b', '6b', '2zZ', 'ceo', 'nuhr', 'vy', 'ffi', 'mn', 'g9q', 'EF', 'HN', 'UV', 'CG', 'PR', 'aeo', 'ij', '.,', ';:', '-–—_', '/l1I'];

const lookAlikes = new Set<string>();
for (const group of LOOK_ALIKES) for (const a of group) for (const b of group) if (a !== b) lookAlikes.add(a + b);

export const COST = { case: 0.05, tone: 0.2, vowelMark: 0.3, lookAlike: 0.5, roundLetter: 0.35, otherTone: 0.15, spacing: 0.25, punctuation: 0.3, letter: 1 } as const;

const isSpacing = (character: string): boolean => character === ' ';
const isPunctuation = (character: string): boolean => /[^\p{L}\p{N}\s]/u.test(character);

/** Letters are few, and pairs of them asked for over and over: each letter has a number, each pair its cost in a table. */
const MOST_LETTERS = 1024;
const MOST_TEXTS = 20_000;
const UNKNOWN = -1;

type Alphabet = { readonly numbers: Map<string, number>; readonly letters: string[]; readonly gaps: Float64Array; readonly costs: Float64Array[]; readonly texts: Map<string, Uint16Array> };

const newAlphabet = (): Alphabet => ({ numbers: new Map(), letters: [], gaps: new Float64Array(MOST_LETTERS), costs: [], texts: new Map() });
let alphabet = newAlphabet();

function numberOf(letter: string): number {
  const known = alphabet.numbers.get(letter);
  if (known !== undefined) return known;
  // two texts of more letters than the table has are no Vietnamese: the rest count as one
  if (alphabet.letters.length === MOST_LETTERS) return MOST_LETTERS - 1;
  const number = alphabet.letters.push(letter) - 1;
  alphabet.numbers.set(letter, number);
  alphabet.gaps[number] = gapCost(letter);
  return number;
}

/** A text as the numbers of its letters; the lists that readings are compared with come again and again. */
function numbersOf(text: string): Uint16Array {
  const known = alphabet.texts.get(text);
  if (known !== undefined) return known;
  const numbers = Uint16Array.from(text.match(/./gsu) ?? [], numberOf);
  if (alphabet.texts.size < MOST_TEXTS) alphabet.texts.set(text, numbers);
  return numbers;
}

/** The costs of reading one letter as others, by their numbers; filled as they are asked for. */
function costsOf(letter: number): Float64Array {
  return (alphabet.costs[letter] ??= new Float64Array(MOST_LETTERS).fill(UNKNOWN));
}

function costOf(costs: Float64Array, from: number, to: number): number {
  const known = costs[to] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const [a, b] = [alphabet.letters[from] ?? '', alphabet.letters[to] ?? ''];
  return (costs[to] = a === b ? 0 : judge(a, b));
}

/** Texts in all the world's letters do not fill the memory: the tables are begun anew. */
function makeRoom(a: string, b: string): void {
  if (alphabet.letters.length + a.length + b.length <= MOST_LETTERS) return;
  const news = new Set(`${a}${b}`.match(/./gsu) ?? []);
  for (const letter of news) if (alphabet.numbers.has(letter)) news.delete(letter);
  if (alphabet.letters.length + news.size > MOST_LETTERS) alphabet = newAlphabet();
}

/** Cost of reading `a` as `b`, 0 to 1. */
export function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  makeRoom(a, b);
  const from = numberOf(a);
  return costOf(costsOf(from), from, numberOf(b));
}

function judge(a: string, b: string): number {
  if (a.toLowerCase() === b.toLowerCase()) return COST.case;
  const baseA = baseLetter(a);
  if (baseA === baseLetter(b)) {
    const [from, to] = [splitTone(a), splitTone(b)];
    if (from.plain === to.plain) return COST.tone;
    return COST.vowelMark + (from.tone === to.tone ? 0 : COST.otherTone);
  }
  // One-storey a and o differ by a stroke that thin or faded print loses.
  if ((baseA === 'a' && baseLetter(b) === 'o') || (baseA === 'o' && baseLetter(b) === 'a')) return COST.roundLetter + (splitTone(a).tone === splitTone(b).tone ? 0 : COST.otherTone);
  if (lookAlikes.has(a + b)) return COST.lookAlike;
  // A look-alike that also changes the tone is a little less likely.
  if (lookAlikes.has(baseA + baseLetter(b))) return COST.lookAlike + (splitTone(a).tone === splitTone(b).tone ? 0 : COST.otherTone);
  return COST.letter;
}

export function gapCost(character: string): number {
  if (isSpacing(character)) return COST.spacing;
  return isPunctuation(character) ? COST.punctuation : COST.letter;
}

/** Weighted edit distance of two NFC texts. Stops early above `limit` and returns Infinity then. */
export function textDistance(a: string, b: string, limit = Infinity): number {
  if (a === b) return 0;
  makeRoom(a, b);
  const from = numbersOf(a);
  const to = numbersOf(b);
  const { gaps } = alphabet;
  let previous = new Float64Array(to.length + 1);
  let current = new Float64Array(to.length + 1);
  for (let j = 1; j <= to.length; j++) previous[j] = (previous[j - 1] ?? 0) + (gaps[to[j - 1] ?? 0] ?? 1);
  for (const letter of from) {
    const gap = gaps[letter] ?? 1;
    const costs = costsOf(letter);
    let least = (current[0] = (previous[0] ?? 0) + gap);
    for (let j = 1; j <= to.length; j++) {
      const other = to[j - 1] ?? 0;
      const best = Math.min((previous[j - 1] ?? 0) + costOf(costs, letter, other), (previous[j] ?? 0) + gap, (current[j - 1] ?? 0) + (gaps[other] ?? 1));
      current[j] = best;
      if (best < least) least = best;
    }
    if (least > limit) return Infinity;
    [previous, current] = [current, previous];
  }
  const distance = previous[to.length] ?? Infinity;
  return distance > limit ? Infinity : distance;
}

export type Nearest<T> = Readonly<{ entry: T; distance: number; /** Distance of the next best different entry. */ runnerUp: number }>;

/** The entry of `entries` nearest to `text`, within `limit`; undefined when none is. Ties keep the first. */
export function nearest<T>(text: string, entries: readonly T[], textOf: (entry: T) => string, limit: number): Nearest<T> | undefined {
  let best: T | undefined;
  let bestDistance = Infinity;
  let runnerUp = Infinity;
  for (const entry of entries) {
    const distance = textDistance(text, textOf(entry), Math.max(limit, 1));
    if (distance < bestDistance) {
      runnerUp = bestDistance;
      best = entry;
      bestDistance = distance;
    } else if (distance < runnerUp) runnerUp = distance;
  }
  return best === undefined || bestDistance > limit ? undefined : { entry: best, distance: bestDistance, runnerUp };
}
