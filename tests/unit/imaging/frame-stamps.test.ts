import { describe, expect, it } from 'vitest';
import { removeColouredInk } from '../../../backend/imaging/colour-ink.ts';
import { toGray } from '../../../backend/imaging/gray.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { colourPage, lay, levelAt } from './draw.ts';

const DPI = 200;
const PAPER = [250, 248, 244] as const;
const STAMP = [110, 120, 190] as const;
const BLACK = [30, 30, 30] as const;
const TYPED = [35, 45, 120] as const;

const letterRow = (page: RgbRaster, y: number, print: readonly [number, number, number]): void => { for (let i = 0; i < 40; i++) lay(page, [60 + i * 20, y, 6, 24], print); };

/** A frame of 44 by 21 mm with a bar and letters in it, over two rows of print. */
function stamped(print: readonly [number, number, number], row: (page: RgbRaster, y: number, print: readonly [number, number, number]) => void = letterRow): RgbRaster {
  const page = colourPage(900, 500, PAPER);
  for (const y of [150, 200]) row(page, y, print);
  for (const side of [[100, 120, 346, 4], [100, 281, 346, 4], [100, 120, 4, 165], [442, 120, 4, 165], [100, 172, 346, 3]] as const) lay(page, side, STAMP);
  for (let i = 0; i < 9; i++) lay(page, [134 + i * 33, 130, 8, 30], STAMP);
  return page;
}

describe('a stamp in a frame over print', () => {
  it.each([['black', BLACK], ['typed in blue, darker than the stamp', TYPED]] as const)('goes, and the print stays: %s', (_, print) => {
    const page = stamped(print);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map(({ kind }) => kind)).toEqual(['signature']);
    // letters beneath the frame's side, beneath its bar, and beside the stamp
    for (const [x, y] of [[103, 165], [263, 173], [263, 210], [703, 160]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeLessThan(90);
    // the frame, its bar, and its letters between the rows of print
    for (const [x, y] of [[275, 121], [275, 283], [444, 250], [291, 173], [138, 135]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeGreaterThan(220);
  });

  it('goes where its frame has grown together with words typed in its colour that run out of it', () => {
    const words = (page: RgbRaster, y: number): void => { for (let i = 0; i < 45; i++) lay(page, [61 + i * 12, y, 6, 24], TYPED); };
    const page = stamped(TYPED, words);
    for (let i = 0; i < 10; i++) lay(page, [60 + i * 60, 380, 40, 24], TYPED);
    const gray = toGray(page);
    removeColouredInk(page, gray, DPI);
    for (const [x, y] of [[100, 165], [268, 160], [268, 210], [520, 160]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeLessThan(90);
    for (const [x, y] of [[275, 121], [275, 283], [444, 250], [291, 190], [138, 135]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeGreaterThan(220);
  });

  it('leaves the few words typed in its colour among much black print', () => {
    const mixed = (page: RgbRaster, y: number): void => { for (let i = 0; i < 40; i++) lay(page, [60 + i * 20, y, 6, 24], i % 5 === 0 ? TYPED : BLACK); };
    const page = stamped(BLACK, mixed);
    for (let i = 0; i < 10; i++) lay(page, [60 + i * 60, 380, 40, 24], TYPED);
    const gray = toGray(page);
    removeColouredInk(page, gray, DPI);
    for (const x of [163, 263, 363]) expect(levelAt(gray, x, 210), String(x)).toBeLessThan(90);
  });

  it('goes with sides as dark as the print, and letters that a side runs through stay', () => {
    const page = stamped(TYPED);
    for (const side of [[100, 281, 346, 4], [100, 172, 4, 113], [442, 172, 4, 113]] as const) lay(page, side, STAMP);
    for (let i = 0; i < 12; i++) lay(page, [66 + i * 40, 270, 6, 24], TYPED);
    for (let i = 0; i < 10; i++) lay(page, [60 + i * 60, 380, 40, 24], TYPED);
    const gray = toGray(page);
    removeColouredInk(page, gray, DPI);
    // the side below, between letters and within one; the sides to the left and right between the rows
    for (const [x, y] of [[285, 283], [101, 250], [444, 250]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeGreaterThan(220);
    for (const [x, y] of [[268, 275], [268, 283], [268, 290]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeLessThan(90);
  });

  it('goes in red too, where rows of print break its frame into pieces', () => {
    const RED = [200, 90, 100] as const;
    const page = colourPage(900, 500, PAPER);
    for (const side of [[100, 120, 346, 4], [100, 281, 346, 4], [100, 120, 4, 165], [442, 120, 4, 165]] as const) lay(page, side, RED);
    for (let i = 0; i < 9; i++) lay(page, [134 + i * 33, 210, 8, 12], RED);
    for (const y of [110, 272]) for (const x of [190, 256, 330]) lay(page, [x, y, 16, 24], BLACK);
    for (const x of [60, 92, 250, 436]) lay(page, [x, 160, 16, 20], BLACK);
    const gray = toGray(page);
    removeColouredInk(page, gray, DPI);
    for (const x of [138, 171, 204]) expect(levelAt(gray, x, 216), String(x)).toBeGreaterThan(220);
    for (const [x, y] of [[65, 175], [262, 122]] as const) expect(levelAt(gray, x, y), `${String(x)},${String(y)}`).toBeLessThan(90);
  });
});
