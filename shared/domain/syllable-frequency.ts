// How often a syllable stands in administrative Vietnamese; resources/reading/syllables.json. Statistics
// never make a reading wrong: they weigh readings that the image supports alike.
import { z } from 'zod';
import table from '../../resources/reading/syllables.json' with { type: 'json' };

const { counts } = z.object({ counts: z.string() }).parse(table);
const known = new Map(counts.split(', ').map((entry) => {
  const [syllable = '', count = '0'] = entry.split(' ');
  return [syllable, Number(count)] as const;
}));

/** Times met; 0 for a syllable never met. Any case; the tone mark stands as on paper. */
export const syllableCount = (word: string): number => known.get(word.normalize('NFC').toLocaleLowerCase('vi')) ?? 0;
