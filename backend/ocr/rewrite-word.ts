// A word whose text was chosen or mended: doubtful from then on, and what was read is its first alternative.
import type { Word } from '../../shared/domain/reading.ts';

const CONFIDENCE_AT_MOST = 0.85;

export function rewriteWord(word: Word, text: string): Word {
  const others = (word.alternatives ?? []).filter((other) => other.text !== text);
  return { text, confidence: Math.min(CONFIDENCE_AT_MOST, word.confidence), box: word.box, alternatives: [{ text: word.text, confidence: Math.min(0.5, word.confidence) }, ...others] };
}
