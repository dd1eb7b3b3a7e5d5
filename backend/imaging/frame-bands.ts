// Ornamental borders: two long rules close together and parallel, with an ornament between them. Whatever
// stands wholly between such rules is decoration, however broken the copy shows it.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Components } from './components.ts';
import type { Rule } from './rules.ts';

/** Between the two rules of a border. */
const NARROWEST_MM = 3;
const WIDEST_MM = 11;
/** Share of the page that a border's rules run along, pieces added up. */
const LEAST_LENGTH = 0.4;
/** The same of level rules where no upright border stands beside them: solid leaders, which begin behind their labels, are shorter. */
const LEAST_LENGTH_ALONE = 0.75;
/** The two rules of a level border are of about one length; a border's inner rule and the first leader are not. */
const ALIKE = 0.75;
/** A level border's outer rule lies no farther from the sheet's edge, as a share of its height: below that leaders begin. */
const FARTHEST_LEVEL = 0.085;

type Track = { at: number; length: number; low: number; high: number };

/** Rules of one direction that lie on one straight course (skew and bends of a few millimetres allowed). */
function tracksOf(rules: readonly Rule[], direction: Rule['direction'], mm: number): Track[] {
  const tracks: Track[] = [];
  for (const { box, direction: own } of rules) {
    if (own !== direction) continue;
    const [at, length, thick] = own === 'vertical' ? [box[0] + box[2] / 2, box[3], box[2]] : [box[1] + box[3] / 2, box[2], box[3]];
    const home = tracks.find((track) => Math.abs(track.at - at) < 1.2 * mm);
    if (home === undefined) tracks.push({ at, length, low: at - thick / 2, high: at + thick / 2 });
    else {
      home.at = (home.at * home.length + at * length) / (home.length + length);
      home.length += length;
      home.low = Math.min(home.low, at - thick / 2);
      home.high = Math.max(home.high, at + thick / 2);
    }
  }
  return tracks;
}

type Pair = { readonly before: Track; readonly track: Track };

/** Neighbouring tracks as far apart as the two rules of a border, at either edge. */
function pairsAtEdges(rules: readonly Rule[], direction: Rule['direction'], across: number, along: number, mm: number): readonly Pair[] {
  const tracks = tracksOf(rules, direction, mm).filter((track) => track.length >= LEAST_LENGTH * along).sort((a, b) => a.at - b.at);
  return tracks.slice(1).flatMap((track, t): Pair[] => {
    const before = tracks[t];
    const gap = before === undefined ? 0 : track.at - before.at;
    const isAtEdge = before !== undefined && (track.at < across * 0.2 || before.at > across * 0.8);
    return before === undefined || !isAtEdge || gap < NARROWEST_MM * mm || gap > WIDEST_MM * mm ? [] : [{ before, track }];
  });
}

/** Two solid leaders of a form lie as far apart as the rules of a border, and the print between them is to be read. */
function isLevelBorder({ before, track }: Pair, widthPx: number, heightPx: number, hasUpright: boolean): boolean {
  const isOutermost = before.at < FARTHEST_LEVEL * heightPx || track.at > (1 - FARTHEST_LEVEL) * heightPx;
  const isAlike = Math.min(before.length, track.length) >= ALIKE * Math.max(before.length, track.length);
  return isOutermost && isAlike && (hasUpright || Math.min(before.length, track.length) >= LEAST_LENGTH_ALONE * widthPx);
}

/** The bands of a border as boxes over the whole page. */
export function findFrameBands(rules: readonly Rule[], widthPx: number, heightPx: number, dpi: number): readonly Box[] {
  const mm = dpi / 25.4;
  const upright = pairsAtEdges(rules, 'vertical', widthPx, heightPx, mm);
  const level = pairsAtEdges(rules, 'horizontal', heightPx, widthPx, mm).filter((pair) => isLevelBorder(pair, widthPx, heightPx, upright.length > 0));
  const spanOf = ({ before, track }: Pair): readonly [from: number, size: number] => [before.low - 0.7 * mm, track.high + 1.4 * mm - before.low];
  return [
    ...upright.map(spanOf).map(([from, size]): Box => [from, 0, size, heightPx]),
    ...level.map(spanOf).map(([from, size]): Box => [0, from, widthPx, size]),
  ];
}

/** A border whose rules are lost: large shapes stacked all the way down a side, with nothing close beside them. */
const STACK_MM = 7.5;
const LARGE_SHAPE_MM = 3.5;
const CELLS = 20;

type Shape = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number; readonly isLarge: boolean };

function shapesNear(components: Components, isNear: (x0: number, x1: number) => boolean, mm: number): Shape[] {
  const shapes: Shape[] = [];
  for (let i = 0; i < components.count; i++) {
    const [x0, x1, y0, y1] = [components.x0[i] ?? 0, components.x1[i] ?? 0, components.y0[i] ?? 0, components.y1[i] ?? 0];
    const size = Math.max(x1 - x0, y1 - y0);
    if (size >= 1.2 * mm && x1 - x0 <= STACK_MM * mm && isNear(x0, x1)) shapes.push({ x0, x1, y0, y1, isLarge: size >= LARGE_SHAPE_MM * mm });
  }
  return shapes;
}

/** Cells of the page's height that hold one of the shapes. */
function cellsOf(shapes: readonly Shape[], heightPx: number): number {
  const cells = new Set<number>();
  for (const { y0, y1 } of shapes) for (let cell = Math.floor((y0 * CELLS) / heightPx); cell <= Math.floor(((y1 - 1) * CELLS) / heightPx); cell++) cells.add(cell);
  return cells.size;
}

function stackAt(shapes: readonly Shape[], from: number, heightPx: number, mm: number): Box | undefined {
  const inside = shapes.filter((shape) => shape.x0 >= from && shape.x1 <= from + STACK_MM * mm);
  const large = inside.filter((shape) => shape.isLarge);
  if (large.length < CELLS / 2 || large.length < inside.length * 0.12 || cellsOf(large, heightPx) < CELLS * 0.75) return undefined;
  const x0 = Math.min(...inside.map((shape) => shape.x0));
  const x1 = Math.max(...inside.map((shape) => shape.x1));
  const beside = shapes.filter((shape) => !inside.includes(shape) && shape.x1 > x0 - 2.5 * mm && shape.x0 < x1 + 2.5 * mm);
  return cellsOf(beside, heightPx) > CELLS * 0.3 ? undefined : [x0 - 1, 0, x1 - x0 + 2, heightPx];
}

/** Bands at the left and right side of the page that hold nothing but a border's ornaments. */
export function findOrnamentStacks(components: Components, widthPx: number, heightPx: number, dpi: number): readonly Box[] {
  const mm = dpi / 25.4;
  const reach = widthPx * 0.16;
  return [shapesNear(components, (_, x1) => x1 < reach, mm), shapesNear(components, (x0) => x0 > widthPx - reach, mm)].flatMap((shapes): Box[] => {
    if (shapes.length < CELLS) return [];
    const starts = [...new Set(shapes.filter((shape) => shape.isLarge).map((shape) => Math.floor(shape.x0 / mm)))];
    const found = starts.map((start) => stackAt(shapes, start * mm - mm, heightPx, mm)).find((box) => box !== undefined);
    return found === undefined ? [] : [found];
  });
}

/** Flags (1) the components that lie wholly within a border's band. */
export function findFrameOrnaments(components: Components, bands: readonly Box[]): Uint8Array {
  const chosen = new Uint8Array(components.count);
  for (const [x, y, w, h] of bands) {
    for (let i = 0; i < components.count; i++) {
      if ((components.x0[i] ?? 0) >= x && (components.x1[i] ?? 0) <= x + w && (components.y0[i] ?? 0) >= y && (components.y1[i] ?? 0) <= y + h) chosen[i] = 1;
    }
  }
  return chosen;
}
