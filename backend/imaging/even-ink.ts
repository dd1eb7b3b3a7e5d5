// Ink made even over the page: toner that runs out leaves some stretches black and others pale, and one measure
// of black for the whole page loses the pale ones. Around every place the darker strokes are looked for; where
// they are pale they are darkened, as much as they lack. Where there is no ink nothing is changed.
import { ALL_WHITE, whitePaper } from './components.ts';
import type { GrayRaster } from './raster.ts';

/** Strokes at this level or darker are black enough. */
const BLACK_ENOUGH = 80;
/** Paler than this is no ink: paper, what shines through. */
const PALEST_INK = 208;
const MOST_GAIN = 2.6;
/** Below this nothing is gained by touching the page. */
const LEAST_GAIN = 1.2;
const TILE_MM = 6;
/** Tiles to each side that are looked at together. */
const REACH = 1;
/** Share of ink from which there is print around a place. */
const LEAST_INK = 0.006;
/** The share of the ink that is darker than the level taken for it: from within the strokes. */
const DARKER_SHARE = 0.2;

type Tiles = { readonly histograms: Uint32Array; readonly columns: number; readonly rows: number; readonly sizePx: number };

function countTiles(image: GrayRaster, sizePx: number): Tiles {
  const columns = Math.ceil(image.widthPx / sizePx);
  const rows = Math.ceil(image.heightPx / sizePx);
  const histograms = new Uint32Array(columns * rows * 256);
  const { data, widthPx } = image;
  const paper = whitePaper(data);
  for (let y = 0; y < image.heightPx; y++) {
    const row = Math.floor(y / sizePx) * columns;
    const [from, end] = [y * widthPx, (y + 1) * widthPx];
    for (let i = from; i < end; i++) {
      if ((i & 3) === 0 && paper[i >> 2] === ALL_WHITE) {
        i += 3;
        continue;
      }
      const level = data[i] ?? 255;
      if (level >= PALEST_INK) continue;
      const at = (row + Math.floor((i - from) / sizePx)) * 256 + level;
      histograms[at] = (histograms[at] ?? 0) + 1;
    }
  }
  return { histograms, columns, rows, sizePx };
}

/** How much the ink around a tile must be darkened; 1 for not at all. */
function gainOf({ histograms, columns, rows, sizePx }: Tiles, column: number, row: number): number {
  const counts = new Float64Array(256);
  let tiles = 0;
  let ink = 0;
  for (let r = Math.max(0, row - REACH); r <= Math.min(rows - 1, row + REACH); r++) {
    for (let c = Math.max(0, column - REACH); c <= Math.min(columns - 1, column + REACH); c++) {
      tiles++;
      for (let level = 0; level < PALEST_INK; level++) {
        const n = histograms[(r * columns + c) * 256 + level] ?? 0;
        counts[level] = (counts[level] ?? 0) + n;
        ink += n;
      }
    }
  }
  if (ink < LEAST_INK * tiles * sizePx * sizePx) return 1;
  let left = ink * DARKER_SHARE;
  let level = 0;
  while (level < 255 && left > (counts[level] ?? 0)) left -= counts[level++] ?? 0;
  return Math.max(1, Math.min(MOST_GAIN, (255 - BLACK_ENOUGH) / (255 - level)));
}

/** Darkens pale print in `image` (in place, paper at 255); true where there was any. */
export function evenInk(image: GrayRaster, dpi: number): boolean {
  const sizePx = Math.max(16, Math.round((TILE_MM * dpi) / 25.4));
  const tiles = countTiles(image, sizePx);
  const { columns } = tiles;
  const gains = Float32Array.from({ length: columns * tiles.rows }, (_, i) => gainOf(tiles, i % columns, Math.floor(i / columns)));
  if (gains.every((gain) => gain < LEAST_GAIN)) return false;
  darken(image, gains, tiles);
  return true;
}

/** Between the middles of tiles the gain goes over from one to the next. */
function darken({ data, widthPx, heightPx }: GrayRaster, gains: Float32Array, { columns, rows, sizePx }: Tiles): void {
  const paper = whitePaper(data);
  const rowAt = (r: number): number => Math.max(0, Math.min(rows - 1, r)) * columns;
  const columnAt = (c: number): number => Math.max(0, Math.min(columns - 1, c));
  for (let y = 0; y < heightPx; y++) {
    const v = y / sizePx - 0.5;
    const fy = v - Math.floor(v);
    const [above, below] = [rowAt(Math.floor(v)), rowAt(Math.floor(v) + 1)];
    const [from, end] = [y * widthPx, (y + 1) * widthPx];
    for (let i = from; i < end; i++) {
      if ((i & 3) === 0 && paper[i >> 2] === ALL_WHITE) {
        i += 3;
        continue;
      }
      const level = data[i] ?? 255;
      if (level === 255) continue;
      const u = (i - from) / sizePx - 0.5;
      const c = Math.floor(u);
      const fx = u - c;
      const [left, right] = [columnAt(c), columnAt(c + 1)];
      const gain = ((gains[above + left] ?? 1) * (1 - fx) + (gains[above + right] ?? 1) * fx) * (1 - fy) + ((gains[below + left] ?? 1) * (1 - fx) + (gains[below + right] ?? 1) * fx) * fy;
      data[i] = Math.max(0, Math.round(255 - (255 - level) * gain));
    }
  }
}
