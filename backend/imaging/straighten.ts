// Finds how a page must be turned to stand straight: quarter turns of its axis and its skew. Decided
// on a copy of about 100 dpi from letter-sized shapes only, so frames, borders and photos do not vote.
// Whether the page stands on its head is decided later, from the letters themselves (up-down.ts).
import { binarise, findComponents, type Components } from './components.ts';
import { estimatePaper, flatten, measureInk } from './background.ts';
import { shrink } from './gray.ts';
import type { GrayRaster } from './raster.ts';
import { edgePoints, fitAxis, type AxisFit } from './skew.ts';

export type Straightness = { readonly axis: 'across' | 'down'; readonly skewDeg: number; readonly isSure: boolean };

const MAX_SKEW_DEG = 16;
const WORKING_DPI = 100;

/** Shapes that may be letters or joined words at about 100 dpi. */
function letterShapes(components: Components): Uint8Array {
  const chosen = new Uint8Array(components.count);
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    const small = Math.min(w, h);
    const large = Math.max(w, h);
    if (small >= 3 && small <= 40 && large <= 120 && (components.area[i] ?? 0) > 6) chosen[i] = 1;
  }
  return chosen;
}

/** So much more must speak for lines that run down the page. */
const BETTER = 1.15;
/** Where one axis has less than so many times the other's contrast, a border's ornaments may have spoken. */
const CLEAR = 2;
/** Share of the sheet at each side in which borders run. */
const BORDER = 0.1;

/** The letters' shapes without those at the edges of the sheet: a border's ornaments are as large, and stand in rows and columns. */
function awayFromEdges(components: Components, letters: Uint8Array, { widthPx, heightPx }: GrayRaster): Uint8Array {
  const isInside = (middle: number, extent: number): boolean => middle > BORDER * extent && middle < (1 - BORDER) * extent;
  return letters.map((chosen, i) => (chosen === 1 && isInside(((components.x0[i] ?? 0) + (components.x1[i] ?? 0)) / 2, widthPx) && isInside(((components.y0[i] ?? 0) + (components.y1[i] ?? 0)) / 2, heightPx) ? 1 : 0));
}

const isBetter = (down: AxisFit, across: AxisFit): boolean => down.contrast > across.contrast * BETTER;

type Fits = { readonly across: AxisFit; readonly down: AxisFit };
const isClear = ({ across, down }: Fits): boolean => Math.max(down.contrast, across.contrast) > CLEAR * Math.min(down.contrast, across.contrast);

/** `gray` is the whole page, dark on light; `dpi` its resolution, roughly. */
export function findStraightness(gray: GrayRaster, dpi: number): Straightness {
  const small = shrink(gray, Math.max(1, Math.round(dpi / WORKING_DPI)));
  const flat = flatten(small, estimatePaper(small, 12));
  const ink = binarise(flat, Math.min(215, measureInk(flat).threshold));
  const components = findComponents(ink);
  const letters = letterShapes(components);
  const fitsOf = (chosen: Uint8Array): Fits => ({ across: fitAxis(edgePoints(ink, components, chosen, 'across'), small.heightPx, MAX_SKEW_DEG), down: fitAxis(edgePoints(ink, components, chosen, 'down'), small.widthPx, MAX_SKEW_DEG) });
  const all = fitsOf(letters);
  const { across, down } = all;
  if (across.contrast === 0 && down.contrast === 0) return { axis: 'across', skewDeg: 0, isSure: false };
  const inner = isClear(all) ? all : fitsOf(awayFromEdges(components, letters, small));
  const turned = isClear(inner) ? isBetter(inner.down, inner.across) : isBetter(down, across);
  const best = turned ? down : across;
  // along a line that runs down the page, x falls as the line turns clockwise
  const skewDeg = turned ? -best.angleDeg : best.angleDeg;
  return { axis: turned ? 'down' : 'across', skewDeg, isSure: best.contrast > 1.5 };
}
