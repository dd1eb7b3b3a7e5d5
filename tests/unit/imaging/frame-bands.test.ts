import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findFrameBands, findFrameOrnaments, findOrnamentStacks } from '../../../backend/imaging/frame-bands.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { removeRules } from '../../../backend/imaging/rules.ts';
import { arc, ink, letters, stroke, whitePage } from './draw.ts';

const DPI = 200;
const [WIDTH, HEIGHT] = [1000, 1400];

function rings(page: GrayRaster, x: number, gapPx = 0): void {
  for (let y = 60; y < HEIGHT - 60; y += 48) {
    // broken rings, as faint print shows them
    stroke(page, arc(x, y, 18, 18, 10, 170 - gapPx), 3);
    stroke(page, arc(x, y, 18, 18, 190, 350), 3);
  }
}

function text(page: GrayRaster): void {
  for (let y = 200; y < HEIGHT - 100; y += 60) letters(page, 130, y, 40);
}

/** Shapes taken, by the x of their left edge. */
function taken(page: GrayRaster): { readonly ornaments: number; readonly print: number } {
  const binary = binarise(page, 128);
  const rules = removeRules(page, binary, DPI);
  const found = findComponents(binary);
  const chosen = findFrameOrnaments(found, [...findFrameBands(rules, WIDTH, HEIGHT, DPI), ...findOrnamentStacks(found, WIDTH, HEIGHT, DPI)]);
  const at = [...chosen].flatMap((flag, i) => (flag === 1 ? [found.x0[i] ?? 0] : []));
  return { ornaments: at.filter((x) => x < 100 || x > 900).length, print: at.filter((x) => x >= 100 && x <= 900).length };
}

describe('ornamental borders', () => {
  it('takes what stands between the two rules of a border and no print', () => {
    const page = whitePage(WIDTH, HEIGHT);
    ink(page, [40, 30, 3, HEIGHT - 60]);
    ink(page, [90, 30, 3, HEIGHT - 60]);
    rings(page, 66);
    text(page);
    const { ornaments, print } = taken(page);
    expect(ornaments).toBeGreaterThan(40);
    expect(print).toBe(0);
  });

  it.each([['without a border', false], ['inside a border', true]])('leaves print between solid leaders near the top alone, %s', (_, hasBorder) => {
    const page = whitePage(WIDTH, HEIGHT);
    if (hasBorder) for (const x of [30, 86, 910, 966]) ink(page, [x, 30, 3, HEIGHT - 60]);
    if (hasBorder) for (const y of [30, 86, HEIGHT - 90, HEIGHT - 34]) ink(page, [30, y, WIDTH - 60, 3]);
    // labels, then a solid leader under each value, as far apart as the rules of a border
    for (const y of hasBorder ? [150, 205, 260] : [90, 145, 200]) {
      letters(page, 130, y - 8, 48);
      ink(page, [250, y, 580, 2]);
    }
    expect(taken(page).print).toBe(0);
  });

  it('takes what stands between the level rules of a border', () => {
    const page = whitePage(WIDTH, HEIGHT);
    for (const y of [30, 86]) ink(page, [30, y, WIDTH - 60, 3]);
    for (let x = 120; x < WIDTH - 120; x += 48) stroke(page, arc(x, 59, 16, 16, 0, 350), 3);
    text(page);
    expect(taken(page).print).toBeGreaterThan(10);
  });

  it('takes a border whose rules did not come out', () => {
    const page = whitePage(WIDTH, HEIGHT);
    rings(page, 66, 30);
    rings(page, 940);
    text(page);
    const { ornaments, print } = taken(page);
    expect(ornaments).toBeGreaterThan(80);
    expect(print).toBe(0);
  });

  it('leaves a column of row numbers at the edge alone', () => {
    const page = whitePage(WIDTH, HEIGHT);
    for (let y = 60; y < HEIGHT - 60; y += 48) {
      ink(page, [60, y, 12, 22]);
      ink(page, [76, y, 12, 22]);
    }
    text(page);
    expect(taken(page)).toEqual({ ornaments: 0, print: 0 });
  });

  it('takes the frame of a table for no border', () => {
    const page = whitePage(WIDTH, HEIGHT);
    ink(page, [40, 30, 3, HEIGHT - 60]);
    ink(page, [160, 30, 3, HEIGHT - 60]);
    text(page);
    expect(taken(page)).toEqual({ ornaments: 0, print: 0 });
  });
});
