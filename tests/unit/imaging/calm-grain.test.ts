import { describe, expect, it } from 'vitest';
import { calmGrain } from '../../../backend/imaging/calm-grain.ts';
import { isOneBit } from '../../../backend/imaging/find-grain.ts';
import { soften } from '../../../backend/imaging/soften.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { createRandom } from '../../../scripts/fixtures/random.ts';
import { ink, levelAt, whitePage } from './draw.ts';

const DPI = 200;

/** Black dots over the page, so many of each pixel as `shareAt` says of its column. */
function strewDots(page: GrayRaster, shareAt: (x: number) => number): void {
  const random = createRandom('grain');
  for (let i = 0; i < page.data.length; i++) if (random.chance(shareAt(i % page.widthPx))) page.data[i] = 0;
}

/** Rows of letter-like stems and bars, four pixels thick. */
function print(page: GrayRaster): void {
  for (let y = 60; y < page.heightPx - 60; y += 60) for (let x = 40; x + 24 < page.widthPx - 40; x += 34) {
    ink(page, [x, y, 4, 24]);
    ink(page, [x + 16, y, 4, 24]);
    ink(page, [x, y + 10, 20, 4]);
  }
}

const meanOf = (page: GrayRaster, xs: readonly number[], ys: readonly number[]): number => {
  const levels = ys.flatMap((y) => xs.map((x) => levelAt(page, x, y)));
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
};

describe('the grain of a one-bit scan', () => {
  it('becomes paper, and the print in it stays', () => {
    const page = whitePage(900, 700);
    print(page);
    strewDots(page, () => 0.35);
    expect(calmGrain(page, DPI)).toBe(true);
    const stems = Array.from({ length: 20 }, (_, k) => 41 + k * 34);
    const gaps = stems.map((x) => x + 27);
    expect(meanOf(page, stems, [128, 188, 248, 308])).toBeLessThan(70);
    expect(meanOf(page, gaps, [100, 160, 220, 280])).toBeGreaterThan(235);
  });

  it('is told from print, however close: nothing is changed', () => {
    const page = whitePage(900, 700);
    print(page);
    const before = page.data.slice();
    expect(calmGrain(page, DPI)).toBe(false);
    expect(page.data).toEqual(before);
  });

  it('is calmed only where it is', () => {
    const page = whitePage(1200, 700);
    print(page);
    strewDots(page, (x) => (x < 400 ? 0.5 : 0));
    const before = page.data.slice();
    expect(calmGrain(page, DPI)).toBe(true);
    for (let y = 0; y < 700; y += 7) for (let x = 600; x < 1200; x += 5) expect(levelAt(page, x, y)).toBe(before[y * 1200 + x]);
  });

  it('as thick as night holds nothing: it becomes paper rather than blots', () => {
    const page = whitePage(900, 700);
    strewDots(page, () => 0.95);
    calmGrain(page, DPI);
    const dark = page.data.filter((level) => level < 140).length;
    expect(dark / page.data.length).toBeLessThan(0.05);
  });

  it('is not seen in a black page, a white page, or a page of one pixel', () => {
    for (const page of [whitePage(600, 600, 0), whitePage(600, 600), whitePage(1, 1), whitePage(1, 1, 0)]) expect(calmGrain(page, DPI)).toBe(false);
  });
});

describe('a scan in black and white alone', () => {
  it('is told from one in grey', () => {
    const page = whitePage(800, 800);
    print(page);
    expect(isOneBit(page)).toBe(true);
    expect(isOneBit({ ...page, data: page.data.map((level, i) => Math.max(0, level - 10 - (i % 7) * 9)) })).toBe(false);
    expect(isOneBit({ ...page, data: page.data.map((level) => (level === 0 ? 90 : 255)) })).toBe(false);
    expect(isOneBit(whitePage(10, 10))).toBe(false);
  });
});

describe('softening', () => {
  it('spreads a dot and keeps its weight', () => {
    const page = whitePage(21, 21, 0);
    ink(page, [10, 10, 1, 1], 160);
    const [once, thrice] = soften(page, [0, 0, 21, 21], [1, 3]);
    expect(once?.[10 * 21 + 10]).toBe(40);
    expect(once?.[10 * 21 + 9]).toBe(20);
    expect(thrice?.[10 * 21 + 7] ?? 0).toBeLessThanOrEqual(3);
    expect(Math.abs((once ?? new Uint8Array(0)).reduce((sum, level) => sum + level, 0) - 160)).toBeLessThan(10);
  });

  it('takes a part of the page and leaves the page', () => {
    const page = whitePage(30, 20);
    ink(page, [0, 0, 15, 20]);
    const before = page.data.slice();
    const [part] = soften(page, [5, 5, 4, 4], [2]);
    expect(part).toHaveLength(16);
    expect(part?.every((level) => level === 0)).toBe(true);
    expect(page.data).toEqual(before);
  });
});
