// The paper of a page made quiet and even: where nothing is printed, stamped or written, its grain, its fine pattern and
// what shines through from the back become one colour, the page's own, so that the bytes of the page's picture go to its
// print. What is print is told by the page itself: darker than its paper by more than grain, and by a share of how dark
// its print is, so that faint toner and pencil beside it stay. Print under a shadow is lit as the rest; nothing else within
// reach of print is touched, and what is darker than paper can be (a picture, a bar, a fold) is left as it is.
import { pageKernel } from '../imaging/kernel/kernel.ts';
import type { PaperColours, RgbPicture } from './paper-colours.ts';
import { levelBelow, paperColours } from './paper-colours.ts';
import { createPaperLines, lineArea, lineIn, paperAreas } from './paper-lines.ts';
import type { Kept, Limits, Rgb } from './spread-paper.ts';
import { pageOf, spreadPaper } from './spread-paper.ts';

export type QuietPage = Kept & {
  /** As it was. */
  readonly page: RgbPicture;
  /** Its one colour; null for a photograph, all of which is kept as it is. */
  readonly paper: Rgb | null;
  /** Of the page, 0 to 1. */
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
/** Margin about what is kept, in inches: the soft edge of a stroke. */
const REACH_INCHES = 1 / 100;
/** More grain than the worst paper has: a photograph, which stays as it is. */
const MOST_GRAIN = 10;
/** Paper so much darker than the page's is a picture, a bar or a fold: it stays as it is. */
const DARK_LEVELS = 56;
/** Of the paper's colours over the page, so much is lighter than what the page gets: shadows do not darken it. */
const PAPER_RANK = 0.4;
/** Rows looked at, and columns in which the paper is: it changes slowly. */
const ONE_OF = 8;
/** In a square of the paper's grid, of each row and column. */
const SAMPLED_PIXELS = 2;
/** Between the strongest and the weakest of a pixel's three parts. */
const COLOUR_LEVELS = 22;
/** Of the page: fewer coloured pixels are the fringe of a scanner. */
const COLOURED_SHARE = 0.0004;

/** `page` is not changed. */
export function quietPaper(page: RgbPicture, dpi: number): QuietPage {
  const paper = paperColours(page, SAMPLED_PIXELS);
  const { grain, isGrey, ...limits } = look(page, paper);
  const pixels = page.widthPx * page.heightPx;
  if (grain > MOST_GRAIN) return { page, paper: null, keptShare: 1, kept: Uint32Array.of(0, pixels), lit: page.data, isGrey };
  const spread = spreadPaper(page, paper, { ...limits, reach: Math.max(1, Math.round(dpi * REACH_INCHES)) });
  return { ...spread, page, paper: limits.colour, keptShare: spread.lit.length / 3 / pixels, isGrey };
}

/** The page with its paper made quiet. */
export const quietPicture = (quiet: QuietPage): RgbPicture => (quiet.paper === null ? quiet.page : pageOf(quiet, quiet.page, quiet.paper));

/** From a sample of rows. */
function look(page: RgbPicture, paper: PaperColours): Omit<Limits, 'reach'> & { grain: number; isGrey: boolean } {
  const { depths, papers, coloured, count } = countLevels(page, paper);
  const grain = levelBelow(depths, count / 2);
  const [red = 255, green = 255, blue = 255] = papers.map((levels) => levelBelow(levels, (count / ONE_OF) * PAPER_RANK));
  const certain = depths.slice(CERTAIN).reduce((sum, one) => sum + one, 0);
  const usual = Math.max(CERTAIN, levelBelow(depths, certain * 0.35));
  return { grain, quiet: Math.round(Math.max(LEAST_LEVELS, GRAINS * grain, PRINT_SHARE * usual)), darkest: green - DARK_LEVELS, colour: [red, green, blue], isGrey: coloured < COLOURED_SHARE * count };
}

export type Levels = { /** Pixels by how much darker than their paper they are; lighter counts half. */ readonly depths: Uint32Array; /** Of red, green and blue. */ readonly papers: readonly Uint32Array[]; readonly coloured: number; readonly count: number };

export function countLevels({ data, widthPx, heightPx }: RgbPicture, paper: PaperColours): Levels {
  const kernel = pageKernel();
  const stride = widthPx * 3;
  const [row, counts, work, nearestArea, aboveArea, squares, mixed] = kernel.areas([stride, 4096, 16, lineArea(paper), lineArea(paper), ...paperAreas(paper)]);
  const [nearest, above] = [lineIn(nearestArea), lineIn(aboveArea)];
  const fill = createPaperLines(kernel, paper, squares, mixed);
  kernel.put(counts, new Uint32Array(1024));
  let coloured = 0, count = 0;
  for (let y = 0; y < heightPx; y += ONE_OF, count += widthPx) {
    fill(y, nearest, above);
    kernel.put(row, data.subarray(y * stride, (y + 1) * stride));
    coloured += kernel.call.lookAtRow(row, nearest, above, widthPx, COLOUR_LEVELS, ONE_OF, work, counts, counts + 1024);
  }
  const levels = new Uint32Array(kernel.bytes(counts, 4096).slice().buffer);
  const [depths, ...papers] = [0, 1, 2, 3].map((index) => levels.subarray(index * 256, (index + 1) * 256)) as [Uint32Array, ...Uint32Array[]];
  return { depths, papers, coloured, count };
}
