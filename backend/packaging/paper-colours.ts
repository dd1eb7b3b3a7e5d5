// What the paper of a page looks like without what is printed, stamped and written on it: its colour on a grid of
// small squares, smoothed, from which every point of the page is filled in between. And how uneven the paper is:
// a page tells by itself from where on a difference is more than the grain of its paper.
import { BAND_BYTES, pageKernel } from '../imaging/kernel/kernel.ts';

export type RgbPicture = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

export type PaperColours = {
  readonly columns: number;
  readonly rows: number;
  /** Red, green, blue, 0 to 255, square by square. */
  readonly colours: Float32Array;
  readonly widthPx: number;
};

export const SQUARE_PX = 16;
/** Three f32. */
export const BYTES_OF_SQUARE = 12;
const SAMPLES_BYTES = 1024;
/** Of a square's pixels so many are lighter than what is taken for its paper: print covers less than the rest. */
const LIGHTER = 0.35;
/** Green levels about it that still are paper. */
const PAPER_SPREAD = 12;

/** `oneOf`: 2 looks at every second pixel of every second row, for a quarter of the time. */
export function paperColours({ data, widthPx, heightPx }: RgbPicture, oneOf = 1): PaperColours {
  const columns = Math.ceil(widthPx / SQUARE_PX);
  const rows = Math.ceil(heightPx / SQUARE_PX);
  const bytes = columns * rows * BYTES_OF_SQUARE;
  const rowBytes = widthPx * 3 * SQUARE_PX;
  const together = Math.max(1, Math.floor(BAND_BYTES / rowBytes));
  const kernel = pageKernel();
  const [source, samples, squares, smooth] = kernel.areas([together * rowBytes, SAMPLES_BYTES, bytes, bytes]);
  for (let row = 0; row < rows; row += 1) {
    if (row % together === 0) kernel.put(source, data.subarray(row * rowBytes, (row + together) * rowBytes));
    const height = Math.min(SQUARE_PX, heightPx - row * SQUARE_PX);
    kernel.call.squareColours(source + (row % together) * rowBytes, widthPx * 3, widthPx, height, oneOf, LIGHTER, PAPER_SPREAD, samples, squares + row * columns * BYTES_OF_SQUARE);
  }
  kernel.call.smoothColours(squares, columns, rows, smooth);
  return { columns, rows, colours: new Float32Array(kernel.bytes(smooth, bytes).slice().buffer), widthPx };
}

/** The level that has `count` pixels above it. */
export function levelBelow(histogram: Uint32Array, count: number): number {
  let left = count;
  let level = histogram.length - 1;
  while (level > 0 && left >= (histogram[level] ?? 0)) left -= histogram[level--] ?? 0;
  return level;
}

/** The paper along row `y` of the page, three values a pixel, into `out`. */
export function paperRow({ columns, rows, colours, widthPx }: PaperColours, y: number, out: Float32Array): void {
  const at = Math.min(rows - 1, Math.max(0, (y + 0.5) / SQUARE_PX - 0.5));
  const upper = Math.floor(at) * columns * 3;
  const lower = Math.min(rows - 1, Math.floor(at) + 1) * columns * 3;
  const down = at - Math.floor(at);
  for (let x = 0; x < widthPx; x += 1) {
    const across = Math.min(columns - 1, Math.max(0, (x + 0.5) / SQUARE_PX - 0.5));
    const left = Math.floor(across) * 3;
    const right = Math.min(columns - 1, Math.floor(across) + 1) * 3;
    const share = across - Math.floor(across);
    for (let part = 0; part < 3; part += 1) {
      const top = (colours[upper + left + part] ?? 0) * (1 - share) + (colours[upper + right + part] ?? 0) * share;
      const low = (colours[lower + left + part] ?? 0) * (1 - share) + (colours[lower + right + part] ?? 0) * share;
      out[x * 3 + part] = top * (1 - down) + low * down;
    }
  }
}
