// Turns a page by a small angle, as the straightening of a skewed scan needs it: in two passes of a cubic filter
// (Catmull and Smith, SIGGRAPH 1980), along the rows and then down the columns. What lies beyond the page is its
// paper's colour. The canvas grows so that nothing is cut off.
import { pageKernel } from './kernel/kernel.ts';
import type { RgbRaster } from './raster.ts';

type Rgb = readonly [number, number, number];

/** Beyond, the first pass would squeeze the page too far. */
export const MOST_TURN_DEG = 30;
/** Larger pages would need too much memory at once. */
export const MOST_TURN_PIXELS = 60_000_000;

const PLACES = 64;
const WEIGHT_SUM = 4096;
/** Rows of background above and below, and pixels beside. */
const ABOVE = 4;
const FINE = 65_536;

/** Four weights (Catmull-Rom) for each 64th of a pixel; each sums to 4096. */
function tapsTable(): Int16Array {
  const taps = new Int16Array((PLACES + 1) * 4);
  for (let place = 0; place <= PLACES; place++) {
    const t = place / PLACES;
    const exact = [(-t + 2 * t ** 2 - t ** 3) / 2, (2 - 5 * t ** 2 + 3 * t ** 3) / 2, (t + 4 * t ** 2 - 3 * t ** 3) / 2, (t ** 3 - t ** 2) / 2];
    const rounded = exact.map((weight) => Math.round(weight * WEIGHT_SUM));
    rounded[t < 0.5 ? 1 : 2] = (rounded[t < 0.5 ? 1 : 2] ?? 0) + WEIGHT_SUM - rounded.reduce((sum, weight) => sum + weight, 0);
    taps.set(rounded, place * 4);
  }
  return taps;
}

type Canvas = { readonly left: number; readonly top: number; readonly widthPx: number; readonly heightPx: number };

function canvasOf({ widthPx, heightPx }: RgbRaster, cos: number, sin: number): Canvas {
  const xs = [0, widthPx * cos, -heightPx * sin, widthPx * cos - heightPx * sin];
  const ys = [0, widthPx * sin, heightPx * cos, widthPx * sin + heightPx * cos];
  const [left, top] = [Math.round(Math.min(...xs)), Math.round(Math.min(...ys))];
  return { left, top, widthPx: Math.round(Math.max(...xs)) - left, heightPx: Math.round(Math.max(...ys)) - top };
}

/** Clockwise, by less than MOST_TURN_DEG, of at most MOST_TURN_PIXELS. */
export function turnPage(raster: RgbRaster, angleDeg: number, background: Rgb): RgbRaster {
  const radians = (angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const canvas = canvasOf(raster, cos, sin);
  const stride = canvas.widthPx * 3;
  const kernel = pageKernel();
  const beside = canvas.widthPx + raster.widthPx;
  const [taps, source, rows, places, first, last, out] = kernel.areas([(PLACES + 1) * 8, (raster.widthPx + 2 * beside) * 3, (raster.heightPx + 2 * ABOVE) * stride, canvas.widthPx * 4, stride * 4, stride * 4, stride]);
  kernel.put(taps, tapsTable());
  const paper = Uint8Array.from({ length: beside * 3 }, (_, i) => background[i % 3] ?? 255);
  kernel.put(source, paper);
  kernel.put(source + (beside + raster.widthPx) * 3, paper);
  for (let y = 0; y < ABOVE; y++) for (const row of [y, raster.heightPx + ABOVE + y]) kernel.put(rows + row * stride, paper.subarray(0, stride));
  turnRows(raster, { cos, sin, canvas, source: source + beside * 3, rows: rows + ABOVE * stride, taps });
  const data = turnColumns(raster, { cos, sin, canvas, rows, taps, places, first, last, out });
  return { data, widthPx: canvas.widthPx, heightPx: canvas.heightPx, channels: 3 };
}

type Pass = { readonly cos: number; readonly sin: number; readonly canvas: Canvas; readonly rows: number; readonly taps: number };

/** Pixel X of row y comes from X / cos + y * tan. */
function turnRows({ data, widthPx, heightPx }: RgbRaster, { cos, sin, canvas, source, rows, taps }: Pass & { source: number }): void {
  const kernel = pageKernel();
  const step = BigInt(Math.round(FINE / cos));
  for (let y = 0; y < heightPx; y++) {
    kernel.put(source, data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3));
    kernel.call.turnRow(source, rows + y * canvas.widthPx * 3, canvas.widthPx, BigInt(Math.round((canvas.left / cos + (y * sin) / cos) * FINE)), step, taps);
  }
}

/** Pixel Y of column X comes from Y * cos - X * sin. */
function turnColumns({ heightPx }: RgbRaster, { cos, sin, canvas, rows, taps, places, first, last, out }: Pass & { places: number; first: number; last: number; out: number }): Uint8Array {
  const kernel = pageKernel();
  const stride = canvas.widthPx * 3;
  kernel.put(places, Int32Array.from({ length: canvas.widthPx }, (_, x) => Math.round(x * sin * PLACES)));
  const data = new Uint8Array(stride * canvas.heightPx);
  let spread = -1;
  for (let y = 0; y < canvas.heightPx; y++) {
    const shift = Math.round(((y + canvas.top) * cos - canvas.left * sin) * PLACES);
    if ((shift & (PLACES - 1)) !== spread) kernel.call.spreadTaps(places, canvas.widthPx, shift, taps, first, last);
    spread = shift & (PLACES - 1);
    kernel.call.turnDown(rows, stride, ABOVE, heightPx, out, canvas.widthPx, shift, places, first, last);
    data.set(kernel.bytes(out, stride), y * stride);
  }
  return data;
}
