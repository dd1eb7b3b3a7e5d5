// The copy of the page that is read: flat white paper, dark print, and without everything that is not
// print (rules, frames, leaders, seals, signatures, edges of the scan). Same size as the delivered
// image, so that boxes need no translation.
import type { PageMark } from '../../shared/domain/reading.ts';
import { estimatePaper, flatten, measureInk, stretch, type InkLevels } from './background.ts';
import { binarise, findComponents, paintComponents, type Components } from './components.ts';
import { findLeaders } from './leaders.ts';
import { findOrnaments } from './ornaments.ts';
import { removeColouredInk } from './colour-ink.ts';
import { toGray } from './gray.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { removeRules, type Rule } from './rules.ts';
import { findZeroDots } from './zero-dots.ts';

export type ReadingCopy = {
  readonly image: GrayRaster;
  readonly components: Components;
  /** 1 for components that may be text. */
  readonly usable: Uint8Array;
  readonly rules: readonly Rule[];
  readonly marks: readonly PageMark[];
  readonly levels: InkLevels;
  /** More shapes than print can have: nothing is looked for. */
  readonly isNoise: boolean;
};

/** Levels between which print is stretched: ink well to black, paper and what shines through to white. */
function stretchLevels(levels: InkLevels): { black: number; white: number } {
  const span = Math.max(20, levels.paper - levels.ink);
  return { black: Math.max(0, levels.ink - span * 0.1), white: levels.paper - span * 0.12 };
}

/** `rgb` is the straightened page, dark on light. */
export function makeReadingCopy(rgb: RgbRaster, dpi: number): ReadingCopy {
  const gray = toGray(rgb);
  const marks = removeColouredInk(rgb, gray, dpi);
  const image = flatten(gray, estimatePaper(gray, Math.max(8, Math.round(dpi / 12))));
  const levels = measureInk(image);
  const { black, white } = stretchLevels(levels);
  stretch(image, black, white);
  const ink = binarise(image, 140);
  const rules = removeRules(image, ink, dpi);
  const components = findComponents(ink);
  const solid = withoutSpecks(components, dpi);
  const isNoise = solid.count > MOST_SHAPES;
  if (isNoise) return { image, components, usable: new Uint8Array(components.count), rules, marks, levels, isNoise };
  const leaders = findLeaders(components, solid.usable, dpi);
  const ornaments = findOrnaments(components, dpi);
  const zeroDots = findZeroDots(components, dpi);
  const usable = solid.usable;
  for (const unwanted of [leaders, ornaments, zeroDots]) {
    paintComponents(image, components, unwanted, 255, 2);
    for (let i = 0; i < usable.length; i++) if (unwanted[i] === 1) usable[i] = 0;
  }
  return { image, components, usable, rules, marks, levels, isNoise };
}

/** A page of close print has some ten thousand shapes; more than this is no print. */
const MOST_SHAPES = 40_000;

/** Flags shapes of more than a few pixels, and counts them. */
function withoutSpecks(components: Components, dpi: number): { usable: Uint8Array; count: number } {
  const least = dpi >= 250 ? 5 : 3;
  const usable = new Uint8Array(components.count);
  let count = 0;
  for (let i = 0; i < components.count; i++) {
    if ((components.area[i] ?? 0) < least) continue;
    usable[i] = 1;
    count++;
  }
  return { usable, count };
}
