// Where a one-bit scan is grainy: the scanner's threshold made a cloud of black dots of paper in shadow. Dots leave no
// stretch of white; print always does, between its lines and at its ends.
import { gridOf, rectangleSums, spreadCells, type CellGrid } from './cell-grid.ts';
import type { GrayRaster } from './raster.ts';

/** Chosen cells (1) are grainy. */
export type Grain = { readonly grid: CellGrid; readonly cells: Uint8Array };

const CELL_MM = 1;
/** A step between neighbours that only a dot or a stroke makes. */
const STEP = 96;
/** Steps for each pixel from which a cell is restless. */
const RESTLESS = 0.025;
/** Mean level below which a quiet cell is no paper. */
const BLACK_CELL = 24;
/** Cells each way that are looked at together: more than the white between two lines of print. */
const REACH = 3;
/** Share of restless cells, of those that are paper, from which there is grain. */
const GRAINY = 0.9;
/** Less paper around a place tells nothing. */
const LEAST_PAPER = 1 / 3;
/** Fewer cells are a stamp or a drawing. */
const LEAST_CELLS = 60;
/** Grain thins out over so many cells more. */
const FRINGE = 2;

/** Levels between which a one-bit scan has nothing, but for what a lossy file makes of it. */
const [DARK, LIGHT] = [40, 215];
const MOST_BETWEEN = 0.002;
const SAMPLES = 40_000;

/** Whether pixels as scanned, not yet turned, are black or white. */
export function isOneBit({ data }: GrayRaster): boolean {
  // odd: not in step with the rows
  const step = Math.max(1, Math.floor(data.length / SAMPLES)) | 1;
  let between = 0;
  let black = 0;
  let n = 0;
  for (let i = 0; i < data.length; i += step, n++) {
    const level = data[i] ?? 255;
    if (level < DARK) black++;
    else if (level < LIGHT) between++;
  }
  return black > 0 && between <= MOST_BETWEEN * n;
}

type CellFacts = { readonly restless: Uint8Array; readonly black: Uint8Array };

/** From every second row. */
function factsOf({ data, widthPx, heightPx }: GrayRaster, { columns, rows, sizePx }: CellGrid): CellFacts {
  const steps = new Uint16Array(columns * rows);
  const sums = new Uint32Array(columns * rows);
  for (let y = 0; y < heightPx; y += 2) {
    for (let c = 0; c < columns; c++) {
      const end = y * widthPx + Math.min(widthPx, (c + 1) * sizePx);
      let before = data[y * widthPx + c * sizePx] ?? 255;
      let [n, sum] = [0, 0];
      for (let i = y * widthPx + c * sizePx; i < end; i++) {
        const level = data[i] ?? 255;
        sum += level;
        if (level - before > STEP || before - level > STEP) n++;
        before = level;
      }
      const cell = Math.floor(y / sizePx) * columns + c;
      steps[cell] = (steps[cell] ?? 0) + n;
      sums[cell] = (sums[cell] ?? 0) + sum;
    }
  }
  const looked = (sizePx * sizePx) / 2;
  return { restless: Uint8Array.from(steps, (n) => (n >= RESTLESS * looked ? 1 : 0)), black: Uint8Array.from(sums, (sum) => (sum < BLACK_CELL * looked ? 1 : 0)) };
}

/** Cells amid grain. */
function grainyCells({ restless, black }: CellFacts, grid: CellGrid): Uint8Array {
  const restlessIn = rectangleSums((i) => restless[i] ?? 0, grid);
  const paperIn = rectangleSums((i) => (restless[i] === 1 || black[i] === 0 ? 1 : 0), grid);
  return Uint8Array.from(restless, (_, i) => {
    const [c, r] = [i % grid.columns, Math.floor(i / grid.columns)];
    const around = [Math.max(0, c - REACH), Math.max(0, r - REACH), Math.min(grid.columns, c + REACH + 1), Math.min(grid.rows, r + REACH + 1)] as const;
    const paper = paperIn(...around);
    return paper >= LEAST_PAPER * (around[2] - around[0]) * (around[3] - around[1]) && restlessIn(...around) >= GRAINY * paper ? 1 : 0;
  });
}

/** Undefined where there is none to speak of. */
export function findGrain(gray: GrayRaster, dpi: number): Grain | undefined {
  const grid = gridOf(gray, Math.max(4, Math.round((CELL_MM * dpi) / 25.4)));
  const cells = spreadCells(grainyCells(factsOf(gray, grid), grid), grid, REACH);
  return cells.reduce((sum, cell) => sum + cell, 0) < LEAST_CELLS ? undefined : { grid, cells: spreadCells(cells, grid, FRINGE) };
}
