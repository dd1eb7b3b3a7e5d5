import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findLayout } from '../../../backend/imaging/find-layout.ts';
import { letterParts } from '../../../backend/imaging/letter-parts.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { ink, letters, whitePage } from './draw.ts';

const DPI = 200;

/** A stem whose thin bar is grey, with a dot of ink at its end, and a speck on white paper. */
function thinLetter(): GrayRaster {
  const page = whitePage(300, 80);
  letters(page, 60, 50, 12);
  ink(page, [40, 30, 3, 20]);
  ink(page, [43, 30, 7, 1], 180);
  ink(page, [49, 30, 2, 1], 120);
  ink(page, [52, 44, 2, 1], 120);
  return page;
}

describe('print that falls apart in black and white', () => {
  it('keeps the dots that grey joins to a letter, and no speck', () => {
    const page = thinLetter();
    const found = findComponents(binarise(page, 140));
    const isPart = letterParts(page, found, DPI);
    const at = (x: number, y: number): number => Array.from({ length: found.count }, (_, i) => i).findIndex((i) => found.x0[i] === x && found.y0[i] === y);
    expect([isPart(at(49, 30)), isPart(at(52, 44)), isPart(at(40, 30))]).toEqual([true, false, false]);
  });

  it('is not painted out of its line as another line\'s ink is', () => {
    const page = thinLetter();
    const components = findComponents(binarise(page, 140));
    const usable = Uint8Array.from({ length: components.count }, (_, i) => ((components.area[i] ?? 0) < 3 ? 0 : 1));
    const [line] = findLayout({ image: page, components, usable, rules: [], marks: [], pens: [], levels: { ink: 0, paper: 255, threshold: 140 }, isNoise: false }, DPI).lines;
    const painted = Array.from({ length: (line?.foreign.length ?? 0) / 3 }, (_, k) => [line?.foreign[3 * k], line?.foreign[3 * k + 1]]);
    expect(painted).toEqual([[44, 52]]);
  });
});
