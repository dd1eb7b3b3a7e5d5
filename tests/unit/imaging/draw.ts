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

/** Inks lie over each other as light through two glasses. */
export function lay(page: RgbRaster, [x, y, w, h]: Box, colour: readonly [number, number, number]): void {
  for (let row = y; row < y + h; row++) for (let column = x; column < x + w; column++) for (let c = 0; c < 3; c++) {
    const at = (row * page.widthPx + column) * 3 + c;
    page.data[at] = Math.round(((page.data[at] ?? 255) * (colour[c] ?? 255)) / 255);
  }
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

/** A pen drawn along points, `widthPx` thick. */
export function stroke(page: GrayRaster, points: readonly (readonly [number, number])[], widthPx: number): void {
  points.slice(1).forEach(([bx, by], i) => {
    const [ax, ay] = points[i] ?? [bx, by];
    const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) * 2));
    for (let k = 0; k <= steps; k++) disc(page, ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps, widthPx / 2);
  });
}

export function disc(page: GrayRaster, cx: number, cy: number, radius: number): void {
  for (let y = Math.floor(cy - radius); y <= cy + radius; y++) {
    for (let x = Math.floor(cx - radius); x <= cx + radius; x++) if (Math.hypot(x - cx, y - cy) <= radius && x >= 0 && y >= 0 && x < page.widthPx && y < page.heightPx) page.data[y * page.widthPx + x] = 0;
  }
}

/** Points of an arc; degrees clockwise from the right. */
export const arc = (cx: number, cy: number, rx: number, ry: number, fromDeg: number, toDeg: number): (readonly [number, number])[] =>
  Array.from({ length: 61 }, (_, k) => {
    const t = ((fromDeg + ((toDeg - fromDeg) * k) / 60) * Math.PI) / 180;
    return [cx + rx * Math.cos(t), cy + ry * Math.sin(t)] as const;
  });
