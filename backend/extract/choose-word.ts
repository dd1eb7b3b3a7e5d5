// Chooses among the readings of one word of a name that the image supports: the reader's own, its
// alternatives, and for the family name the one real family name that is only a mark away.
import { FAMILY_NAME_LIST } from '../../shared/domain/gazetteer.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import { nearest } from '../../shared/domain/text-distance.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { inCaseOf } from '../../shared/domain/vietnamese-text.ts';
import type { Piece } from './value-span.ts';

export type ChosenWord = Readonly<{ text: string; mended: number; reason?: string }>;

/** Above this the reader's own word stays whatever lists say. */
const TOO_SURE_TO_MEND = 0.97;
/** Only marks may be mended in a family name, never a letter. */
const FAMILY_DISTANCE = 0.31;

function standing(word: string, isFirst: boolean): number {
  const bare = word.replace(/[^\p{L}]/gu, '');
  return (isVietnameseSyllable(bare) ? 0.3 : 0) + (isNameSyllable(bare) ? 0.2 : 0) + (isFirst && isFamilyName(bare) ? 0.2 : 0);
}

export function chooseNameWord(piece: Piece, isFirst: boolean): ChosenWord {
  const own = { text: piece.text, score: piece.word.confidence + standing(piece.text, isFirst) };
  const others = piece.text === piece.word.text ? (piece.word.alternatives ?? []).map((other) => ({ text: other.text, score: other.confidence + standing(other.text, isFirst) })) : [];
  const best = others.reduce((a, b) => (b.score > a.score + 0.1 ? b : a), own);
  if (best !== own && /^[\p{L}'’-]+$/u.test(best.text)) return { text: best.text, mended: 0.2, reason: 'other-reading-taken' };
  if (!isFirst || isFamilyName(piece.text) || piece.word.confidence > TOO_SURE_TO_MEND) return { text: piece.text, mended: 0 };
  const near = nearest(piece.text, FAMILY_NAME_LIST, (name) => inCaseOf(name, piece.text), FAMILY_DISTANCE);
  if (!near || near.runnerUp - near.distance < 0.1) return { text: piece.text, mended: 0, reason: 'not-a-family-name' };
  return { text: inCaseOf(near.entry, piece.text), mended: near.distance, reason: 'family-name-mended' };
}
