// Blue or black strokes that the clean-up took for a signature although they stand on a line of print: a word
// in blue ink, a stroke through a name. What they covered was not read, so nothing beside them is whole.
import type { PageMark } from '../../shared/domain/reading.ts';

/** A signature rises above the line it is written on; a word does not. In heights of the print. */
const TALLEST_WORD = 1.9;

/** A mark of a signature that is no taller than a word of print `lineHeightPx` high. */
export const isLineInk = (mark: PageMark, lineHeightPx: number): boolean => mark.kind === 'signature' && mark.box[3] < TALLEST_WORD * lineHeightPx;
