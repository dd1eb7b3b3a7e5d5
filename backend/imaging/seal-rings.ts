// The rings of a round seal, told around its middle: seen so they are level lines, and what crosses them is
// print. A seal is never quite round on a skewed or bent page: its outer ring is followed, the inner ones with it.
import type { Binary } from './components.ts';
import type { Circle } from './find-circles.ts';

/** From and to, in pixels from the middle where the seal is round. */
export type Ring = readonly [from: number, to: number];

export type Seal = {
  readonly circle: Circle;
  readonly rings: readonly Ring[];
  /** By bearing: how far out the outer ring lies, as a share of its radius. */
  readonly stretch: Float32Array;
};

/** How far the outer ring may lie from where a circle would be. */
const MOST_DRIFT = 0.05;
const LEAST_COVER = 0.5;
const THICKEST = 0.1;

/** Ink at a bearing and a distance from the middle; bearings are counted 0 … `bearings`. */
type Look = (bearing: number, distance: number) => number;

const bearingsOf = ({ radiusPx }: Circle): number => Math.round(2 * Math.PI * radiusPx);

function lookAround(ink: Binary, { x, y }: Circle, bearings: number): Look {
  const [cos, sin] = [new Float64Array(bearings), new Float64Array(bearings)];
  for (let b = 0; b < bearings; b++) {
    cos[b] = Math.cos((b * 2 * Math.PI) / bearings);
    sin[b] = Math.sin((b * 2 * Math.PI) / bearings);
  }
  return (bearing, distance) => {
    const b = ((bearing % bearings) + bearings) % bearings;
    const [px, py] = [Math.round(x + (cos[b] ?? 0) * distance), Math.round(y + (sin[b] ?? 0) * distance)];
    return px < 0 || py < 0 || px >= ink.widthPx || py >= ink.heightPx ? 0 : (ink.data[py * ink.widthPx + px] ?? 0);
  };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The middle of the run of ink nearest to `radiusPx`, if there is one near enough. */
function runNear(look: Look, bearing: number, radiusPx: number, reach: number): number | undefined {
  for (let off = 0; off <= reach; off++) {
    for (const start of [radiusPx - off, radiusPx + off]) {
      if (look(bearing, start) !== 1) continue;
      let [low, high] = [start, start];
      while (start - low < 2 * reach && look(bearing, low - 1) === 1) low--;
      while (high - start < 2 * reach && look(bearing, high + 1) === 1) high++;
      return (low + high) / 2;
    }
  }
  return undefined;
}

/** How far out the outer ring lies on every bearing, smoothed over what crosses it. */
function followRing(look: Look, { radiusPx }: Circle, bearings: number): Float32Array {
  const reach = Math.max(3, Math.round(radiusPx * MOST_DRIFT));
  const found = Array.from({ length: bearings }, (_, b) => runNear(look, b, radiusPx, reach));
  const window = Math.round(bearings / 24);
  const out = new Float32Array(bearings);
  for (let b = 0; b < bearings; b++) {
    const near: number[] = [];
    for (let k = -window; k <= window; k += 2) {
      const one = found[(b + k + bearings) % bearings];
      if (one !== undefined) near.push(one);
    }
    out[b] = near.length < 3 ? 1 : median(near) / radiusPx;
  }
  return out;
}

/** Distances at which ink is seen on most bearings. */
function findRings(look: Look, { radiusPx }: Circle, stretch: Float32Array): readonly Ring[] {
  const bearings = stretch.length;
  const last = Math.round(radiusPx * (1 + MOST_DRIFT));
  const cover = Array.from({ length: last + 1 }, (_, r) => {
    let n = 0;
    for (let b = 0; b < bearings; b++) n += look(b, r * (stretch[b] ?? 1));
    return n / bearings;
  });
  const rings: Ring[] = [];
  for (let r = Math.round(radiusPx * 0.45); r <= last; r++) {
    if ((cover[r] ?? 0) < LEAST_COVER) continue;
    let to = r;
    while ((cover[to + 1] ?? 0) >= LEAST_COVER) to++;
    if (to - r < radiusPx * THICKEST) rings.push([r, to]);
    r = to;
  }
  return rings;
}

/** The seal that has this outer ring; undefined when no ring holds. */
export function measureSeal(ink: Binary, circle: Circle): Seal | undefined {
  const bearings = bearingsOf(circle);
  const look = lookAround(ink, circle, bearings);
  const stretch = followRing(look, circle, bearings);
  const rings = findRings(look, circle, stretch);
  return rings.some(([from, to]) => to > circle.radiusPx * 0.93 && from < circle.radiusPx * 1.05) ? { circle, rings, stretch } : undefined;
}

/** Where print crosses a ring: ink right inside and right outside of it, on bearings a pixel or two apart. */
export function crossingsOf(ink: Binary, { circle, stretch }: Seal, [from, to]: Ring): Uint8Array {
  const bearings = stretch.length;
  const look = lookAround(ink, circle, bearings);
  const beside = (b: number, r: number): boolean => [0, -1, 1].some((k) => look(b + k, r * (stretch[(b + k + bearings) % bearings] ?? 1)) === 1);
  const [inner, outer] = [new Uint8Array(bearings), new Uint8Array(bearings)];
  for (let b = 0; b < bearings; b++) {
    inner[b] = beside(b, from - 2) && beside(b, from - 3.5) ? 1 : 0;
    outer[b] = beside(b, to + 2) && beside(b, to + 3.5) ? 1 : 0;
  }
  const slant = Math.max(2, Math.round((to - from + 5) * 0.5));
  const near = (list: Uint8Array, b: number): boolean => {
    for (let k = -slant; k <= slant; k++) if (list[(b + k + bearings) % bearings] === 1) return true;
    return false;
  };
  return Uint8Array.from({ length: bearings }, (_, b) => ((inner[b] === 1 && near(outer, b)) || (outer[b] === 1 && near(inner, b)) ? 1 : 0));
}
