// The paper of a page made quiet: where nothing is printed, stamped or written, its grain, its fine pattern and what
// shines through from the back become the even colour of the paper about them, so that the bytes of the page's picture
// go to its print. What is print is told by the page itself: darker than its paper by more than grain, and by a share of
// how dark its print is, so that faint toner and pencil beside it stay. Nothing within reach of print is touched.
import { levelBelow, paperColours, paperRow } from './paper-colours.ts';
import type { PaperColours, RgbPicture } from './paper-colours.ts';

export type QuietPage = {
  readonly picture: RgbPicture;
  /** Of the page, 0 to 1: what was left as it is. */
  readonly keptShare: number;
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
const ROWS_TOGETHER = 4;
const SAMPLED_ROWS = 8;
/** Between the strongest and the weakest of a pixel's three parts. */
const COLOUR_LEVELS = 22;
/** Of the page: fewer coloured pixels are the fringe of a scanner. */
const COLOURED_SHARE = 0.0004;

/** `page` is changed in place. */
export function quietPaper(page: RgbPicture, dpi: number): QuietPage {
  const paper = paperColours(page);
  const limits = limitsOf(page, paper);
  if (limits === null) return { picture: page, keptShare: 1, isGrey: false };
  const reach = Math.max(1, Math.round(dpi * REACH_INCHES));
  const { kept, coloured } = spreadPaper(page, paper, { ...limits, reach });
  const pixels = page.widthPx * page.heightPx;
  return { picture: page, keptShare: kept / pixels, isGrey: coloured < COLOURED_SHARE * pixels };
}

type Limits = { /** Less than this from its paper, a pixel is paper. */ readonly quiet: number; /** Paper darker than this (green) is no paper. */ readonly darkest: number };

/** From a sample of rows; null for a photograph. */
function limitsOf(page: RgbPicture, paper: PaperColours): Limits | null {
  const { widthPx, heightPx, data } = page;
  const row = new Float32Array(widthPx * 3);
  const depths = new Uint32Array(256);
  const greens = new Uint32Array(256);
  let count = 0;
  for (let y = 0; y < heightPx; y += SAMPLED_ROWS) {
    paperRow(paper, y, row);
    for (let x = 0, at = y * widthPx * 3; x < widthPx * 3; x += 3, at += 3, count += 1) {
      const depth = Math.min(255, Math.round(depthOf(row, x, data, at)));
      depths[depth] = (depths[depth] ?? 0) + 1;
      const green = Math.round(row[x + 1] ?? 0);
      greens[green] = (greens[green] ?? 0) + 1;
    }
  }
  const grain = levelBelow(depths, count / 2);
  if (grain > MOST_GRAIN) return null;
  const certain = depths.slice(CERTAIN).reduce((sum, one) => sum + one, 0);
  const usual = Math.max(CERTAIN, levelBelow(depths, certain * 0.35));
  return { quiet: Math.max(LEAST_LEVELS, GRAINS * grain, PRINT_SHARE * usual), darkest: levelBelow(greens, count / 2) - DARK_LEVELS };
}

/** How much darker than its paper a pixel is, by the part (red, green, blue) that darkens most; lighter counts half. */
function depthOf(paper: Float32Array, x: number, data: Uint8Array, at: number): number {
  const red = (paper[x] ?? 0) - (data[at] ?? 0);
  const green = (paper[x + 1] ?? 0) - (data[at + 1] ?? 0);
  const blue = (paper[x + 2] ?? 0) - (data[at + 2] ?? 0);
  const most = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
  const least = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
  return most > -least / 2 ? most : -least / 2;
}

/** Row by row; a row is decided when the rows within reach below it were looked at. */
function spreadPaper(page: RgbPicture, paper: PaperColours, { quiet, darkest, reach }: Limits & { reach: number }): { kept: number; coloured: number } {
  const { widthPx, heightPx, data } = page;
  /** The last row in which each column is kept. */
  const keptUntil = new Int32Array(widthPx).fill(-1);
  const oneAbove = new Uint8Array(widthPx);
  const papers = createPaperRows(paper, widthPx);
  let kept = 0, coloured = 0;
  for (let y = 0; y < heightPx + reach; y += 1) {
    if (y < heightPx) coloured += lookAtRow(page, papers(y), { y, quiet, darkest, reach, keptUntil, oneAbove });
    const row = y - reach;
    if (row < 0) continue;
    const colours = papers(row);
    for (let x = 0, at = row * widthPx * 3; x < widthPx; x += 1, at += 3) {
      if ((keptUntil[x] ?? 0) >= row) kept += 1;
      else for (let part = 0; part < 3; part += 1) data[at + part] = (colours[x * 3 + part] ?? 0) + 0.5;
    }
  }
  return { kept, coloured };
}

type Look = Limits & { readonly y: number; readonly reach: number; readonly keptUntil: Int32Array; /** Which pixels of the row above are deeper than the limit. */ readonly oneAbove: Uint8Array };

/** Marks the columns within reach of what is kept in row `y`; returns how many of its pixels have a colour. */
function lookAtRow({ widthPx, data }: RgbPicture, colours: Float32Array, { y, quiet, darkest, reach, keptUntil, oneAbove }: Look): number {
  let coloured = 0;
  let marked = -1;
  let isAfterOne = false;
  for (let x = 0, at = y * widthPx * 3; x < widthPx; x += 1, at += 3) {
    if (hasColour(data, at)) coloured += 1;
    const depth = depthOf(colours, x * 3, data, at);
    const isOne = depth > quiet || (colours[x * 3 + 1] ?? 0) < darkest;
    const hasCompany = isAfterOne || oneAbove[x] === 1 || depth > ALONE * quiet;
    isAfterOne = isOne;
    oneAbove[x] = isOne ? 1 : 0;
    if (!isOne || !hasCompany) continue;
    const end = Math.min(widthPx - 1, x + reach);
    for (marked = Math.max(marked + 1, x - reach); marked <= end; marked += 1) keptUntil[marked] = y + reach;
    marked = end;
  }
  return coloured;
}

function hasColour(data: Uint8Array, at: number): boolean {
  const red = data[at] ?? 0, green = data[at + 1] ?? 0, blue = data[at + 2] ?? 0;
  return Math.abs(red - green) > COLOUR_LEVELS || Math.abs(green - blue) > COLOUR_LEVELS || Math.abs(red - blue) > COLOUR_LEVELS;
}

/** The paper's colours along a row; neighbouring rows share one. Two are held: the row that is looked at and the one that is decided. */
function createPaperRows(paper: PaperColours, widthPx: number): (y: number) => Float32Array {
  const held = [0, 1].map(() => ({ group: -1, colours: new Float32Array(widthPx * 3) }));
  return (y) => {
    const group = Math.floor(y / ROWS_TOGETHER);
    const slot = held[group % 2];
    if (slot === undefined) throw new Error('no row');
    if (slot.group !== group) {
      slot.group = group;
      paperRow(paper, group * ROWS_TOGETHER + (ROWS_TOGETHER - 1) / 2, slot.colours);
    }
    return slot.colours;
  };
}
