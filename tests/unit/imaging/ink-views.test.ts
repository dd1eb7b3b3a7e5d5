import { describe, expect, it } from 'vitest';
import { printInk } from '../../../backend/imaging/ink-views.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { colourPage, levelAt, paint } from './draw.ts';

const DPI = 200;
const PAPER = [245, 240, 228] as const;
const BLUE = [82, 92, 150] as const;
const BLACK = [25, 25, 28] as const;
const SIZE = { w: 420, h: 60 } as const;
const ROWS = [25, 44] as const;

/** Stems in the rows of small letters with a pen across them: a run through the rows and two strokes from top to bottom. */
function line(print: readonly [number, number, number], pen: readonly [number, number, number]): RgbRaster {
  const page = colourPage(SIZE.w, SIZE.h, PAPER);
  for (let i = 0; i < 24; i++) paint(page, [20 + i * 16, ROWS[0], 6, ROWS[1] - ROWS[0]], print);
  for (const x of [90, 218, 346]) paint(page, [x, 0, 4, SIZE.h], pen);
  return page;
}

describe('a line in one ink with a pen in another across it', () => {
  it.each([['blue print under a black pen', BLUE, BLACK], ['black print under a blue pen', BLACK, [35, 65, 150] as const]])('shows the print alone: %s', (_, print, pen) => {
    const view = printInk(line(print, pen), [0, 0, SIZE.w, SIZE.h], ROWS, DPI);
    expect(view?.widthPx).toBe(SIZE.w);
    if (view === undefined) return;
    expect(levelAt(view, 23, 35)).toBeLessThan(90);
    expect(levelAt(view, 92, 8)).toBeGreaterThan(200);
    expect(levelAt(view, 220, 55)).toBeGreaterThan(200);
    expect(levelAt(view, 32, 35)).toBeGreaterThan(200);
  });

  it('keeps a blue letter whole where the black pen crosses it', () => {
    const page = line(BLUE, BLACK);
    paint(page, [20, 34, 398, 3], BLACK);
    const view = printInk(page, [0, 0, SIZE.w, SIZE.h], ROWS, DPI);
    expect(view && levelAt(view, 23, 35)).toBeLessThan(90);
    expect(view && levelAt(view, 412, 35)).toBeGreaterThan(200);
  });

  it('is not asked for where all ink is of one colour, nor where there is hardly any', () => {
    expect(printInk(line(BLUE, BLUE), [0, 0, SIZE.w, SIZE.h], ROWS, DPI)).toBeUndefined();
    expect(printInk(line(BLACK, BLACK), [0, 0, SIZE.w, SIZE.h], ROWS, DPI)).toBeUndefined();
    expect(printInk(colourPage(60, 20, PAPER), [0, 0, 60, 20], [5, 15], DPI)).toBeUndefined();
  });
});
