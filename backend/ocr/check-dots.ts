// "Vĩnh" for Vinh: in heavy faces the dot of an i is as broad as a tilde, and the reader is sure of it. A tilde
// is much wider than high, a dot is not. Looked at only where the word has no other mark above its letters;
// what was read stays as an alternative.
import type { Word } from '../../shared/domain/reading.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { glyphsOf } from './check-figures.ts';
import { rewriteWord } from './rewrite-word.ts';

/** A mark is lower than this, in heights of the word. */
const MARK_HEIGHT = 0.35;
const LEAST_HEIGHT_PX = 2;
/** Width over height: dots are round or square, tildes two to three times as wide as high. */
const WIDEST_DOT = 1.7;

const WITH_TILDE = /^\P{L}*([^ĩ]*)ĩ([^ĩ]*)\P{L}*$/u;
const BELOW_OR_WITHIN = /[\u0323\u031b]/g;
/** Whether the letters, without dots below and horns, are plain and have no dot of their own. */
const isPlainAbove = (letters: string): boolean => {
  const above = letters.normalize('NFD').replace(BELOW_OR_WITHIN, '').normalize('NFC').toLowerCase().replaceAll('đ', 'd');
  return above === foldMarks(above) && !/[ij]/.test(above);
};

/** The word with an i for ĩ where a dot stands over it. */
export function checkDots(word: Word, image: GrayRaster): Word {
  const found = WITH_TILDE.exec(word.text);
  if (!found || !isPlainAbove(`${found[1] ?? ''}${found[2] ?? ''}`)) return word;
  const { parts } = glyphsOf(image, word.box);
  const marks: number[] = [];
  for (let i = 0; i < parts.count; i++) {
    const [x0, x1, y0, y1] = [parts.x0[i] ?? 0, parts.x1[i] ?? 0, parts.y0[i] ?? 0, parts.y1[i] ?? 0];
    if (y1 - y0 < LEAST_HEIGHT_PX || y1 - y0 > MARK_HEIGHT * word.box[3]) continue;
    const hasStem = Array.from({ length: parts.count }, (_, other) => other).some((other) => other !== i && (parts.y0[other] ?? 0) >= y1 && (parts.y1[other] ?? 0) - (parts.y0[other] ?? 0) > y1 - y0 && (parts.x0[other] ?? 0) < x1 && (parts.x1[other] ?? 0) > x0);
    if (hasStem) marks.push((x1 - x0) / (y1 - y0));
  }
  const [only] = marks;
  return marks.length === 1 && only !== undefined && only <= WIDEST_DOT ? rewriteWord(word, word.text.replace('ĩ', 'i')) : word;
}
