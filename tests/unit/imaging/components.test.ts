import { describe, expect, it } from 'vitest';
import { binarise, findComponents, paintComponents } from '../../../backend/imaging/components.ts';
import { ink, levelAt, whitePage } from './draw.ts';

describe('connected components', () => {
  it('finds nothing on a white page', () => {
    expect(findComponents(binarise(whitePage(30, 20), 128)).count).toBe(0);
  });

  it('takes a page that is all ink as one', () => {
    const found = findComponents(binarise(whitePage(30, 20, 0), 128));
    expect(found.count).toBe(1);
    expect(found.area[0]).toBe(600);
  });

  it('joins what touches at a corner and keeps apart what does not', () => {
    const page = whitePage(40, 40);
    ink(page, [2, 2, 3, 3]);
    ink(page, [5, 5, 3, 3]);
    ink(page, [20, 20, 4, 4]);
    const found = findComponents(binarise(page, 128));
    expect(found.count).toBe(2);
    expect([found.x0[0], found.y0[0], found.x1[0], found.y1[0], found.area[0]]).toEqual([2, 2, 8, 8, 18]);
  });

  it('joins the arms of a U that meet only at the bottom', () => {
    const page = whitePage(40, 40);
    ink(page, [5, 5, 3, 20]);
    ink(page, [20, 5, 3, 20]);
    ink(page, [5, 25, 18, 3]);
    expect(findComponents(binarise(page, 128)).count).toBe(1);
  });

  it('does not join the end of a row with the start of the next', () => {
    const page = whitePage(10, 4);
    ink(page, [8, 1, 2, 1]);
    ink(page, [0, 2, 2, 1]);
    expect(findComponents(binarise(page, 128)).count).toBe(2);
  });

  it('paints one component out and leaves its neighbour', () => {
    const page = whitePage(40, 20);
    ink(page, [2, 2, 4, 4]);
    ink(page, [20, 2, 4, 4]);
    const found = findComponents(binarise(page, 128));
    paintComponents(page, found, Uint8Array.from([1, 0]), 255, 1);
    expect(levelAt(page, 3, 3)).toBe(255);
    expect(levelAt(page, 21, 3)).toBe(0);
  });

  it('finds the same runs wherever the pixels lie in memory, in noise as on a nearly white page', () => {
    for (const every of [2, 3, 97]) {
      const data = Uint8Array.from({ length: 37 * 41 }, (_, i) => ((i * 7919 + (i >> 3)) % every === 0 ? 1 : 0));
      const shifted = new Uint8Array(data.length + 3).subarray(3);
      shifted.set(data);
      const expected = [...data].flatMap((ink, i) => (ink === 1 && (i % 37 === 0 || data[i - 1] !== 1) ? [i % 37] : []));
      for (const pixels of [data, shifted]) {
        const { runs } = findComponents({ data: pixels, widthPx: 37, heightPx: 41 });
        expect([...runs.start]).toEqual(expected);
        expect(runs.end.every((end, i) => end > (runs.start[i] ?? 0) && end <= 37)).toBe(true);
      }
    }
  });

  it('takes for ink what is darker than the threshold, beside white paper and wherever the pixels lie in memory', () => {
    const source = Uint8Array.from({ length: 53 * 20 }, (_, i) => (Math.floor(i / 7) % 3 === 0 ? (i * 37) % 256 : 255));
    for (const skipped of [0, 1, 4]) {
      const pixels = new Uint8Array(source.length + skipped).subarray(skipped);
      pixels.set(source);
      expect([...binarise({ data: pixels, widthPx: 53, heightPx: 20 }, 140).data]).toEqual([...source].map((level) => (level < 140 ? 1 : 0)));
    }
  });

  it('holds more runs than it first made room for', () => {
    const data = Uint8Array.from({ length: 200 * 100 }, (_, i) => i % 2);
    expect(findComponents({ data, widthPx: 200, heightPx: 100 }).runs.count).toBe(10_000);
  });
});
