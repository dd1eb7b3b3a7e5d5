// Ink made even over the page: toner that runs out leaves some stretches black and others pale, and one measure
// of black for the whole page loses the pale ones. Around every place the darker strokes are looked for; where
// they are pale they are darkened, as much as they lack. Where there is no ink nothing is changed.
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';
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
  const { data, widthPx, heightPx } = image;
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / widthPx));
  const bytes = columns * rows * 1024;
  const [source, counts] = kernel.areas([together * widthPx, bytes]);
  kernel.bytes(counts, bytes).fill(0);
  for (let y = 0; y < heightPx; y += together) {
    const band = data.subarray(y * widthPx, Math.min(heightPx, y + together) * widthPx);
    kernel.put(source, band);
    kernel.call.countTiles(source, widthPx, y, band.length / widthPx, sizePx, columns, PALEST_INK, counts);
  }
  const histograms = new Uint32Array(kernel.bytes(counts, bytes).slice().buffer);
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
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / widthPx));
  const [source, table] = kernel.areas([together * widthPx, gains.byteLength]);
  kernel.put(table, gains);
  for (let y = 0; y < heightPx; y += together) {
    const band = data.subarray(y * widthPx, Math.min(heightPx, y + together) * widthPx);
    kernel.put(source, band);
    kernel.call.darken(source, widthPx, y, band.length / widthPx, sizePx, columns, rows, table);
    band.set(kernel.bytes(source, band.length));
  }
}
