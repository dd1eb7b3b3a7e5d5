// Flattens uneven light, shadows and tinted paper: the paper's brightness is estimated on a coarse
// grid (the bright part of each cell, closed over print) and every pixel is divided by it. What is
// left is print on white; a stretch then takes bleed-through, guilloche and faint noise away.
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';
import type { GrayRaster } from './raster.ts';

export type PaperGrid = { readonly data: Uint8Array; readonly columns: number; readonly rows: number; readonly cellPx: number };

/** Darker than this a cell is no paper: scanner lid, black border, spine. */
const DARKEST_PAPER = 70;

function extreme(source: Uint8Array, columns: number, rows: number, radius: number, wantMax: boolean): Uint8Array {
  const pick = wantMax ? Math.max : Math.min;
  const horizontal = new Uint8Array(source.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let value = source[y * columns + x] ?? 0;
      for (let k = Math.max(0, x - radius); k <= Math.min(columns - 1, x + radius); k++) value = pick(value, source[y * columns + k] ?? 0);
      horizontal[y * columns + x] = value;
    }
  }
  const out = new Uint8Array(source.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let value = horizontal[y * columns + x] ?? 0;
      for (let k = Math.max(0, y - radius); k <= Math.min(rows - 1, y + radius); k++) value = pick(value, horizontal[k * columns + x] ?? 0);
      out[y * columns + x] = value;
    }
  }
  return out;
}

function smooth(source: Uint8Array, columns: number, rows: number): Uint8Array {
  const out = new Uint8Array(source.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      let n = 0;
      for (let yy = Math.max(0, y - 1); yy <= Math.min(rows - 1, y + 1); yy++) {
        for (let xx = Math.max(0, x - 1); xx <= Math.min(columns - 1, x + 1); xx++) {
          sum += source[yy * columns + xx] ?? 0;
          n++;
        }
      }
      out[y * columns + x] = sum / n;
    }
  }
  return out;
}

/** The paper's brightness, cell by cell. `cellPx` about 2 mm. */
export function estimatePaper(gray: GrayRaster, cellPx: number): PaperGrid {
  const columns = Math.ceil(gray.widthPx / cellPx);
  const rows = Math.ceil(gray.heightPx / cellPx);
  const bright = new Uint8Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) bright[r * columns + c] = brightPart(gray, c * cellPx, r * cellPx, cellPx, histogram);
  }
  const closed = extreme(extreme(bright, columns, rows, 2, true), columns, rows, 2, false);
  return { data: smooth(smooth(closed, columns, rows), columns, rows), columns, rows, cellPx };
}

/** The 80th percentile of a cell, from every second pixel of it. */
function brightPart(gray: GrayRaster, x0: number, y0: number, cellPx: number, histogram: Uint32Array): number {
  histogram.fill(0);
  const x1 = Math.min(gray.widthPx, x0 + cellPx);
  const y1 = Math.min(gray.heightPx, y0 + cellPx);
  const { data, widthPx } = gray;
  let n = 0;
  for (let y = y0; y < y1; y += 2) {
    for (let x = x0; x < x1; x += 2) {
      const v = data[y * widthPx + x] ?? 0;
      histogram[v] = (histogram[v] ?? 0) + 1;
      n++;
    }
  }
  let left = n * 0.2;
  let level = 255;
  while (level > 0 && left >= (histogram[level] ?? 0)) left -= histogram[level--] ?? 0;
  return level;
}

/** Divides by the paper: paper becomes 255, ink keeps its share; what is no paper becomes white. */
export function flatten(gray: GrayRaster, paper: PaperGrid): GrayRaster {
  const { data, widthPx, heightPx } = gray;
  const out = new Uint8Array(data.length);
  const { starts, share } = stretchesOf(paper, widthPx);
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / widthPx));
  const [source, flat, grid, starting, shares, cells, row] = kernel.areas([together * widthPx, together * widthPx, paper.data.length, starts.byteLength, share.byteLength, (paper.columns + 1) * 4, (widthPx + 16) * 4]);
  kernel.put(grid, paper.data);
  kernel.put(starting, starts);
  kernel.put(shares, share);
  for (let y = 0; y < heightPx; y += together) {
    const rows = Math.min(together, heightPx - y);
    kernel.put(source, data.subarray(y * widthPx, (y + rows) * widthPx));
    kernel.call.flatten(source, flat, widthPx, y, rows, grid, paper.columns, paper.rows, paper.cellPx, starting, starts.length, shares, cells, row, DARKEST_PAPER);
    out.set(kernel.bytes(flat, rows * widthPx), y * widthPx);
  }
  return { data: out, widthPx, heightPx, channels: 1 };
}

/** Where the stretch of each column of cells begins that lies between its middle and the next one's; and how far along it each pixel is. */
function stretchesOf(paper: PaperGrid, widthPx: number): { readonly starts: Int32Array; readonly share: Float32Array } {
  const share = new Float32Array(widthPx);
  const starts = new Int32Array(Math.max(1, paper.columns - 1));
  for (let x = widthPx - 1; x >= 0; x--) {
    const at = Math.max(0, Math.min(paper.columns - 1, (x + 0.5) / paper.cellPx - 0.5));
    const c = paper.columns < 2 ? 0 : Math.min(paper.columns - 2, Math.floor(at));
    share[x] = at - c;
    starts[c] = x;
  }
  return { starts, share };
}

export type InkLevels = { readonly ink: number; readonly paper: number; readonly threshold: number };

/** Otsu's split of the flattened page into ink and paper, with the typical level of each. */
export function measureInk(flat: GrayRaster): InkLevels {
  const histogram = countEveryThird(flat.data);
  let total = 0;
  let sum = 0;
  for (let v = 0; v < 256; v++) {
    total += histogram[v] ?? 0;
    sum += v * (histogram[v] ?? 0);
  }
  let best = { ink: 0, paper: 255, threshold: 128 };
  let bestScore = -1;
  let below = 0;
  let belowSum = 0;
  for (let v = 0; v < 255; v++) {
    below += histogram[v] ?? 0;
    belowSum += v * (histogram[v] ?? 0);
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const inkMean = belowSum / below;
    const paperMean = (sum - belowSum) / above;
    const score = below * above * (paperMean - inkMean) ** 2;
    if (score > bestScore) {
      bestScore = score;
      best = { ink: inkMean, paper: paperMean, threshold: v + 1 };
    }
  }
  return best;
}

function countEveryThird(data: Uint8Array): Uint32Array {
  const kernel = pageKernel();
  const [source, counts] = kernel.areas([BAND_BYTES, 1024]);
  kernel.put(counts, new Uint32Array(256));
  for (let from = 0; from < data.length; from += BAND_BYTES) {
    const band = data.subarray(from, from + BAND_BYTES);
    kernel.put(source, band);
    kernel.call.countLevels(source, band.length, (3 - (from % 3)) % 3, 3, counts);
  }
  return new Uint32Array(kernel.bytes(counts, 1024).slice().buffer);
}

/** Linear stretch: `black` and darker becomes 0, `white` and lighter becomes 255. In place. */
export function stretch(gray: GrayRaster, black: number, white: number): void {
  const span = Math.max(1, white - black);
  const table = Uint8Array.from({ length: 256 }, (_, v) => Math.max(0, Math.min(255, Math.round(((v - black) * 255) / span))));
  const firstWhite = table.indexOf(255);
  const kernel = pageKernel();
  const [source, levels] = kernel.areas([BAND_BYTES, 256]);
  kernel.put(levels, table);
  for (let from = 0; from < gray.data.length; from += BAND_BYTES) {
    const band = gray.data.subarray(from, from + BAND_BYTES);
    kernel.put(source, band);
    // where even 255 is no white, all goes through the table
    kernel.call.translate(source, band.length, levels, firstWhite < 0 ? 255 : firstWhite);
    band.set(kernel.bytes(source, band.length));
  }
}
