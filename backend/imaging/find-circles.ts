// Large circles in a page's ink: the outer ring of a round seal that a copier made black. Three points of the
// outlines of large shapes give a circle; the one whose ring is seen on most bearings, with paper outside of
// it, is a seal's. Chance is drawn from a fixed sequence, so that a page always gives the same circles.
import type { Binary, Components } from './components.ts';

export type Circle = { readonly x: number; readonly y: number; readonly radiusPx: number };

/** Communes' seals are 36 mm across, older and smaller bodies' down to 28; copies shrink and enlarge a little. */
const RADII_MM = [13, 20] as const;
const LEAST_SHAPE_MM = 6;
const LARGEST_SHAPE_MM = 110;
const BEARINGS = 90;
/** Share of the bearings on which the ring must be seen. */
const LEAST_SEEN = 0.6;
const MOST_POINTS = 1600;
const TRIES = 2500;
const MOST_CIRCLES = 3;

type Point = readonly [x: number, y: number];

/** Outlines of shapes too large for letters, at most `MOST_POINTS` of them. */
function outlines(components: Components, dpi: number): readonly Point[] {
  const mm = dpi / 25.4;
  const isLarge = new Uint8Array(components.count);
  let any = false;
  for (let c = 0; c < components.count; c++) {
    const [w, h] = [(components.x1[c] ?? 0) - (components.x0[c] ?? 0), (components.y1[c] ?? 0) - (components.y0[c] ?? 0)];
    if (Math.max(w, h) < LEAST_SHAPE_MM * mm || Math.max(w, h) > LARGEST_SHAPE_MM * mm || Math.min(w, h) < mm || (components.area[c] ?? 0) > 0.4 * w * h) continue;
    isLarge[c] = 1;
    any = true;
  }
  if (!any) return [];
  const { runs } = components;
  const points: Point[] = [];
  for (let r = 0; r < runs.count; r++) if (isLarge[runs.label[r] ?? 0] === 1) points.push([runs.start[r] ?? 0, runs.row[r] ?? 0], [(runs.end[r] ?? 1) - 1, runs.row[r] ?? 0]);
  const step = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return points.filter((_, i) => i % step === 0);
}

/** The circle through three points; undefined when they lie in a line. */
function through([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): Circle | undefined {
  const d = 2 * ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  if (Math.abs(d) < 1) return undefined;
  const [b2, c2] = [(bx - ax) ** 2 + (by - ay) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2];
  const [ux, uy] = [((cy - ay) * b2 - (by - ay) * c2) / d, ((bx - ax) * c2 - (cx - ax) * b2) / d];
  return { x: ax + ux, y: ay + uy, radiusPx: Math.hypot(ux, uy) };
}

const DIRECTIONS = Array.from({ length: BEARINGS }, (_, k): Point => [Math.cos((k * 2 * Math.PI) / BEARINGS), Math.sin((k * 2 * Math.PI) / BEARINGS)]);

/** Share of the bearings with ink at the radius and none a little outside of it. */
function seen(ink: Binary, circle: Circle, dpi: number): number {
  const reach = Math.max(1, Math.round(circle.radiusPx * 0.012));
  const outside = circle.radiusPx + dpi / 25.4;
  const at = (dx: number, dy: number, r: number): number => {
    const [x, y] = [Math.round(circle.x + dx * r), Math.round(circle.y + dy * r)];
    return x < 0 || y < 0 || x >= ink.widthPx || y >= ink.heightPx ? 0 : (ink.data[y * ink.widthPx + x] ?? 0);
  };
  let count = 0;
  for (const [dx, dy] of DIRECTIONS) {
    let isInk = false;
    for (let off = -reach; off <= reach && !isInk; off++) isInk = at(dx, dy, circle.radiusPx + off) === 1;
    if (isInk && at(dx, dy, outside) === 0) count++;
  }
  return count / BEARINGS;
}

/** Numbers from 0 to 1, the same on every run. */
function sequence(): () => number {
  let state = 12345;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

function bestCircle(ink: Binary, points: readonly Point[], dpi: number): Circle | undefined {
  const mm = dpi / 25.4;
  const next = sequence();
  const pick = (): Point => points[Math.floor(next() * points.length)] ?? [0, 0];
  let best: { circle: Circle; seen: number } | undefined;
  for (let t = 0; t < TRIES && (best?.seen ?? 0) < 0.9; t++) {
    const [a, b, c] = [pick(), pick(), pick()];
    if (Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[0] - c[0]), Math.abs(a[1] - c[1])) > 2 * RADII_MM[1] * mm) continue;
    const circle = through(a, b, c);
    if (circle === undefined || circle.radiusPx < RADII_MM[0] * mm || circle.radiusPx > RADII_MM[1] * mm) continue;
    const share = seen(ink, circle, dpi);
    if (share >= LEAST_SEEN && share > (best?.seen ?? 0)) best = { circle, seen: share };
  }
  return best?.circle;
}

/** Rings of seals in the page's ink, the plainest first. */
export function findCircles(ink: Binary, components: Components, dpi: number): readonly Circle[] {
  let points = outlines(components, dpi);
  const circles: Circle[] = [];
  while (points.length > 60 && circles.length < MOST_CIRCLES) {
    const found = bestCircle(ink, points, dpi);
    if (found === undefined) break;
    circles.push(found);
    points = points.filter(([x, y]) => Math.hypot(x - found.x, y - found.y) > found.radiusPx * 1.06);
  }
  return circles;
}
