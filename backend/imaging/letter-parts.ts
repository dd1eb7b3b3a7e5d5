// Thin print falls apart where it is made black and white: the bar of a T, the flag of an r, a mark are dots or two of ink
// that belong to no shape. They are no specks: grey leads from them to the letter, from a speck it leads nowhere.
import type { Components } from './components.ts';
import type { GrayRaster } from './raster.ts';
import { leastShape } from './reading-copy.ts';

/** As dark as this is ink, and as this a stroke's grey. */
const INK_BELOW = 140;
const GREY_BELOW = 205;
/** How far the grey is followed, in pixels of its course. */
const MOST_STEPS = 40;

/** Whether a component is such a part of a letter; each is looked at once. */
export function letterParts({ data, widthPx, heightPx }: GrayRaster, components: Components, dpi: number): (i: number) => boolean {
  const least = leastShape(dpi);
  const known = new Map<number, boolean>();
  const look = (i: number): boolean => {
    const [x0, y0, x1, y1] = [components.x0[i] ?? 0, components.y0[i] ?? 0, components.x1[i] ?? 0, components.y1[i] ?? 0];
    if ((components.area[i] ?? 0) >= least) return false;
    const own = (x: number, y: number): boolean => x >= x0 && x < x1 && y >= y0 && y < y1;
    const seen = new Set<number>();
    const open: number[] = [];
    const visit = (x: number, y: number): void => {
      const at = y * widthPx + x;
      if (x < 0 || y < 0 || x >= widthPx || y >= heightPx || seen.has(at) || (data[at] ?? 255) >= GREY_BELOW) return;
      seen.add(at);
      open.push(at);
    };
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) visit(x, y);
    for (let step = 0; step < open.length && step < MOST_STEPS; step++) {
      const at = open[step] ?? 0;
      const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
      if ((data[at] ?? 255) < INK_BELOW && !own(x, y)) return true;
      visit(x - 1, y);
      visit(x + 1, y);
      visit(x, y - 1);
      visit(x, y + 1);
    }
    return false;
  };
  return (i) => {
    let part = known.get(i);
    if (part === undefined) known.set(i, (part = look(i)));
    return part;
  };
}
