// The small squares that registers print in their margin, one before each kind of case, and whether
// something was put into them. A square is a shape of a letter's size whose four sides are drawn through;
// what was put in may cross its sides and reach beyond them. Between a speck and a stroke there is a range
// in which nothing is said.
import type { Box } from '../../shared/domain/geometry.ts';
import type { PageMark } from '../../shared/domain/reading.ts';
import type { Binary, Components } from './components.ts';

const MM_PER_INCH = 25.4;
const LEAST_SIDE_MM = 2.2;
const MOST_SIDE_MM = 6.5;
/** A stroke through the square makes its shape this much larger. */
const MOST_SHAPE = 1.6;
/** Share of a side that must be drawn. */
const DRAWN = 0.85;
const MOST_UNSQUARE = 1.2;
/** Of the inside, clear of the sides. */
const INSET = 0.22;
const TICKED_FROM = 0.08;
const EMPTY_TO = 0.02;
/** Blacker than any stroke makes it: a blot, a block of a pattern. */
const BLOT_FROM = 0.8;

type Frame = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** Ink pixels in a part of the page; ends exclusive. */
function inkIn({ data, widthPx }: Binary, { x0, y0, x1, y1 }: Frame): number {
  let ink = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) ink += data[y * widthPx + x] ?? 0;
  return ink;
}

/** The first and last line, along one axis, that holds at least `least` ink pixels in a row. */
function outerLines(count: number, ofLine: (at: number) => number, least: number): readonly [number, number] | undefined {
  let first = 0;
  while (first < count && ofLine(first) < least) first++;
  let last = count - 1;
  while (last > first && ofLine(last) < least) last--;
  return last > first ? [first, last] : undefined;
}

/** Longest run of ink along a row or column; a gap of one pixel is bridged. */
function longestRun(length: number, isInk: (at: number) => boolean): number {
  let best = 0;
  let run = 0;
  let gap = 0;
  for (let at = 0; at < length; at++) {
    if (isInk(at)) {
      run += gap + 1;
      gap = 0;
      best = Math.max(best, run);
    } else if (run > 0 && gap < 1) gap++;
    else [run, gap] = [0, 0];
  }
  return best;
}

/** The square drawn inside a shape's bounds, if all four sides are there. */
function frameIn(ink: Binary, { x0, y0, x1, y1 }: Frame, leastSidePx: number): Frame | undefined {
  const { data, widthPx } = ink;
  const [w, h] = [x1 - x0, y1 - y0];
  const rowRun = (row: number): number => longestRun(w, (at) => data[(y0 + row) * widthPx + x0 + at] === 1);
  const columnRun = (column: number): number => longestRun(h, (at) => data[(y0 + at) * widthPx + x0 + column] === 1);
  const least = Math.max(leastSidePx, Math.min(w, h) / MOST_SHAPE) * DRAWN;
  const rows = outerLines(h, rowRun, least);
  const columns = outerLines(w, columnRun, least);
  if (rows === undefined || columns === undefined) return undefined;
  const frame = { x0: x0 + columns[0], y0: y0 + rows[0], x1: x0 + columns[1] + 1, y1: y0 + rows[1] + 1 };
  const [width, height] = [frame.x1 - frame.x0, frame.y1 - frame.y0];
  const isSquare = Math.max(width, height) <= Math.min(width, height) * MOST_UNSQUARE && Math.min(width, height) >= leastSidePx;
  const sides = [rowRun(rows[0]), rowRun(rows[1])].every((run) => run >= width * DRAWN) && [columnRun(columns[0]), columnRun(columns[1])].every((run) => run >= height * DRAWN);
  return isSquare && sides ? frame : undefined;
}

function markOf(ink: Binary, frame: Frame): PageMark | undefined {
  const inset = Math.max(2, Math.round((frame.x1 - frame.x0) * INSET));
  const inside: Frame = { x0: frame.x0 + inset, y0: frame.y0 + inset, x1: frame.x1 - inset, y1: frame.y1 - inset };
  const share = inkIn(ink, inside) / Math.max(1, (inside.x1 - inside.x0) * (inside.y1 - inside.y0));
  if ((share > EMPTY_TO && share < TICKED_FROM) || share > BLOT_FROM) return undefined;
  const box: Box = [frame.x0, frame.y0, frame.x1 - frame.x0, frame.y1 - frame.y0];
  return { kind: share >= TICKED_FROM ? 'ticked-box' : 'empty-box', box };
}

/** The page's tick boxes, as marks. `ink` is the page its components were found on. */
export function findTickBoxes(ink: Binary, components: Components, dpi: number): readonly PageMark[] {
  const [least, most] = [(LEAST_SIDE_MM * dpi) / MM_PER_INCH, (MOST_SIDE_MM * MOST_SHAPE * dpi) / MM_PER_INCH];
  const marks: PageMark[] = [];
  for (let i = 0; i < components.count; i++) {
    const bounds: Frame = { x0: components.x0[i] ?? 0, y0: components.y0[i] ?? 0, x1: components.x1[i] ?? 0, y1: components.y1[i] ?? 0 };
    const [w, h] = [bounds.x1 - bounds.x0, bounds.y1 - bounds.y0];
    if (Math.min(w, h) < least || Math.max(w, h) > most || Math.max(w, h) > Math.min(w, h) * MOST_SHAPE) continue;
    const frame = frameIn(ink, bounds, least);
    const mark = frame === undefined ? undefined : markOf(ink, frame);
    if (mark !== undefined) marks.push(mark);
  }
  return marks;
}
