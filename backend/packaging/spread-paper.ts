// Tells the paper of a page from what stands on it, row by row: a row is decided when the rows within reach below it
// were looked at. What stands on it is handed on as if it lay on paper of one colour.
import { BAND_BYTES, type Kernel, pageKernel } from '../imaging/kernel/kernel.ts';
import type { PaperColours, RgbPicture } from './paper-colours.ts';
import { createPaperLines, lineArea, lineBytes, lineIn, paperAreas } from './paper-lines.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export type Limits = {
  /** Less than this from its paper, a pixel is paper. */
  readonly quiet: number;
  /** Paper darker than this (green) is no paper. */
  readonly darkest: number;
  /** The page's paper. */
  readonly colour: Rgb;
  /** Pixels about what is kept that are kept with it. */
  readonly reach: number;
};

/** What is kept of a page. */
export type Kept = {
  /** Pixels, counted from the first: from, end, from, end; none longer than its row. All others are paper. */
  readonly kept: Uint32Array;
  /** The same pixels, run after run. */
  readonly lit: Uint8Array;
};

/** A pixel without another beside or above it is dust, unless it is so many times deeper. */
const ALONE = 3;
/** The paper's colour changes slowly: it is worked out for every so many rows. */
const ROWS_TOGETHER = 8;
const WORD_BITS = 64;

export function spreadPaper(page: RgbPicture, paper: PaperColours, limits: Limits): Kept {
  const { widthPx, heightPx, data } = page;
  const kernel = pageKernel();
  const places = layOut(kernel, page, paper, limits);
  const { together, stride, words, source, marks } = places;
  const lines = createLines(kernel, paper, { widthPx, ...limits, ...places });
  const bands: Kept[] = [];
  for (let first = 0, decided = 0; first < heightPx; first += together) {
    const top = decided;
    kernel.put(source, data.subarray(top * stride, (first + together) * stride));
    kernel.put(places.tally, new Int32Array(2));
    for (let y = first; y < Math.min(heightPx, first + together); y += ROWS_TOGETHER) {
      const rows = Math.min(ROWS_TOGETHER, heightPx - y);
      const { nearest, low, high } = lines(y);
      kernel.call.markRows(source + (y - top) * stride, widthPx, rows, nearest, low, high, limits.quiet, ALONE, limits.reach, places.ones, marks + y * words * 8, words);
      for (const until = y + rows === heightPx ? heightPx : y + rows - limits.reach; decided < until;) {
        const { times, under, end } = lines(decided);
        const count = Math.min(until, end) - decided;
        kernel.call.keepRows(source + (decided - top) * stride, widthPx, decided, count, heightPx, times, under, limits.reach, marks, words, places.tally, places.runs, places.lit);
        decided += count;
      }
    }
    bands.push(taken(kernel, places));
  }
  return joined(bands);
}

type Places = { readonly together: number; readonly stride: number; readonly words: number } & Readonly<Record<'source' | 'squares' | 'mixed' | 'lines' | 'even' | 'ones' | 'marks' | 'tally' | 'runs' | 'lit', number>>;

function layOut(kernel: Kernel, { widthPx, heightPx }: RgbPicture, paper: PaperColours, { reach, colour }: Limits): Places {
  const stride = widthPx * 3;
  const together = Math.max(ROWS_TOGETHER, Math.floor(BAND_BYTES / stride / ROWS_TOGETHER) * ROWS_TOGETHER);
  const bandBytes = (together + reach + ROWS_TOGETHER) * stride;
  const words = Math.ceil(widthPx / WORD_BITS);
  // Between two runs there is a pixel of paper at least.
  const mostRuns = (together + reach + ROWS_TOGETHER) * Math.ceil(widthPx / 2) * 8;
  const [source, squares, mixed, lines, even, ones, marks, tally, runs, lit] = kernel.areas([bandBytes, ...paperAreas(paper), lineArea(paper) * LINES, lineBytes(paper), words * 8, heightPx * words * 8, 8, mostRuns, bandBytes]);
  kernel.put(even, Uint8Array.from({ length: lineBytes(paper) }, (_, at) => colour[at % 3] ?? 0));
  kernel.bytes(ones, words * 8).fill(0);
  return { together, stride, words, source, squares, mixed, lines, even, ones, marks, tally, runs, lit };
}

/** Of eight rows: their paper, between which values a pixel counts as paper, and what brings it onto the page's own paper. */
type PaperRows = { /** The first row after them. */ readonly end: number } & Readonly<Record<(typeof NAMES)[number], number>>;

const NAMES = ['nearest', 'low', 'high', 'times', 'under'] as const;
/** Twice these, and one to work with. */
const LINES = 2 * NAMES.length + 1;

/** Two are held: those of the row looked at and of the row decided. */
function createLines(kernel: Kernel, paper: PaperColours, { widthPx, quiet, darkest, squares, mixed, lines, even }: Places & Limits & { widthPx: number }): (y: number) => PaperRows {
  const fill = createPaperLines(kernel, paper, squares, mixed);
  const line = (index: number): number => lineIn(lines + index * lineArea(paper));
  const held = [0, 1].map((slot) => {
    const [nearest, low, high, times, under] = NAMES.map((_, index) => line(1 + slot * NAMES.length + index)) as [number, number, number, number, number];
    return { end: 0, nearest, low, high, times, under };
  });
  return (y) => {
    const group = Math.floor(y / ROWS_TOGETHER);
    const rows = held[group % 2];
    if (rows === undefined) throw new Error('no row');
    if (rows.end === (group + 1) * ROWS_TOGETHER) return rows;
    rows.end = (group + 1) * ROWS_TOGETHER;
    fill(group * ROWS_TOGETHER + (ROWS_TOGETHER - 1) / 2, rows.nearest, line(0));
    kernel.call.paperLimits(rows.nearest, even, widthPx, quiet, darkest, rows.low, rows.high, rows.times, rows.under);
    return rows;
  };
}

function taken(kernel: Kernel, { tally, runs, lit }: Places): Kept {
  const [count = 0, pixels = 0] = new Int32Array(kernel.bytes(tally, 8).slice().buffer);
  return { kept: new Uint32Array(kernel.bytes(runs, count * 4).slice().buffer), lit: kernel.bytes(lit, pixels * 3).slice() };
}

function joined(bands: readonly Kept[]): Kept {
  const kept = new Uint32Array(bands.reduce((sum, band) => sum + band.kept.length, 0));
  const lit = new Uint8Array(bands.reduce((sum, band) => sum + band.lit.length, 0));
  let run = 0, at = 0;
  for (const band of bands) {
    kept.set(band.kept, run);
    lit.set(band.lit, at);
    run += band.kept.length;
    at += band.lit.length;
  }
  return { kept, lit };
}

/** The page of one paper with what is kept of it. */
export function pageOf({ kept, lit }: Kept, { widthPx, heightPx }: RgbPicture, colour: Rgb): RgbPicture {
  const kernel = pageKernel();
  const stride = widthPx * 3;
  const together = Math.max(1, Math.floor(BAND_BYTES / stride));
  const [out, even, runs, pixels] = kernel.areas([together * stride, stride, together * (widthPx + 1) * 4, together * stride]);
  kernel.put(even, Uint8Array.from({ length: stride }, (_, at) => colour[at % 3] ?? 0));
  const data = new Uint8Array(stride * heightPx);
  for (let y = 0, run = 0, at = 0; y < heightPx; y += together) {
    const rows = Math.min(together, heightPx - y);
    const [firstRun, firstAt] = [run, at];
    for (; (kept[run] ?? Infinity) < (y + rows) * widthPx; run += 2) at += ((kept[run + 1] ?? 0) - (kept[run] ?? 0)) * 3;
    kernel.put(runs, kept.subarray(firstRun, run));
    kernel.put(pixels, lit.subarray(firstAt, at));
    kernel.call.layRuns(out, y * widthPx, rows * widthPx, even, stride, runs, run - firstRun, pixels);
    data.set(kernel.bytes(out, rows * stride), y * stride);
  }
  return { data, widthPx, heightPx };
}
