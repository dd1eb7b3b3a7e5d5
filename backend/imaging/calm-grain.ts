// Grain of a one-bit scan: where the paper was in shadow the scanner's threshold made it a cloud of black dots,
// in which print is only what is blacker than its surroundings. There the page is softened, the more the denser the dots are,
// and divided by how dark the dots make the paper; elsewhere nothing is changed. Grey scans have no such dots.
import type { GrayRaster } from './raster.ts';

const CELL_MM = 1;
/** A jump between neighbours that only a dot or a stroke makes. */
const JUMP = 96;
/** Jumps for each pixel from which a cell is restless. */
const RESTLESS = 0.025;
/** Cells each way that are looked at together: more than the white between two lines of print. */
const REACH = 3;
/** Share of restless cells from which there is grain: print leaves the white between its lines. */
const GRAINY = 0.9;
/** Mean level below which a cell is no paper. */
const BLACK_CELL = 24;

type Cells = { readonly columns: number; readonly rows: number; readonly sizePx: number };

function restlessCells({ data, widthPx, heightPx }: GrayRaster, { columns, rows, sizePx }: Cells): { restless: Uint8Array; black: Uint8Array } {
  const jumps = new Uint16Array(columns * rows);
  const sums = new Uint32Array(columns * rows);
  for (let y = 0; y < heightPx; y += 2) {
    const row = Math.min(rows - 1, Math.floor(y / sizePx)) * columns;
    for (let c = 0; c < columns; c++) {
      const x0 = c * sizePx;
      const end = y * widthPx + Math.min(widthPx, x0 + sizePx);
      let n = 0;
      let sum = 0;
      let before = data[y * widthPx + x0] ?? 255;
      for (let i = y * widthPx + x0; i < end; i++) {
        const level = data[i] ?? 255;
        sum += level;
        if (level - before > JUMP || before - level > JUMP) n++;
        before = level;
      }
      jumps[row + c] = (jumps[row + c] ?? 0) + n;
      sums[row + c] = (sums[row + c] ?? 0) + sum;
    }
  }
  const looked = (sizePx * sizePx) / 2;
  return { restless: Uint8Array.from(jumps, (n) => (n >= RESTLESS * looked ? 1 : 0)), black: Uint8Array.from(sums, (sum) => (sum < BLACK_CELL * looked ? 1 : 0)) };
}

/** Share of `wanted` among cells around each that are not `left`; by sums over rectangles. */
function grainyCells(restless: Uint8Array, black: Uint8Array, { columns, rows }: Cells): Uint8Array {
  const wide = columns + 1;
  const sums = new Int32Array(wide * (rows + 1));
  const asked = new Int32Array(wide * (rows + 1));
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const at = (r + 1) * wide + c + 1;
      const i = r * columns + c;
      const isPaper = restless[i] === 1 || black[i] === 0;
      sums[at] = (restless[i] ?? 0) + (sums[at - 1] ?? 0) + (sums[at - wide] ?? 0) - (sums[at - wide - 1] ?? 0);
      asked[at] = (isPaper ? 1 : 0) + (asked[at - 1] ?? 0) + (asked[at - wide] ?? 0) - (asked[at - wide - 1] ?? 0);
    }
  }
  const within = (table: Int32Array, c0: number, r0: number, c1: number, r1: number): number => (table[r1 * wide + c1] ?? 0) - (table[r0 * wide + c1] ?? 0) - (table[r1 * wide + c0] ?? 0) + (table[r0 * wide + c0] ?? 0);
  const out = new Uint8Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [c0, r0, c1, r1] = [Math.max(0, c - REACH), Math.max(0, r - REACH), Math.min(columns, c + REACH + 1), Math.min(rows, r + REACH + 1)];
      const n = within(asked, c0, r0, c1, r1);
      if (n * 3 >= (c1 - c0) * (r1 - r0) && within(sums, c0, r0, c1, r1) >= GRAINY * n) out[r * columns + c] = 1;
    }
  }
  return out;
}

/** Every window that is grainy is so as a whole. */
function spread(cells: Uint8Array, { columns, rows }: Cells, reach: number): Uint8Array {
  const across = new Uint8Array(cells.length);
  const out = new Uint8Array(cells.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (cells[r * columns + c] === 1) across.fill(1, r * columns + Math.max(0, c - reach), r * columns + Math.min(columns, c + reach + 1));
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (across[r * columns + c] === 1) for (let k = Math.max(0, r - reach); k < Math.min(rows, r + reach + 1); k++) out[k * columns + c] = 1;
  return out;
}

export function findGrain(gray: GrayRaster, dpi: number): { cells: Uint8Array; grid: Cells; count: number } {
  const sizePx = Math.max(4, Math.round((CELL_MM * dpi) / 25.4));
  const grid = { columns: Math.ceil(gray.widthPx / sizePx), rows: Math.ceil(gray.heightPx / sizePx), sizePx };
  const { restless, black } = restlessCells(gray, grid);
  const cells = spread(grainyCells(restless, black, grid), grid, REACH);
  return { cells, grid, count: cells.reduce((sum, cell) => sum + cell, 0) };
}

/** The page softened by so many passes of (1 2 1)/4 both ways: a spread of about 0.7 px times the root of the passes. */
function soften(source: Uint8Array, widthPx: number, heightPx: number, passes: number): Uint8Array<ArrayBuffer> {
  let now = Uint8Array.from(source);
  let next = new Uint8Array(source.length);
  for (let pass = 0; pass < passes; pass++) {
    for (let y = 0; y < heightPx; y++) {
      const from = y * widthPx;
      const end = from + widthPx - 1;
      next[from] = now[from] ?? 255;
      next[end] = now[end] ?? 255;
      for (let i = from + 1; i < end; i++) next[i] = ((now[i - 1] ?? 0) + 2 * (now[i] ?? 0) + (now[i + 1] ?? 0) + 2) >> 2;
    }
    [now, next] = [next, now];
    next.set(now.subarray(0, widthPx));
    next.set(now.subarray((heightPx - 1) * widthPx), (heightPx - 1) * widthPx);
    for (let i = widthPx; i < (heightPx - 1) * widthPx; i++) next[i] = ((now[i - widthPx] ?? 0) + 2 * (now[i] ?? 0) + (now[i + widthPx] ?? 0) + 2) >> 2;
    [now, next] = [next, now];
  }
  return now;
}

const P = JSON.parse(process.env['GRAIN'] ?? '{}') as { steps?: [number, number][]; share?: number; k?: number; off?: boolean; minCells?: number; win?: number; sp?: number };

/** The level of the paper around each grainy cell: a little above the middle of what lies around, as some of it is print. */
function paperLevels(soft: Uint8Array, widthPx: number, heightPx: number, { columns, rows, sizePx }: Cells, cells: Uint8Array): Float32Array {
  const BINS = 64;
  const need = spread(cells, { columns, rows, sizePx }, 2);
  const counts = new Uint16Array(columns * rows * BINS);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    if (need[r * columns + c] !== 1) continue;
    for (let y = r * sizePx; y < Math.min(heightPx, (r + 1) * sizePx); y += 2) for (let i = y * widthPx + c * sizePx; i < y * widthPx + Math.min(widthPx, (c + 1) * sizePx); i += 2) {
      const at = (r * columns + c) * BINS + ((soft[i] ?? 0) >> 2);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  const W = P.win ?? 2;
  const out = new Float32Array(columns * rows).fill(255);
  const sum = new Uint32Array(BINS);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    if (need[r * columns + c] !== 1) continue;
    sum.fill(0);
    let n = 0;
    for (let rr = Math.max(0, r - W); rr <= Math.min(rows - 1, r + W); rr++) for (let cc = Math.max(0, c - W); cc <= Math.min(columns - 1, c + W); cc++) {
      for (let b = 0, at = (rr * columns + cc) * BINS; b < BINS; b++, at++) { const k = counts[at] ?? 0; sum[b] = (sum[b] ?? 0) + k; n += k; }
    }
    let left = n * (P.share ?? 0.6);
    let b = 0;
    while (b < BINS - 1 && left > (sum[b] ?? 0)) left -= sum[b++] ?? 0;
    out[r * columns + c] = b * 4 + 2;
  }
  return out;
}

/** In place. */
export function calmGrain(gray: GrayRaster, dpi: number): boolean {
  if (P.off) return false;
  const { cells, grid, count } = findGrain(gray, dpi);
  if (count < (P.minCells ?? 60)) return false;
  const { columns, rows, sizePx } = grid;
  const { data, widthPx, heightPx } = gray;
  const zone = spread(cells, grid, P.sp ?? 2);
  // steps: [density from, passes]
  const scale = (dpi / 200) ** 2;
  const steps = (P.steps ?? [[0, 1], [0.2, 2], [0.4, 4], [0.6, 6]]).map(([from, passes]) => ({ from, passes: Math.max(1, Math.round(passes * scale)) }));
  const softs = steps.map(({ passes }) => soften(data, widthPx, heightPx, passes));
  const paper = paperLevels(softs[1] ?? softs[0]!, widthPx, heightPx, grid, zone);
  const kSigma = P.k ?? 1;
  const levelAt = (r: number, c: number): number => paper[Math.max(0, Math.min(rows - 1, r)) * columns + Math.max(0, Math.min(columns - 1, c))] ?? 255;
  for (let y = 0; y < heightPx; y++) {
    const v = y / sizePx - 0.5;
    const r0 = Math.floor(v);
    const fy = v - r0;
    for (let x = 0; x < widthPx; x++) {
      if (zone[Math.min(rows - 1, Math.floor(y / sizePx)) * columns + Math.floor(x / sizePx)] !== 1) continue;
      const u = x / sizePx - 0.5;
      const c0 = Math.floor(u);
      const fx = u - c0;
      const p = (levelAt(r0, c0) * (1 - fx) + levelAt(r0, c0 + 1) * fx) * (1 - fy) + (levelAt(r0 + 1, c0) * (1 - fx) + levelAt(r0 + 1, c0 + 1) * fx) * fy;
      const d = 1 - p / 255;
      let s = steps.length - 1;
      while (s > 0 && d < (steps[s]?.from ?? 0)) s--;
      const n = 4 * Math.PI * (steps[s]?.passes ?? 1) * 0.5;
      const sigma = 255 * Math.sqrt(Math.max(0, d * (1 - d)) / n);
      const white = p - kSigma * sigma;
      const i = y * widthPx + x;
      const level = softs[s]?.[i] ?? 255;
      data[i] = white < 20 ? 255 : Math.min(255, (level * 255) / white);
    }
  }
  return true;
}
