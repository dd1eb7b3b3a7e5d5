// What is ink but no print: ornamental borders (one shape repeated evenly along an edge) and solid
// blobs (punch holes, ink spots). Print never repeats one shape so often, so evenly and so close.
import type { Components } from './components.ts';

/** Longer than any number, closer set than any lines: twelve equal figures in a row, or a column of equal initials, are print. */
const MIN_REPEATS = 16;

type Shape = { readonly index: number; readonly along: number; readonly across: number; readonly w: number; readonly h: number; readonly area: number };

const near = (a: number, b: number, share: number): boolean => Math.abs(a - b) <= Math.max(1.5, share * Math.max(a, b));

const isSameShape = (a: Shape, b: Shape): boolean => near(a.w, b.w, 0.16) && near(a.h, b.h, 0.16) && near(a.area, b.area, 0.35);

function chainShapes(shapes: readonly Shape[]): Shape[][] {
  const chains: Shape[][] = [];
  /** The last shape of each chain that may still go on. */
  const ends: Shape[] = [];
  const open: Shape[][] = [];
  for (const shape of [...shapes].sort((a, b) => a.along - b.along)) {
    const home = homeOf(shape, ends);
    const chain = open[home];
    if (chain === undefined) {
      chains.push([shape]);
      open.push(chains.at(-1) ?? []);
      ends.push(shape);
    } else {
      chain.push(shape);
      ends[home] = shape;
    }
    if (chains.length % TIDIED_EVERY === 0) dropEnded(shape, open, ends);
  }
  return chains;
}

const OPEN_PX = 400;
const TIDIED_EVERY = 64;

/** The first open chain that the shape goes on; -1 for none. */
function homeOf(shape: Shape, ends: readonly Shape[]): number {
  const size = Math.max(shape.w, shape.h);
  const reach = Math.min(OPEN_PX, size * 1.6);
  return ends.findIndex((last) => shape.along > last.along && shape.along - last.along < reach && Math.abs(shape.across - last.across) < size * 0.2 && isSameShape(last, shape));
}

/** No later shape is near enough to these: they come in order. */
function dropEnded(shape: Shape, open: Shape[][], ends: Shape[]): void {
  let kept = 0;
  ends.forEach((last, i) => {
    if (shape.along - last.along >= OPEN_PX) return;
    open[kept] = open[i] ?? [];
    ends[kept++] = last;
  });
  open.length = kept;
  ends.length = kept;
}

function isEven(chain: readonly Shape[]): boolean {
  const gaps = chain.slice(1).map((shape, i) => shape.along - (chain[i]?.along ?? 0)).sort((a, b) => a - b);
  const period = gaps[gaps.length >> 1] ?? 0;
  return gaps.filter((gap) => near(gap, period, 0.12)).length >= gaps.length * 0.75;
}

function shapesOf(components: Components, dpi: number, axis: 'across' | 'down'): Shape[] {
  const mm = dpi / 25.4;
  const shapes: Shape[] = [];
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    if (Math.max(w, h) < 1.5 * mm || Math.max(w, h) > 12 * mm) continue;
    const x = (components.x0[i] ?? 0) + w / 2;
    const y = (components.y0[i] ?? 0) + h / 2;
    shapes.push({ index: i, along: axis === 'across' ? x : y, across: axis === 'across' ? y : x, w, h, area: components.area[i] ?? 0 });
  }
  return shapes;
}

/** A shape's ink in so many columns and rows of its box. */
const CELLS = 4;
/** Share of their ink by which neighbours of an ornament differ at the most, half of them by less; letters in a row differ by more. */
const MOST_DIFFERENCE = 0.15;

/** How the ink of each shape of the chain is spread over its box. */
function spreadOf({ runs, x0, y0, x1, y1 }: Components, chain: readonly Shape[]): readonly Float64Array[] {
  const cells = new Map(chain.map(({ index }) => [index, new Float64Array(CELLS * CELLS)]));
  for (let r = 0; r < runs.count; r++) {
    const label = runs.label[r] ?? -1;
    const own = cells.get(label);
    if (own === undefined) continue;
    const [left, top, w, h] = [x0[label] ?? 0, y0[label] ?? 0, (x1[label] ?? 0) - (x0[label] ?? 0), (y1[label] ?? 0) - (y0[label] ?? 0)];
    const row = Math.min(CELLS - 1, Math.floor((((runs.row[r] ?? 0) - top) * CELLS) / h)) * CELLS;
    for (let x = runs.start[r] ?? 0; x < (runs.end[r] ?? 0); x++) {
      const at = row + Math.min(CELLS - 1, Math.floor(((x - left) * CELLS) / w));
      own[at] = (own[at] ?? 0) + 1;
    }
  }
  return [...cells.values()];
}

/** One shape over and over: a row of capitals or figures is as even, but no two neighbours are alike. */
function isOneShape(components: Components, chain: readonly Shape[]): boolean {
  const spread = spreadOf(components, chain);
  const differences = spread.slice(1).map((cells, i) => {
    const before = spread[i] ?? cells;
    const ink = cells.reduce((sum, n, k) => sum + n + (before[k] ?? 0), 0);
    return cells.reduce((sum, n, k) => sum + Math.abs(n - (before[k] ?? 0)), 0) / Math.max(1, ink);
  }).sort((a, b) => a - b);
  return (differences[differences.length >> 1] ?? 0) <= MOST_DIFFERENCE;
}

/** Flags (1) the components that are parts of an ornamental border, or solid blobs larger than print. */
export function findOrnaments(components: Components, dpi: number): Uint8Array {
  const chosen = new Uint8Array(components.count);
  for (const axis of ['across', 'down'] as const) {
    for (const chain of chainShapes(shapesOf(components, dpi, axis))) {
      const lengthPx = (chain.at(-1)?.along ?? 0) - (chain[0]?.along ?? 0);
      if (chain.length >= MIN_REPEATS && lengthPx > (60 * dpi) / 25.4 && isEven(chain) && isOneShape(components, chain)) for (const shape of chain) chosen[shape.index] = 1;
    }
  }
  const leastBlobPx = (3.8 * dpi) / 25.4;
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    if (Math.min(w, h) > leastBlobPx && (components.area[i] ?? 0) > w * h * 0.68) chosen[i] = 1;
  }
  return chosen;
}
