// Black round seals, as copiers make them of red ones: rings, the letters around and the star are no text and
// are taken out of the print that they lie over. Letters of the seal stand wholly between its rings and in no
// row with other print; where the seal is plainly lighter than print, its level alone tells it.
import type { Box } from '../../shared/domain/geometry.ts';
import { findComponents, type Binary, type Components } from './components.ts';
import { findCircles } from './find-circles.ts';
import type { GrayRaster } from './raster.ts';
import { crossingsOf, measureSeal, type Seal } from './seal-rings.ts';

/** Grey levels by which a pale seal and print differ. */
const LEAST_STEP = 45;
/** Where the inner ring is not seen, the letters begin here. */
const LETTERS_FROM = 0.58;
/** What is larger has grown together with print. */
const LARGEST_LETTER = 0.28;
/** The star's disc, and how much of it is black. */
const STAR = { within: 0.27, blackness: 0.2 } as const;

type Sheet = { readonly gray: GrayRaster; readonly ink: Binary; readonly letterPx: number };

/** Bearing and distance of a pixel, the distance as if the seal were round. */
function placeIn({ circle, stretch }: Seal, x: number, y: number): { bearing: number; distance: number } {
  const [dx, dy] = [x - circle.x, y - circle.y];
  const turn = Math.atan2(dy, dx) / (2 * Math.PI);
  const bearing = Math.round((turn < 0 ? turn + 1 : turn) * stretch.length) % stretch.length;
  return { bearing, distance: Math.hypot(dx, dy) / (stretch[bearing] ?? 1) };
}

function boxOf({ circle: { x, y, radiusPx } }: Seal, { widthPx, heightPx }: Binary): Box {
  const [x0, y0] = [Math.max(0, Math.floor(x - radiusPx * 1.06)), Math.max(0, Math.floor(y - radiusPx * 1.06))];
  return [x0, y0, Math.min(widthPx, Math.ceil(x + radiusPx * 1.06)) - x0, Math.min(heightPx, Math.ceil(y + radiusPx * 1.06)) - y0];
}

/** Takes pixels out of `ink`, then their grey rims out of `gray`, two pixels deep; ink that stays keeps its own. */
function erase({ gray, ink }: Sheet, pixels: readonly number[]): void {
  const { widthPx: w, heightPx: h } = ink;
  for (const i of pixels) ink.data[i] = 0;
  for (const i of pixels) {
    const [x, y] = [i % w, Math.floor(i / w)];
    for (let yy = Math.max(0, y - 2); yy <= Math.min(h - 1, y + 2); yy++) for (let xx = Math.max(0, x - 2); xx <= Math.min(w - 1, x + 2); xx++) if (ink.data[yy * w + xx] !== 1) gray.data[yy * w + xx] = 255;
  }
}

function ringPixels(seal: Seal, ink: Binary): number[] {
  const [x0, y0, w, h] = boxOf(seal, ink);
  const crossings = seal.rings.map((ring) => crossingsOf(ink, seal, ring));
  const nearest = (seal.rings[0]?.[0] ?? 0) * 0.9;
  const pixels: number[] = [];
  for (let y = y0; y < y0 + h; y++) {
    for (let x = x0; x < x0 + w; x++) {
      const i = y * ink.widthPx + x;
      if (ink.data[i] !== 1 || Math.hypot(x - seal.circle.x, y - seal.circle.y) < nearest) continue;
      const { bearing, distance } = placeIn(seal, x, y);
      if (seal.rings.some(([from, to], k) => distance >= from - 1.5 && distance <= to + 1.5 && crossings[k]?.[bearing] !== 1)) pixels.push(i);
    }
  }
  return pixels;
}

/** The star in the middle: so much black that no print in it could be read anyway. */
function starPixels({ circle }: Seal, ink: Binary): number[] {
  const reach = Math.floor(circle.radiusPx * STAR.within);
  const pixels: number[] = [];
  let all = 0;
  for (let y = Math.max(0, Math.round(circle.y) - reach); y <= Math.min(ink.heightPx - 1, circle.y + reach); y++) {
    for (let x = Math.max(0, Math.round(circle.x) - reach); x <= Math.min(ink.widthPx - 1, circle.x + reach); x++) {
      if (Math.hypot(x - circle.x, y - circle.y) > reach) continue;
      all++;
      if (ink.data[y * ink.widthPx + x] === 1) pixels.push(y * ink.widthPx + x);
    }
  }
  return pixels.length > all * STAR.blackness ? pixels : [];
}

const levelOf = (levels: number[], share: number): number => levels.sort((a, b) => a - b)[Math.floor(levels.length * share)] ?? 0;

/** Pixels within the seal that are as light as its rings, where print is plainly darker; none else. */
function palePixels(seal: Seal, { gray, ink }: Sheet, rings: readonly number[]): number[] {
  const [x0, y0, w, h] = boxOf(seal, ink);
  const pale = levelOf(rings.map((i) => gray.data[i] ?? 255), 0.3);
  const within: number[] = [];
  for (let y = y0; y < y0 + h; y++) for (let x = x0; x < x0 + w; x++) if (ink.data[y * ink.widthPx + x] === 1) within.push(y * ink.widthPx + x);
  const print = levelOf(within.map((i) => gray.data[i] ?? 255), 0.04);
  if (pale - print < LEAST_STEP) return [];
  const between = print + (pale - print) * 0.6;
  const isDark = (i: number): boolean => (gray.data[i] ?? 255) < between;
  return within.filter((i) => !isDark(i) && ![i - 1, i + 1, i - ink.widthPx, i + ink.widthPx].some(isDark) && Math.hypot((i % ink.widthPx) - seal.circle.x, Math.floor(i / ink.widthPx) - seal.circle.y) < seal.circle.radiusPx * 1.03);
}

type Shape = { readonly index: number; readonly box: Box; readonly isSeals: boolean; readonly isSmall: boolean };

/** Shapes in and beside the seal; those that stand wholly between its rings may be the seal's. */
function shapesIn(seal: Seal, found: Components, offset: readonly [number, number], letterPx: number): readonly Shape[] {
  const { radiusPx } = seal.circle;
  const inner = seal.rings.filter(([, to]) => to < radiusPx * 0.85).at(-1)?.[1] ?? radiusPx * LETTERS_FROM;
  const outer = seal.rings.at(-1)?.[1] ?? radiusPx;
  const [least, most] = [new Float64Array(found.count).fill(Number.POSITIVE_INFINITY), new Float64Array(found.count)];
  const { runs } = found;
  for (let r = 0; r < runs.count; r++) {
    const c = runs.label[r] ?? 0;
    for (const x of [runs.start[r] ?? 0, ((runs.start[r] ?? 0) + (runs.end[r] ?? 0) - 1) / 2, (runs.end[r] ?? 0) - 1]) {
      const { distance } = placeIn(seal, x + offset[0], (runs.row[r] ?? 0) + offset[1]);
      least[c] = Math.min(least[c] ?? 0, distance);
      most[c] = Math.max(most[c] ?? 0, distance);
    }
  }
  return Array.from({ length: found.count }, (_, c): Shape => {
    const box: Box = [found.x0[c] ?? 0, found.y0[c] ?? 0, (found.x1[c] ?? 0) - (found.x0[c] ?? 0), (found.y1[c] ?? 0) - (found.y0[c] ?? 0)];
    const isLetter = Math.max(box[2], box[3]) < radiusPx * LARGEST_LETTER && (least[c] ?? 0) > inner - 2 && (most[c] ?? 0) < outer + 3;
    return { index: c, box, isSeals: isLetter, isSmall: box[3] < 0.5 * letterPx };
  });
}

/** Side by side on one row: at the same height at foot or head, no wider apart than words. */
function isBeside(a: Box, b: Box, letterPx: number): boolean {
  const gap = Math.max(b[0] - a[0] - a[2], a[0] - b[0] - b[2]);
  const shared = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  const isLevel = Math.abs(a[1] + a[3] - b[1] - b[3]) <= 0.16 * letterPx || Math.abs(a[1] - b[1]) <= 0.16 * letterPx;
  return gap <= 0.9 * letterPx && shared >= 0.7 * Math.min(a[3], b[3]) && isLevel;
}

const isMarkOf = (mark: Box, letter: Box, letterPx: number): boolean =>
  mark[0] < letter[0] + letter[2] + 0.25 * letterPx && mark[0] + mark[2] > letter[0] - 0.25 * letterPx && mark[1] + mark[3] > letter[1] - 0.8 * letterPx && mark[1] < letter[1] + letter[3] + 0.45 * letterPx;

/** A straight row of as many letters as this is print also where all of it lies between the rings. */
const LEAST_ROW = 5;

/** The shapes that are the seal's: not in a row of print, and no mark of a letter in one. */
function sealsOwn(shapes: readonly Shape[], letterPx: number): readonly Shape[] {
  const letters = shapes.filter(({ isSmall, box }) => !isSmall && box[3] < 2.4 * letterPx);
  const print = new Set(letters.filter(({ isSeals }) => !isSeals));
  const rowOf = (start: Shape): Set<Shape> => {
    const row = new Set([start]);
    for (const one of row) for (const other of letters) if (!row.has(other) && isBeside(one.box, other.box, letterPx) && Math.abs(other.box[1] + other.box[3] - start.box[1] - start.box[3]) <= 0.5 * letterPx) row.add(other);
    return row;
  };
  for (const one of [...print]) for (const other of rowOf(one)) print.add(other);
  for (const one of letters) if (!print.has(one) && rowOf(one).size >= LEAST_ROW) print.add(one);
  return shapes.filter((shape) => shape.isSeals && !print.has(shape) && !(shape.isSmall && [...print].some(({ box }) => isMarkOf(shape.box, box, letterPx))));
}

function letterPixels(seal: Seal, { ink, letterPx }: Sheet): number[] {
  const [bx, by, bw, bh] = boxOf(seal, ink);
  const x0 = Math.max(0, Math.round(bx - 3 * letterPx));
  const widthPx = Math.min(ink.widthPx, Math.round(bx + bw + 3 * letterPx)) - x0;
  const data = new Uint8Array(widthPx * bh);
  for (let y = 0; y < bh; y++) data.set(ink.data.subarray((by + y) * ink.widthPx + x0, (by + y) * ink.widthPx + x0 + widthPx), y * widthPx);
  const found = findComponents({ data, widthPx, heightPx: bh });
  const own = new Set(sealsOwn(shapesIn(seal, found, [x0, by], letterPx), letterPx).map(({ index }) => index));
  const pixels: number[] = [];
  const { runs } = found;
  for (let r = 0; r < runs.count; r++) {
    if (!own.has(runs.label[r] ?? -1)) continue;
    for (let x = runs.start[r] ?? 0; x < (runs.end[r] ?? 0); x++) pixels.push((by + (runs.row[r] ?? 0)) * ink.widthPx + x0 + x);
  }
  return pixels;
}

/** Takes black round seals out of `gray` and `ink` (both in place) and tells where they were. */
export function removeRoundSeals(gray: GrayRaster, ink: Binary, components: Components, letterPx: number, dpi: number): readonly Box[] {
  const sheet: Sheet = { gray, ink, letterPx };
  return findCircles(ink, components, dpi).flatMap((circle): Box[] => {
    const seal = measureSeal(ink, circle);
    if (seal === undefined) return [];
    const rings = ringPixels(seal, ink);
    const pale = palePixels(seal, sheet, rings);
    erase(sheet, [...rings, ...pale, ...starPixels(seal, ink)]);
    erase(sheet, letterPixels(seal, sheet));
    return [boxOf(seal, ink)];
  });
}
