// Flattens uneven light, shadows and tinted paper: the paper's brightness is estimated on a coarse
// grid (the bright part of each cell, closed over print) and every pixel is divided by it. What is
// left is print on white; a stretch then takes bleed-through, guilloche and faint noise away.
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
  const cells = new Float64Array(paper.columns + 1);
  for (let y = 0; y < heightPx; y++) {
    fillPaperCells(cells, paper, y);
    const base = y * widthPx;
    for (let c = 0; c < starts.length; c++) {
      const left = cells[c] ?? 0;
      const rise = (cells[c + 1] ?? 0) - left;
      const end = starts[c + 1] ?? widthPx;
      for (let x = starts[c] ?? 0; x < end; x++) {
        const p = Math.fround(left + rise * (share[x] ?? 0));
        const v = p < DARKEST_PAPER ? 255 : ((data[base + x] ?? 0) * 255) / p;
        out[base + x] = v > 255 ? 255 : v;
      }
    }
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

/** The paper at row `y`, between two rows of cells. */
function fillPaperCells(cells: Float64Array, paper: PaperGrid, y: number): void {
  const at = Math.max(0, Math.min(paper.rows - 1, (y + 0.5) / paper.cellPx - 0.5));
  const r0 = Math.max(0, Math.min(paper.rows - 2, Math.floor(at)));
  const r1 = Math.min(paper.rows - 1, r0 + 1);
  const fy = at - r0;
  for (let c = 0; c < paper.columns; c++) cells[c] = (paper.data[r0 * paper.columns + c] ?? 0) * (1 - fy) + (paper.data[r1 * paper.columns + c] ?? 0) * fy;
  // one cell more than there are, for the last column
  cells[paper.columns] = cells[paper.columns - 1] ?? 0;
}

export type InkLevels = { readonly ink: number; readonly paper: number; readonly threshold: number };

/** Otsu's split of the flattened page into ink and paper, with the typical level of each. */
export function measureInk(flat: GrayRaster): InkLevels {
  const histogram = new Float64Array(256);
  const { data } = flat;
  for (let i = 0; i < data.length; i += 3) {
    const v = data[i] ?? 0;
    histogram[v] = (histogram[v] ?? 0) + 1;
  }
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
  const table = new Uint8Array(256);
  const span = Math.max(1, white - black);
  for (let v = 0; v < 256; v++) table[v] = Math.max(0, Math.min(255, Math.round(((v - black) * 255) / span)));
  const { data } = gray;
  for (let i = 0; i < data.length; i++) data[i] = table[data[i] ?? 0] ?? 0;
}
