// Several readings of one line of which none can be trusted, as under the strokes of a pen: the reading that makes
// most sense as Vietnamese names gives the words, and what the others saw in each word's place stays beside it.
import { right, type Box } from '../../shared/domain/geometry.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import type { Alternative, Word } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';

/** However sure the reader is of such a word, it is doubtful. */
const CEILING = 0.85;
const MOST_ALTERNATIVES = 10;

const bare = (word: Word): string => word.text.replace(/[^\p{L}]/gu, '');

function senseOf(word: Word, isFirst: boolean): number {
  const text = bare(word);
  if (text.length < 2) return 0.1;
  if (isFirst ? isFamilyName(text) : isNameSyllable(text)) return 1;
  return isVietnameseSyllable(text) ? 0.6 : 0.25;
}

/** How much sense a reading makes, by the room that its words take. */
function scoreOf(words: readonly Word[]): number {
  const width = words.reduce((sum, word) => sum + word.box[2], 0);
  return width === 0 ? 0 : words.reduce((sum, word, index) => sum + word.box[2] * (0.3 + word.confidence) * senseOf(word, index === 0), 0) / width + Math.min(0, words.length - 2) * 0.3;
}

/** Share of the wider of the two that both have in common. */
function sharedPart(a: Box, b: Box): number {
  return Math.max(0, Math.min(right(a), right(b)) - Math.max(a[0], b[0])) / Math.max(a[2], b[2]);
}

const SAME_PLACE = 0.6;

function alternativesOf(word: Word, others: readonly (readonly Word[])[]): readonly Alternative[] {
  const doubts = new Map<string, number>();
  for (const reading of others) {
    const same = reading.find((other) => sharedPart(other.box, word.box) >= SAME_PLACE);
    if (same !== undefined) doubts.set(same.text, (doubts.get(same.text) ?? 1) * (1 - Math.min(0.95, Math.max(0.1, same.confidence))));
  }
  return [...doubts].map(([text, doubt]) => ({ text, confidence: 1 - doubt })).sort((a, b) => b.confidence - a.confidence).slice(0, MOST_ALTERNATIVES);
}

/** "ThịKim": a small letter before a capital is where two words of a name were run together. */
const RUN_TOGETHER = /(?<=\p{L}\p{Ll})(?=\p{Lu}\p{Ll})/u;

function takenApart(word: Word): readonly Word[] {
  const parts = word.text.split(RUN_TOGETHER);
  const [x, y, w, h] = word.box;
  const perLetter = w / Math.max(1, word.text.length);
  let from = 0;
  return parts.length === 1 ? [word] : parts.map((text): Word => {
    const box: Box = [x + from * perLetter, y, text.length * perLetter, h];
    from += text.length;
    return { text, confidence: word.confidence, box };
  });
}

/** The words of the reading that makes most sense; their confidence says that they are doubtful, what they weigh stands in the alternatives. */
export function mergeReadings(readings: readonly (readonly Word[])[]): readonly Word[] {
  const taken = readings.map((words) => words.flatMap(takenApart));
  const best = taken.filter((words) => words.length > 0).sort((a, b) => scoreOf(b) - scoreOf(a))[0];
  return best === undefined ? [] : best.map((word) => ({ ...word, confidence: Math.min(CEILING, word.confidence), alternatives: alternativesOf(word, taken) }));
}

/** Less sure than this, another reading is no witness against a word that was read well. */
const WITNESS = 0.5;

/** Words of a reading that was sure, each doubtful where another reading of its place has another syllable of names. */
export function doubtWhereOthersDiffer(words: readonly Word[], others: readonly (readonly Word[])[]): readonly Word[] {
  return words.map((word) => {
    const against = alternativesOf(word, others.map((reading) => reading.filter((other) => other.confidence >= WITNESS && isNameSyllable(bare(other)) && bare(other) !== bare(word))));
    return against.length === 0 ? word : { ...word, confidence: Math.min(CEILING, word.confidence), alternatives: against };
  });
}
