// Grey copies of a page: full size for reading, reduced for decisions.
import { countBetween, countLevels } from './count-levels.ts';
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';

/** Rec. 601 luma; red print stays dark enough to read. */
export function toGray(rgb: RgbRaster): GrayRaster {
  const pixels = rgb.widthPx * rgb.heightPx;
  const data = new Uint8Array(pixels);
  const kernel = pageKernel();
  const [colour, gray] = kernel.areas([BAND_BYTES * 3, BAND_BYTES]);
  for (let from = 0; from < pixels; from += BAND_BYTES) {
    const count = Math.min(BAND_BYTES, pixels - from);
    kernel.put(colour, rgb.data.subarray(from * 3, (from + count) * 3));
    kernel.call.toGray(colour, gray, count);
    data.set(kernel.bytes(gray, count), from);
  }
  return { data, widthPx: rgb.widthPx, heightPx: rgb.heightPx, channels: 1 };
}

/** The kernel adds up at most so many samples of a column in 16 bits. */
const MOST_SHRINK = 256;

/** Averages blocks of factor × factor pixels; a ragged right or bottom edge is dropped (at least one pixel stays). */
export function shrink(gray: GrayRaster, factor: number): GrayRaster {
  if (factor <= 1) return gray;
  const by = Math.min(factor, MOST_SHRINK);
  const widthPx = Math.max(1, Math.floor(gray.widthPx / by));
  const heightPx = Math.max(1, Math.floor(gray.heightPx / by));
  const [usedX, usedY] = [Math.min(by, gray.widthPx), Math.min(by, gray.heightPx)];
  const data = new Uint8Array(widthPx * heightPx);
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / (gray.widthPx * by)));
  const [source, out, sums] = kernel.areas([together * by * gray.widthPx, together * widthPx, widthPx * usedX * 2 + 32]);
  for (let y = 0; y < heightPx; y += together) {
    const rows = Math.min(together, heightPx - y);
    kernel.put(source, gray.data.subarray(y * by * gray.widthPx, (y + rows) * by * gray.widthPx));
    kernel.call.shrink(source, gray.widthPx, out, widthPx, rows, usedX, usedY, by, sums);
    data.set(kernel.bytes(out, rows * widthPx), y * widthPx);
  }
  return { data, widthPx, heightPx, channels: 1 };
}

/** Light print on dark paper becomes dark on light. */
export function invert(gray: GrayRaster): GrayRaster {
  const out = new Uint8Array(gray.data.length);
  for (let i = 0; i < out.length; i++) out[i] = 255 - (gray.data[i] ?? 0);
  return { ...gray, data: out };
}

/** Most of the page is darker than a photograph of paper ever is, and what is not stands out brightly. */
export function looksNegative(gray: GrayRaster): boolean {
  const levels = countLevels(gray.data, 17);
  const n = countBetween(levels, 0, 256);
  const dark = countBetween(levels, 0, 90);
  const bright = countBetween(levels, 161, 256);
  return dark > n * 0.75 && bright > n * 0.005 && bright < n * 0.2;
}

/** Paper lit less than this was hardly lit; less than NOTHING there is no light at all. */
const DARK_PAPER = 110;
const NOTHING = 16;
const LIT_PAPER = 235;
/** Paper is among the brightest twentieth of any page. */
const BRIGHTEST = 0.05;

/** How much brighter a page must be made for its paper to be white: 1 where it is lit, 0 where there is no light to make brighter. */
export function gainOfDark(gray: GrayRaster): number {
  const histogram = countLevels(gray.data, 17);
  let left = Math.ceil(gray.data.length / 17) * BRIGHTEST;
  let paper = 255;
  while (paper > 0 && left >= (histogram[paper] ?? 0)) left -= histogram[paper--] ?? 0;
  if (paper >= DARK_PAPER) return 1;
  return paper < NOTHING ? 0 : LIT_PAPER / paper;
}

/** Samples of a raster made brighter, white at most. */
export function brighten<T extends { readonly data: Uint8Array }>(raster: T, gain: number): T {
  const table = Uint8Array.from({ length: 256 }, (_, level) => Math.min(255, Math.round(level * gain)));
  return { ...raster, data: raster.data.map((level) => table[level] ?? 255) };
}
