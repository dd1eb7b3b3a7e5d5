// Solid rules and frames: long straight runs of ink, thin in the other direction. They are taken out
// of the copy that is read; where a letter's stroke crosses or meets the rule, the stroke is kept.
import type { Box } from '../../shared/domain/geometry.ts';
import { release } from './release.ts';
import { collectRuns, componentsOf, type BareRuns, type Binary, type Components } from './components.ts';

export type Rule = { readonly box: Box; readonly direction: 'horizontal' | 'vertical' };

export type RuleLimits = { readonly minLengthPx: number; readonly maxThicknessPx: number };

/** A gap in a rule of up to this many pixels is bridged. */
const BRIDGED_PX = 2;

/** Horizontal runs at least `minRunPx` long, small gaps bridged. */
function longRuns(ink: BareRuns, minRunPx: number): BareRuns {
  const [start, end, row]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < ink.count; ) {
    const y = ink.row[i] ?? 0;
    const from = ink.start[i] ?? 0;
    let to = ink.end[i] ?? 0;
    i++;
    for (; i < ink.count && ink.row[i] === y && (ink.start[i] ?? 0) - to <= BRIDGED_PX; i++) to = ink.end[i] ?? 0;
    if (to - from < minRunPx) continue;
    start.push(from);
    end.push(to);
    row.push(y);
  }
  return { count: start.length, start: Int32Array.from(start), end: Int32Array.from(end), row: Int32Array.from(row) };
}

type Upright = { readonly x: number; readonly from: number; readonly to: number };

/** Vertical runs at least `minRunPx` long, small gaps bridged; `to` is their last row. */
function longUprights(ink: BareRuns, widthPx: number, minRunPx: number): readonly Upright[] {
  const uprights: Upright[] = [];
  const first = new Int32Array(widthPx).fill(-1);
  const last = new Int32Array(widthPx);
  const close = (x: number): void => {
    const [from, to] = [first[x] ?? 0, last[x] ?? 0];
    if (from !== -1 && to + 1 - from >= minRunPx) uprights.push({ x, from, to });
  };
  for (let i = 0; i < ink.count; i++) {
    const y = ink.row[i] ?? 0;
    for (let x = ink.start[i] ?? 0; x < (ink.end[i] ?? 0); x++) {
      if (first[x] === -1 || y - (last[x] ?? 0) > BRIDGED_PX + 1) {
        close(x);
        first[x] = y;
      }
      last[x] = y;
    }
  }
  for (let x = 0; x < widthPx; x++) close(x);
  return uprights;
}

/** The same ink as horizontal runs. */
function runsOf(uprights: readonly Upright[], { widthPx, heightPx }: Binary): BareRuns {
  const none = new Int32Array(0);
  if (uprights.length === 0) return { count: 0, start: none, end: none, row: none };
  const data = new Uint8Array(widthPx * heightPx);
  for (const { x, from, to } of uprights) for (let y = from; y <= to; y++) data[y * widthPx + x] = 1;
  const runs = collectRuns({ data, widthPx, heightPx });
  release(data);
  return runs;
}

function selectRules(found: Components, direction: Rule['direction'], limits: RuleLimits): { rules: Rule[]; chosen: Uint8Array } {
  const rules: Rule[] = [];
  const chosen = new Uint8Array(found.count);
  for (let c = 0; c < found.count; c++) {
    const x = found.x0[c] ?? 0;
    const y = found.y0[c] ?? 0;
    const w = (found.x1[c] ?? 0) - x;
    const h = (found.y1[c] ?? 0) - y;
    const length = direction === 'horizontal' ? w : h;
    const thickness = (found.area[c] ?? 0) / Math.max(1, length);
    if (length < limits.minLengthPx || thickness > limits.maxThicknessPx || length < thickness * 12) continue;
    rules.push({ box: [x, y, w, h], direction });
    chosen[c] = 1;
  }
  return { rules, chosen };
}

/** Erases a horizontal rule's runs from grey and binary, except columns where ink goes on above and below. */
function eraseHorizontal(gray: { readonly data: Uint8Array }, binary: Binary, found: Components, chosen: Uint8Array, reachPx: number): void {
  const { widthPx, heightPx, data } = binary;
  const { runs } = found;
  // columns are judged on the image as it was: collect first, erase after
  const erase: number[] = [];
  for (let i = 0; i < runs.count; i++) {
    if (chosen[runs.label[i] ?? 0] !== 1) continue;
    const y = runs.row[i] ?? 0;
    for (let x = runs.start[i] ?? 0; x < (runs.end[i] ?? 0); x++) {
      let top = y;
      while (top > 0 && y - top <= reachPx && data[(top - 1) * widthPx + x] === 1) top--;
      let low = y;
      while (low < heightPx - 1 && low - y <= reachPx && data[(low + 1) * widthPx + x] === 1) low++;
      if (low - top < reachPx) erase.push(y * widthPx + x);
    }
  }
  for (const at of erase) {
    data[at] = 0;
    gray.data[at] = 255;
    softenEdge(gray.data, data, at, -widthPx);
    softenEdge(gray.data, data, at, widthPx);
  }
}

/** The grey rim of an erased pixel goes with it, two pixels deep, unless it is ink of something else. */
function softenEdge(gray: Uint8Array, binary: Uint8Array, at: number, step: number): void {
  for (let k = 1; k <= 2; k++) {
    const i = at + step * k;
    if (i < 0 || i >= gray.length || binary[i] === 1) return;
    gray[i] = 255;
  }
}

function eraseVertical(gray: { readonly data: Uint8Array }, binary: Binary, found: Components, chosen: Uint8Array, reachPx: number): void {
  const { widthPx, data } = binary;
  const { runs } = found;
  const erase: number[] = [];
  for (let i = 0; i < runs.count; i++) {
    if (chosen[runs.label[i] ?? 0] !== 1) continue;
    const base = (runs.row[i] ?? 0) * widthPx;
    const start = runs.start[i] ?? 0;
    const end = runs.end[i] ?? 0;
    let from = start;
    while (from > 0 && start - from <= reachPx && data[base + from - 1] === 1) from--;
    let to = end;
    while (to < widthPx && to - end <= reachPx && data[base + to] === 1) to++;
    if (to - from > reachPx + end - start) continue;
    for (let x = start; x < end; x++) erase.push(base + x);
  }
  for (const at of erase) {
    data[at] = 0;
    gray.data[at] = 255;
    softenEdge(gray.data, data, at, -1);
    softenEdge(gray.data, data, at, 1);
  }
}

/** Short pieces of a rule that stairs and broken print cut off: within a pixel of the rule's own course. */
function findRemnants(ink: BareRuns, found: Components, chosen: Uint8Array, rules: readonly Rule[], dpi: number): { pieces: Components; chosen: Uint8Array } {
  const mm = dpi / 25.4;
  if (rules.length === 0) return { pieces: found, chosen: new Uint8Array(found.count) };
  const pieces = componentsOf(longRuns(ink, Math.max(4, Math.round(0.7 * mm))));
  const isPiece = new Uint8Array(pieces.count);
  const courses = coursesOf(found, chosen);
  for (let c = 0; c < pieces.count; c++) {
    const x0 = pieces.x0[c] ?? 0;
    const x1 = pieces.x1[c] ?? 0;
    const top = pieces.y0[c] ?? 0;
    const low = pieces.y1[c] ?? 0;
    if (courses.some((course) => x1 > course.x0 - 4 * mm && x0 < course.x1 + 4 * mm && isOnCourse(course, (x0 + x1) / 2, top, low))) isPiece[c] = 1;
  }
  return { pieces, chosen: isPiece };
}

type Course = { readonly x0: number; readonly x1: number; readonly y: number; readonly slope: number; readonly half: number };

const isOnCourse = (course: Course, x: number, top: number, low: number): boolean => {
  const y = course.y + course.slope * (x - course.x0);
  return top >= y - course.half - 1.5 && low <= y + course.half + 1.5;
};

/** Straight courses of the chosen rules by least squares over their runs. */
function coursesOf(found: Components, chosen: Uint8Array): Course[] {
  const sums = new Map<number, { n: number; x: number; y: number; xx: number; xy: number }>();
  const { runs } = found;
  for (let i = 0; i < runs.count; i++) {
    const c = runs.label[i] ?? 0;
    if (chosen[c] !== 1) continue;
    const start = runs.start[i] ?? 0;
    const end = runs.end[i] ?? 0;
    const weight = end - start;
    const x = (start + end) / 2;
    const y = (runs.row[i] ?? 0) + 0.5;
    const sum = sums.get(c) ?? { n: 0, x: 0, y: 0, xx: 0, xy: 0 };
    sums.set(c, { n: sum.n + weight, x: sum.x + weight * x, y: sum.y + weight * y, xx: sum.xx + weight * (x * x + (weight * weight) / 12), xy: sum.xy + weight * x * y });
  }
  return [...sums].map(([c, sum]) => {
    const spread = sum.xx - (sum.x * sum.x) / sum.n;
    const slope = spread <= 0 ? 0 : (sum.xy - (sum.x * sum.y) / sum.n) / spread;
    const x0 = found.x0[c] ?? 0;
    const x1 = found.x1[c] ?? 0;
    return { x0, x1, y: sum.y / sum.n + slope * (x0 - sum.x / sum.n), slope, half: (found.area[c] ?? 0) / Math.max(1, x1 - x0) / 2 };
  });
}

/** Takes rules out of `gray` and `binary` (both in place) and tells where they were. */
export function removeRules(gray: { readonly data: Uint8Array }, binary: Binary, dpi: number): readonly Rule[] {
  const mm = dpi / 25.4;
  const maxThicknessPx = Math.max(3, 1.3 * mm);
  const ink = collectRuns(binary);
  const horizontal = componentsOf(longRuns(ink, Math.round(7 * mm)));
  const vertical = componentsOf(runsOf(longUprights(ink, binary.widthPx, Math.round(10 * mm)), binary));
  const across = selectRules(horizontal, 'horizontal', { minLengthPx: 9 * mm, maxThicknessPx });
  const down = selectRules(vertical, 'vertical', { minLengthPx: 12 * mm, maxThicknessPx });
  const remnants = findRemnants(ink, horizontal, across.chosen, across.rules, dpi);
  eraseHorizontal(gray, binary, horizontal, across.chosen, Math.round(maxThicknessPx * 1.2));
  eraseHorizontal(gray, binary, remnants.pieces, remnants.chosen, Math.round(maxThicknessPx * 1.2));
  eraseVertical(gray, binary, vertical, down.chosen, Math.round(maxThicknessPx * 1.2));
  return [...across.rules, ...down.rules];
}
