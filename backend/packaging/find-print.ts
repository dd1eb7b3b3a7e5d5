// Which pixels of a page are print: darker than their paper, without a colour of their own, and part of something
// that somewhere is as dark as the page's print usually is. So show-through, guilloche, the grain of the
// paper and pencil stay with the paper's picture, where they look as they did.
import type { PaperColours, RgbPicture } from './paper-colours.ts';
import { levelBelow, paperRow } from './paper-colours.ts';

export type Print = {
  /** How much darker than its paper each pixel of print is, 1 to 255; 0 where there is none. */
  readonly depth: Uint8Array;
  /** Mean colour of its darker half. */
  readonly ink: readonly [number, number, number];
  /** Of the page, 0 to 1. */
  readonly share: number;
  /** The paper's own unevenness: the median of the differences, in grey levels. */
  readonly grain: number;
  /** Below this depth nothing is print. */
  readonly floor: number;
};

/** From this depth on something certainly is no grain. */
const CERTAIN = 48;
const LEAST_FLOOR = 16;
const GRAINS = 3;
/** Of the usual depth of print: what print is at least, and what each piece of it must reach somewhere. */
const FLOOR_SHARE = 0.2;
const PEAK_SHARE = 0.55;
/** A pixel whose channels darken by such different amounts is a seal or a signature, unless it is nearly black. */
const COLOURED_SHARE = 0.45;
const COLOURED_LEVELS = 30;
const NEARLY_BLACK = 70;

export function findPrint(page: RgbPicture, paper: PaperColours): Print {
  const { depth, histogram } = depths(page, paper);
  const grain = levelBelow(histogram, depth.length / 2);
  const usual = usualDepth(histogram);
  const floor = Math.max(LEAST_FLOOR, GRAINS * grain, FLOOR_SHARE * usual);
  keepReaching(depth, page.widthPx, floor, Math.max(floor, PEAK_SHARE * usual));
  return { depth, grain, floor, ...inkOf(page, depth, PEAK_SHARE * usual) };
}

function depths({ data, widthPx, heightPx }: RgbPicture, paper: PaperColours): { depth: Uint8Array; histogram: Uint32Array } {
  const depth = new Uint8Array(widthPx * heightPx);
  const histogram = new Uint32Array(256);
  const row = new Float32Array(widthPx * 3);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    paperRow(paper, y, row);
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const red = data[at * 3] ?? 0, green = data[at * 3 + 1] ?? 0, blue = data[at * 3 + 2] ?? 0;
      const lessRed = (row[x * 3] ?? 0) - red, lessGreen = (row[x * 3 + 1] ?? 0) - green, lessBlue = (row[x * 3 + 2] ?? 0) - blue;
      const darker = Math.round((2 * lessRed + 5 * lessGreen + lessBlue) / 8);
      const size = Math.min(255, Math.abs(darker));
      histogram[size] = (histogram[size] ?? 0) + 1;
      if (darker <= 0) continue;
      const most = Math.max(lessRed, lessGreen, lessBlue);
      const apart = most - Math.min(lessRed, lessGreen, lessBlue);
      const isColoured = apart > COLOURED_SHARE * most && apart > COLOURED_LEVELS && (2 * red + 5 * green + blue) / 8 > NEARLY_BLACK;
      if (!isColoured) depth[at] = size;
    }
  }
  return { depth, histogram };
}

/** Of what is certainly no grain, the depth that a third of it exceeds. */
function usualDepth(histogram: Uint32Array): number {
  const certain = histogram.slice(CERTAIN).reduce((sum, count) => sum + count, 0);
  return Math.max(CERTAIN, levelBelow(histogram, certain * 0.35));
}

/** Leaves only pieces (touching pixels above `floor`) that reach `peak` somewhere. In place. */
function keepReaching(depth: Uint8Array, widthPx: number, floor: number, peak: number): void {
  const isKept = new Uint8Array(depth.length);
  const open: number[] = [];
  const keep = (at: number): void => {
    if (isKept[at] !== 0) return;
    isKept[at] = 1;
    open.push(at);
  };
  for (let start = 0; start < depth.length; start += 1) {
    if ((depth[start] ?? 0) >= peak) keep(start);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % widthPx;
      for (let row = at - widthPx; row <= at + widthPx; row += widthPx) {
        if ((depth[row] ?? 0) > floor) keep(row);
        if (x > 0 && (depth[row - 1] ?? 0) > floor) keep(row - 1);
        if (x + 1 < widthPx && (depth[row + 1] ?? 0) > floor) keep(row + 1);
      }
    }
  }
  for (let at = 0; at < depth.length; at += 1) if (isKept[at] === 0) depth[at] = 0;
}

function inkOf({ data }: RgbPicture, depth: Uint8Array, from: number): Pick<Print, 'ink' | 'share'> {
  let red = 0, green = 0, blue = 0, dark = 0, count = 0;
  for (let at = 0; at < depth.length; at += 1) {
    if (depth[at] === 0) continue;
    count += 1;
    if ((depth[at] ?? 0) < from) continue;
    red += data[at * 3] ?? 0;
    green += data[at * 3 + 1] ?? 0;
    blue += data[at * 3 + 2] ?? 0;
    dark += 1;
  }
  const mean = (sum: number): number => Math.round(sum / Math.max(1, dark));
  return { ink: [mean(red), mean(green), mean(blue)], share: count / depth.length };
}
