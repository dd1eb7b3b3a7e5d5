// The acute beside a circumflex in small print: a piece of its own, higher than the circumflex and to its right,
// of so few pixels that neither the reader nor its shape tells it (TẤN read as TÂN, YẾN as YÊN). Where nothing
// else lies about, it is no speck: the word has the acute, and is doubtful.
import type { Box } from '../../shared/domain/geometry.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { marksAbove, withMarksAbove } from './mark-above.ts';
import { centreOf, heightOf, widthOf, wordInk, type Part } from './word-ink.ts';

const CIRCUMFLEX = '\u0302';
const ACUTE = '\u0301';
/** In heights of the letters. */
const STRIP = 0.5;
const APART = 0.16;
const LEAST_PIECE_PX = 3;
const LEAST_HEIGHT_PX = 14;

/** Whether just two pieces stand above the letters: a circumflex over one of them, and a smaller one where its acute is. */
function hasAcuteBeside(parts: readonly Part[]): boolean {
  const tallest = Math.max(0, ...parts.map(heightOf));
  const letters = parts.filter((part) => heightOf(part) > 0.6 * tallest);
  const top = Math.min(...letters.map(({ y0 }) => y0));
  const above = parts.filter((part) => part.areaPx >= LEAST_PIECE_PX && part.y1 <= top + 1);
  const [circumflex, second] = above.toSorted((a, b) => widthOf(b) - widthOf(a));
  if (tallest < LEAST_HEIGHT_PX || above.length !== 2 || circumflex === undefined || second === undefined) return false;
  const isBeside = second.x0 >= centreOf(circumflex) && second.x0 <= circumflex.x1 + APART * tallest && second.y0 < circumflex.y0 && second.y1 >= circumflex.y0 - APART * tallest;
  const isOver = letters.some((letter) => letter.x0 <= centreOf(circumflex) && letter.x1 >= centreOf(circumflex));
  return isBeside && isOver && second.areaPx < circumflex.areaPx;
}

/** The letters with the acute that the picture has beside the word's only circumflex; as they are where it is not clear. */
export function withSecondMark(letters: readonly string[], image: GrayRaster, [x, y, w, h]: Box): readonly string[] {
  const marked = letters.flatMap((letter, at) => (marksAbove(letter) === '' && !/[ijIJ]/.test(letter) ? [] : [at]));
  const [at] = marked;
  const letter = letters[at ?? -1];
  if (at === undefined || letter === undefined || marked.length > 1 || letters.length < 2 || marksAbove(letter) !== CIRCUMFLEX || letter.normalize('NFD').includes('\u0323')) return letters;
  const above = Math.min(y, Math.ceil(STRIP * h));
  const { parts } = wordInk(image, [x, y - above, w, h + above]);
  if (!hasAcuteBeside(parts)) return letters;
  const sharp = letters.map((other, index) => (index === at ? withMarksAbove(letter, CIRCUMFLEX + ACUTE) : other));
  return isVietnameseSyllable(sharp.join('').toLocaleLowerCase('vi')) ? sharp : letters;
}
