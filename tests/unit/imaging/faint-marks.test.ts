// A tone mark of a faint print is grey, and black in a dot or two: it stays on the strip that is read. Dots of
// leaders, crumbs of letters and the paper's grain are not taken for marks.
import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findFaintMarks } from '../../../backend/imaging/faint-marks.ts';
import { findLayout } from '../../../backend/imaging/find-layout.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { FAINT_MARK, measureLetters } from '../../../backend/imaging/text-lines.ts';
import { cutStrip } from '../../../backend/ocr/strips.ts';
import { ink, letters, whitePage } from './draw.ts';

const DPI = 200;
const LEAST_AREA = 3;
const BASELINE = 60;

/** A line of letters 16 px high. */
function line(): GrayRaster {
  const page = whitePage(420, 100);
  letters(page, 20, BASELINE, 24);
  return page;
}

/** Grey of five by four pixels with a black dot in it. */
function faintMark(page: GrayRaster, x: number, y: number): void {
  ink(page, [x, y, 5, 4], 180);
  ink(page, [x + 2, y + 1, 1, 1], 90);
}

function faintMarksOf(page: GrayRaster): { x: number; y: number }[] {
  const components = findComponents(binarise(page, 140));
  return findFaintMarks(page, components, LEAST_AREA, measureLetters(components, DPI).letterPx).map((i) => ({ x: components.x0[i] ?? -1, y: components.y0[i] ?? -1 }));
}

/** The darkest pixel of a square of the page on the strip that is cut for the line. */
function darkestOnStrip(page: GrayRaster, x: number, y: number): number {
  const components = findComponents(binarise(page, 140));
  const usable = Uint8Array.from({ length: components.count }, (_, i) => ((components.area[i] ?? 0) >= LEAST_AREA ? 1 : 0));
  for (const mark of findFaintMarks(page, components, LEAST_AREA, measureLetters(components, DPI).letterPx)) usable[mark] = FAINT_MARK;
  const [text] = findLayout({ image: page, components, usable, rules: [], marks: [], pens: [], levels: { ink: 0, paper: 255, threshold: 140 }, isNoise: false }, DPI).lines;
  if (text === undefined) throw new Error('no line was found');
  const { full, xPx, yPx } = cutStrip(page, text, { ascent: 2.3, descent: 0.8, pad: 0.15, isSharp: false });
  let darkest = 255;
  for (let row = y; row < y + 4; row++) for (let column = x; column < x + 5; column++) darkest = Math.min(darkest, full.pixels[(row - yPx) * full.widthPx + column - xPx] ?? 255);
  return darkest;
}

describe('a faint tone mark', () => {
  it('over a letter stays on the strip', () => {
    const page = line();
    faintMark(page, 49, BASELINE - 22);
    expect(faintMarksOf(page)).toEqual([{ x: 51, y: BASELINE - 21 }]);
    expect(darkestOnStrip(page, 49, BASELINE - 22)).toBeLessThan(140);
  });

  it('is not a dot of the leader below', () => {
    const page = line();
    faintMark(page, 49, BASELINE + 2);
    expect(darkestOnStrip(page, 49, BASELINE + 2)).toBe(255);
  });

  it('is not a speck with nothing around it', () => {
    const page = line();
    ink(page, [51, BASELINE - 21, 1, 1], 90);
    expect(faintMarksOf(page)).toEqual([]);
    expect(darkestOnStrip(page, 49, BASELINE - 22)).toBe(255);
  });

  it('is not a crumb at the edge of a letter', () => {
    const page = line();
    ink(page, [56, BASELINE - 10, 4, 4], 180);
    ink(page, [58, BASELINE - 9, 1, 1], 90);
    expect(faintMarksOf(page)).toEqual([]);
  });

  it('is none where one letter in ten and more has such a dot', () => {
    const page = line();
    for (let letter = 0; letter < 24; letter += 4) faintMark(page, 21 + letter * 14, BASELINE - 22);
    expect(faintMarksOf(page)).toHaveLength(6);
    expect(darkestOnStrip(page, 21, BASELINE - 22)).toBe(255);
  });
});
