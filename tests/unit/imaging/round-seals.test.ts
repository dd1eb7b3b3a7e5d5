import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findCircles } from '../../../backend/imaging/find-circles.ts';
import { removeRoundSeals } from '../../../backend/imaging/round-seals.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { arc, disc, ink, levelAt, letters, stroke, whitePage } from './draw.ts';

const DPI = 200;
const LETTER_PX = 16;
const MIDDLE = { x: 220, y: 220 } as const;
const RADIUS = 138;

/** A commune's seal as a copier shows it: three rings, letters around, a star. */
function seal(page: GrayRaster): void {
  for (const [radius, thick] of [[RADIUS, 6], [129, 2], [86, 2]] as const) stroke(page, arc(MIDDLE.x, MIDDLE.y, radius, radius, 0, 360), thick);
  for (let turn = 0; turn < 360; turn += 15) {
    const [dx, dy] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
    stroke(page, [[MIDDLE.x + dx * 100, MIDDLE.y + dy * 100], [MIDDLE.x + dx * 114, MIDDLE.y + dy * 114]], 4);
  }
  disc(page, MIDDLE.x, MIDDLE.y, 26);
}

function cleaned(page: GrayRaster): ReturnType<typeof removeRoundSeals> {
  const binary = binarise(page, 128);
  return removeRoundSeals(page, binary, findComponents(binary), LETTER_PX, DPI);
}

const darkShare = (page: GrayRaster): number => page.data.filter((v) => v < 128).length;

describe('a black round seal', () => {
  it('goes with rings, letters and star, and is told', () => {
    const page = whitePage(500, 460);
    seal(page);
    const [box, ...more] = cleaned(page);
    expect(more).toEqual([]);
    expect(box?.[2]).toBeGreaterThan(2 * RADIUS - 4);
    expect(darkShare(page)).toBeLessThan(120);
  });

  it('leaves the name that runs through it: every letter within, between the rings and outside', () => {
    const page = whitePage(640, 460);
    seal(page);
    const name = whitePage(640, 460);
    letters(name, 160, 290, 26);
    const kept = name.data.slice();
    letters(page, 160, 290, 26);
    cleaned(page);
    const stems = Array.from({ length: 26 }, (_, i) => i).filter((i) => levelAt(page, 164 + i * 14, 282) < 128);
    // the others stand on one of the rings
    expect(stems.length).toBeGreaterThanOrEqual(22);
    // what else is left are crumbs where the seal touched print
    expect(page.data.filter((v, i) => v < 128 && kept[i] !== 0).length).toBeLessThan(500);
  });

  it('that a bent page made oval goes too', () => {
    const page = whitePage(500, 460);
    for (const [radius, thick] of [[RADIUS, 6], [86, 2]] as const) stroke(page, arc(MIDDLE.x, MIDDLE.y, radius, radius * 0.975, 0, 360), thick);
    expect(cleaned(page)).toHaveLength(1);
    expect(darkShare(page)).toBeLessThan(200);
  });

  it('is found again the same, and found under a signature', () => {
    const page = whitePage(700, 460);
    seal(page);
    stroke(page, [...arc(230, 225, 30, 110, 180, 360), ...arc(300, 225, 40, 30, 180, 0), ...arc(375, 225, 35, 120, 180, 360), [560, 300]], 4);
    const binary = binarise(page, 128);
    const found = findCircles(binary, findComponents(binary), DPI);
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.x ?? 0) - MIDDLE.x)).toBeLessThan(4);
    expect(findCircles(binary, findComponents(binary), DPI)).toEqual(found);
  });
});

describe('what is no seal', () => {
  it.each([
    ['an empty page', () => undefined],
    ['lines of print', (page: GrayRaster) => { for (let row = 0; row < 8; row++) letters(page, 30, 60 + row * 40, 38); }],
    ['a signature', (page: GrayRaster) => { stroke(page, [...arc(140, 175, 30, 110, 180, 360), ...arc(210, 175, 40, 30, 180, 0), ...arc(285, 175, 35, 120, 180, 360)], 4); }],
    ['a frame', (page: GrayRaster) => { for (const box of [[20, 20, 500, 4], [20, 380, 500, 4], [20, 20, 4, 364], [516, 20, 4, 364]] as const) ink(page, box); }],
  ])('%s stays as it is', (_, draw) => {
    const page = whitePage(600, 420);
    draw(page);
    const before = page.data.slice();
    expect(cleaned(page)).toEqual([]);
    expect(page.data).toEqual(before);
  });
});
