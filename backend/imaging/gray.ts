// Grey copies of a page: full size for reading, reduced for decisions.
import type { GrayRaster, RgbRaster } from './raster.ts';

/** Rec. 601 luma; red print stays dark enough to read. */
export function toGray(rgb: RgbRaster): GrayRaster {
  const pixels = rgb.widthPx * rgb.heightPx;
  const out = new Uint8Array(pixels);
  const source = rgb.data;
  for (let i = 0, j = 0; i < pixels; i++, j += 3) {
    out[i] = (77 * (source[j] ?? 0) + 150 * (source[j + 1] ?? 0) + 29 * (source[j + 2] ?? 0)) >> 8;
  }
  return { data: out, widthPx: rgb.widthPx, heightPx: rgb.heightPx, channels: 1 };
}

/** Averages blocks of factor × factor pixels; a ragged right or bottom edge is dropped (at least one pixel stays). */
export function shrink(gray: GrayRaster, factor: number): GrayRaster {
  if (factor <= 1) return gray;
  const widthPx = Math.max(1, Math.floor(gray.widthPx / factor));
  const heightPx = Math.max(1, Math.floor(gray.heightPx / factor));
  const out = new Uint8Array(widthPx * heightPx);
  const sums = new Uint32Array(widthPx);
  const usedX = Math.min(factor, gray.widthPx);
  const usedY = Math.min(factor, gray.heightPx);
  const { data } = gray;
  for (let y = 0; y < heightPx; y++) {
    sums.fill(0);
    for (let dy = 0; dy < usedY; dy++) {
      let i = (y * factor + dy) * gray.widthPx;
      for (let x = 0; x < widthPx; x++) {
        let sum = 0;
        for (let dx = 0; dx < usedX; dx++) sum += data[i++] ?? 0;
        sums[x] = (sums[x] ?? 0) + sum;
      }
    }
    const cells = usedX * usedY;
    for (let x = 0; x < widthPx; x++) out[y * widthPx + x] = (sums[x] ?? 0) / cells;
  }
  return { data: out, widthPx, heightPx, channels: 1 };
}

/** Light print on dark paper becomes dark on light. */
export function invert(gray: GrayRaster): GrayRaster {
  const out = new Uint8Array(gray.data.length);
  for (let i = 0; i < out.length; i++) out[i] = 255 - (gray.data[i] ?? 0);
  return { ...gray, data: out };
}

/** Most of the page is darker than a photograph of paper ever is, and what is not stands out brightly. */
export function looksNegative(gray: GrayRaster): boolean {
  let dark = 0;
  let bright = 0;
  let n = 0;
  for (let i = 0; i < gray.data.length; i += 17) {
    const v = gray.data[i] ?? 0;
    if (v < 90) dark++;
    if (v > 160) bright++;
    n++;
  }
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
  const histogram = new Uint32Array(256);
  for (let i = 0; i < gray.data.length; i += 17) histogram[gray.data[i] ?? 0] = (histogram[gray.data[i] ?? 0] ?? 0) + 1;
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
