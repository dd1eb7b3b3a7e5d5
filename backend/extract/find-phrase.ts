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

/** All best places of `phrase` in `letters`, not overlapping each other, left to right. */
export function findPhrase(letters: string, phrase: string, maxErrors: number = allowedErrors(phrase.length)): readonly PhraseMatch[] {
  const size = phrase.length;
  if (size === 0 || letters.length === 0) return [];
  if (maxErrors === 0) return exactPlaces(letters, phrase);
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
