// Reading order: segments are gathered into rows; where two or more rows share a gutter they form
// columns, and the left column is read before the right. Everything else is read row by row.
import type { TextSegment } from './text-lines.ts';

export type OrderedSegment = { readonly segment: TextSegment; readonly block: number };

type Row = { readonly segments: TextSegment[]; top: number; bottom: number };

function gatherRows(segments: readonly TextSegment[]): Row[] {
  const rows: Row[] = [];
  for (const segment of [...segments].sort((a, b) => a.top + a.bottom - b.top - b.bottom)) {
    const middle = (segment.top + segment.bottom) / 2;
    const home = rows.findLast((row) => middle > row.top && middle < row.bottom && row.segments.every((other) => other.x1 <= segment.x0 + 2 || segment.x1 <= other.x0 + 2));
    if (home === undefined) rows.push({ segments: [segment], top: segment.top, bottom: segment.bottom });
    else home.segments.push(segment);
  }
  for (const row of rows) row.segments.sort((a, b) => a.x0 - b.x0);
  return rows.sort((a, b) => a.top - b.top);
}

/** The free interval that all rows of a run share, nearest the middle of the first two-sided row. */
function sharedGutter(rows: readonly Row[], from: number): { to: number; x: number } | undefined {
  const first = rows[from];
  if (first === undefined || first.segments.length < 2) return undefined;
  let best: { to: number; x: number } | undefined;
  for (let g = 1; g < first.segments.length; g++) {
    let left = first.segments[g - 1]?.x1 ?? 0;
    let right = first.segments[g]?.x0 ?? 0;
    let lastTwoSided = from;
    let twoSided = 1;
    for (let r = from + 1; r < rows.length; r++) {
      const row = rows[r];
      if (row === undefined) break;
      const narrowed = narrow(row, left, right);
      if (narrowed === undefined) break;
      [left, right] = [narrowed.left, narrowed.right];
      if (narrowed.leftSide && narrowed.rightSide) {
        lastTwoSided = r;
        twoSided++;
      }
    }
    lastTwoSided = withTail(rows, lastTwoSided, (left + right) / 2);
    if (twoSided >= 2 && (best === undefined || lastTwoSided > best.to)) best = { to: lastTwoSided, x: (left + right) / 2 };
  }
  return best;
}

/** The longer column goes on below the shorter one: rows on one side only, close under the last. */
function withTail(rows: readonly Row[], last: number, gutter: number): number {
  let end = last;
  for (let r = last + 1; r < rows.length; r++) {
    const row = rows[r];
    const above = rows[end];
    if (row === undefined || above === undefined) break;
    const size = Math.max(...row.segments.map((segment) => segment.letterPx));
    const isOneSided = row.segments.every((segment) => segment.x1 < gutter) || row.segments.every((segment) => segment.x0 > gutter);
    if (!isOneSided || row.top - above.bottom > size * 1.8) break;
    end = r;
  }
  return end;
}

function narrow(row: Row, left: number, right: number): { left: number; right: number; leftSide: boolean; rightSide: boolean } | undefined {
  let leftSide = false;
  let rightSide = false;
  const size = Math.max(...row.segments.map((segment) => segment.letterPx));
  for (const segment of row.segments) {
    if (segment.x0 < left && segment.x1 > right) return undefined;
    const middle = (segment.x0 + segment.x1) / 2;
    if (middle < (left + right) / 2) {
      left = Math.max(left, segment.x1);
      leftSide = true;
    } else {
      right = Math.min(right, segment.x0);
      rightSide = true;
    }
  }
  return right - left > size * 0.8 ? { left, right, leftSide, rightSide } : undefined;
}

/** Numbers the segments: left block before right block, top to bottom within a block. */
export function orderSegments(segments: readonly TextSegment[]): readonly OrderedSegment[] {
  const rows = gatherRows(segments);
  const out: OrderedSegment[] = [];
  let block = 0;
  let r = 0;
  while (r < rows.length) {
    const columns = sharedGutter(rows, r);
    if (columns === undefined) {
      for (const segment of rows[r]?.segments ?? []) out.push({ segment, block });
      r++;
      continue;
    }
    const region = rows.slice(r, columns.to + 1).flatMap((row) => row.segments);
    const isLeft = (segment: TextSegment): boolean => (segment.x0 + segment.x1) / 2 < columns.x;
    for (const segment of region.filter(isLeft)) out.push({ segment, block: block + 1 });
    for (const segment of region.filter((s) => !isLeft(s))) out.push({ segment, block: block + 2 });
    block += 3;
    r = columns.to + 1;
  }
  return out;
}
