import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { removePenStrokes } from '../../../backend/imaging/pen-strokes.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { arc, ink, levelAt, letters, stroke, whitePage } from './draw.ts';

const DPI = 200;
const LETTER_PX = 16;

function cleaned(page: GrayRaster): ReturnType<typeof removePenStrokes> {
  const binary = binarise(page, 128);
  return removePenStrokes(page, binary, findComponents(binary), LETTER_PX, DPI);
}

/** H-shaped letters: two stems and a bar. */
function capitals(page: GrayRaster, x: number, baseline: number, count: number): void {
  for (let i = 0; i < count; i++) {
    ink(page, [x + i * 22, baseline - 22, 4, 22]);
    ink(page, [x + i * 22 + 12, baseline - 22, 4, 22]);
    ink(page, [x + i * 22, baseline - 13, 16, 3]);
  }
}

const stemsLeft = (page: GrayRaster, x: number, baseline: number, count: number): number =>
  Array.from({ length: count }, (_, i) => i).filter((i) => levelAt(page, x + i * 22 + 1, baseline - 3) < 128 && levelAt(page, x + i * 22 + 13, baseline - 3) < 128).length;

describe('strokes of a pen over print', () => {
  it('takes a running signature out and keeps the stems of the name beneath it', () => {
    const page = whitePage(520, 260);
    capitals(page, 100, 180, 12);
    stroke(page, [...arc(140, 175, 30, 110, 180, 360), ...arc(210, 175, 40, 30, 180, 0), ...arc(285, 175, 35, 120, 180, 360)], 4);
    expect(cleaned(page)).toHaveLength(1);
    expect(levelAt(page, 140, 65)).toBe(255);
    expect(levelAt(page, 285, 55)).toBe(255);
    // the others lie under the pen's own legs
    expect(stemsLeft(page, 100, 180, 12)).toBeGreaterThanOrEqual(8);
  });

  it('finds a small signature whose every loop is cut short by letters', () => {
    const page = whitePage(520, 260);
    capitals(page, 100, 180, 12);
    stroke(page, Array.from({ length: 121 }, (_, k) => [140 + k, 172 + 26 * Math.sin(k / 9)] as const), 3);
    expect(cleaned(page)).toHaveLength(1);
    expect(stemsLeft(page, 100, 180, 12)).toBeGreaterThanOrEqual(8);
  });

  it('takes the ring of a black seal out of the name it crosses and leaves the letters away from it whole', () => {
    const page = whitePage(600, 400);
    capitals(page, 250, 210, 12);
    stroke(page, arc(200, 200, 130, 130, 0, 360), 5);
    const [trace] = cleaned(page);
    expect(trace?.box[2]).toBeGreaterThan(250);
    expect(levelAt(page, 200, 70)).toBe(255);
    expect(levelAt(page, 70, 200)).toBe(255);
    expect(stemsLeft(page, 250, 210, 12)).toBeGreaterThanOrEqual(10);
  });

  it('takes the side of a stamped frame out and leaves what stands on both rows beside it', () => {
    const page = whitePage(400, 300);
    // a T's long bar on one row, a thin 0 on the other: both are print
    ink(page, [150, 90, 60, 4]);
    capitals(page, 100, 112, 8);
    stroke(page, arc(204, 189, 7, 10, 0, 360), 3);
    letters(page, 222, 199, 6);
    stroke(page, [[206, 40], [208, 250]], 3);
    stroke(page, [[60, 250], [208, 250]], 3);
    cleaned(page);
    expect(levelAt(page, 207, 140)).toBe(255);
    expect(levelAt(page, 197, 189)).toBeLessThan(128);
    expect(stemsLeft(page, 100, 112, 4)).toBe(4);
  });

  it('takes the next loop of a signature too, which hangs together with other letters', () => {
    const page = whitePage(620, 260);
    capitals(page, 100, 180, 20);
    stroke(page, arc(140, 175, 30, 110, 180, 360), 4);
    // lower, and apart from the first
    stroke(page, arc(215, 175, 25, 46, 180, 360), 4);
    expect(cleaned(page)).toHaveLength(2);
    expect(levelAt(page, 215, 129)).toBe(255);
    expect(stemsLeft(page, 100, 180, 20)).toBeGreaterThanOrEqual(15);
  });

  it('leaves a low loop alone where there is no signature, and takes it beside a seal', () => {
    const page = whitePage(620, 260);
    capitals(page, 100, 180, 20);
    stroke(page, arc(215, 175, 25, 46, 180, 360), 4);
    expect(cleaned(page)).toEqual([]);
    const binary = binarise(page, 128);
    expect(removePenStrokes(page, binary, findComponents(binary), LETTER_PX, DPI, [[20, 20, 180, 180]])).toHaveLength(1);
    expect(levelAt(page, 215, 129)).toBe(255);
  });

  it('leaves a title in large letters as it is', () => {
    const page = whitePage(600, 200);
    for (let i = 0; i < 6; i++) {
      ink(page, [60 + i * 50, 60, 8, 42]);
      ink(page, [90 + i * 50, 60, 8, 42]);
      ink(page, [60 + i * 50, 78, 38, 7]);
    }
    // letters that run into each other, as on poor copies
    ink(page, [60, 78, 290, 6]);
    const before = page.data.slice();
    cleaned(page);
    expect(page.data.filter((v, i) => v !== before[i]).length).toBeLessThan(60);
  });

  it('leaves a page without any large shape alone, and an empty one', () => {
    const page = whitePage(600, 200);
    letters(page, 40, 100, 30);
    const before = page.data.slice();
    expect(cleaned(page)).toEqual([]);
    expect(page.data).toEqual(before);
    expect(cleaned(whitePage(50, 50))).toEqual([]);
  });

  it('does not look into shapes larger than any signature', () => {
    const page = whitePage(1200, 900);
    stroke(page, [[20, 20], [1150, 30], [1140, 850], [30, 860], [20, 20]], 5);
    const before = page.data.slice();
    expect(cleaned(page)).toEqual([]);
    expect(page.data).toEqual(before);
  });
});

describe('a dark pen over lighter print', () => {
  it('takes what is as dark as the pen out from among the letters too', () => {
    const page = whitePage(520, 260);
    for (let i = 0; i < 12; i++) ink(page, [100 + i * 22, 150, 12, 30], 90);
    stroke(page, [...arc(140, 165, 30, 110, 180, 360), ...arc(210, 165, 40, 30, 180, 0), ...arc(285, 165, 35, 120, 180, 360)], 4);
    expect(cleaned(page)).toHaveLength(1);
    expect(page.data.filter((v) => v < 40)).toHaveLength(0);
    expect(page.data.filter((v) => v === 90).length).toBeGreaterThan(2000);
  });
});
