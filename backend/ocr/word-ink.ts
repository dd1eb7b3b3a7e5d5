// A word's picture as ink and paper, told apart by how dark this word is (faint print is print too), and what
// hangs together in it. And the shape of a piece of it: the same few numbers however large it is printed.
import type { Box } from '../../shared/domain/geometry.ts';
import { componentsOf, type BareRuns } from '../imaging/components.ts';
import type { GrayRaster } from '../imaging/raster.ts';

/** Bounds in pixels of the word's box; x1 and y1 are exclusive. */
export type Bounds = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number };
export type Part = Bounds & { readonly areaPx: number };
export type WordInk = Pick<GrayRaster, 'data'> & { readonly rowPx: number; readonly corner: number; readonly widthPx: number; readonly heightPx: number; readonly darkest: number; readonly inkBelow: number; readonly parts: readonly Part[] };

/** So much of a word's box is its darkest print. */
const DARKEST_SHARE = 0.05;
/** Nothing lighter is ink, however faint the word. */
const LIGHTEST_INK = 190;
const PAPER = 255;
const LEAST_CONTRAST = 30;

/** A shape is looked at as this many columns and rows. */
export const SHAPE_CELLS = 12;

export const heightOf = ({ y0, y1 }: Bounds): number => y1 - y0;
export const widthOf = ({ x0, x1 }: Bounds): number => x1 - x0;
export const centreOf = ({ x0, x1 }: Bounds): number => (x0 + x1) / 2;

type Crop = Omit<WordInk, 'darkest' | 'inkBelow' | 'parts'>;

/** Every second row tells enough. */
function darkestOf({ data, rowPx, corner, widthPx, heightPx }: Crop): number {
  const counts = new Uint32Array(256);
  for (let y = 0; y < heightPx; y += 2) {
    const from = corner + y * rowPx;
    for (let at = from; at < from + widthPx; at++) counts[data[at] ?? PAPER] = (counts[data[at] ?? PAPER] ?? 0) + 1;
  }
  const wanted = widthPx * Math.ceil(heightPx / 2) * DARKEST_SHARE;
  let seen = 0;
  let level = 0;
  while (level < PAPER && (seen += counts[level] ?? 0) < wanted) level++;
  return level;
}

/** Room for the runs of one word, used again for the next. */
let room = { start: new Int32Array(0), end: new Int32Array(0), row: new Int32Array(0) };

function roomFor(runs: number): typeof room {
  if (room.start.length < runs) room = { start: new Int32Array(runs), end: new Int32Array(runs), row: new Int32Array(runs) };
  return room;
}

/** Every horizontal run of ink: start, end and row of each. */
function runsIn({ data, rowPx, corner, widthPx, heightPx }: Crop, inkBelow: number): BareRuns {
  const { start, end, row } = roomFor(Math.ceil(widthPx / 2) * heightPx);
  let count = 0;
  for (let y = 0; y < heightPx; y++) {
    const from = corner + y * rowPx;
    let isInk = false;
    for (let x = 0; x < widthPx; x++) {
      if ((data[from + x] ?? PAPER) < inkBelow === isInk) continue;
      isInk = !isInk;
      if (isInk) {
        start[count] = x;
        row[count] = y;
      } else end[count++] = x;
    }
    if (isInk) end[count++] = widthPx;
  }
  return { count, start, end, row };
}

export const isInk = ({ data, rowPx, corner, inkBelow }: WordInk, x: number, y: number): boolean => (data[corner + y * rowPx + x] ?? PAPER) < inkBelow;

export function wordInk(image: GrayRaster, [x, y, w, h]: Box): WordInk {
  const crop: Crop = { data: image.data, rowPx: image.widthPx, corner: y * image.widthPx + x, widthPx: Math.max(0, Math.min(w, image.widthPx - x)), heightPx: Math.max(0, Math.min(h, image.heightPx - y)) };
  const darkest = darkestOf(crop);
  const inkBelow = Math.min(LIGHTEST_INK, (darkest + PAPER) / 2);
  const found = componentsOf(runsIn(crop, inkBelow));
  const parts: Part[] = [];
  for (let i = 0; i < found.count; i++) parts.push({ x0: found.x0[i] ?? 0, x1: found.x1[i] ?? 0, y0: found.y0[i] ?? 0, y1: found.y1[i] ?? 0, areaPx: found.area[i] ?? 0 });
  return { ...crop, darkest, inkBelow, parts };
}

/** Adds to `cells` the share of darkness that each of a row of cells has, from pixels that the cell covers whole or in part. */
function addRow(cells: Float32Array, first: number, word: WordInk, { x0, x1 }: Bounds, y: number, height: number): void {
  const full = Math.max(LEAST_CONTRAST, PAPER - word.darkest);
  const width = (x1 - x0) / SHAPE_CELLS;
  for (let x = x0; x < x1; x++) {
    const dark = Math.min(1, (PAPER - (word.data[word.corner + y * word.rowPx + x] ?? PAPER)) / full) * height;
    if (dark <= 0) continue;
    const [from, to] = [(x - x0) / width, (x + 1 - x0) / width];
    for (let cell = Math.floor(from); cell < to && cell < SHAPE_CELLS; cell++) {
      const at = first + cell;
      cells[at] = (cells[at] ?? 0) + dark * (Math.min(cell + 1, to) - Math.max(cell, from));
    }
  }
}

/** How dark each cell of the piece is (0 paper to 1), then its width to its height, then `more`. */
export function shapeOf(word: WordInk, piece: Bounds, more: readonly number[] = []): Float32Array {
  const count = SHAPE_CELLS * SHAPE_CELLS;
  const shape = new Float32Array(count + 1 + more.length);
  const height = heightOf(piece) / SHAPE_CELLS;
  for (let y = piece.y0; y < piece.y1; y++) {
    const [from, to] = [(y - piece.y0) / height, (y + 1 - piece.y0) / height];
    for (let cell = Math.floor(from); cell < to && cell < SHAPE_CELLS; cell++) addRow(shape, cell * SHAPE_CELLS, word, piece, y, Math.min(cell + 1, to) - Math.max(cell, from));
  }
  shape.set([Math.log(widthOf(piece) / heightOf(piece)), ...more], count);
  return shape;
}
