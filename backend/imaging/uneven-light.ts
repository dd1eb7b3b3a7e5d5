// A shadow over good part of the page, as phones and bad lamps give: told from the paper's brightness in a
// coarse grid of cells. A dark spine, punch holes and the scanner's bed take less of a page than counts here.
import type { GrayRaster } from './raster.ts';

const COLUMNS = 40;
const ROWS = 56;
/** Looks in a cell, each way: the brightest of them is paper. */
const LOOKS = 5;
/** Share of the cells that are darker than the level compared with that of well-lit paper. */
const DARK_PART = 0.35;
const LIT_PART = 0.9;
const LEAST_SHARE = 0.65;

export function hasUnevenLight({ data, widthPx, heightPx }: GrayRaster): boolean {
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const [column, row] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    let bright = 0;
    for (let look = 0; look < LOOKS * LOOKS; look++) {
      const x = Math.floor(((column + ((look % LOOKS) + 0.5) / LOOKS) * widthPx) / COLUMNS);
      const y = Math.floor(((row + (Math.floor(look / LOOKS) + 0.5) / LOOKS) * heightPx) / ROWS);
      bright = Math.max(bright, data[y * widthPx + x] ?? 0);
    }
    return bright;
  }).sort((a, b) => a - b);
  const level = (share: number): number => cells[Math.floor(share * (cells.length - 1))] ?? 255;
  return level(DARK_PART) < level(LIT_PART) * LEAST_SHARE;
}
