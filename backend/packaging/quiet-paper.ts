// The paper of a page made quiet and even: where nothing is printed, stamped or written, its grain, its fine pattern and
// what shines through from the back become one colour, the page's own, so that the bytes of the page's picture go to its
// print. What is print is told by the page itself: darker than its paper by more than grain, and by a share of how dark
// its print is, so that faint toner and pencil beside it stay. Print under a shadow is lit as the rest; nothing else within
// reach of print is touched, and what is darker than paper can be (a picture, a bar, a fold) is left as it is.
import type { PaperColours, RgbPicture } from './paper-colours.ts';
import { levelBelow, paperColours, paperRow } from './paper-colours.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export type QuietPage = {
  readonly picture: RgbPicture;
  /** Its one colour; null for a photograph, which stays as it is. */
  readonly paper: Rgb | null;
  /** Of the page, 0 to 1: what was left as it is. */
  readonly keptShare: number;
  /** The same as pixels, counted from the first: from, end, from, end. All others are paper. */
  readonly kept: Uint32Array;
  /** Neither the paper nor what is on it has a colour that anybody would miss. */
  readonly isGrey: boolean;
};

const LEAST_LEVELS = 8;
const GRAINS = 3;
/** Of the usual depth of print. The lines of a security pattern have about a tenth, a worn stamp and a pencil a third. */
const PRINT_SHARE = 0.15;
/** From this depth on something certainly is no grain. */
const CERTAIN = 48;
/** A pixel without another beside or above it is dust, unless it is so many times deeper. */
const ALONE = 3;
/** Margin about what is kept, in inches: the soft edge of a stroke. */
const REACH_INCHES = 1 / 100;
/** More grain than the worst paper has: a photograph, which stays as it is. */
const MOST_GRAIN = 10;
/** Paper so much darker than the page's is a picture, a bar or a fold: it stays as it is. */
const DARK_LEVELS = 56;
/** The paper's colour changes slowly: it is worked out for every so many rows. */
/** Of the paper's colours over the page, so much is lighter than what the page gets: shadows do not darken it. */
const PAPER_RANK = 0.4;
const ROWS_TOGETHER = 8;
const SAMPLED_ROWS = 8;
/** In a square of the paper's grid, of each row and column. */
const SAMPLED_PIXELS = 2;
/** Between the strongest and the weakest of a pixel's three parts. */
const COLOUR_LEVELS = 22;
/** Of the page: fewer coloured pixels are the fringe of a scanner. */
const COLOURED_SHARE = 0.0004;

/** `page` is changed in place. */
export function quietPaper(page: RgbPicture, dpi: number): QuietPage {
  const paper = paperColours(page, SAMPLED_PIXELS);
  const { grain, isGrey, ...limits } = look(page, paper);
  const pixels = page.widthPx * page.heightPx;
  if (grain > MOST_GRAIN) return { picture: page, paper: null, keptShare: 1, kept: Uint32Array.of(0, pixels), isGrey };
  const kept = spreadPaper(page, paper, { ...limits, reach: Math.max(1, Math.round(dpi * REACH_INCHES)) });
  return { picture: page, paper: limits.colour, keptShare: kept.reduce((sum, at, index) => sum + (index % 2 === 0 ? -at : at), 0) / pixels, kept, isGrey };
}

type Limits = { /** Less than this from its paper, a pixel is paper. */ readonly quiet: number; /** Paper darker than this (green) is no paper. */ readonly darkest: number; /** The page's paper. */ readonly colour: Rgb };

/** From a sample of rows. */
function look(page: RgbPicture, paper: PaperColours): Limits & { grain: number; isGrey: boolean } {
  const { widthPx, heightPx, data } = page;
  const row = new Float32Array(widthPx * 3);
  const depths = new Uint32Array(256);
  const papers = [0, 1, 2].map(() => new Uint32Array(256));
  let count = 0, coloured = 0;
  for (let y = 0; y < heightPx; y += SAMPLED_ROWS) {
    paperRow(paper, y, row);
    for (let x = 0, at = y * widthPx * 3; x < widthPx * 3; x += 3, at += 3, count += 1) {
      const depth = Math.min(255, Math.round(depthOf(row, x, data, at)));
      depths[depth] = (depths[depth] ?? 0) + 1;
      if (hasColour(data, at)) coloured += 1;
    }
    // The paper itself changes slowly.
    for (let x = 0; x < widthPx; x += SAMPLED_ROWS) for (const [part, levels] of papers.entries()) levels[Math.round(row[x * 3 + part] ?? 0)] = (levels[Math.round(row[x * 3 + part] ?? 0)] ?? 0) + 1;
  }
  const grain = levelBelow(depths, count / 2);
  const [red = 255, green = 255, blue = 255] = papers.map((levels) => levelBelow(levels, (count / SAMPLED_ROWS) * PAPER_RANK));
  const colour: Rgb = [red, green, blue];
  const certain = depths.slice(CERTAIN).reduce((sum, one) => sum + one, 0);
  const usual = Math.max(CERTAIN, levelBelow(depths, certain * 0.35));
  return { grain, quiet: Math.round(Math.max(LEAST_LEVELS, GRAINS * grain, PRINT_SHARE * usual)), darkest: colour[1] - DARK_LEVELS, colour, isGrey: coloured < COLOURED_SHARE * count };
}

/** How much darker than its paper a pixel is, by the part (red, green, blue) that darkens most; lighter (by its green) counts half. */
function depthOf(paper: ArrayLike<number>, x: number, data: Uint8Array, at: number): number {
  const red = (paper[x] ?? 0) - (data[at] ?? 0);
  const green = (paper[x + 1] ?? 0) - (data[at + 1] ?? 0);
  const blue = (paper[x + 2] ?? 0) - (data[at + 2] ?? 0);
  return Math.max(red, green, blue, -green / 2);
}

function hasColour(data: Uint8Array, at: number): boolean {
  const red = data[at] ?? 0, green = data[at + 1] ?? 0, blue = data[at + 2] ?? 0;
  return Math.max(red, green, blue) - Math.min(red, green, blue) > COLOUR_LEVELS;
}

/** Row by row; a row is decided when the rows within reach below it were looked at. Returns which pixels are kept. */
function spreadPaper(page: RgbPicture, paper: PaperColours, { quiet, darkest, colour, reach }: Limits & { reach: number }): Uint32Array {
  const { widthPx, heightPx, data } = page;
  /** The last row in which each column is kept. */
  const keptUntil = new Int32Array(widthPx).fill(-1);
  const oneAbove = new Uint8Array(widthPx);
  const rows = createPaperRows(paper, { widthPx, quiet, darkest });
  const even = Uint8Array.from({ length: widthPx * 3 }, (_, at) => colour[at % 3] ?? 0);
  const kept: number[] = [];
  for (let y = 0; y < heightPx + reach; y += 1) {
    if (y < heightPx) lookAtRow(page, rows(y), { y, quiet, reach, keptUntil, oneAbove });
    const row = y - reach;
    if (row < 0) continue;
    fillRow(data.subarray(row * widthPx * 3, (row + 1) * widthPx * 3), rows(row), { even, darkest, keptUntil, row, kept });
  }
  return Uint32Array.from(kept);
}

type Fill = { /** A row of the page's paper. */ readonly even: Uint8Array; readonly darkest: number; readonly keptUntil: Int32Array; readonly row: number; /** Grows. */ readonly kept: number[] };

/** Paper, in one piece from what is kept to the next that is; what is kept, as if it lay on that paper. */
function fillRow(pixels: Uint8Array, { colours }: PaperRow, { even, darkest, keptUntil, row, kept }: Fill): void {
  const first = row * keptUntil.length;
  let from = 0;
  for (let x = 0, at = 0; x < keptUntil.length; x += 1, at += 3) {
    if ((keptUntil[x] ?? 0) < row) continue;
    if (x > from || x === 0) {
      if (x > from) pixels.set(even.subarray(from * 3, at), from * 3);
      if (kept.length % 2 === 1) kept.push(first + from);
      kept.push(first + x);
    }
    from = x + 1;
    if ((colours[at + 1] ?? 0) < darkest) continue;
    for (let part = at; part < at + 3; part += 1) pixels[part] = Math.min(255, ((pixels[part] ?? 0) * (even[part] ?? 0)) / Math.max(1, colours[part] ?? 0) + 0.5);
  }
  if (from < keptUntil.length) pixels.set(even.subarray(from * 3), from * 3);
  if (kept.length % 2 === 1) kept.push(first + from);
}

type Look = { readonly y: number; readonly quiet: number; readonly reach: number; readonly keptUntil: Int32Array; /** Which pixels of the row above are deeper than the limit. */ readonly oneAbove: Uint8Array };

/** Marks the columns within reach of what is kept in row `y`. */
function lookAtRow({ widthPx, data }: RgbPicture, { colours, low, high }: PaperRow, { y, quiet, reach, keptUntil, oneAbove }: Look): void {
  let marked = -1;
  let isAfterOne = false;
  for (let x = 0, part = 0, at = y * widthPx * 3; x < widthPx; x += 1, part += 3, at += 3) {
    const red = data[at] ?? 0, green = data[at + 1] ?? 0, blue = data[at + 2] ?? 0;
    const isOne = red < (low[part] ?? 0) || green < (low[part + 1] ?? 0) || blue < (low[part + 2] ?? 0) || green > (high[part + 1] ?? 0);
    const hasCompany = isAfterOne || oneAbove[x] === 1;
    isAfterOne = isOne;
    oneAbove[x] = isOne ? 1 : 0;
    if (!isOne || (!hasCompany && depthOf(colours, part, data, at) <= ALONE * quiet)) continue;
    const end = Math.min(widthPx - 1, x + reach);
    for (marked = Math.max(marked + 1, x - reach); marked <= end; marked += 1) keptUntil[marked] = y + reach;
    marked = end;
  }
}

/** Of each part of each pixel: the paper, and between which values it counts as paper. */
type PaperRow = { readonly colours: Uint8Array; readonly low: Int16Array; readonly high: Int16Array };

/** Neighbouring rows share one. Two are held: that of the row looked at and that of the row decided. */
function createPaperRows(paper: PaperColours, { widthPx, quiet, darkest }: Omit<Limits, 'colour'> & { widthPx: number }): (y: number) => PaperRow {
  const exact = new Float32Array(widthPx * 3);
  const held = [0, 1].map(() => ({ group: -1, colours: new Uint8Array(widthPx * 3), low: new Int16Array(widthPx * 3), high: new Int16Array(widthPx * 3) }));
  return (y) => {
    const group = Math.floor(y / ROWS_TOGETHER);
    const slot = held[group % 2];
    if (slot === undefined) throw new Error('no row');
    if (slot.group === group) return slot;
    slot.group = group;
    paperRow(paper, group * ROWS_TOGETHER + (ROWS_TOGETHER - 1) / 2, exact);
    for (let at = 0; at < exact.length; at += 1) {
      const colour = Math.round(exact[at] ?? 0);
      slot.colours[at] = colour;
      slot.low[at] = colour - quiet;
      slot.high[at] = colour + 2 * quiet;
      // What is too dark for paper is kept whatever it is: nothing is both below 0 and above 255.
      if (at % 3 === 1 && colour < darkest) slot.low[at] = 256;
    }
    return slot;
  };
}
