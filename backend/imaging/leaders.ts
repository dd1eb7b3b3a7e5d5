// Dotted leaders: many small dots of one size in a row, evenly spaced. Size alone would also take
// tone marks, dots below and full stops; so a dot goes only as a member of a chain of at least six,
// and only when it fits the chain's size, line and rhythm.
import type { Components } from './components.ts';

type Dot = { readonly index: number; readonly x: number; readonly y: number; readonly size: number };

const MIN_CHAIN = 6;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function collectDots(components: Components, usable: Uint8Array, dpi: number): Dot[] {
  const mm = dpi / 25.4;
  const maxWidth = Math.max(4, 1.5 * mm);
  const maxHeight = Math.max(3, 0.75 * mm);
  const dots: Dot[] = [];
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    if (usable[i] !== 1 || w > maxWidth || h > maxHeight) continue;
    dots.push({ index: i, x: (components.x0[i] ?? 0) + w / 2, y: (components.y0[i] ?? 0) + h / 2, size: components.area[i] ?? 0 });
  }
  return dots;
}

/** Dots whose neighbours lie to the left and right at nearly the same height, gathered into chains. */
function chainDots(dots: readonly Dot[], dpi: number): Dot[][] {
  const mm = dpi / 25.4;
  const maxGap = 2.6 * mm;
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

/** Flags (1) the components, out of the `usable` ones, that are dots of a leader. */
export function findLeaders(components: Components, usable: Uint8Array, dpi: number): Uint8Array {
  const chosen = new Uint8Array(components.count);
  const tolerancePx = Math.max(1, (0.12 * dpi) / 25.4);
  for (const chain of chainDots(collectDots(components, usable, dpi), dpi)) {
    for (const dot of rhythmic(chain, tolerancePx)) chosen[dot.index] = 1;
  }
  return chosen;
}
