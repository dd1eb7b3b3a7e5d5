// On a faint print a tone mark may be grey all over and black in a dot or two: too little ink for a shape,
// and taken for a speck it would be painted out, rim and all. Such a dot is told from a speck by the grey
// around it, which is as wide as a mark.
import type { Components } from './components.ts';
import type { GrayRaster } from './raster.ts';

/** As dark as this belongs to the mark. */
const GREY_BELOW = 205;
/** A mark's grey reaches this far from its darkest dot, in letter heights. */
const REACH = 0.35;
/** The square root of a mark's grey is at least this wide, in letter heights. */
const LEAST_WIDTH = 0.13;
const LEAST_PIXELS = 7;
/** Ink of another shape: the dot is a crumb of its edge. */
const INK_BELOW = 140;

/** Grey pixels joined to the dot, side to side, within `reachPx` of it and not below it, where its letter begins; none where they join other ink. */
function greyAround(image: GrayRaster, components: Components, dot: number, reachPx: number): number {
  const [left, top] = [Math.max(0, (components.x0[dot] ?? 0) - reachPx), Math.max(0, (components.y0[dot] ?? 0) - reachPx)];
  const [right, bottom] = [Math.min(image.widthPx, (components.x1[dot] ?? 0) + reachPx), Math.min(image.heightPx, (components.y1[dot] ?? 0) + 1)];
  const widthPx = right - left;
  const seen = new Uint8Array(widthPx * (bottom - top));
  const open: number[] = [];
  const visit = (x: number, y: number): void => {
    if (x < left || y < top || x >= right || y >= bottom || seen[(y - top) * widthPx + x - left] === 1 || (image.data[y * image.widthPx + x] ?? 255) >= GREY_BELOW) return;
    seen[(y - top) * widthPx + x - left] = 1;
    open.push(x, y);
  };
  visit(components.x0[dot] ?? 0, components.y0[dot] ?? 0);
  let count = 0;
  while (open.length > 0) {
    const y = open.pop() ?? 0;
    const x = open.pop() ?? 0;
    count++;
    const isDot = x >= (components.x0[dot] ?? 0) - 1 && x <= (components.x1[dot] ?? 0) && y >= (components.y0[dot] ?? 0) - 1 && y <= (components.y1[dot] ?? 0);
    if (!isDot && (image.data[y * image.widthPx + x] ?? 255) < INK_BELOW) return 0;
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  return count;
}

/**
 * Dots of less than `leastArea` pixels that may be the dark of a faint mark, by component: that of a letter, if one is below it.
 * @param letterPx height of a small letter
 */
export function findFaintMarks(image: GrayRaster, components: Components, leastArea: number, letterPx: number): readonly number[] {
  const reachPx = Math.max(2, Math.round(REACH * letterPx));
  const leastGrey = Math.max(LEAST_PIXELS, (LEAST_WIDTH * letterPx) ** 2);
  const mostGrey = 0.5 * letterPx ** 2;
  const found: number[] = [];
  for (let i = 0; i < components.count; i++) {
    if ((components.area[i] ?? 0) >= leastArea) continue;
    const grey = greyAround(image, components, i, reachPx);
    if (grey >= leastGrey && grey <= mostGrey) found.push(i);
  }
  return found;
}
