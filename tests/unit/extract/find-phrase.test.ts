// A label among a page's letters, some of them wrong: found with as many errors as are allowed and no more,
// whatever its length and place.
import { describe, expect, it } from 'vitest';
import { findPhrase } from '../../../backend/extract/find-phrase.ts';

const ALPHABET = 'abcdeghiklmnopqrstuvxy';

/** Deterministic numbers below `below` (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Fewest edits between `phrase` and any stretch of `letters`, by the plain table. */
function fewestErrors(letters: string, phrase: string): number {
  let column = Array.from({ length: phrase.length + 1 }, (_, row) => row);
  let least = phrase.length;
  for (const letter of letters) {
    const next = [0];
    for (let row = 1; row <= phrase.length; row++) next.push(Math.min((column[row - 1] ?? 0) + (phrase[row - 1] === letter ? 0 : 1), (column[row] ?? 0) + 1, (next[row - 1] ?? 0) + 1));
    column = next;
    least = Math.min(least, column[phrase.length] ?? least);
  }
  return least;
}

describe('a phrase among letters', () => {
  it('is found where it stands, with the errors that it has', () => {
    expect(findPhrase('socmndhovatenkhaisinhnguyenvanan', 'hovatenkhaisinh', 3)).toEqual([{ start: 6, end: 21, errors: 0 }]);
    expect(findPhrase('socmndhovotemkhaisinhnguyenvanan', 'hovatenkhaisinh', 3)).toEqual([{ start: 6, end: 21, errors: 2 }]);
  });

  it('is not found with one error more than is allowed', () => {
    expect(findPhrase('socmndhovotemkhaisinhnguyenvanan', 'hovatenkhaisinh', 1)).toEqual([]);
  });

  it('is found as often as it stands there', () => {
    expect(findPhrase('noisinhhanoinoisimhhue', 'noisinh', 1).map(({ start, errors }) => [start, errors])).toEqual([[0, 0], [12, 1]]);
  });

  it('is found exactly when the plain table says so, be it shorter or longer than a machine word', () => {
    const next = numbersFrom(7);
    const text = (size: number): string => Array.from({ length: size }, () => ALPHABET[next(ALPHABET.length)] ?? '').join('');
    let found = 0;
    for (let round = 0; round < 600; round++) {
      const phrase = text(5 + next(45));
      const broken = [...phrase].flatMap((letter) => [[letter], [letter], [letter], [letter], [letter], [], [text(1)], [letter, text(1)]][next(8)] ?? []).join('');
      const letters = `${text(next(60))}${broken}${text(next(60))}`;
      const allowed = 1 + next(8);
      const least = fewestErrors(letters, phrase);
      const places = findPhrase(letters, phrase, allowed);
      expect(places.length > 0).toBe(least <= allowed);
      if (places.length > 0) expect(Math.min(...places.map(({ errors }) => errors))).toBe(least);
      found += places.length > 0 ? 1 : 0;
    }
    expect(found).toBeGreaterThan(100);
    expect(found).toBeLessThan(500);
  });
});
