// One letter or figure as a small picture of fixed size, for judging its marks: cut from the page at its own
// resolution around the place where the letter should stand in its word. Letters are not told apart by
// components, since bold print and copies glue them: the word's width is shared out by the usual widths of
// its letters, and each border then moves to the lightest column near it.
import type { Box } from '../../shared/domain/geometry.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { LayoutLine } from './page-layout.ts';
import type { GrayRaster } from './raster.ts';

/** Pixels of a window; a letter without ascender is PER_X_HEIGHT high in it. */
export const WINDOW_WIDTH = 24;
export const WINDOW_HEIGHT = 42;
const PER_X_HEIGHT = 12;
/** The window's top above the baseline, in x-heights: room for a tone over a circumflex over a capital. */
const ASCENT = 2.7;

/** Usual widths beside an n; capitals are wider. */
const NARROW: Readonly<Record<string, number>> = { i: 0.52, l: 0.52, j: 0.55, f: 0.62, t: 0.6, r: 0.72, s: 0.8, c: 0.9, e: 0.92, a: 0.93, m: 1.55, w: 1.4, '.': 0.45, ',': 0.45, ':': 0.5, ';': 0.5, '/': 0.58, '-': 0.62, '(': 0.62, ')': 0.62 };
const CAPITAL: Readonly<Record<string, number>> = { i: 0.68, j: 0.75, m: 1.75, s: 1.05, l: 1.2, p: 1.15, e: 1.2, t: 1.22, c: 1.3 };

function widthOf(letter: string): number {
  const bare = foldMarks(letter);
  const isCapital = letter !== letter.toLocaleLowerCase('vi');
  const horn = /[ơờớởỡợưừứửữự]/iu.test(letter) ? 0.12 : 0;
  return horn + (isCapital ? (CAPITAL[bare] ?? 1.4) : (NARROW[bare] ?? 1));
}

/** Ink of each column of the box, 0 white. */
function columnInk(image: GrayRaster, [x0, y0, w, h]: Box): Float64Array {
  const ink = new Float64Array(w);
  for (let y = Math.max(0, y0); y < Math.min(image.heightPx, y0 + h); y++) {
    for (let x = 0; x < w; x++) ink[x] = (ink[x] ?? 0) + 255 - (image.data[y * image.widthPx + x0 + x] ?? 255);
  }
  return ink;
}

/** The lightest column within `reach` of `at`, nearer ones first. */
function lightest(ink: Float64Array, at: number, reach: number): number {
  let best = at;
  let least = Number.POSITIVE_INFINITY;
  for (let x = Math.max(0, Math.round(at - reach)); x <= Math.min(ink.length - 1, Math.round(at + reach)); x++) {
    const cost = (ink[x] ?? 0) * (1 + Math.abs(x - at) / reach);
    if (cost >= least) continue;
    least = cost;
    best = x;
  }
  return best;
}

/** Middle of every letter of `text`, in page pixels. `box` is the word's ink. */
export function letterMiddles(image: GrayRaster, text: string, box: Box, xHeightPx: number): readonly number[] {
  const widths = [...text].map(widthOf);
  const all = widths.reduce((a, b) => a + b, 0);
  // marks above and below bridge neighbouring letters: only the letters' bodies are looked at
  const ink = columnInk(image, box);
  const borders = [0];
  let sum = 0;
  for (const width of widths.slice(0, -1)) {
    sum += width;
    borders.push(lightest(ink, (sum / all) * box[2], xHeightPx * 0.22));
  }
  borders.push(box[2]);
  return widths.map((_, i) => box[0] + ((borders[i] ?? 0) + (borders[i + 1] ?? 0)) / 2);
}

/** Ink (0 none to 255) around `middleX` on the line, averaged down or drawn up to the window's size. */
export function glyphWindow(image: GrayRaster, line: Pick<LayoutLine, 'box' | 'baselinePx' | 'xHeightPx'>, middleX: number): Uint8Array {
  const out = new Uint8Array(WINDOW_WIDTH * WINDOW_HEIGHT);
  const step = line.xHeightPx / PER_X_HEIGHT;
  const along = line.box[2] === 0 ? 0 : (middleX - line.box[0]) / line.box[2];
  const baseline = line.baselinePx[0] + (line.baselinePx[1] - line.baselinePx[0]) * along;
  const [left, top] = [middleX - (WINDOW_WIDTH / 2) * step, baseline - ASCENT * line.xHeightPx];
  for (let row = 0; row < WINDOW_HEIGHT; row++) {
    for (let column = 0; column < WINDOW_WIDTH; column++) out[row * WINDOW_WIDTH + column] = 255 - meanOf(image, left + column * step, top + row * step, step);
  }
  return out;
}

/** Mean grey of a square of the page; outside it is white. */
function meanOf(image: GrayRaster, x: number, y: number, size: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [x1, y1] = [Math.max(x0 + 1, Math.floor(x + size)), Math.max(y0 + 1, Math.floor(y + size))];
  let sum = 0;
  for (let yy = y0; yy < y1; yy++) for (let xx = x0; xx < x1; xx++) sum += yy < 0 || xx < 0 || yy >= image.heightPx || xx >= image.widthPx ? 255 : (image.data[yy * image.widthPx + xx] ?? 255);
  return Math.round(sum / ((x1 - x0) * (y1 - y0)));
}
