// Small pictures drawn for the tests of pixel work: rectangles of ink on white.
import type { Box } from '../../../shared/domain/geometry.ts';
import type { GrayRaster, RgbRaster } from '../../../backend/imaging/raster.ts';

export function whitePage(widthPx: number, heightPx: number, level = 255): GrayRaster {
  return { data: new Uint8Array(widthPx * heightPx).fill(level), widthPx, heightPx, channels: 1 };
}

export function ink(page: GrayRaster, [x, y, w, h]: Box, level = 0): void {
  for (let row = Math.max(0, y); row < Math.min(page.heightPx, y + h); row++) page.data.fill(level, row * page.widthPx + Math.max(0, x), row * page.widthPx + Math.min(page.widthPx, x + w));
}

export function colourPage(widthPx: number, heightPx: number, paper: readonly [number, number, number] = [255, 255, 255]): RgbRaster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i += 3) data.set(paper, i);
  return { data, widthPx, heightPx, channels: 3 };
}

export function paint(page: RgbRaster, [x, y, w, h]: Box, colour: readonly [number, number, number]): void {
  for (let row = y; row < y + h; row++) for (let column = x; column < x + w; column++) page.data.set(colour, (row * page.widthPx + column) * 3);
}

/** A ring, as seals have. */
export function paintRing(page: RgbRaster, cx: number, cy: number, radius: number, thickness: number, colour: readonly [number, number, number]): void {
  for (let y = cy - radius; y <= cy + radius; y++) {
    for (let x = cx - radius; x <= cx + radius; x++) {
      const distance = Math.hypot(x - cx, y - cy);
      if (distance <= radius && distance > radius - thickness) page.data.set(colour, (y * page.widthPx + x) * 3);
    }
  }
}

export const levelAt = (page: GrayRaster, x: number, y: number): number => page.data[y * page.widthPx + x] ?? -1;

/** Columns of letter-like blocks along a line: width 8, height 16, every 14 px. */
export function letters(page: GrayRaster, x: number, baseline: number, count: number): void {
  for (let i = 0; i < count; i++) ink(page, [x + i * 14, baseline - 16, 8, 16]);
}
