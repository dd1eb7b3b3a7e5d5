// Flattens uneven light, shadows and tinted paper: the paper's brightness is estimated on a coarse
// grid (the bright part of each cell, closed over print) and every pixel is divided by it. What is
// left is print on white; a stretch then takes bleed-through, guilloche and faint noise away.
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';
import { countLevels } from './count-levels.ts';
import type { GrayRaster } from './raster.ts';

export type PaperGrid = { readonly data: Uint8Array; readonly columns: number; readonly rows: number; readonly cellPx: number };

/** Darker than this a cell is no paper: scanner lid, black border, spine. */
const DARKEST_PAPER = 70;

/** The paper's brightness, cell by cell: the 80th percentile of each, from every second pixel of it. `cellPx` about 2 mm. */
export function estimatePaper(gray: GrayRaster, cellPx: number): PaperGrid {
  const { data, widthPx, heightPx } = gray;
  const columns = Math.ceil(widthPx / cellPx);
  const rows = Math.ceil(heightPx / cellPx);
  const cells = columns * rows;
  const kernel = pageKernel();
  const [source, counts, bright, across, wide, closed, smooth] = kernel.areas([widthPx * cellPx, 1024, cells, cells, cells, cells, cells]);
  for (let r = 0; r < rows; r++) {
    const last = Math.min(heightPx, (r + 1) * cellPx);
    kernel.put(source, data.subarray(r * cellPx * widthPx, last * widthPx));
    kernel.call.brightCells(source, widthPx, last - r * cellPx, cellPx, columns, bright + r * columns, counts);
  }
  // closed over print: the brightest around each, then the darkest of those
  kernel.call.extremeCells(bright, columns, rows, 2, 1, across, wide);
  kernel.call.extremeCells(wide, columns, rows, 2, 0, across, closed);
  kernel.call.smoothCells(closed, columns, rows, smooth);
  kernel.call.smoothCells(smooth, columns, rows, closed);
  return { data: kernel.bytes(closed, cells).slice(), columns, rows, cellPx };
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
  const histogram = countLevels(flat.data, 3);
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
    kernel.call.translate(source, band.length, levels, firstWhite < 0 ? 256 : firstWhite);
    band.set(kernel.bytes(source, band.length));
  }
}
