// Finds a phrase in the page's letters although some letters are wrong, missing or added (Sellers'
// approximate search). Both sides are unmarked letters without spaces, so tone marks, commas and lost
// spaces cost nothing; what is left is at most `maxErrors` edits.

export type PhraseMatch = Readonly<{ start: number; /** exclusive */ end: number; errors: number }>;

/** How many wrong letters a label of this length may have and still be it. */
export function allowedErrors(length: number): number {
  if (length < 5) return 0;
  if (length < 8) return 1;
  if (length < 13) return 2;
  return Math.min(6, Math.floor(length * 0.2));
}

const WORD_BITS = 31;

/**
 * Whether the phrase can be in the letters at all: its first 31 letters are, with as many errors. Myers' bit-parallel
 * search, one step a letter (https://doi.org/10.1145/316542.316550); most phrases of most forms are not on a page.
 */
function mayHold(letters: string, phrase: string, maxErrors: number): boolean {
  const size = Math.min(phrase.length, WORD_BITS);
  const places = new Map<number, number>();
  for (let row = 0; row < size; row++) places.set(phrase.charCodeAt(row), (places.get(phrase.charCodeAt(row)) ?? 0) | (1 << row));
  const last = 1 << (size - 1);
  let rises = -1;
  let falls = 0;
  let errors = size;
  for (let at = 0; at < letters.length; at++) {
    const alike = places.get(letters.charCodeAt(at)) ?? 0;
    const zero = (((alike & rises) + rises) ^ rises) | alike | falls;
    let up = falls | ~(zero | rises);
    let down = rises & zero;
    if ((up & last) !== 0) errors += 1;
    else if ((down & last) !== 0) errors -= 1;
    if (errors <= maxErrors) return true;
    up <<= 1;
    down <<= 1;
    rises = down | ~(zero | up);
    falls = up & zero;
  }
  return false;
}

/** All best places of `phrase` in `letters`, not overlapping each other, left to right. */
export function findPhrase(letters: string, phrase: string, maxErrors: number = allowedErrors(phrase.length)): readonly PhraseMatch[] {
  const size = phrase.length;
  if (size === 0 || letters.length === 0) return [];
  if (maxErrors === 0) return exactPlaces(letters, phrase);
  if (size > maxErrors && !mayHold(letters, phrase, maxErrors)) return [];
  const cost = new Int32Array(size + 1);
  const from = new Int32Array(size + 1);
  for (let row = 0; row <= size; row++) cost[row] = row;
  const found: PhraseMatch[] = [];
  for (let at = 0; at < letters.length; at++) {
    const code = letters.charCodeAt(at);
    let diagonalCost = 0;
    let diagonalFrom = at;
    cost[0] = 0;
    from[0] = at + 1;
    for (let row = 1; row <= size; row++) {
      const upCost = cost[row] ?? 0;
      const upFrom = from[row] ?? 0;
      const leftCost = cost[row - 1] ?? 0;
      let best = diagonalCost + (phrase.charCodeAt(row - 1) === code ? 0 : 1);
      let bestFrom = diagonalFrom;
      if (upCost + 1 < best) { best = upCost + 1; bestFrom = upFrom; }
      if (leftCost + 1 < best) { best = leftCost + 1; bestFrom = from[row - 1] ?? 0; }
      cost[row] = best;
      from[row] = bestFrom;
      diagonalCost = upCost;
      diagonalFrom = upFrom;
    }
    const errors = cost[size] ?? size;
    if (errors <= maxErrors) keepBest(found, { start: from[size] ?? 0, end: at + 1, errors });
  }
  return found;
}

function exactPlaces(letters: string, phrase: string): readonly PhraseMatch[] {
  const found: PhraseMatch[] = [];
  for (let at = letters.indexOf(phrase); at >= 0; at = letters.indexOf(phrase, at + phrase.length)) found.push({ start: at, end: at + phrase.length, errors: 0 });
  return found;
}

function keepBest(found: PhraseMatch[], match: PhraseMatch): void {
  const last = found.at(-1);
  if (!last || match.start >= last.end) found.push(match);
  else if (match.errors < last.errors) found[found.length - 1] = match;
}
