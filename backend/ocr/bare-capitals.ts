// A mark that the reader's language model puts over a capital though the paper has none there: LY read as LÝ.
// The picture decides where it is clear: every capital stands alone, all reach the same height, and the strip
// above them, where a mark would stand, is empty.
import type { Box } from '../../shared/domain/geometry.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { marksAbove, withMarksAbove } from './mark-above.ts';
import { heightOf, wordInk, type Part } from './word-ink.ts';

/** In heights of the letters: the strip above them that is looked at, and what must be there to be looked at. */
const STRIP = 0.5;
const LEAST_STRIP = 0.3;
/** A letter is as high as the highest but for this. */
const UNEVEN = 0.12;
const LEAST_HEIGHT_PX = 14;
/** Circumflex, breve: they make another vowel, and stay. */
const VOWEL_MARK = /[\u0302\u0306]/;

/** Words of offices that stand under seals, whose marks go with the seal: known by heart. */
const OFFICES: ReadonlySet<string> = new Set(['CHỦ', 'PHÓ']);

const isCapital = (text: string): boolean => text === text.toLocaleUpperCase('vi') && text !== text.toLocaleLowerCase('vi');

/** The letters' own pieces, if each letter is one piece and they are of one height. */
function capitalsIn(parts: readonly Part[], count: number): readonly Part[] | undefined {
  const tallest = Math.max(0, ...parts.map(heightOf));
  const letters = parts.filter((part) => heightOf(part) > 0.6 * tallest);
  const [top, lowest] = [Math.min(...letters.map(({ y0 }) => y0)), Math.max(...letters.map(({ y0 }) => y0))];
  return tallest >= LEAST_HEIGHT_PX && letters.length === count && lowest - top <= UNEVEN * tallest ? letters : undefined;
}

/** The letters without the one tone mark that the picture does not have; as they are where it is not clear. */
export function withoutInventedMark(letters: readonly string[], image: GrayRaster, [x, y, w, h]: Box): readonly string[] {
  const marked = letters.flatMap((letter, at) => (marksAbove(letter) === '' ? [] : [at]));
  const [at] = marked;
  const letter = letters[at ?? -1];
  if (at === undefined || letter === undefined || marked.length > 1 || letters.length < 2 || OFFICES.has(letters.join('')) || VOWEL_MARK.test(marksAbove(letter)) || !letters.every(isCapital)) return letters;
  const above = Math.min(y, Math.ceil(STRIP * h));
  const { parts, heightPx } = wordInk(image, [x, y - above, w, h + above]);
  const capitals = capitalsIn(parts, letters.length);
  const top = Math.min(heightPx, ...(capitals ?? []).map(({ y0 }) => y0));
  if (capitals === undefined || top < LEAST_STRIP * (heightPx - top) || parts.some((part) => !capitals.includes(part) && part.y0 < top + UNEVEN * (heightPx - top))) return letters;
  const bare = letters.map((other, index) => (index === at ? withMarksAbove(letter, '') : other));
  return isVietnameseSyllable(bare.join('').toLocaleLowerCase('vi')) ? bare : letters;
}
