import { describe, expect, it } from 'vitest';
import { toGray } from '../../../backend/imaging/gray.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { keepStampedName, type InkRegion } from '../../../backend/imaging/stamped-name.ts';
import { colourPage, lay, levelAt } from './draw.ts';

const DPI = 300;
const PAPER = [250, 250, 250] as const;
const STAMP = [82, 92, 150] as const;
const PEN = [28, 58, 148] as const;

const everywhere = (page: RgbRaster): InkRegion => ({ at: new Uint8Array(page.widthPx * page.heightPx).fill(1), rows: [0, page.heightPx] });

/** Stems of a stamped name with a pen's stroke through them. */
function stampUnderPen(): RgbRaster {
  const page = colourPage(500, 200, PAPER);
  for (let i = 0; i < 12; i++) lay(page, [60 + i * 30, 80, 12, 40], STAMP);
  lay(page, [40, 96, 420, 8], PEN);
  lay(page, [200, 20, 8, 150], PEN);
  return page;
}

describe('a name stamped in blue under a signature in blue', () => {
  it('stays, also where the pen crosses it, and the pen goes', () => {
    const page = stampUnderPen();
    const gray = toGray(page);
    expect(keepStampedName(page, gray, everywhere(page), PAPER, DPI)).toBe(true);
    expect(levelAt(gray, 66, 85)).toBeLessThan(60);
    expect(levelAt(gray, 66, 100)).toBeLessThan(60);
    expect(levelAt(gray, 66, 116)).toBeLessThan(60);
    expect(levelAt(gray, 84, 100)).toBeGreaterThan(220);
    expect(levelAt(gray, 204, 40)).toBeGreaterThan(220);
    expect(levelAt(gray, 450, 100)).toBeGreaterThan(220);
  });

  it('is not looked for in a signature alone, nor in a stamp alone', () => {
    for (const ink of [PEN, STAMP]) {
      const page = colourPage(500, 200, PAPER);
      lay(page, [40, 90, 400, 14], ink);
      lay(page, [200, 20, 14, 60], ink);
      const gray = toGray(page);
      const before = gray.data.slice();
      expect(keepStampedName(page, gray, everywhere(page), PAPER, DPI)).toBe(false);
      expect(gray.data).toEqual(before);
    }
  });

  it('is not made of a few pixels, nor of the grey rims of one stroke', () => {
    const page = colourPage(120, 60, PAPER);
    lay(page, [20, 20, 6, 6], STAMP);
    lay(page, [40, 20, 6, 6], PEN);
    expect(keepStampedName(page, toGray(page), everywhere(page), PAPER, DPI)).toBe(false);
    const rim = colourPage(400, 100, PAPER);
    lay(rim, [20, 40, 360, 10], PEN);
    for (const y of [38, 51]) lay(rim, [20, y, 360, 1], STAMP);
    expect(keepStampedName(rim, toGray(rim), everywhere(rim), PAPER, DPI)).toBe(false);
  });

  it('touches nothing outside the region, also at the edge of the page', () => {
    const page = stampUnderPen();
    const gray = toGray(page);
    const before = gray.data.slice();
    const region: InkRegion = { at: new Uint8Array(page.widthPx * page.heightPx), rows: [0, page.heightPx] };
    for (let y = 0; y < 200; y++) region.at.fill(1, y * 500 + 30, y * 500 + 300);
    keepStampedName(page, gray, region, PAPER, DPI);
    for (const x of [310, 400, 499]) for (const y of [0, 100, 199]) expect(levelAt(gray, x, y)).toBe(before[y * 500 + x]);
  });
});
