// A pen among letters: where a stroke that is known to be the pen's runs into the print, the smoothest way through
// the ink to another such stroke is the pen's own (smooth-path.ts). It is taken out as wide as the pen is; where
// print stands on both sides of it, the print between them is kept.
import type { Binary } from './components.ts';
import { LETTER_PX, pathsFrom, type SmoothPath } from './smooth-path.ts';
import type { Heading } from './stroke-graph.ts';

type Place = readonly [x: number, y: number];
type PenPath = { readonly from: number; readonly to: number; readonly cost: number; /** A pixel apart. */ readonly points: readonly Place[]; readonly halfPx: number };

/** The ink at a size where a letter is LETTER_PX high. */
function resized({ data, widthPx, heightPx }: Binary, scale: number): Binary {
  const [w, h] = [Math.max(4, Math.ceil(widthPx * scale)), Math.max(4, Math.ceil(heightPx * scale))];
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = data[Math.min(heightPx - 1, Math.round(y / scale)) * widthPx + Math.min(widthPx - 1, Math.round(x / scale))] ?? 0;
  return { data: out, widthPx: w, heightPx: h };
}

/** Dense points along the path, smoothed, in pixels of the full ink. */
function densePoints(path: SmoothPath, scale: number): readonly Place[] {
  const at = path.points.map(([x, y]): Place => [x / scale, y / scale]);
  const smooth = at.map((point, k): Place => {
    const near = at.slice(Math.max(0, k - 1), k + 2);
    return k === 0 || k === at.length - 1 ? point : [near.reduce((sum, p) => sum + p[0], 0) / near.length, near.reduce((sum, p) => sum + p[1], 0) / near.length];
  });
  return smooth.flatMap((point, k): Place[] => {
    const next = smooth[k + 1];
    if (next === undefined) return [point];
    const steps = Math.max(1, Math.ceil(Math.hypot(next[0] - point[0], next[1] - point[1])));
    return Array.from({ length: steps }, (_, s): Place => [point[0] + ((next[0] - point[0]) * s) / steps, point[1] + ((next[1] - point[1]) * s) / steps]);
  });
}

/** What bends or jumps more than this for every step is no way of a pen; nor what does so in all. */
const MOST_PER_STEP = 1.7;
const MOST_EXCESS = 10;
const isSmooth = ({ cost, points }: SmoothPath): boolean => cost <= (points.length - 1) * MOST_PER_STEP + 0.5 && cost - 0.4 * (points.length - 1) <= MOST_EXCESS;

/** The pen's ways through the print between its open ends: the cheapest first, each end once; then the straight runs. */
function findPenPaths(ink: Binary, ends: readonly Heading[], letterPx: number): readonly PenPath[] {
  const scale = LETTER_PX / letterPx;
  const small = resized(ink, scale);
  const scaled = ends.map((end): Heading => ({ ...end, x: end.x * scale, y: end.y * scale }));
  const all = scaled.flatMap((_, from) => pathsFrom(small, scaled, from));
  const used = new Set<number>();
  const chosen = all.filter((path) => path.to > path.from && isSmooth(path)).sort((a, b) => a.cost - b.cost).filter((path) => {
    if (used.has(path.from) || used.has(path.to)) return false;
    used.add(path.from).add(path.to);
    return true;
  });
  return [...chosen, ...all.filter(({ to }) => to < 0)].map((path): PenPath => {
    const halfPx = ((ends[path.from]?.halfPx ?? 1) + (ends[path.to]?.halfPx ?? ends[path.from]?.halfPx ?? 1)) / 2;
    return { from: path.from, to: path.to, cost: path.cost, points: densePoints(path, scale), halfPx };
  });
}

/** Beyond the pen's half width: its rim, and where print beside it is looked for. */
const RIM_PX = 1.5;

type Beside = { readonly at: Place; readonly left: Place; readonly right: Place };

/** For each point of the path the two places right beside the pen. */
function besides({ points, halfPx }: PenPath, beyond: number): readonly Beside[] {
  return points.map((at, k): Beside => {
    const [a, b] = [points[Math.max(0, k - 3)] ?? at, points[Math.min(points.length - 1, k + 3)] ?? at];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const [nx, ny] = [(-(b[1] - a[1]) / length) * (halfPx + beyond), ((b[0] - a[0]) / length) * (halfPx + beyond)];
    return { at, left: [at[0] + nx, at[1] + ny], right: [at[0] - nx, at[1] - ny] };
  });
}

type Stretch = { readonly from: number; readonly to: number };

function stretchesOf(isPrint: readonly boolean[]): readonly Stretch[] {
  const out: Stretch[] = [];
  for (let k = 0; k < isPrint.length; k++) {
    if (isPrint[k] !== true) continue;
    let to = k;
    while (isPrint[to + 1] === true) to++;
    out.push({ from: k, to });
    k = to;
  }
  return out;
}

const middleOf = ({ from, to }: Stretch): number => (from + to) / 2;

function paintDisc(mask: Uint8Array, { widthPx: w, heightPx: h }: Binary, [cx, cy]: Place, radius: number, value: number): void {
  for (let y = Math.max(0, Math.floor(cy - radius)); y <= Math.min(h - 1, Math.ceil(cy + radius)); y++) {
    for (let x = Math.max(0, Math.floor(cx - radius)); x <= Math.min(w - 1, Math.ceil(cx + radius)); x++) if ((x - cx) ** 2 + (y - cy) ** 2 <= radius * radius) mask[y * w + x] = value;
  }
}

/** Print that comes out on both sides of the pen runs on beneath it. */
function keepCrossings(mask: Uint8Array, ink: Binary, pen: Uint8Array, path: PenPath): void {
  const w = ink.widthPx;
  const isPrint = ([x, y]: Place): boolean => {
    const i = Math.round(y) * w + Math.round(x);
    return ink.data[i] === 1 && pen[i] !== 1;
  };
  const near = besides(path, RIM_PX + 1);
  const [left, right] = [stretchesOf(near.map((one) => isPrint(one.left))), stretchesOf(near.map((one) => isPrint(one.right)))];
  const reach = 2.5 * path.halfPx + 2;
  for (const a of left) {
    const b = right.filter((other) => Math.abs(middleOf(other) - middleOf(a)) <= reach + Math.abs(a.to - a.from - other.to + other.from) / 2).sort((p, q) => Math.abs(middleOf(p) - middleOf(a)) - Math.abs(middleOf(q) - middleOf(a)))[0];
    if (b === undefined) continue;
    const steps = Math.max(a.to - a.from, b.to - b.from, 1);
    for (let s = 0; s <= steps; s++) {
      const p = near[Math.round(a.from + ((a.to - a.from) * s) / steps)]?.left;
      const q = near[Math.round(b.from + ((b.to - b.from) * s) / steps)]?.right;
      if (p === undefined || q === undefined) continue;
      const length = Math.max(1, Math.ceil(Math.hypot(q[0] - p[0], q[1] - p[1])));
      for (let t = 0; t <= length; t++) paintDisc(mask, ink, [p[0] + ((q[0] - p[0]) * t) / length, p[1] + ((q[1] - p[1]) * t) / length], 0.8, 0);
    }
  }
}

/** 1 where ink is the pen's: all that lies beneath its strokes, and without what print crosses them. */
export type FollowedPen = { readonly whole: Uint8Array; readonly alone: Uint8Array };

/** `pen` is 1 where the ink is known to be the pen's; to it comes what runs on from its `ends` among the letters. */
export function followPen(ink: Binary, pen: Uint8Array, ends: readonly Heading[], letterPx: number): FollowedPen {
  const paths = findPenPaths(ink, ends, letterPx);
  const onInk = (mask: Uint8Array): Uint8Array => mask.map((one, i) => (ink.data[i] === 1 ? one : 0));
  const draw = (mask: Uint8Array, path: PenPath): void => {
    for (const point of path.points) paintDisc(mask, ink, point, path.halfPx + RIM_PX, 1);
  };
  const whole = pen.slice();
  for (const path of paths) draw(whole, path);
  const alone = pen.slice();
  for (const path of paths) {
    const mask = new Uint8Array(pen.length);
    draw(mask, path);
    keepCrossings(mask, ink, whole, path);
    mask.forEach((one, i) => { if (one === 1) alone[i] = 1; });
  }
  return { whole: onInk(whole), alone: onInk(alone) };
}
