// How far one reading is from another, in units of "a wrong letter". Mistakes that a reader makes on
// Vietnamese print are cheap: a wrong tone or vowel mark, look-alike letters and figures, lost spaces.
import { baseLetter, splitTone } from './vietnamese-text.ts';

const LOOK_ALIKES = ['0oOQD', '1lIi|t!', '5sS', '8B3', '6b', '2zZ', 'ceo', 'nuhr', 'vy', 'ffi', 'mn', 'g9q', 'EF', 'HN', 'UV', 'CG', 'PR', 'aeo', 'ij', '.,', ';:', '-–—_', '/l1I'];

const lookAlikes = new Set<string>();
for (const group of LOOK_ALIKES) for (const a of group) for (const b of group) if (a !== b) lookAlikes.add(a + b);

export const COST = { case: 0.05, tone: 0.2, vowelMark: 0.3, lookAlike: 0.5, roundLetter: 0.35, otherTone: 0.15, spacing: 0.25, punctuation: 0.3, letter: 1 } as const;

const isSpacing = (character: string): boolean => character === ' ';
const isPunctuation = (character: string): boolean => /[^\p{L}\p{N}\s]/u.test(character);

/** Pairs of letters are few and asked for often; decomposing them each time is what costs. */
const known = new Map<string, number>();

/** Cost of reading `a` as `b`, 0 to 1. */
export function substitutionCost(a: string, b: string): number {
  if (a === b) return 0;
  const pair = a + b;
  let cost = known.get(pair);
  if (cost === undefined) {
    cost = judge(a, b);
    if (known.size < 50_000) known.set(pair, cost);
  }
  return cost;
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
  const from = [...a];
  const to = [...b];
  let previous = new Float64Array(to.length + 1);
  let current = new Float64Array(to.length + 1);
  const gapsTo = to.map(gapCost);
  for (let j = 1; j <= to.length; j++) previous[j] = (previous[j - 1] ?? 0) + (gapsTo[j - 1] ?? 1);
  for (const letter of from) {
    const gap = gapCost(letter);
    let least = (current[0] = (previous[0] ?? 0) + gap);
    for (let j = 1; j <= to.length; j++) {
      const swap = (previous[j - 1] ?? 0) + substitutionCost(letter, to[j - 1] ?? '');
      const best = Math.min(swap, (previous[j] ?? 0) + gap, (current[j - 1] ?? 0) + (gapsTo[j - 1] ?? 1));
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
