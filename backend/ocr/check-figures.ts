// A five of some faces is read as a six or an eight, and surely so: the reader knows figures by their course,
// and a wide bowl under a short bar is one to it. The picture decides what the reader cannot: a six and an
// eight are closed on the lower left, a five is open there, closed above it and open on the upper right. Looked
// at only where every figure of the word stands by itself; what was read stays as an alternative. And where more
// figures stand on the picture than were read, one was lost ("19/2009" for 119/2009).
import { bottom, right, type Box } from '../../shared/domain/geometry.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { componentsOf, collectRuns, type Components } from '../imaging/components.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { rewriteWord } from './rewrite-word.ts';

const INK_BELOW = 140;
/** Full height: figures and strokes between them; dots, commas and dashes are less. */
const FULL_HEIGHT = 0.7;
const SMALL_SIGNS = /[.,:;'’`_-]/gu;
/** Heights of a figure from its top, in shares. A five: bar on the left above, nothing on the left below, nothing on the right above. */
const LOWER: readonly [number, number] = [0.6, 0.66];
const UPPER: readonly [number, number] = [0.22, 0.28];
/** Of the figure's width, from the left. */
const OPEN_FROM = 0.42;
const CLOSED_TO = 0.36;
const UPPER_ENDS_BEFORE = 0.62;
/** One figure among those printed was not read. */
const MORE_FIGURES_CONFIDENCE = 0.6;
/** Fewer pixels in height show no shape. */
const LEAST_HEIGHT_PX = 14;

/** The word's pixels as ink and paper, and what hangs together in them. */
export function glyphsOf(image: GrayRaster, [x, y, w, h]: Box): { readonly parts: Components; readonly ink: Uint8Array; readonly widthPx: number } {
  const [x1, y1] = [Math.min(image.widthPx, x + w), Math.min(image.heightPx, y + h)];
  const [widthPx, heightPx] = [Math.max(0, x1 - x), Math.max(0, y1 - y)];
  const ink = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) if ((image.data[(y + row) * image.widthPx + x + column] ?? 255) < INK_BELOW) ink[row * widthPx + column] = 1;
  }
  return { parts: componentsOf(collectRuns({ data: ink, widthPx, heightPx })), ink, widthPx };
}

/** Boxes of what stands about as high as the highest, left to right, in pixels of the crop: not what is left of leaders. */
function fullGlyphs(parts: Components): readonly Box[] {
  const boxes = Array.from({ length: parts.count }, (_, i): Box => {
    const [x0, y0] = [parts.x0[i] ?? 0, parts.y0[i] ?? 0];
    return [x0, y0, (parts.x1[i] ?? 0) - x0, (parts.y1[i] ?? 0) - y0];
  });
  const highest = boxes.reduce((most, box) => Math.max(most, box[3]), 0);
  return boxes.filter((box) => box[3] >= highest * FULL_HEIGHT).sort((a, b) => a[0] + a[2] / 2 - (b[0] + b[2] / 2));
}

type Reach = { readonly first: number; readonly last: number };

/** First and last ink of a row of the figure, in shares of its width; rows without ink end the matter. */
function reachOf(ink: Uint8Array, widthPx: number, glyph: Box, row: number): Reach | undefined {
  const line = ink.subarray(row * widthPx + glyph[0], row * widthPx + right(glyph));
  const first = line.indexOf(1);
  return first < 0 ? undefined : { first: first / glyph[2], last: (line.lastIndexOf(1) + 1) / glyph[2] };
}

function everyRow(ink: Uint8Array, widthPx: number, glyph: Box, [from, to]: readonly [number, number], test: (reach: Reach) => boolean): boolean {
  const last = Math.min(bottom(glyph) - 1, Math.round(glyph[1] + glyph[3] * to));
  for (let row = Math.round(glyph[1] + glyph[3] * from); row <= last; row++) {
    const reach = reachOf(ink, widthPx, glyph, row);
    if (reach === undefined || !test(reach)) return false;
  }
  return true;
}

const isFive = (ink: Uint8Array, widthPx: number, glyph: Box): boolean =>
  glyph[3] >= LEAST_HEIGHT_PX &&
  everyRow(ink, widthPx, glyph, LOWER, ({ first }) => first >= OPEN_FROM) &&
  everyRow(ink, widthPx, glyph, UPPER, ({ first, last }) => first <= CLOSED_TO && last <= UPPER_ENDS_BEFORE);

/** The word with fives where the picture shows fives, in doubt where it shows more figures than were read; else as it is. */
export function checkFigures(word: Word, image: GrayRaster): Word {
  if (!/\d\D*\d/.test(word.text) || !/^[\d/.,:;-]+$/.test(word.text)) return word;
  const { parts, ink, widthPx } = glyphsOf(image, word.box);
  const glyphs = fullGlyphs(parts);
  const figures = [...word.text.replace(SMALL_SIGNS, '')];
  if (glyphs.length > figures.length) return { ...word, confidence: Math.min(MORE_FIGURES_CONFIDENCE, word.confidence) };
  if (glyphs.length < figures.length) return word;
  let at = -1;
  const text = [...word.text].map((sign) => {
    if (sign.replace(SMALL_SIGNS, '') === '') return sign;
    const glyph = glyphs[(at += 1)];
    return (sign === '6' || sign === '8') && glyph !== undefined && isFive(ink, widthPx, glyph) ? '5' : sign;
  }).join('');
  return text === word.text ? word : rewriteWord(word, text);
}
