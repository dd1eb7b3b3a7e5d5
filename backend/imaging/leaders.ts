// Dotted leaders: many small dots of one size in a row, evenly spaced. Size alone would also take
// tone marks, dots below and full stops; so a dot goes only as a member of a chain of at least six,
// and only when it fits the chain's size, line and rhythm.
import type { Components } from './components.ts';
import type { LeaderCourse } from './leader-traces.ts';

type Dot = { readonly index: number; readonly x: number; readonly y: number; readonly size: number; readonly w: number; readonly h: number };

const MIN_CHAIN = 6;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function collectDots(components: Components, usable: Uint8Array, dpi: number): Dot[] {
  const mm = dpi / 25.4;
  const maxWidth = Math.max(4, 1.5 * mm);
  const maxHeight = Math.max(3, 0.75 * mm);
  const maxDashHeight = Math.max(3, 0.45 * mm);
  const dots: Dot[] = [];
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    const isDash = h <= maxDashHeight && w >= 2 * h && w <= 2.4 * mm;
    if (usable[i] !== 1 || h > maxHeight || (w > maxWidth && !isDash)) continue;
    dots.push({ index: i, x: (components.x0[i] ?? 0) + w / 2, y: (components.y0[i] ?? 0) + h / 2, size: components.area[i] ?? 0, w, h });
  }
  return dots;
}

/** Dots whose neighbours lie to the left and right at nearly the same height, gathered into chains. */
function chainDots(dots: readonly Dot[], dpi: number): Dot[][] {
  const mm = dpi / 25.4;
  const maxGap = 3.5 * mm;
  const maxStep = Math.max(1.5, 0.18 * mm);
  const rowPx = Math.max(4, Math.ceil(mm));
  const byRow = new Map<number, Dot[][]>();
  const chains: Dot[][] = [];
  for (const dot of [...dots].sort((a, b) => a.x - b.x)) {
    const row = Math.floor(dot.y / rowPx);
    let best: Dot[] | undefined;
    let bestStep = maxStep;
    for (let r = row - 1; r <= row + 1; r++) {
      for (const chain of byRow.get(r) ?? []) {
        const last = chain[chain.length - 1];
        if (last === undefined || dot.x - last.x > maxGap || dot.x <= last.x) continue;
        const step = Math.abs(dot.y - last.y);
        if (step <= bestStep) {
          best = chain;
          bestStep = step;
        }
      }
    }
    if (best === undefined) {
      best = [];
      chains.push(best);
    }
    best.push(dot);
    const home = byRow.get(row);
    if (home === undefined) byRow.set(row, [best]);
    else if (!home.includes(best)) home.push(best);
  }
  return chains;
}

/** The members of a chain that beat in its rhythm, or none when it has no rhythm. */
function rhythmic(chain: readonly Dot[], tolerancePx: number): readonly Dot[] {
  if (chain.length < MIN_CHAIN) return [];
  const gaps: number[] = [];
  for (let i = 1; i < chain.length; i++) gaps.push((chain[i]?.x ?? 0) - (chain[i - 1]?.x ?? 0));
  const period = median(gaps);
  const size = median(chain.map((dot) => dot.size));
  const slack = Math.max(tolerancePx, period * 0.3);
  const even = gaps.filter((gap) => Math.abs(gap - period) <= slack).length;
  if (even < gaps.length * 0.6 || even < MIN_CHAIN - 1) return [];
  return chain.filter((dot, i) => {
    const left = gaps[i - 1] ?? Number.POSITIVE_INFINITY;
    const right = gaps[i] ?? Number.POSITIVE_INFINITY;
    const onBeat = Math.abs(left - period) <= slack || Math.abs(right - period) <= slack;
    return onBeat && dot.size <= size * 2.2 + 3 && dot.size >= size * 0.25;
  });
}

export type Leaders = { /** 1 for components that are dots or dashes of a leader. */ readonly dots: Uint8Array; readonly courses: readonly LeaderCourse[] };

function courseOf(dots: readonly Dot[]): LeaderCourse {
  const gaps = dots.slice(1).map((dot, i) => dot.x - (dots[i]?.x ?? 0));
  return { xs: dots.map((dot) => dot.x), ys: dots.map((dot) => dot.y), periodPx: median(gaps), widthPx: median(dots.map((dot) => dot.w)), heightPx: median(dots.map((dot) => dot.h)) };
}

/** The leaders among the `usable` components. */
export function findLeaders(components: Components, usable: Uint8Array, dpi: number): Leaders {
  const chosen = new Uint8Array(components.count);
  const tolerancePx = Math.max(1, (0.12 * dpi) / 25.4);
  const courses: LeaderCourse[] = [];
  for (const chain of chainDots(collectDots(components, usable, dpi), dpi)) {
    const dots = rhythmic(chain, tolerancePx);
    for (const dot of dots) chosen[dot.index] = 1;
    if (dots.length >= MIN_CHAIN) courses.push(courseOf(dots));
  }
  return { dots: chosen, courses };
}
