// Words of a page against its transcription, whatever their order: letters, marks and figures must be equal;
// case and punctuation are folded. As the public scorer of the data set does.
const wordsOf = (text: string): readonly string[] => text.normalize('NFC').toLocaleLowerCase('vi').match(/[\p{L}\p{N}]+/gu) ?? [];

export type WordCounts = { readonly hits: number; readonly wanted: number; readonly read: number };

export function countWords(truth: string, read: string): WordCounts {
  const left = new Map<string, number>();
  const got = wordsOf(read);
  for (const word of got) left.set(word, (left.get(word) ?? 0) + 1);
  const wanted = wordsOf(truth);
  let hits = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    hits += 1;
    left.set(word, count - 1);
  }
  return { hits, wanted: wanted.length, read: got.length };
}

export const sumWords = (counts: readonly WordCounts[]): WordCounts =>
  counts.reduce((a, b) => ({ hits: a.hits + b.hits, wanted: a.wanted + b.wanted, read: a.read + b.read }), { hits: 0, wanted: 0, read: 0 });

/** 0 to 1; 0 when nothing was to be read or nothing was. */
export const f1 = ({ hits, wanted, read }: WordCounts): number => (wanted + read === 0 ? 0 : (2 * hits) / (wanted + read));
