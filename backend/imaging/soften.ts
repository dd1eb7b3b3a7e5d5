// A part of a page softened: each pass weighs a pixel with its neighbours as 1 2 1, across and down, which spreads it by
// 0.7 px; n passes spread by the root of n times that.
import type { Box } from '../../shared/domain/geometry.ts';
import type { GrayRaster } from './raster.ts';

type Pixels = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

function cutOut({ data, widthPx }: GrayRaster, [x, y, w, h]: Box): Pixels {
  const out = new Uint8Array(w * h);
  for (let row = 0; row < h; row++) out.set(data.subarray((y + row) * widthPx + x, (y + row) * widthPx + x + w), row * w);
  return { data: out, widthPx: w, heightPx: h };
}

function across({ data, widthPx, heightPx }: Pixels, out: Uint8Array): void {
  for (let y = 0; y < heightPx; y++) {
    const [first, last] = [y * widthPx, (y + 1) * widthPx - 1];
    let left = data[first] ?? 0;
    let here = left;
    for (let i = first; i < last; i++) {
      const right = data[i + 1] ?? 0;
      out[i] = (left + 2 * here + right + 2) >> 2;
      left = here;
      here = right;
    }
    out[last] = (left + 3 * here + 2) >> 2;
  }
}

function down({ data, widthPx, heightPx }: Pixels, out: Uint8Array): void {
  for (let y = 0; y < heightPx; y++) {
    const [above, here, below] = [Math.max(0, y - 1), y, Math.min(heightPx - 1, y + 1)].map((row) => row * widthPx);
    for (let x = 0; x < widthPx; x++) out[y * widthPx + x] = ((data[(above ?? 0) + x] ?? 0) + 2 * (data[(here ?? 0) + x] ?? 0) + (data[(below ?? 0) + x] ?? 0) + 2) >> 2;
  }
}

/** The part of `image` inside `box` after each number of passes; `passes` rise. */
export function soften(image: GrayRaster, box: Box, passes: readonly number[]): readonly Uint8Array[] {
  const now = cutOut(image, box);
  const between = new Uint8Array(now.data.length);
  const kept: Uint8Array[] = [];
  for (let pass = 1; kept.length < passes.length; pass++) {
    across(now, between);
    down({ ...now, data: between }, now.data);
    for (const wanted of passes) if (wanted === pass) kept.push(now.data.slice());
  }
  return kept;
}
