// The black bed of a scanner, or a copier's shadow, along the sides of a page: how deep it reaches from
// each side, told from a sparse sample of straight looks inward.
import type { RgbRaster } from './raster.ts';

export type DarkEdges = { readonly topPx: number; readonly rightPx: number; readonly bottomPx: number; readonly leftPx: number };

/** Paper, ink-stained or tinted, is lighter; the open bed is not quite black. */
const DARK_BELOW = 70;
const LOOKS = 41;
/** No border takes more than this share of the page. */
const DEEPEST = 0.25;

const lumaAt = (raster: RgbRaster, x: number, y: number): number => {
  const at = (y * raster.widthPx + x) * 3;
  return (77 * (raster.data[at] ?? 0) + 150 * (raster.data[at + 1] ?? 0) + 29 * (raster.data[at + 2] ?? 0)) >> 8;
};

/** The depth that half of the looks find: a line of print at the edge, or a hole, does not count. */
function depthOf(lengthPx: number, reachPx: number, isDark: (along: number, inward: number) => boolean): number {
  const depths = Array.from({ length: LOOKS }, (_, k) => {
    const along = Math.min(lengthPx - 1, Math.floor(((k + 0.5) * lengthPx) / LOOKS));
    let depth = 0;
    while (depth < reachPx && isDark(along, depth)) depth++;
    return depth;
  }).sort((a, b) => a - b);
  return depths[LOOKS >> 1] ?? 0;
}

/** Depth of the dark border on each side, in pixels; 0 where the paper reaches the edge. */
export function measureDarkEdges(raster: RgbRaster): DarkEdges {
  const { widthPx: w, heightPx: h } = raster;
  const isDark = (x: number, y: number): boolean => lumaAt(raster, x, y) < DARK_BELOW;
  const [reachX, reachY] = [Math.floor(w * DEEPEST), Math.floor(h * DEEPEST)];
  return {
    topPx: depthOf(w, reachY, (x, d) => isDark(x, d)),
    bottomPx: depthOf(w, reachY, (x, d) => isDark(x, h - 1 - d)),
    leftPx: depthOf(h, reachX, (y, d) => isDark(d, y)),
    rightPx: depthOf(h, reachX, (y, d) => isDark(w - 1 - d, y)),
  };
}

/** A border of a millimetre and more on some side. */
export const hasDarkEdges = (edges: DarkEdges, dpi: number): boolean => Math.max(edges.topPx, edges.rightPx, edges.bottomPx, edges.leftPx) >= dpi / 25.4;
