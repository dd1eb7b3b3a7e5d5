// Strips: one picture per line segment, cut out of the cleaned page with white around it and with
// what reaches in from neighbouring lines painted out.
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import type { Strip } from './ocr-messages.ts';

/** Where a strip's pixel (0, 0) lies on the page, and how many strip pixels make one page pixel. */
export type PlacedStrip = { readonly strip: Strip; readonly xPx: number; readonly yPx: number; readonly scale: number };

/** Cuts one line out of the page, `padPx` white on all sides. */
export function cutStrip(image: GrayRaster, line: LayoutLine, padPx: number): PlacedStrip {
  const [bx, by, bw, bh] = line.box;
  const widthPx = bw + 2 * padPx;
  const heightPx = bh + 2 * padPx;
  const pixels = new Uint8Array(widthPx * heightPx).fill(255);
  for (let y = 0; y < bh; y++) {
    const from = (by + y) * image.widthPx + bx;
    pixels.set(image.data.subarray(from, from + bw), (y + padPx) * widthPx + padPx);
  }
  paintForeign(pixels, widthPx, heightPx, line, padPx);
  return { strip: { pixels, widthPx, heightPx }, xPx: bx - padPx, yPx: by - padPx, scale: 1 };
}

function paintForeign(pixels: Uint8Array, widthPx: number, heightPx: number, line: LayoutLine, padPx: number): void {
  const { foreign, box } = line;
  for (let i = 0; i + 2 < foreign.length; i += 3) {
    const y = (foreign[i] ?? 0) - box[1] + padPx;
    const from = Math.max(0, (foreign[i + 1] ?? 0) - box[0] + padPx - 1);
    const to = Math.min(widthPx, (foreign[i + 2] ?? 0) - box[0] + padPx + 1);
    for (let yy = Math.max(0, y - 1); yy <= Math.min(heightPx - 1, y + 1); yy++) pixels.fill(255, yy * widthPx + from, yy * widthPx + to);
  }
}
