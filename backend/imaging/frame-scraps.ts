// What a one-bit or worn scan leaves of a frame's upright sides: a column of slivers beside the print, each of which would be
// read as an l or a 1 at the end of a row. Told by standing outside all print of the rows around, narrow, many, one below
// the other; a column of numbers or marks of a list has print close beside it.
import type { TextSegment } from './text-lines.ts';

/** Slivers of a side, at least; fewer are print. */
const LEAST_SLIVERS = 8;
/** In heights of letters. */
const MOST_WIDTH = 0.9;
const LEAST_GAP = 1;
const ROWS_AROUND = 5;
/** How far the next sliver of a side may stand aside: frames lie askew. */
const MOST_DRIFT = 1;
const PRINT_LETTERS = 4;

type Side = { readonly members: TextSegment[]; xPx: number };

const middleX = (segment: TextSegment): number => (segment.x0 + segment.x1) / 2;

function standsOutside(sliver: TextSegment, print: readonly TextSegment[], letterPx: number): boolean {
  const around = print.filter((one) => one.y1 > sliver.y0 - ROWS_AROUND * letterPx && one.y0 < sliver.y1 + ROWS_AROUND * letterPx);
  const gap = LEAST_GAP * letterPx;
  return around.every((one) => one.x1 + gap < sliver.x0) || around.every((one) => one.x0 - gap > sliver.x1);
}

/** The segments without the remains of a frame's sides. */
export function withoutFrameScraps(segments: readonly TextSegment[], letterPx: number): readonly TextSegment[] {
  const print = segments.filter(({ letters }) => letters >= PRINT_LETTERS);
  const slivers = segments.filter((one) => one.x1 - one.x0 <= MOST_WIDTH * letterPx && one.letters < PRINT_LETTERS && standsOutside(one, print, letterPx));
  if (print.length === 0 || slivers.length < LEAST_SLIVERS) return segments;
  const sides: Side[] = [];
  for (const sliver of slivers.toSorted((a, b) => a.y0 - b.y0)) {
    const side = sides.find(({ xPx }) => Math.abs(xPx - middleX(sliver)) <= MOST_DRIFT * letterPx);
    if (side === undefined) sides.push({ members: [sliver], xPx: middleX(sliver) });
    else {
      side.members.push(sliver);
      side.xPx = middleX(sliver);
    }
  }
  const scraps = new Set(sides.filter(({ members }) => members.length >= LEAST_SLIVERS).flatMap(({ members }) => members));
  return scraps.size === 0 ? segments : segments.filter((segment) => !scraps.has(segment));
}
