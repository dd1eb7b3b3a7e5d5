// Pen strokes over print: a black signature through the printed name, the ring of a black seal on a
// photocopy. Ink that hangs together and is far larger than a letter is taken apart into courses of the
// pen (stroke-graph.ts); a course that runs on smoothly far beyond a letter's height is no print and is
// taken out; print that it crosses is put back where the original had ink.
import type { Binary, Components } from './components.ts';
import { bottom, right, union, type Box } from '../../shared/domain/geometry.ts';
import { followPen, type FollowedPen } from './follow-pen.ts';
import { buildStrokeGraph, coursesOf, pairEnds, type Edge, type Heading, type StrokeGraph } from './stroke-graph.ts';
import { depthOf, thin } from './thin.ts';

/** In letter heights. */
const LEAST_WIDTH = 3.5;
const LEAST_HEIGHT = 1.9;
const LEAST_EXTENT = 3;
/** A course that runs on so far is no print, however often letters cross it. */
const LEAST_COURSE = 4.5;
/** The same right beside a pen's stroke that was found: its next loops, which hang together with other letters. */
const LEAST_EXTENT_BESIDE = 2.2;
/** A piece of a signature that stands alone: taller than any letter with its marks. */
const LEAST_LOOP = { height: 3.3, width: 0.8 } as const;
/** Courses beside a found one that are as thick as it: pieces of the same pen. */
const LEAST_PIECE = 1.8;
/** What hangs together with the pen and lies farther than this from the rows of print is pen. */
const FARTHEST_PRINT = 0.55;
const LARGEST_MM = 90;
/** Looked at on one page: three signatures and three seals at 600 dpi. */
const MOST_PIXELS = 8_000_000;
const THICKEST_MM = 1.7;

type Page = { readonly gray: { readonly data: Uint8Array }; readonly ink: Binary; readonly components: Components; readonly letterPx: number; readonly dpi: number };
type Patch = { readonly ink: Binary; readonly x: number; readonly y: number };

/** The component alone, with an empty rim. */
function cutOut(components: Components, chosen: ReadonlySet<number>): Map<number, Patch> {
  const patches = new Map<number, Patch>();
  for (const c of chosen) {
    const x = (components.x0[c] ?? 0) - 2;
    const y = (components.y0[c] ?? 0) - 2;
    const widthPx = (components.x1[c] ?? 0) + 2 - x;
    const heightPx = (components.y1[c] ?? 0) + 2 - y;
    patches.set(c, { x, y, ink: { data: new Uint8Array(widthPx * heightPx), widthPx, heightPx } });
  }
  const { runs } = components;
  for (let r = 0; r < runs.count; r++) {
    const patch = patches.get(runs.label[r] ?? -1);
    if (patch === undefined) continue;
    const base = ((runs.row[r] ?? 0) - patch.y) * patch.ink.widthPx - patch.x;
    patch.ink.data.fill(1, base + (runs.start[r] ?? 0), base + (runs.end[r] ?? 0));
  }
  return patches;
}

function isLarge(components: Components, c: number, letterPx: number, dpi: number): boolean {
  const w = (components.x1[c] ?? 0) - (components.x0[c] ?? 0);
  const h = (components.y1[c] ?? 0) - (components.y0[c] ?? 0);
  const mostPx = (LARGEST_MM * dpi) / 25.4;
  const isLoop = h >= LEAST_LOOP.height * letterPx && w >= LEAST_LOOP.width * letterPx;
  return (isLoop || (Math.max(w, h) >= LEAST_WIDTH * letterPx && Math.min(w, h) >= LEAST_HEIGHT * letterPx)) && Math.max(w, h) <= mostPx && (components.area[c] ?? 0) < w * h * 0.35;
}

type Sized = { readonly edge: Edge; readonly box: Box };

function boxOf(points: readonly number[], w: number): Box {
  let [x0, y0, x1, y1] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const i of points) {
    const [x, y] = [i % w, Math.floor(i / w)];
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1 - x0, y1 - y0];
}

const extentOf = (box: Box | undefined): number => (box === undefined ? 0 : Math.max(box[2], box[3]));

/** In letter heights, how far beside the ink the letters of the same row are looked for. */
const BESIDE = 6;

/** How many letters stand beside the patch in each of its rows. */
function lettersBeside(components: Components, { x, y, ink }: Patch, letterPx: number): Uint8Array {
  const rows = new Uint8Array(ink.heightPx);
  for (let c = 0; c < components.count; c++) {
    const [x0, x1, y0, y1] = [components.x0[c] ?? 0, components.x1[c] ?? 0, components.y0[c] ?? 0, components.y1[c] ?? 0];
    if (y1 <= y || y0 >= y + ink.heightPx || y1 - y0 < 0.6 * letterPx || y1 - y0 > 1.7 * letterPx || x1 - x0 > 2 * letterPx) continue;
    if (x1 < x - BESIDE * letterPx || x0 > x + ink.widthPx + BESIDE * letterPx || (x0 > x && x1 < x + ink.widthPx)) continue;
    for (let row = Math.max(0, y0 - y); row < Math.min(ink.heightPx, y1 - y); row++) rows[row] = Math.min(255, (rows[row] ?? 0) + 1);
  }
  return rows;
}

/** How far every row lies from the rows where letters stand: where the short edges are, or letters beside. */
function rowsFromText(sized: readonly Sized[], beside: Uint8Array, w: number, h: number, letterPx: number): Int32Array {
  const ink = new Float64Array(h);
  // an edge counts once in every row: the bar of a T is no more print than a stem
  for (const { edge, box } of sized) if (extentOf(box) < 1.6 * letterPx) for (const row of new Set(edge.points.map((i) => Math.floor(i / w)))) ink[row] = (ink[row] ?? 0) + 1;
  const least = ink.reduce((most, n) => Math.max(most, n), 0) * 0.3;
  const away = new Int32Array(h).fill(h);
  for (let y = 0; y < h; y++) away[y] = (ink[y] ?? 0) >= least || (beside[y] ?? 0) > 1 ? 0 : (away[y - 1] ?? h) + 1;
  for (let y = h - 2; y >= 0; y--) away[y] = Math.min(away[y] ?? h, (away[y + 1] ?? h) + 1);
  return away;
}

type Sheet = { readonly graph: StrokeGraph; readonly sized: readonly Sized[]; readonly away: Int32Array; readonly widthPx: number; readonly letterPx: number; readonly thickestPx: number; /** In letter heights. */ readonly leastExtent: number };

const longCourses = (courses: readonly (readonly number[])[], { sized, letterPx, thickestPx }: Sheet): readonly (readonly number[])[] =>
  courses.filter((course) => extentOf(union(course.map((e) => sized[e]?.box ?? [0, 0, 0, 0]))) >= LEAST_COURSE * letterPx && course.every((e) => (sized[e]?.edge.halfPx ?? 0) <= thickestPx));

/** Edges of the pen, by index: what is long by itself or leaves the text, and what lies between two such along one course. */
function penEdges(sheet: Sheet): ReadonlySet<number> {
  const { graph, sized, away, widthPx: w, letterPx, thickestPx: thickest, leastExtent } = sheet;
  const isLong = (e: number): boolean => {
    const { edge, box } = sized[e] ?? { edge: undefined, box: undefined };
    if (edge === undefined || edge.halfPx > thickest) return false;
    if (extentOf(box) >= LEAST_PIECE * letterPx) return true;
    return extentOf(box) >= letterPx && edge.points.filter((i) => (away[Math.floor(i / w)] ?? 0) > 0.7 * letterPx).length > edge.points.length * 0.25;
  };
  const courses = coursesOf(graph);
  const stretches = courses.map((course) => course.slice(course.findIndex(isLong), course.findLastIndex(isLong) + 1)).filter((course) => course.some(isLong));
  const extent = (course: readonly number[]): number => extentOf(union(course.map((e) => sized[e]?.box ?? [0, 0, 0, 0])));
  const free = stretches.filter((course) => extent(course) >= leastExtent * letterPx);
  // a small signature: letters cut all of it short, but together it runs on farther than any print
  const sure = free.length > 0 ? free : longCourses(courses, sheet);
  const halves = sure.flat().map((e) => sized[e]?.edge.halfPx ?? 0);
  const isLikePen = (e: number): boolean => halves.some((half) => (sized[e]?.edge.halfPx ?? 0) < half * 2 && (sized[e]?.edge.halfPx ?? 0) > half * 0.5);
  return new Set(halves.length === 0 ? [] : [...sure, ...stretches.filter((course) => course.filter(isLong).every(isLikePen))].flat());
}

function paintDisc(mask: Uint8Array, w: number, h: number, at: number, radius: number, value: number): void {
  const [cx, cy] = [at % w, Math.floor(at / w)];
  const reach = Math.ceil(radius);
  for (let y = Math.max(0, cy - reach); y <= Math.min(h - 1, cy + reach); y++) {
    for (let x = Math.max(0, cx - reach); x <= Math.min(w - 1, cx + reach); x++) if ((x - cx) ** 2 + (y - cy) ** 2 <= radius * radius) mask[y * w + x] = value;
  }
}

/** Points of the straight line between two pixels. */
function bridge(a: number, b: number, w: number): number[] {
  const [ax, ay, bx, by] = [a % w, Math.floor(a / w), b % w, Math.floor(b / w)];
  const steps = Math.max(Math.abs(bx - ax), Math.abs(by - ay), 1);
  return Array.from({ length: steps + 1 }, (_, k) => Math.round(ay + ((by - ay) * k) / steps) * w + Math.round(ax + ((bx - ax) * k) / steps));
}

type PenCourse = { readonly graph: StrokeGraph; readonly pen: ReadonlySet<number>; readonly depth: Float32Array; readonly widthPx: number; readonly heightPx: number };

/** Draws the pen's edges, or the print's, as wide as their strokes, with what joins them at crossings. */
function drawEdges(mask: Uint8Array, { graph, pen, depth, widthPx: w, heightPx: h }: PenCourse, isPen: boolean, grow: number): void {
  const next = pairEnds(graph, (e) => pen.has(e) === isPen);
  const pointAt = (end: number): number => {
    const points = graph.edges[end >> 1]?.points ?? [];
    return ((end & 1) === 1 ? points.at(-1) : points[0]) ?? 0;
  };
  graph.edges.forEach((edge, e) => {
    if (pen.has(e) !== isPen) return;
    const radius = edge.halfPx + grow;
    for (const i of edge.points) paintDisc(mask, w, h, i, Math.min(radius, (depth[i] ?? 0) + grow), isPen ? 1 : 0);
    for (const end of [e * 2, e * 2 + 1]) {
      const onward = next[end] ?? -1;
      if (onward >= 0) for (const i of bridge(pointAt(end), pointAt(onward), w)) paintDisc(mask, w, h, i, radius, isPen ? 1 : 0);
    }
  });
}

/** Where a stroke of the pen runs into print and none of its own goes on. */
function openEnds(graph: StrokeGraph, pen: ReadonlySet<number>, { data, widthPx: w }: Binary): readonly Heading[] {
  const next = pairEnds(graph, (e) => pen.has(e));
  const runsOn = ({ x, y, dx, dy, halfPx }: Heading): boolean => [1.5, 2.5].every((far) => data[Math.round(y + dy * (far * halfPx + 2)) * w + Math.round(x + dx * (far * halfPx + 2))] === 1);
  return graph.edges.flatMap(({ ends }, e) => (pen.has(e) ? [e * 2, e * 2 + 1] : []).flatMap((end): readonly Heading[] => {
    const heading = graph.headings[end];
    return heading !== undefined && next[end] === -1 && ((ends[end & 1] ?? -1) >= 0 || runsOn(heading)) ? [heading] : [];
  }));
}

/** The pen's edges, and those that lie mostly farther from the rows of print than any print does. */
function withLoops(pen: ReadonlySet<number>, { sized, away, widthPx: w, letterPx }: Sheet): ReadonlySet<number> {
  const isFar = (i: number): boolean => (away[Math.floor(i / w)] ?? 0) > FARTHEST_PRINT * letterPx;
  return new Set([...pen, ...sized.flatMap(({ edge }, e) => (edge.points.filter(isFar).length > 0.5 * edge.points.length ? [e] : []))]);
}

/** The pen's own pixels, the same with every course that runs on far from end to end, and the ends of its strokes among the print. */
type Found = { readonly mask: Uint8Array; readonly thorough: () => Uint8Array; readonly ends: () => readonly Heading[] };

/** 1 where the patch's ink is the pen's and nobody else's. */
function penPixels(patch: Patch, { components, letterPx, dpi }: Page, leastExtent: number): Found | undefined {
  const { ink } = patch;
  const { widthPx: w, heightPx: h } = ink;
  const depth = depthOf(ink);
  const graph = buildStrokeGraph(thin(ink), depth);
  const sized = graph.edges.map((edge): Sized => ({ edge, box: boxOf(edge.points, w) }));
  const away = rowsFromText(sized, lettersBeside(components, patch, letterPx), w, h, letterPx);
  const sheet: Sheet = { graph, sized, away, widthPx: w, letterPx, thickestPx: (THICKEST_MM * dpi) / 25.4 / 2, leastExtent };
  const pen = penEdges(sheet);
  if (pen.size === 0) return undefined;
  const draw = (edges: ReadonlySet<number>): Uint8Array => drawPen({ graph, pen: edges, depth, widthPx: w, heightPx: h }, ink, (row) => (away[row] ?? 0) > FARTHEST_PRINT * letterPx);
  return { mask: draw(pen), thorough: () => draw(new Set([...pen, ...longCourses(coursesOf(graph), sheet).flat()])), ends: () => openEnds(graph, withLoops(pen, sheet), ink) };
}

/** 1 where the ink is of the pen's edges and of no other, and in rows where no print is. */
function drawPen(course: PenCourse, ink: Binary, isBare: (row: number) => boolean): Uint8Array {
  const { widthPx: w, heightPx: h } = course;
  const mask = new Uint8Array(w * h);
  drawEdges(mask, course, true, 1.5);
  drawEdges(mask, course, false, 0.7);
  for (let y = 0; y < h; y++) if (isBare(y)) mask.fill(1, y * w, (y + 1) * w);
  for (let i = 0; i < mask.length; i++) if (ink.data[i] !== 1) mask[i] = 0;
  return mask;
}

/** A name stamped in lighter ink than the pen's: grey levels by which the two must differ. */
const LEAST_STEP = 45;

const levelOf = (levels: number[], share: number): number => levels.sort((a, b) => a - b)[Math.floor(levels.length * share)] ?? 0;

/** Where the print is plainly lighter than the pen, whatever is as dark as the pen is the pen's, also among the letters. */
function takeDarker(mask: Uint8Array, patch: Patch, gray: { readonly data: Uint8Array }, pageWidthPx: number): void {
  const { widthPx: w, data } = patch.ink;
  const levelAt = (i: number): number => gray.data[(patch.y + Math.floor(i / w)) * pageWidthPx + patch.x + (i % w)] ?? 255;
  const pen: number[] = [];
  const print: number[] = [];
  // only from within strokes: their rims are grey anyway
  for (let i = w; i < mask.length - w; i++) if (data[i] === 1 && data[i - 1] === 1 && data[i + 1] === 1 && data[i - w] === 1 && data[i + w] === 1) (mask[i] === 1 ? pen : print).push(levelAt(i));
  const [penLevel, printLevel] = [levelOf(pen, 0.5), levelOf(print, 0.6)];
  if (printLevel - penLevel < LEAST_STEP) return;
  const between = penLevel + (printLevel - penLevel) * 0.6;
  for (let i = 0; i < mask.length; i++) if (data[i] === 1 && levelAt(i) < between) mask[i] = 1;
}

/** What a pen drew, and how the page looked beneath before it was taken out. */
export type PenTrace = {
  readonly box: Box;
  /** Ink and grey levels of the box before. */
  readonly ink: Binary;
  readonly gray: Uint8Array;
  /** Ink that was left as print. */
  readonly printPx: number;
  /** 1 where the pen's ink is, and where it drew on among the letters (follow-pen.ts): computed when it is asked for. */
  readonly follow: () => FollowedPen;
  /** 1 where every course of ink that runs on far is, from end to end: some of them end in letters. */
  readonly thorough: () => Uint8Array;
};

/**
 * Takes pen strokes out of `gray` and `ink` (both in place) and tells where they were. `letterPx` is the page's
 * typical letter height; beside `seals` a pen is expected, so that lower loops will do.
 */
export function removePenStrokes(gray: { readonly data: Uint8Array }, ink: Binary, components: Components, letterPx: number, dpi: number, seals: readonly Box[] = []): readonly PenTrace[] {
  const large = new Set<number>();
  let left = MOST_PIXELS;
  for (let c = 0; c < components.count; c++) {
    if (!isLarge(components, c, letterPx, dpi)) continue;
    left -= ((components.x1[c] ?? 0) - (components.x0[c] ?? 0)) * ((components.y1[c] ?? 0) - (components.y0[c] ?? 0));
    if (left >= 0) large.add(c);
  }
  const page: Page = { gray, ink, components, letterPx, dpi };
  const patches = [...cutOut(components, large).values()];
  const sure = patches.flatMap((patch) => takePen(page, patch, LEAST_EXTENT) ?? []);
  const isSure = (patch: Patch): boolean => sure.some(({ ink: taken }) => taken === patch.ink);
  const signed = [...sure.map(({ box }) => box), ...seals];
  const beside = patches.flatMap((patch) => (!isSure(patch) && signed.some((box) => isNear(box, boxOfPatch(patch), letterPx)) ? (takePen(page, patch, LEAST_EXTENT_BESIDE) ?? []) : []));
  return [...sure, ...beside];
}

const boxOfPatch = ({ x, y, ink }: Patch): Box => [x, y, ink.widthPx, ink.heightPx];
const isNear = (a: Box, b: Box, reachPx: number): boolean => a[0] <= right(b) + reachPx && b[0] <= right(a) + reachPx && a[1] <= bottom(b) && b[1] <= bottom(a);

/** Takes the patch's pen out of the page; undefined, and nothing changed, where it has none. */
function takePen(page: Page, patch: Patch, leastExtent: number): PenTrace | undefined {
  const { gray, ink } = page;
  const found = penPixels(patch, page, leastExtent);
  if (found === undefined) return undefined;
  const { mask } = found;
  takeDarker(mask, patch, gray, ink.widthPx);
  const { widthPx: w, heightPx: h } = patch.ink;
  const before = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) before.set(gray.data.subarray((patch.y + y) * ink.widthPx + patch.x, (patch.y + y) * ink.widthPx + patch.x + w), y * w);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) ink.data[(patch.y + Math.floor(i / w)) * ink.widthPx + patch.x + (i % w)] = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) whiten(gray.data, ink, patch.x + (i % w), patch.y + Math.floor(i / w));
  let followed: FollowedPen | undefined;
  const printPx = patch.ink.data.reduce((sum, one, i) => sum + (one === 1 && mask[i] !== 1 ? 1 : 0), 0);
  return { box: boxOfPatch(patch), ink: patch.ink, gray: before, printPx, thorough: found.thorough, follow: () => (followed ??= followPen(patch.ink, mask, found.ends(), page.letterPx)) };
}

/** The pixel and its grey rim, two pixels deep; ink that stays keeps its own. */
function whiten(gray: Uint8Array, ink: Binary, x: number, y: number): void {
  for (let yy = Math.max(0, y - 2); yy <= Math.min(ink.heightPx - 1, y + 2); yy++) {
    for (let xx = Math.max(0, x - 2); xx <= Math.min(ink.widthPx - 1, x + 2); xx++) if (ink.data[yy * ink.widthPx + xx] !== 1) gray[yy * ink.widthPx + xx] = 255;
  }
}

