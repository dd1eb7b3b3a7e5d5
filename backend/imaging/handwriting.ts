// Handwriting, told from print before anything is read: print stands on one line and ends at few heights,
// and its strokes are as thick as its size asks for; a hand leaves the line, varies its height and draws
// thin. Judged on windows of a few letters; one odd window is an accident of print, many are a hand.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Components } from './components.ts';
import type { GrayRaster } from './raster.ts';
import type { TextSegment } from './text-lines.ts';

export type Handwriting = {
  /** Where the hand wrote, line by line; empty unless the page is written by hand in good part. */
  readonly boxes: readonly Box[];
  /** Share of the page's windows that look written, 0 to 1. */
  readonly share: number;
};

const INK_BELOW = 140;
/** Letters judged together, and how far the window moves on. */
const WINDOW = 8;
const STEP = 4;
/** At most this share of a written window's letters ends at one height, below and above. */
const MOST_ON_LINE = 0.5;
const MOST_AT_TOP = 0.5;
/** Pen strokes are thinner than this, in letter heights. */
const THICKEST = 0.2;
/** Least share of written windows on a page with written values, and least windows to judge by. */
const LEAST_SHARE = 0.04;
const LEAST_WINDOWS = 12;
/** What is written goes on: windows in a row, on several lines. Odd windows of typewriters and worn copies stand alone; the grain of a copy's edge is a line or two. */
const STRETCH = 2;
const LEAST_LINES = 3;

type Line = { readonly letters: readonly number[]; readonly written: readonly boolean[] };

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The largest share of values that lie within `tolerance` of one of them. */
const shareTogether = (values: readonly number[], tolerance: number): number => Math.max(...values.map((at) => values.filter((v) => Math.abs(v - at) <= tolerance).length)) / values.length;

function runsOf(components: Components): Int32Array {
  const runs = new Int32Array(components.count);
  for (let r = 0; r < components.runs.count; r++) {
    const c = components.runs.label[r] ?? 0;
    runs[c] = (runs[c] ?? 0) + 1;
  }
  return runs;
}

/** Slants at which print has its stems, as run over rise: upright and italic. */
const SLANTS = [0, 0.1, 0.2, 0.3] as const;
/** Share of a letter's height that ink must cover along a straight course to be a stem. */
const STEM = 0.84;
/** A hand draws few straight stems; print at one slant has them in every other letter. */
const MOST_STEMS = 0.4;

/** At which of the slants a letter has a straight stem, one bit each. */
function stemsOf(image: GrayRaster, components: Components, i: number): number {
  const [x0, x1, y0, y1] = [components.x0[i] ?? 0, components.x1[i] ?? 0, components.y0[i] ?? 0, components.y1[i] ?? 0];
  const mayMiss = Math.floor((y1 - y0) * (1 - STEM));
  return SLANTS.reduce<number>((bits, slant, at) => {
    for (let foot = x0 - Math.ceil(slant * (y1 - y0)); foot < x1; foot++) if (isCovered(image, { foot, x0, x1, y0, y1, slant, mayMiss })) return bits | (1 << at);
    return bits;
  }, 0);
}

type Course = { readonly foot: number; readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number; readonly slant: number; readonly mayMiss: number };

/** Whether ink covers the course from its foot up but for a few rows. */
function isCovered({ data, widthPx }: GrayRaster, { foot, x0, x1, y0, y1, slant, mayMiss }: Course): boolean {
  let missed = 0;
  for (let y = y1 - 1; y >= y0; y--) {
    const x = Math.round(foot + slant * (y1 - 1 - y));
    if (x >= x0 && x < x1 && (data[y * widthPx + x] ?? 255) < INK_BELOW) continue;
    if (++missed > mayMiss) return false;
  }
  return true;
}

/** Share of letters with a stem at the slant that most of them share; `stems` keeps what was found, for windows overlap. */
function stemShare(image: GrayRaster, components: Components, letters: readonly number[], stems: Map<number, number>): number {
  const found = letters.map((i) => {
    let bits = stems.get(i);
    if (bits === undefined) stems.set(i, (bits = stemsOf(image, components, i)));
    return bits;
  });
  return Math.max(...SLANTS.map((_, at) => found.filter((bits) => (bits >> at) % 2 === 1).length)) / letters.length;
}

function judgeLine(segment: TextSegment, components: Components, image: GrayRaster, runs: Int32Array, letterPx: number): Line {
  const letters = segment.members.slice(0, segment.letters).filter((i) => {
    const height = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    return height >= 0.5 * segment.letterPx && height < 2.2 * segment.letterPx;
  }).sort((a, b) => (components.x0[a] ?? 0) - (components.x0[b] ?? 0));
  const tolerance = Math.max(1, 0.045 * letterPx);
  const written: boolean[] = [];
  const stems = new Map<number, number>();
  for (let k = 0; k + WINDOW <= letters.length; k += STEP) {
    const window = letters.slice(k, k + WINDOW);
    const feet = window.map((i) => components.y1[i] ?? 0);
    const foot = middle(feet);
    const onLine = feet.filter((y) => Math.abs(y - foot) <= tolerance).length / WINDOW;
    const thick = middle(window.map((i) => (components.area[i] ?? 0) / Math.max(1, runs[i] ?? 1)));
    written.push(onLine <= MOST_ON_LINE && thick <= THICKEST * letterPx && shareTogether(window.map((i) => components.y0[i] ?? 0), tolerance) <= MOST_AT_TOP && stemShare(image, components, window, stems) <= MOST_STEMS);
  }
  return { letters, written };
}

/** From the first written window to the last, begun and ended at gaps between words; to the line's end when little is left. */
function writtenBoxes({ letters, written }: Line, segment: TextSegment, components: Components): Box[] {
  const first = written.indexOf(true);
  if (first < 0) return [];
  const gapBefore = (k: number): number => (components.x0[letters[k] ?? 0] ?? 0) - (components.x1[letters[k - 1] ?? 0] ?? 0);
  let start = first * STEP;
  // the window may have begun in the label: the widest gap within it is the border
  if (start > 0 || letters.length > WINDOW) for (let k = start + 1; k < start + WINDOW && k < letters.length; k++) if (gapBefore(k) > segment.letterPx * 0.5 && (start === first * STEP || gapBefore(k) > gapBefore(start))) start = k;
  let end = Math.min(letters.length, written.lastIndexOf(true) * STEP + WINDOW);
  if (letters.length - end <= WINDOW) end = letters.length;
  const x0 = start === 0 ? segment.x0 : (components.x0[letters[start] ?? 0] ?? segment.x0);
  const x1 = end === letters.length ? segment.x1 : (components.x1[letters[end - 1] ?? 0] ?? segment.x1);
  return x1 > x0 ? [[x0, segment.y0, x1 - x0, segment.y1 - segment.y0]] : [];
}

/** Window by window along each segment: whether it looks written. */
function judgeLines(segments: readonly TextSegment[], components: Components, image: GrayRaster, letterPx: number): readonly Line[] {
  const runs = runsOf(components);
  return segments.map((segment) => judgeLine(segment, components, image, runs, letterPx));
}

/** Lines on which windows in a row look written. */
const writtenLines = (lines: readonly Line[]): number =>
  lines.filter(({ written }) => written.some((_, k) => k + STRETCH <= written.length && written.slice(k, k + STRETCH).every(Boolean))).length;

/** `image` is the copy that the components were found on. */
export function findHandwriting(segments: readonly TextSegment[], components: Components, image: GrayRaster, letterPx: number): Handwriting {
  const lines = judgeLines(segments, components, image, letterPx);
  const windows = lines.flatMap((line) => line.written);
  const share = windows.filter(Boolean).length / Math.max(1, windows.length);
  if (windows.length < LEAST_WINDOWS || share < LEAST_SHARE || writtenLines(lines) < LEAST_LINES) return { boxes: [], share };
  return { boxes: lines.flatMap((line, s) => { const segment = segments[s]; return segment === undefined ? [] : writtenBoxes(line, segment, components); }), share };
}
