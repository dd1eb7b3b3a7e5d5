// The sides of a stamp's frame where they are as dark as print of its colour. Each side is the straight course, a little
// aslant, that has most ink along it; on it, what is as thin across as the side itself is the frame. Where a letter's
// stroke runs through there is ink farther to both sides, and that stays.
import type { Box } from '../../shared/domain/geometry.ts';

/** How far from the edge of the box a side may run, in mm. */
const REACH_MM = 5;
/** Frames are drawn thinner than this. */
const THICK_MM = 1.1;
/** Share of a side that has ink: rows of letters have less on any straight course, and less still on an upright one. */
const LEAST_ON_SIDE = { level: 0.6, upright: 0.48 } as const;
const MOST_SLOPE = 0.1;
const SLOPES = 41;

/** How to walk a side: `along` and `inwards` are steps in the box's pixels from the pixel `start`. */
type Walk = Readonly<{ kind: 'level' | 'upright'; start: number; along: number; inwards: number; length: number; depth: number }>;
type Course = Readonly<{ at: number; slope: number }>;
type IsInk = (a: number, b: number) => boolean;

const walksOf = (w: number, h: number): readonly Walk[] => [
  { kind: 'level', start: 0, along: 1, inwards: w, length: w, depth: h }, { kind: 'level', start: (h - 1) * w, along: 1, inwards: -w, length: w, depth: h },
  { kind: 'upright', start: 0, along: w, inwards: 1, length: h, depth: w }, { kind: 'upright', start: w - 1, along: w, inwards: -1, length: h, depth: w },
];

const depthAt = ({ at, slope }: Course, a: number): number => Math.round(at + slope * a);

/** The course with ink at most of its places; undefined where even that has gaps. */
function courseOf(isInk: IsInk, { kind, length, depth }: Walk, reachPx: number): Course | undefined {
  let best: Course | undefined;
  let most = LEAST_ON_SIDE[kind] * length;
  for (let s = 0; s < SLOPES; s++) {
    const slope = MOST_SLOPE * ((2 * s) / (SLOPES - 1) - 1);
    const lowest = Math.min(0, Math.floor(-slope * length));
    for (let at = lowest; at < Math.min(depth, reachPx) + Math.max(0, -lowest); at++) {
      let seen = 0;
      for (let a = 0; a < length && seen + length - a > most; a++) if (isInk(a, depthAt({ at, slope }, a))) seen++;
      if (seen > most) [most, best] = [seen, { at, slope }];
    }
  }
  return best;
}

/** Where the ink that holds this place of the course begins and ends across. */
function extentAt(isInk: IsInk, a: number, b: number, mostPx: number): readonly [from: number, to: number] | undefined {
  if (!isInk(a, b)) return undefined;
  let [from, to] = [b, b];
  while (b - from <= mostPx && isInk(a, from - 1)) from--;
  while (to - b <= mostPx && isInk(a, to + 1)) to++;
  return [from, to];
}

/** 1 for the pixels of the box (row by row) that are a side of the frame; `isInk` is asked for pixels of a page `widthPx` wide. */
export function frameLines([x, y, w, h]: Box, widthPx: number, dpi: number, isInk: (i: number) => boolean): Uint8Array {
  const ink = new Uint8Array(w * h);
  for (let row = 0; row < h; row++) for (let column = 0; column < w; column++) if (isInk((y + row) * widthPx + x + column)) ink[row * w + column] = 1;
  const lines = new Uint8Array(w * h);
  const thickPx = Math.max(2, Math.round((THICK_MM * dpi) / 25.4));
  for (const walk of walksOf(w, h)) {
    const has: IsInk = (a, b) => b >= 0 && b < walk.depth && ink[walk.start + a * walk.along + b * walk.inwards] === 1;
    const course = courseOf(has, walk, Math.round((REACH_MM * dpi) / 25.4));
    if (course === undefined) continue;
    const extents = Array.from({ length: walk.length }, (_, a) => extentAt(has, a, depthAt(course, a), thickPx));
    const sizes = extents.flatMap((one) => (one === undefined ? [] : [one[1] - one[0] + 1])).sort((a, b) => a - b);
    // half of the places and more are the side alone
    const ownPx = Math.min(thickPx, (sizes[sizes.length >> 2] ?? thickPx) + 1);
    extents.forEach((one, a) => {
      if (one !== undefined && one[1] - one[0] < ownPx) for (let b = one[0]; b <= one[1]; b++) lines[walk.start + a * walk.along + b * walk.inwards] = 1;
    });
  }
  return lines;
}
