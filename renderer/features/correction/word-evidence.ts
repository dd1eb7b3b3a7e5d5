// What the reader saw, word by word, under the text of a field: which printed word each word of the value stands
// on, how sure its letters were and what else it might be. Pure.
import type { Box } from '../../../shared/domain/geometry.ts';
import type { PageReading, Word } from '../../../shared/domain/reading.ts';
import { textDistance } from '../../../shared/domain/text-distance.ts';
import { lettersOnly } from '../../../shared/domain/vietnamese-text.ts';

/** A word of the value, from `start` to `end` in its text, and the printed word that it stands on, if any was found. */
export type Token = Readonly<{ start: number; end: number; text: string; word: Word | undefined }>;

/** Punctuation around a word is not what a field says. */
export const bareWord = (text: string): string => text.normalize('NFC').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

const FAR = 0.45;
const LOOK_AHEAD = 4;

/** The words printed inside a box of the page, in reading order. */
export function wordsIn(reading: Pick<PageReading, 'lines'> | null | undefined, [x, y, width, height]: Box): readonly Word[] {
  return (reading?.lines ?? []).flatMap((line) => line.words.filter(({ box }) => {
    const [across, down] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    return across >= x && across <= x + width && down >= y && down <= y + height;
  }));
}

/** Both in their order; words before and between that are no part of the value (a label) are passed over. */
export function alignWords(value: string, words: readonly Word[]): readonly Token[] {
  let from = 0;
  return [...value.matchAll(/\S+/g)].map((match): Token => {
    const at = findWord(match[0], words, from);
    if (at >= 0) from = at + 1;
    return { start: match.index, end: match.index + match[0].length, text: match[0], word: words[at] };
  });
}

function findWord(token: string, words: readonly Word[], from: number): number {
  const wanted = lettersOnly(token);
  if (wanted === '') return -1;
  const same = words.findIndex((word, index) => index >= from && lettersOnly(word.text) === wanted);
  if (same >= 0) return same;
  const near = words.slice(from, from + LOOK_AHEAD).map((word, index) => ({ at: from + index, distance: textDistance(wanted, lettersOnly(word.text), wanted.length * FAR) }));
  return near.filter(({ distance }) => distance < Infinity).sort((a, b) => a.distance - b.distance)[0]?.at ?? -1;
}
