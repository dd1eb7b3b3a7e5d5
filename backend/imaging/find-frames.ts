// Drawn frames that have grown together with print of their colour: a stamp over values typed in blue is one shape
// with them, larger than any frame. The upright sides are looked for as straight courses, a little aslant, that are
// ink nearly all along; two of them as far apart as a frame's, with courses between their ends, are a frame. Rows
// of print one below the other make no such side: the white between them breaks it.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Binary } from './components.ts';
import { hasFrameSize, HIGHEST_MM, LOWEST_MM, NARROWEST_MM, WIDEST_MM } from './frame-stamps.ts';

/** Cells of a course: `x` at its top, `lean` to the right per cell down. */
type Side = { readonly x: number; readonly top: number; readonly bottom: number; readonly lean: number; readonly score: number };

/** Stamps are set down up to so much aslant. */
const MOST_LEAN = 0.1;
const LEANS = 9;
/** What a cell without ink takes from a course, where one with ink gives 1: half and less of ink makes none. */
const GAP_COST = 1.6;
/** Share of ink along a frame's level sides, each and on the average: print crosses them. */
const LEAST_EDGE = 0.5;
const LEAST_EDGES = 0.62;
/** How far apart the two sides' ends may lie besides what the lean makes, mm. */
const UNEVEN_MM = 3;

const isInk = ({ data, widthPx, heightPx }: Binary, x: number, y: number): boolean => x >= 0 && y >= 0 && x < widthPx && y < heightPx && data[y * widthPx + x] === 1;

/** The best course that leaves the top of this column with this lean. */
function courseAt(mask: Binary, x: number, lean: number, [from, to]: readonly [number, number]): Side | undefined {
  let best: Side | undefined;
  let [score, start] = [0, from];
  for (let y = from; y < to; y++) {
    if (score <= 0) [score, start] = [0, y];
    const column = Math.round(x + lean * (y - from));
    score += isInk(mask, column, y) ? 1 : -GAP_COST;
    if (score > (best?.score ?? 0)) best = { x: x + lean * (start - from), top: start, bottom: y, lean, score };
  }
  return best;
}

/** Upright courses of a frame's height within the box, the best of those that lie together. */
function sidesIn(mask: Binary, [x, y, w, h]: Box, cellMm: number): readonly Side[] {
  const found: Side[] = [];
  for (let step = 0; step < LEANS; step++) {
    const lean = MOST_LEAN * ((2 * step) / (LEANS - 1) - 1);
    for (let column = x - Math.ceil(MOST_LEAN * h); column < x + w + MOST_LEAN * h; column++) {
      const side = courseAt(mask, column, lean, [y, y + h]);
      const heightMm = side === undefined ? 0 : (side.bottom - side.top) * cellMm;
      if (side !== undefined && heightMm >= LOWEST_MM && heightMm <= HIGHEST_MM && side.score * cellMm >= LOWEST_MM / 2) found.push(side);
    }
  }
  const kept: Side[] = [];
  for (const side of found.toSorted((a, b) => b.score - a.score)) if (!kept.some((other) => Math.abs(other.x - side.x) < 2 / cellMm && other.top < side.bottom && side.top < other.bottom)) kept.push(side);
  return kept;
}

/** Share of the straight course between two points that has ink, a cell above or below it counted. */
function edgeShare(mask: Binary, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): number {
  let seen = 0;
  for (let x = Math.round(x0); x <= x1; x++) {
    const y = Math.round(y0 + ((y1 - y0) * (x - x0)) / Math.max(1, x1 - x0));
    if (isInk(mask, x, y) || isInk(mask, x, y - 1) || isInk(mask, x, y + 1)) seen++;
  }
  return seen / Math.max(1, x1 - x0);
}

const foot = ({ x, top, bottom, lean }: Side): number => x + lean * (bottom - top);

function isFrame(mask: Binary, left: Side, right: Side, cellMm: number): boolean {
  const apart = right.x - left.x;
  const uneven = UNEVEN_MM / cellMm;
  // turned as one: what the sides lean to the right, the right one's ends stand lower
  const fall = -((left.lean + right.lean) / 2) * apart;
  if (Math.abs(right.top - left.top - fall) > uneven || Math.abs(right.bottom - left.bottom - fall) > uneven || Math.abs(right.lean - left.lean) > MOST_LEAN / 2) return false;
  const edges = [edgeShare(mask, [left.x, left.top], [right.x, right.top]), edgeShare(mask, [foot(left), left.bottom], [foot(right), right.bottom])];
  return edges.every((share) => share >= LEAST_EDGE) && edges.reduce((sum, share) => sum + share, 0) / 2 >= LEAST_EDGES;
}

function boxOf(left: Side, right: Side): Box {
  const [x, y] = [Math.floor(Math.min(left.x, foot(left))), Math.min(left.top, right.top)];
  return [x, y, Math.ceil(Math.max(right.x, foot(right))) + 1 - x, Math.max(left.bottom, right.bottom) + 1 - y];
}

/** Larger shapes than this are no stamp with a row or two of print at it, mm. */
const LARGEST_MM = 2 * HIGHEST_MM;

/** The frames within shapes of the mask that are larger than a frame or broken; boxes in the mask's cells. */
export function findFrames(mask: Binary, shapes: readonly Box[], cellMm: number): readonly Box[] {
  const frames: Box[] = [];
  for (const shape of shapes) {
    if (shape[2] * cellMm < NARROWEST_MM || shape[3] * cellMm < LOWEST_MM || shape[3] * cellMm > LARGEST_MM) continue;
    const sides = sidesIn(mask, shape, cellMm);
    for (const left of sides) for (const right of sides) {
      const apartMm = (right.x - left.x) * cellMm;
      if (apartMm < NARROWEST_MM || apartMm > WIDEST_MM || !isFrame(mask, left, right, cellMm)) continue;
      const box = boxOf(left, right);
      if (hasFrameSize(box[2] * cellMm, box[3] * cellMm) && !frames.some((other) => Math.abs(other[0] - box[0]) * cellMm < NARROWEST_MM / 2 && Math.abs(other[1] - box[1]) * cellMm < LOWEST_MM)) frames.push(box);
    }
  }
  return frames;
}
