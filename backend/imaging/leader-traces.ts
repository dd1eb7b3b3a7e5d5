// What a leader leaves where it runs through the value: dots and dashes that touch a letter's foot are no
// shapes of their own. Where the leader's rhythm says that a dot must be, ink as low as a dot, with nothing
// standing on it or hanging from it, no wider than the dot, is taken out; a letter's own strokes are taller
// or wider.
import type { Binary } from './components.ts';

/** A leader found: its marks left to right (middles), and their typical size. */
export type LeaderCourse = { readonly xs: readonly number[]; readonly ys: readonly number[]; readonly periodPx: number; readonly widthPx: number; readonly heightPx: number };

/** How many marks beyond its ends a leader is followed: through a value, to the label. */
const BEYOND = 45;

/** Courses of one line that a value cut apart, as one. */
function joinCourses(courses: readonly LeaderCourse[]): LeaderCourse[] {
  const out: LeaderCourse[] = [];
  for (const course of [...courses].sort((a, b) => (a.xs[0] ?? 0) - (b.xs[0] ?? 0))) {
    const at = out.findIndex((other) => {
      const gapPx = (course.xs[0] ?? 0) - (other.xs.at(-1) ?? 0);
      const risePx = Math.abs((course.ys[0] ?? 0) - (other.ys.at(-1) ?? 0));
      return gapPx > 0 && risePx <= Math.max(2, gapPx * 0.01) && Math.abs(other.periodPx - course.periodPx) <= 0.12 * course.periodPx;
    });
    const home = out[at];
    if (home === undefined) out.push(course);
    else out[at] = { ...home, xs: [...home.xs, ...course.xs], ys: [...home.ys, ...course.ys] };
  }
  return out;
}

type Thin = { readonly from: number; readonly to: number };

/** Whether the column's ink at the leader's height is as tall as a dot and stands where a dot stands. */
function isDotColumn(ink: Binary, x: number, yPx: number, heightPx: number): boolean {
  const { data, widthPx: w, heightPx: h } = ink;
  const y = Math.round(yPx);
  if (x < 0 || x >= w || y < 0 || y >= h || data[y * w + x] !== 1) return false;
  const most = Math.ceil(heightPx) + 1;
  let top = y;
  while (top > 0 && y - top <= most && data[(top - 1) * w + x] === 1) top--;
  let low = y;
  while (low < h - 1 && low - top <= most && data[(low + 1) * w + x] === 1) low++;
  // a bowl's foot ends on the baseline, a dot has it in its middle
  return low - top + 1 <= most && Math.abs((top + low) / 2 - yPx) <= 0.25 * heightPx + 0.3;
}

/** Groups of such columns. */
function thinGroups(ink: Binary, x0: number, x1: number, yAt: (x: number) => number, heightPx: number): Thin[] {
  const groups: Thin[] = [];
  let from = -1;
  for (let x = x0; x <= x1 + 1; x++) {
    const isThin = x <= x1 && isDotColumn(ink, x, yAt(x), heightPx);
    if (isThin && from < 0) from = x;
    if (!isThin && from >= 0) {
      groups.push({ from, to: x });
      from = -1;
    }
  }
  return groups;
}

/** The leader's line, its beat refined over all its marks. */
function fitCourse({ xs, ys, periodPx }: LeaderCourse): { readonly yAt: (x: number) => number; readonly offBeat: (x: number) => number } {
  // counted from mark to mark: over the whole line a rough beat would miscount
  let beat = 0;
  const beats = xs.map((x, i) => (beat += i === 0 ? 0 : Math.round((x - (xs[i - 1] ?? 0)) / periodPx)));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const slopeOver = (from: readonly number[], to: readonly number[]): number => {
    const [fx, fy] = [mean(from), mean(to)];
    const spread = from.reduce((sum, value) => sum + (value - fx) ** 2, 0);
    return spread === 0 ? 0 : from.reduce((sum, value, i) => sum + (value - fx) * ((to[i] ?? 0) - fy), 0) / spread;
  };
  const period = slopeOver(beats, xs) || periodPx;
  const slope = slopeOver(xs, ys);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const start = meanX - period * mean(beats);
  return {
    yAt: (x) => meanY + slope * (x - meanX),
    offBeat: (x) => Math.abs((x - start) / period - Math.round((x - start) / period)) * period,
  };
}

/** Whether the columns' ink goes on sideways: a mark that stands free may be a letter's own dot. */
function isAttached(ink: Binary, { from, to }: Thin, y: number, most: number): boolean {
  for (let row = Math.max(0, Math.round(y - most / 2)); row <= Math.min(ink.heightPx - 1, Math.round(y + most / 2)); row++) {
    const base = row * ink.widthPx;
    if ((from > 0 && ink.data[base + from - 1] === 1 && ink.data[base + from] === 1) || (to < ink.widthPx && ink.data[base + to] === 1 && ink.data[base + to - 1] === 1)) return true;
  }
  return false;
}

/** Whether nothing stands over the columns, up to a letter's height: no letter can own the mark. */
function isOpenAbove(ink: Binary, { from, to }: Thin, y: number, heightPx: number): boolean {
  for (let row = Math.max(0, Math.round(y - 14 * heightPx)); row < y - 1.5 * heightPx; row++) {
    for (let x = Math.max(0, from - 1); x <= Math.min(ink.widthPx - 1, to); x++) if (ink.data[Math.floor(row) * ink.widthPx + x] === 1) return false;
  }
  return true;
}

/** Takes dots and dashes that touch print out of `gray` and `ink` (both in place); tells whether there were any. */
export function eraseLeaderTraces(gray: { readonly data: Uint8Array }, ink: Binary, courses: readonly LeaderCourse[]): boolean {
  let erased = false;
  for (const course of joinCourses(courses)) {
    const { yAt, offBeat } = fitCourse(course);
    const first = Math.floor((course.xs[0] ?? 0) - BEYOND * course.periodPx);
    const last = Math.ceil((course.xs.at(-1) ?? 0) + BEYOND * course.periodPx);
    const most = Math.ceil(course.heightPx) + 1;
    for (const group of thinGroups(ink, first, last, yAt, course.heightPx)) {
      const [widthPx, middle] = [group.to - group.from, (group.from + group.to - 1) / 2];
      const isMark = widthPx <= course.widthPx + 2 && offBeat(middle) + widthPx / 2 <= course.widthPx / 2 + 0.12 * course.periodPx + 1;
      if (!isMark || !(isAttached(ink, group, yAt(middle), most) || isOpenAbove(ink, group, yAt(middle), course.heightPx))) continue;
      erase(gray, ink, group.from, group.to, Math.round(yAt(middle) - most), Math.round(yAt(middle) + most));
      erased = true;
    }
  }
  return erased;
}

/** The columns' ink between two rows, with its grey rim. */
function erase(gray: { readonly data: Uint8Array }, ink: Binary, from: number, to: number, top: number, low: number): void {
  const { data, widthPx: w, heightPx: h } = ink;
  for (let x = from; x < to; x++) {
    for (let y = Math.max(0, top - 1); y <= Math.min(h - 1, low + 1); y++) {
      data[y * w + x] = 0;
      gray.data[y * w + x] = 255;
    }
  }
}
