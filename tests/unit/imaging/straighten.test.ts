import { describe, expect, it } from 'vitest';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { findStraightness } from '../../../backend/imaging/straighten.ts';
import { ink, letters, whitePage } from './draw.ts';

const DPI = 100;

const ROWS = 12;

/** Rows of letters on a sheet with rings along its left and right sides, as borders have. */
function bordered(): GrayRaster {
  const page = whitePage(826, 1169);
  for (let row = 0; row < ROWS; row++) letters(page, 150 + ((row * 5) % 14), 150 + row * 36, 34);
  for (let y = 40; y < 1120; y += 22) for (const x of [34, 772]) {
    ink(page, [x, y, 20, 3]);
    ink(page, [x, y + 15, 20, 3]);
    ink(page, [x, y, 3, 18]);
    ink(page, [x + 17, y, 3, 18]);
  }
  return page;
}

function quarterTurn({ data, widthPx, heightPx }: GrayRaster): GrayRaster {
  const turned = whitePage(heightPx, widthPx);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) turned.data[x * heightPx + heightPx - 1 - y] = data[y * widthPx + x] ?? 255;
  return turned;
}

describe('a sheet with a border of rings down its sides', () => {
  it('stands upright where its lines run across', () => {
    expect(findStraightness(bordered(), DPI)).toMatchObject({ axis: 'across', skewDeg: 0 });
  });

  it('lies on its side where its lines run down', () => {
    expect(findStraightness(quarterTurn(bordered()), DPI)).toMatchObject({ axis: 'down' });
  });
});
