// The dot or short stroke that many typewriter and monospaced faces put inside a zero: the reader takes
// such a zero for a nine or an eight. No Vietnamese letter has an island of ink inside a closed bowl (the
// dots of ạ ẹ ọ ị ụ stand below), so the island can leave the reading copy without harm.
import type { Components } from './components.ts';

type Shape = { readonly index: number; readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

const CELL_PX = 32;
const cellKey = (x: number, y: number): number => Math.floor(y / CELL_PX) * 65_536 + Math.floor(x / CELL_PX);

const middleX = (shape: Shape): number => (shape.x0 + shape.x1) / 2;
const middleY = (shape: Shape): number => (shape.y0 + shape.y1) / 2;

function shapeOf(components: Components, index: number): Shape {
  return { index, x0: components.x0[index] ?? 0, y0: components.y0[index] ?? 0, x1: components.x1[index] ?? 0, y1: components.y1[index] ?? 0 };
}

/** Taller than wide, of the height of a digit, and hollow. */
function isBowl(shape: Shape, area: number, mm: number): boolean {
  const w = shape.x1 - shape.x0;
  const h = shape.y1 - shape.y0;
  return h >= 1.5 * mm && h <= 6 * mm && w >= 0.4 * h && w <= 0.95 * h && area < 0.8 * w * h;
}

function isIslandOf(island: Shape, bowl: Shape): boolean {
  const w = bowl.x1 - bowl.x0;
  const h = bowl.y1 - bowl.y0;
  const isInside = island.x0 > bowl.x0 + 0.12 * w && island.x1 < bowl.x1 - 0.12 * w && island.y0 > bowl.y0 + 0.12 * h && island.y1 < bowl.y1 - 0.12 * h;
  return isInside && Math.abs(middleX(island) - middleX(bowl)) <= 0.15 * w && Math.abs(middleY(island) - middleY(bowl)) <= 0.15 * h;
}

/** Flags (1) the components that are marks inside a zero. */
export function findZeroDots(components: Components, dpi: number): Uint8Array {
  const mm = dpi / 25.4;
  const chosen = new Uint8Array(components.count);
  const bowls = new Map<number, Shape[]>();
  const islands: Shape[] = [];
  for (let i = 0; i < components.count; i++) {
    const shape = shapeOf(components, i);
    if (isBowl(shape, components.area[i] ?? 0, mm)) {
      const key = cellKey(middleX(shape), middleY(shape));
      bowls.set(key, [...(bowls.get(key) ?? []), shape]);
    }
    if (shape.x1 - shape.x0 <= 1.2 * mm && shape.y1 - shape.y0 <= 2 * mm) islands.push(shape);
  }
  for (const island of islands) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const near = bowls.get(cellKey(middleX(island) + dx * CELL_PX, middleY(island) + dy * CELL_PX));
        if (near?.some((bowl) => bowl.index !== island.index && isIslandOf(island, bowl)) === true) chosen[island.index] = 1;
      }
    }
  }
  return chosen;
}
