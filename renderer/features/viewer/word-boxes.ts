import type { PageReading } from '../../../shared/domain/reading.ts';
import type { PageBox } from './page-box.ts';

/** Below this the reader's own figure for a word is shown as doubt. */
const WORD_DOUBT_BELOW = 0.8;

export function wordBoxes(reading: PageReading | null | undefined): readonly PageBox[] {
  if (!reading) return [];
  return reading.lines.flatMap((line, lineIndex) =>
    line.words.map((word, wordIndex): PageBox => ({ id: `word-${lineIndex}-${wordIndex}`, box: word.box, look: word.confidence < WORD_DOUBT_BELOW ? 'word-doubt' : 'word', title: word.text })),
  );
}
