// The copy of the page that is read: flat white paper, dark print, and without everything that is not
// print (rules, frames, leaders, seals, signatures, edges of the scan). Same size as the delivered
// image, so that boxes need no translation.
import type { Box } from '../../shared/domain/geometry.ts';
import type { PageMark } from '../../shared/domain/reading.ts';
import { estimatePaper, flatten, measureInk, stretch, type InkLevels } from './background.ts';
import { binarise, findComponents, paintComponents, type Binary, type Components } from './components.ts';
import { calmGrain } from './calm-grain.ts';
import { evenInk } from './even-ink.ts';
import { findFaintMarks } from './faint-marks.ts';
import { findFrameBands, findFrameOrnaments, findOrnamentStacks } from './frame-bands.ts';
import { eraseLeaderTraces } from './leader-traces.ts';
import { findLeaders } from './leaders.ts';
import { findOrnaments } from './ornaments.ts';
import { removeColouredInk } from './colour-ink.ts';
import { toGray } from './gray.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { release } from './release.ts';
import { removePenStrokes, type PenTrace } from './pen-strokes.ts';
import { removeRoundSeals } from './round-seals.ts';
import { removeRules, type Rule } from './rules.ts';
import { FAINT_MARK, measureLetters } from './text-lines.ts';
import { findTickBoxes } from './tick-boxes.ts';
import { findZeroDots } from './zero-dots.ts';

export type ReadingCopy = {
  readonly image: GrayRaster;
  readonly components: Components;
  /** 1 for components that may be text, FAINT_MARK for dots that are the dark of a tone mark. */
  readonly usable: Uint8Array;
  readonly rules: readonly Rule[];
  readonly marks: readonly PageMark[];
  readonly pens: readonly PenTrace[];
  readonly levels: InkLevels;
  /** More shapes than print can have: nothing is looked for. */
  readonly isNoise: boolean;
};

/** Levels between which print is stretched: ink well to black, paper and what shines through to white. */
function stretchLevels(levels: InkLevels): { black: number; white: number } {
  const span = Math.max(20, levels.paper - levels.ink);
  return { black: Math.max(0, levels.ink - span * 0.1), white: levels.paper - span * 0.12 };
}

/** `gray` is the page without colour where somebody has it: it is used up. */
export type ReadingCopyOptions = { readonly gray?: GrayRaster | undefined; readonly isOneBit?: boolean };

/** `rgb` is the straightened page, dark on light. */
export function makeReadingCopy(rgb: RgbRaster, dpi: number, { gray = toGray(rgb), isOneBit = false }: ReadingCopyOptions = {}): ReadingCopy {
  const coloured = removeColouredInk(rgb, gray, dpi);
  const isCalmed = isOneBit && calmGrain(gray, dpi);
  const image = flatten(gray, estimatePaper(gray, Math.max(8, Math.round(dpi / 12))));
  release(gray.data);
  const levels = measureInk(image);
  const { black, white } = stretchLevels(levels);
  stretch(image, black, white);
  evenInk(image, dpi);
  const ink = binarise(image, 140);
  const rules = removeRules(image, ink, dpi);
  const whole = findComponents(ink);
  if (withoutSpecks(whole, dpi).count > mostShapes(image, dpi, isCalmed)) {
    release(ink.data);
    return { image, components: whole, usable: new Uint8Array(whole.count), rules, marks: coloured, pens: [], levels, isNoise: true };
  }
  const ticks = findTickBoxes(ink, whole, dpi);
  const seals = removeRoundSeals(image, ink, whole, measureLetters(whole, dpi).letterPx, dpi);
  const { components, pens } = takeApart(image, ink, seals.length === 0 ? whole : findComponents(ink), seals, dpi);
  release(ink.data);
  const pen = pens.map(({ box }) => box);
  const marks = [...coloured, ...ticks, ...seals.map((box): PageMark => ({ kind: 'seal', box })), ...pen.map((box): PageMark => ({ kind: isRound(box) ? 'seal' : 'signature', box }))];
  const usable = eraseNonPrint(image, components, rules, dpi);
  const { letterPx } = measureLetters(components, dpi);
  eraseSweeps(image, components, usable, pen, letterPx);
  if (!isOneBit) for (const mark of findFaintMarks(image, components, leastShape(dpi), letterPx)) usable[mark] = FAINT_MARK;
  return { image, components, usable, rules, marks, pens, levels, isNoise: false };
}

/** The ring of a black seal, not a running hand. */
const isRound = ([, , w, h]: Box): boolean => Math.max(w, h) < Math.min(w, h) * 1.25;

/** Strokes of a pen and scraps of leaders leave the print that they touch; what is left is looked at anew. */
function takeApart(image: GrayRaster, ink: Binary, whole: Components, seals: readonly Box[], dpi: number): { components: Components; pens: readonly PenTrace[] } {
  const pens = removePenStrokes(image, ink, whole, measureLetters(whole, dpi).letterPx, dpi, seals);
  const { dots, courses } = findLeaders(whole, withoutSpecks(whole, dpi).usable, dpi);
  if (pens.length === 0 && courses.length === 0) return { pens, components: whole };
  paintComponents(image, whole, dots, 255, 2);
  paintComponents(ink, whole, dots, 0, 0);
  eraseLeaderTraces(image, ink, courses);
  return { pens, components: findComponents(ink) };
}

/** Flat, long scraps that a flourish leaves around what the pen drew: longer than any dash, no letter is as flat. */
function eraseSweeps(image: GrayRaster, components: Components, usable: Uint8Array, pen: readonly Box[], letterPx: number): void {
  if (pen.length === 0) return;
  const isNearPen = (x0: number, x1: number, y: number): boolean => pen.some(([x, top, w, h]) => x1 > x - 2 * letterPx && x0 < x + w + 2 * letterPx && y > top - letterPx && y < top + h + letterPx);
  const sweeps = new Uint8Array(components.count);
  for (let i = 0; i < components.count; i++) {
    const [x0, x1, y0, y1] = [components.x0[i] ?? 0, components.x1[i] ?? 0, components.y0[i] ?? 0, components.y1[i] ?? 0];
    if (usable[i] !== 1 || x1 - x0 < 1.1 * letterPx || x1 - x0 < 2.5 * (y1 - y0) || y1 - y0 > 0.5 * letterPx || !isNearPen(x0, x1, (y0 + y1) / 2)) continue;
    sweeps[i] = 1;
    usable[i] = 0;
  }
  paintComponents(image, components, sweeps, 255, 2);
}

/** Paints leaders, ornaments and the like out of `image` (in place) and flags what may be text. */
function eraseNonPrint(image: GrayRaster, components: Components, rules: readonly Rule[], dpi: number): Uint8Array {
  const { usable } = withoutSpecks(components, dpi);
  const bands = [...findFrameBands(rules, image.widthPx, image.heightPx, dpi), ...findOrnamentStacks(components, image.widthPx, image.heightPx, dpi)];
  const unwanted = [findLeaders(components, usable, dpi).dots, findOrnaments(components, dpi), findFrameOrnaments(components, bands), findZeroDots(components, dpi)];
  for (const chosen of unwanted) {
    paintComponents(image, components, chosen, 255, 2);
    for (let i = 0; i < usable.length; i++) if (chosen[i] === 1) usable[i] = 0;
  }
  return usable;
}

/** A page of close print has some ten thousand shapes; more than this is no print. */
const MOST_SHAPES = 40_000;
/** Of close print a square inch has a hundred; noise that was calmed is blots all over, twice as many. */
const MOST_CALMED_AN_INCH = 130;

const mostShapes = ({ widthPx, heightPx }: GrayRaster, dpi: number, isCalmed: boolean): number => (isCalmed ? Math.min(MOST_SHAPES, (MOST_CALMED_AN_INCH * widthPx * heightPx) / dpi ** 2) : MOST_SHAPES);

/** Ink of fewer pixels is a speck. */
export const leastShape = (dpi: number): number => (dpi >= 250 ? 5 : 3);

/** Flags shapes of more than a few pixels, and counts them. */
function withoutSpecks(components: Components, dpi: number): { usable: Uint8Array; count: number } {
  const least = leastShape(dpi);
  const usable = new Uint8Array(components.count);
  let count = 0;
  for (let i = 0; i < components.count; i++) {
    if ((components.area[i] ?? 0) < least) continue;
    usable[i] = 1;
    count++;
  }
  return { usable, count };
}
