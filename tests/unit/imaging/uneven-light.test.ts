import { describe, expect, it } from 'vitest';
import { hasUnevenLight } from '../../../backend/imaging/uneven-light.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';

const page = (level: (x: number, y: number) => number): GrayRaster => ({ data: Uint8Array.from({ length: 400 * 560 }, (_, i) => level(i % 400, Math.floor(i / 400))), widthPx: 400, heightPx: 560, channels: 1 });

describe('uneven light', () => {
  it.each([
    ['even paper, white or grey', (): number => 190, false],
    ['a dark spine', (x: number): number => 240 * (1 - 0.7 * Math.exp(-x / 27)), false],
    ['the black bed on all four sides', (x: number, y: number): number => (x < 20 || x >= 380 || y < 20 || y >= 540 ? 12 : 240), false],
    ['a weak lamp that falls off to a side', (x: number): number => 240 - x * 0.15, false],
    ['a shadow over half of the page', (x: number): number => (x < 200 ? 110 : 240), true],
    ['lines of print', (_: number, y: number): number => (y % 20 < 5 ? 20 : 240), false],
  ] as const)('of %s', (_, level, isUneven) => {
    expect(hasUnevenLight(page(level))).toBe(isUneven);
  });
});
