// Print amid the grain of a one-bit scan is what is blacker than its surroundings. There the page is softened, the more
// the denser the dots are, and divided by how dark the dots make the paper; elsewhere nothing is changed.
import type { Box } from '../../shared/domain/geometry.ts';
import { union } from '../../shared/domain/geometry.ts';
import { spreadCells, type CellGrid } from './cell-grid.ts';
import { findGrain, type Grain } from './find-grain.ts';
import type { GrayRaster } from './raster.ts';
import { soften } from './soften.ts';

/** From this share of dots on, so many passes of softening at 200 dpi. */
const STRENGTHS = [{ fromShare: 0, passes: 1 }, { fromShare: 0.2, passes: 2 }, { fromShare: 0.4, passes: 4 }, { fromShare: 0.6, passes: 6 }] as const;
/** Where the paper's level lies among the levels around a place: a quarter of them may be print, and dots come in clumps. */
const PAPER_RANK = 0.6;
const PAPER_REACH = 2;
/** Darker than this, less what the clumps take, nothing can be told. */
const DARKEST_PAPER = 20;

type Softened = { readonly box: Box; readonly layers: readonly { readonly fromShare: number; readonly passes: number; readonly data: Uint8Array }[] };

function softened(gray: GrayRaster, dpi: number, { grid, cells }: Grain): Softened {
  const margin = grid.sizePx * (PAPER_REACH + 1);
  const chosen = union(Array.from(cells.keys()).filter((i) => cells[i] === 1).map((i): Box => [(i % grid.columns) * grid.sizePx, Math.floor(i / grid.columns) * grid.sizePx, grid.sizePx, grid.sizePx])) ?? [0, 0, 1, 1];
  const [x0, y0] = [Math.max(0, chosen[0] - margin), Math.max(0, chosen[1] - margin)];
  const box: Box = [x0, y0, Math.min(gray.widthPx, chosen[0] + chosen[2] + margin) - x0, Math.min(gray.heightPx, chosen[1] + chosen[3] + margin) - y0];
  // at least one more for each strength, so that every number of passes is met
  const passes = STRENGTHS.map((strength, i) => Math.max(i + 1, Math.round(strength.passes * (dpi / 200) ** 2)));
  const parts = soften(gray, box, passes);
  return { box, layers: STRENGTHS.map(({ fromShare }, i) => ({ fromShare, passes: passes[i] ?? 1, data: parts[i] ?? new Uint8Array(0) })) };
}

const BINS = 64;

function histogramsOf({ box: [x0, y0, w, h], layers }: Softened, { columns, rows, sizePx }: CellGrid, needed: Uint8Array): Uint16Array {
  const counts = new Uint16Array(columns * rows * BINS);
  const data = layers[1]?.data ?? new Uint8Array(0);
  for (let y = 0; y < h; y += 2) {
    const row = Math.floor((y + y0) / sizePx) * columns;
    for (let x = 0; x < w; x += 2) {
      const cell = row + Math.floor((x + x0) / sizePx);
      if (needed[cell] !== 1) continue;
      const bin = cell * BINS + ((data[y * w + x] ?? 0) >> 2);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return counts;
}

/** The level of the paper in each cell at or beside grain; 255 elsewhere. */
function paperLevels(soft: Softened, { grid, cells }: Grain): Float32Array {
  const { columns, rows } = grid;
  const asked = spreadCells(cells, grid, 1);
  const counts = histogramsOf(soft, grid, spreadCells(asked, grid, PAPER_REACH));
  const around = new Uint32Array(BINS);
  return Float32Array.from(cells, (_, i) => {
    if (asked[i] !== 1) return 255;
    const [c, r] = [i % columns, Math.floor(i / columns)];
    around.fill(0);
    for (let rr = Math.max(0, r - PAPER_REACH); rr <= Math.min(rows - 1, r + PAPER_REACH); rr++) {
      for (let cc = Math.max(0, c - PAPER_REACH); cc <= Math.min(columns - 1, c + PAPER_REACH); cc++) {
        for (let bin = 0; bin < BINS; bin++) around[bin] = (around[bin] ?? 0) + (counts[(rr * columns + cc) * BINS + bin] ?? 0);
      }
    }
    let left = PAPER_RANK * around.reduce((sum, n) => sum + n, 0);
    let bin = 0;
    while (bin < BINS - 1 && left > (around[bin] ?? 0)) left -= around[bin++] ?? 0;
    return bin * 4 + 2;
  });
}

/** Each level made what it is against the paper around it; what differs by chance from paper is paper. */
function divide(gray: GrayRaster, soft: Softened, paper: Float32Array, { grid: { columns, rows, sizePx }, cells }: Grain): void {
  const [x0, y0, w, h] = soft.box;
  const rowAt = (r: number): number => Math.max(0, Math.min(rows - 1, r)) * columns;
  const columnAt = (c: number): number => Math.max(0, Math.min(columns - 1, c));
  const whites = whiteLevels(soft);
  for (let y = y0; y < y0 + h; y++) {
    const v = y / sizePx - 0.5;
    const fy = v - Math.floor(v);
    const [above, below] = [rowAt(Math.floor(v)), rowAt(Math.floor(v) + 1)];
    const own = Math.floor(y / sizePx) * columns;
    for (let x = x0; x < x0 + w; x++) {
      if (cells[own + Math.floor(x / sizePx)] !== 1) continue;
      const u = x / sizePx - 0.5;
      const c = Math.floor(u);
      const [left, right] = [columnAt(c), columnAt(c + 1)];
      const [top, low] = [mix(paper[above + left], paper[above + right], u - c), mix(paper[below + left], paper[below + right], u - c)];
      const white = whites[Math.round(top * (1 - fy) + low * fy)];
      const level = white?.layer[(y - y0) * w + x - x0] ?? 255;
      gray.data[y * gray.widthPx + x] = white === undefined || white.level < DARKEST_PAPER ? 255 : Math.min(255, (level * 255) / white.level);
    }
  }
}

const mix = (a = 255, b = 255, share = 0): number => a + (b - a) * share;

/** For each level of paper: the layer that is soft enough, and the level from which it is white, one deviation of its dots below. */
function whiteLevels({ layers }: Softened): readonly { readonly level: number; readonly layer: Uint8Array }[] {
  return Array.from({ length: 256 }, (_, paper) => {
    const share = 1 - paper / 255;
    const layer = layers.findLast(({ fromShare }) => share >= fromShare) ?? layers[0];
    // so many dots weigh together after these passes
    const dots = 2 * Math.PI * (layer?.passes ?? 1);
    return { level: paper - 255 * Math.sqrt((share * (1 - share)) / dots), layer: layer?.data ?? new Uint8Array(0) };
  });
}

/** Calms the grain of a one-bit scan in `gray` (in place); true where there was any. */
export function calmGrain(gray: GrayRaster, dpi: number): boolean {
  const grain = findGrain(gray, dpi);
  if (grain === undefined) return false;
  const soft = softened(gray, dpi, grain);
  divide(gray, soft, paperLevels(soft, grain), grain);
  return true;
}
