// Which Vietnamese syllables stand side by side; resources/reading/word-pairs.json. A weak witness, like
// all statistics: it chooses between readings, it makes none.
import { z } from 'zod';
import table from '../../resources/reading/word-pairs.json' with { type: 'json' };

const { pairs } = z.object({ pairs: z.record(z.string(), z.string()) }).parse(table);
const followers = new Map<string, ReadonlyMap<string, number>>();

function followersOf(first: string): ReadonlyMap<string, number> {
  let known = followers.get(first);
  if (known === undefined) {
    const entries = (pairs[first]?.split(' ') ?? []).map((entry) => [entry.replace(/\d/g, ''), Number(/\d/.exec(entry)?.[0] ?? 1)] as const);
    known = new Map(entries);
    followers.set(first, known);
  }
  return known;
}

/** In how many written forms (Hội đồng, HỘI ĐỒNG, …) the pair is known; 0 for one never met. Small letters, NFC. */
export const pairForms = (first: string, second: string): number => followersOf(first).get(second) ?? 0;
