// The recogniser tells words' ends only roughly and no heights. Boxes are drawn around the ink: the
// border between two words goes to the widest white gap near the place it names, then each word's box
// shrinks to its own ink.
import type { Box } from '../../shared/domain/geometry.ts';
import type { RawWord, Strip } from './raw-words.ts';

const INK_BELOW = 160;

/** Ink pixels per column. */
function columnInk(strip: Strip): Int32Array {
  const ink = new Int32Array(strip.widthPx);
  for (let y = 0; y < strip.heightPx; y++) {
    const base = y * strip.widthPx;
    for (let x = 0; x < strip.widthPx; x++) if ((strip.pixels[base + x] ?? 255) < INK_BELOW) ink[x] = (ink[x] ?? 0) + 1;
  }
  return ink;
}

/** Middle of the widest run of empty columns in [from, to]; the middle of the range when there is none. */
function widestGap(ink: Int32Array, from: number, to: number): number {
  let best = (from + to) / 2;
  let bestWidth = 0;
  let start = -1;
  for (let x = from; x <= to + 1; x++) {
    const isEmpty = x <= to && (ink[x] ?? 0) === 0;
    if (isEmpty && start < 0) start = x;
    if (!isEmpty && start >= 0) {
      if (x - start > bestWidth) {
        bestWidth = x - start;
        best = (start + x) / 2;
      }
      start = -1;
    }
  }
  return Math.round(best);
}

/** Borders between neighbouring words, in strip pixels; one more than words. */
function bordersOf(words: readonly { readonly x0: number; readonly x1: number }[], ink: Int32Array, reach: number): number[] {
  const borders = [0];
  for (let i = 1; i < words.length; i++) {
    const left = words[i - 1];
    const right = words[i];
    if (left === undefined || right === undefined) continue;
    // a word's right end is sometimes told far beyond the next word; its left end is sound
    const end = left.x1 < right.x0 && left.x1 > left.x0 ? left.x1 : right.x0;
    const from = Math.max((borders[i - 1] ?? 0) + 1, Math.round(end - reach));
    const to = Math.min(ink.length - 1, Math.round(right.x0 + reach));
    borders.push(from <= to ? widestGap(ink, from, to) : Math.max((borders[i - 1] ?? 0) + 1, Math.round(right.x0)));
  }
  borders.push(ink.length);
  return borders;
}

function inkBox(strip: Strip, from: number, to: number): Box | undefined {
  let x0 = to;
  let x1 = from;
  let y0 = strip.heightPx;
  let y1 = 0;
  for (let y = 0; y < strip.heightPx; y++) {
    for (let x = from; x < to; x++) {
      if ((strip.pixels[y * strip.widthPx + x] ?? 255) >= INK_BELOW) continue;
      if (x < x0) x0 = x;
      if (x >= x1) x1 = x + 1;
      if (y < y0) y0 = y;
      y1 = y + 1;
    }
  }
  return x1 > x0 && y1 > y0 ? [x0, y0, x1 - x0, y1 - y0] : undefined;
}

/** Ink boxes of `words` in pixels of `full`; `scale` is reading pixels per full pixel. Undefined where there is no ink at all. */
export function wordBoxes(full: Strip, words: readonly RawWord[], scale: number): readonly (Box | undefined)[] {
  const ink = columnInk(full);
  const rough = words.map(({ bbox }) => ({ x0: bbox.x0 / scale, x1: bbox.x1 / scale }));
  const borders = bordersOf(rough, ink, full.heightPx * 0.2);
  return words.map((_, i) => inkBox(full, borders[i] ?? 0, Math.max((borders[i] ?? 0) + 1, borders[i + 1] ?? full.widthPx)));
}
