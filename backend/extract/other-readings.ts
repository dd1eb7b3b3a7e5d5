// Where what was read cannot be a value, another reading of one of its words may make one: the image supports
// it as well. Only whole words are exchanged, one at a time.
import { makeSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

/** More other readings than these of one value are noise. */
const MOST = 12;

/** The span with one of its words read otherwise, nearest to the first reading first. */
export function otherReadings(span: Span): readonly Span[] {
  return span.pieces.flatMap((piece, at) => {
    const isWhole = span.pieces.filter((other) => other.word === piece.word).length === 1;
    return !isWhole ? [] : (piece.word.alternatives ?? []).filter(({ text }) => text !== piece.text && /[\p{L}\p{N}]/u.test(text)).map(({ text }) => makeSpan(span.pieces.with(at, { ...piece, text }), span.box));
  }).slice(0, MOST);
}
