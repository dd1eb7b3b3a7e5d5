// The line of print that a pen runs through, and views of it: with the pen made pale, with all that the pen drew taken
// out, with every course of ink that runs on far taken out, and in the print's own ink where it is another than the
// pen's. None is best everywhere; each is read (pipeline/look-under-pens.ts).
import { bottom, intersection, right, type Box } from '../../shared/domain/geometry.ts';
import { printInk } from './ink-views.ts';
import type { LayoutLine } from './page-layout.ts';
import type { PenTrace } from './pen-strokes.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { soften } from './soften.ts';

/** Print is darker than this. */
const INK_BELOW = 140;
/** A line's room above and below its baseline, in x-heights: capitals with two marks, letters with tails. */
const ROOM = { above: 2.05, below: 0.55 } as const;
/** Wider gaps, in x-heights, end the line. */
const WIDEST_GAP = 1.6;
/** How far beside the pen letters of the line are counted. */
const BESIDE = 5;
/** A line's own x-height is believed up to this share off the page's. */
const LIKE_PAGE = 0.25;
/** The pen's grey level where it is made pale. */
const PALE = 200;

type Page = { readonly image: GrayRaster; /** As delivered, of the same size. */ readonly rgb: RgbRaster; readonly dpi: number; readonly lines: readonly LayoutLine[] };
export type LineUnderPen = { readonly line: LayoutLine; /** Lines of the layout that it stands for. */ readonly instead: readonly LayoutLine[]; /** The best witness first. */ readonly views: readonly View[] };
type View = { readonly image: GrayRaster; readonly line: LayoutLine };

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** 1 where print can be seen: beside the pen as the copy has it, under it what is not the pen's. */
type Print = (x: number, y: number) => boolean;

function printOf({ image }: Page, traces: readonly PenTrace[]): Print {
  const followed = traces.map((trace) => ({ trace, whole: trace.follow().whole }));
  return (x, y) => {
    const at = followed.find(({ trace: { box } }) => x >= box[0] && x < right(box) && y >= box[1] && y < bottom(box));
    if (at === undefined) return (image.data[y * image.widthPx + x] ?? 255) < INK_BELOW;
    const i = (y - at.trace.box[1]) * at.trace.box[2] + x - at.trace.box[0];
    return (at.trace.ink.data[i] === 1 && at.whole[i] !== 1) || (at.trace.ink.data[i] !== 1 && (image.data[y * image.widthPx + x] ?? 255) < INK_BELOW);
  };
}

/** The baseline within the pen's rows: the most print in one x-height above it and the least below. */
function findBaseline({ image }: Page, print: Print, [x, y, w, h]: Box, xHeightPx: number): number | undefined {
  const [x0, x1] = [Math.max(0, Math.round(x - BESIDE * xHeightPx)), Math.min(image.widthPx, Math.round(x + w + BESIDE * xHeightPx))];
  const top = Math.max(0, y - Math.round(xHeightPx));
  const rows = Array.from({ length: Math.min(image.heightPx, y + h + Math.round(xHeightPx)) - top }, (_, r) => {
    let n = 0;
    for (let at = x0; at < x1; at++) if (print(at, top + r)) n++;
    return n;
  });
  const mean = (from: number, to: number): number => {
    let sum = 0;
    for (let r = Math.round(from); r < Math.round(to); r++) sum += rows[r] ?? 0;
    return sum / Math.max(1, Math.round(to) - Math.round(from));
  };
  let best = { row: -1, score: 0 };
  rows.forEach((_, r) => {
    const score = mean(r - xHeightPx + 1, r + 1) - mean(r + 2, r + 2 + 0.35 * xHeightPx) - 0.5 * mean(r - 2.2 * xHeightPx, r - 1.6 * xHeightPx);
    if (score > best.score) best = { row: r, score };
  });
  // less print than two stems in every row is none
  return best.score < 0.4 * xHeightPx ? undefined : top + best.row;
}

/** From the pen's middle outwards as far as letters stand on the baseline. */
function extentOf({ image }: Page, print: Print, [x, , w]: Box, baselinePx: number, xHeightPx: number): readonly [number, number] | undefined {
  const hasPrint = (at: number): boolean => {
    let n = 0;
    for (let y = Math.max(0, Math.round(baselinePx - xHeightPx)); y <= Math.min(image.heightPx - 1, baselinePx); y++) if (print(at, y)) n++;
    return n >= 2;
  };
  const columns = Array.from({ length: w }, (_, k) => x + k).filter(hasPrint);
  const start = columns[columns.length >> 1];
  if (start === undefined) return undefined;
  const run = (step: -1 | 1): number => {
    let last = start;
    for (let at = start; at >= 0 && at < image.widthPx && Math.abs(at - last) <= WIDEST_GAP * xHeightPx; at += step) if (hasPrint(at)) last = at;
    return last;
  };
  return [run(-1), run(1)];
}

const overlapShare = (a: Box, b: Box): number => {
  const shared = intersection(a, b);
  return shared === undefined ? 0 : (shared[2] * shared[3]) / (b[2] * b[3]);
};

/** The line of print under the pen; undefined where the pen runs over bare paper. */
function lineUnder(page: Page, trace: PenTrace, xHeightPx: number): LayoutLine | undefined {
  const print = printOf(page, [trace]);
  const known = page.lines.find((line) => Math.abs(line.xHeightPx - xHeightPx) < LIKE_PAGE * xHeightPx && line.letters > 3 && intersection(line.box, trace.box) !== undefined && line.baselinePx[0] < bottom(trace.box));
  const baselinePx = known === undefined ? findBaseline(page, print, trace.box, xHeightPx) : (known.baselinePx[0] + known.baselinePx[1]) / 2;
  if (baselinePx === undefined) return undefined;
  const extent = extentOf(page, print, trace.box, baselinePx, xHeightPx);
  if (extent === undefined || extent[1] - extent[0] < 3 * xHeightPx) return undefined;
  const [left, top] = [Math.max(0, extent[0] - 3), Math.max(0, Math.round(baselinePx - ROOM.above * xHeightPx))];
  const box: Box = [left, top, Math.min(page.image.widthPx, extent[1] + 4) - left, Math.min(page.image.heightPx, Math.round(baselinePx + ROOM.below * xHeightPx)) - top];
  return { box, xHeightPx, baselinePx: [baselinePx, baselinePx], block: known?.block ?? 0, foreign: new Int32Array(0), letters: known?.letters ?? 4 };
}

function cut(image: GrayRaster, [x, y, w, h]: Box): GrayRaster {
  const data = new Uint8Array(w * h);
  for (let row = 0; row < h; row++) data.set(image.data.subarray((y + row) * image.widthPx + x, (y + row) * image.widthPx + x + w), row * w);
  return { data, widthPx: w, heightPx: h, channels: 1 };
}

type Paint = (trace: PenTrace, i: number) => number;

/** The line's box with the pens' boxes painted anew. */
function repaint(image: GrayRaster, box: Box, traces: readonly PenTrace[], paint: Paint): GrayRaster {
  const view = cut(image, box);
  for (const trace of traces) {
    const shared = intersection(trace.box, box);
    if (shared === undefined) continue;
    for (let y = shared[1]; y < bottom(shared); y++) {
      for (let x = shared[0]; x < right(shared); x++) view.data[(y - box[1]) * box[2] + x - box[0]] = paint(trace, (y - trace.box[1]) * trace.box[2] + x - trace.box[0]);
    }
  }
  return view;
}

/** 1 also for the pen's grey rim: what is no ink and lies within two pixels of it. */
function withRim(mask: Uint8Array, { data, widthPx: w, heightPx: h }: PenTrace['ink']): Uint8Array {
  const out = mask.slice();
  for (let y = 2; y < h - 2; y++) {
    for (let x = 2; x < w - 2; x++) {
      if (mask[y * w + x] !== 1) continue;
      for (let yy = y - 2; yy <= y + 2; yy++) for (let xx = x - 2; xx <= x + 2; xx++) if (data[yy * w + xx] !== 1) out[yy * w + xx] = 1;
    }
  }
  return out;
}

/** The line in a picture of its box alone. */
const within = (line: LayoutLine): LayoutLine => ({ ...line, box: [0, 0, line.box[2], line.box[3]], baselinePx: [line.baselinePx[0] - line.box[1], line.baselinePx[1] - line.box[1]] });

/** The print's ink alone, where it differs from the pen's. */
function inkView({ rgb, dpi }: Page, line: LayoutLine): readonly View[] {
  const baseline = (line.baselinePx[0] + line.baselinePx[1]) / 2 - line.box[1];
  const image = printInk(rgb, line.box, [baseline - line.xHeightPx, baseline], dpi);
  return image === undefined ? [] : [{ image, line: within(line) }];
}

function viewsOf(page: Page, line: LayoutLine, traces: readonly PenTrace[]): readonly View[] {
  const { image } = page;
  const masks = new Map(traces.map((trace) => {
    const { whole, alone } = trace.follow();
    return [trace, { whole: withRim(whole, trace.ink), alone: withRim(alone, trace.ink), thorough: withRim(trace.thorough(), trace.ink) }];
  }));
  const grayAt = (trace: PenTrace, i: number): number => trace.gray[i] ?? 255;
  const pale = repaint(image, line.box, traces, (trace, i) => (masks.get(trace)?.whole[i] === 1 ? Math.max(PALE, grayAt(trace, i)) : grayAt(trace, i)));
  const clean = repaint(image, line.box, traces, (trace, i) => (masks.get(trace)?.alone[i] === 1 ? 255 : grayAt(trace, i)));
  const bare = repaint(image, line.box, traces, (trace, i) => (masks.get(trace)?.thorough[i] === 1 ? 255 : grayAt(trace, i)));
  return [...[pale, clean, bare].map((view) => ({ image: view, line: within(line) })), ...inkView(page, line)];
}

/** The layout's line at a box that a seal or a signature reaches, though no pen was traced there; its copy, softened, and its ink alone. */
export function lineUnderMark(page: Page, box: Box): LineUnderPen | undefined {
  const [line, ...more] = page.lines.filter((other) => overlapShare(box, other.box) > 0.5);
  if (line === undefined || more.length > 0) return undefined;
  const top = Math.max(0, Math.round(Math.min(...line.baselinePx) - ROOM.above * line.xHeightPx));
  const low = Math.min(page.image.heightPx, Math.round(Math.max(...line.baselinePx) + ROOM.below * line.xHeightPx));
  const roomy: LayoutLine = { ...line, box: [line.box[0], top, line.box[2], low - top] };
  const plain = cut(page.image, roomy.box);
  const soft: GrayRaster = { ...plain, data: softened(plain) };
  return { line: roomy, instead: [line], views: [...[plain, soft].map((image) => ({ image, line: within(roomy) })), ...inkView(page, roomy)] };
}

function softened(image: GrayRaster): Uint8Array {
  return soften(image, [0, 0, image.widthPx, image.heightPx], [1])[0] ?? image.data;
}

/** Most lines looked at on one page: names of three signers. */
const MOST_LINES = 4;

/** Lines of print that pens run through; each line once. */
export function linesUnderPens(page: Page, pens: readonly PenTrace[]): readonly LineUnderPen[] {
  const xHeightPx = median(page.lines.filter((line) => line.letters > 7).map((line) => line.xHeightPx));
  if (xHeightPx === 0) return [];
  const found: LayoutLine[] = [];
  for (const trace of pens) {
    const line = found.length < MOST_LINES ? lineUnder(page, trace, xHeightPx) : undefined;
    if (line !== undefined && !found.some((other) => overlapShare(other.box, line.box) > 0.5)) found.push(line);
  }
  return found.map((line) => {
    const traces = pens.filter((trace) => intersection(trace.box, line.box) !== undefined);
    return { line, instead: page.lines.filter((other) => overlapShare(line.box, other.box) > 0.4), views: viewsOf(page, line, traces) };
  });
}
