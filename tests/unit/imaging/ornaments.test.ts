import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findOrnaments } from '../../../backend/imaging/ornaments.ts';
import { ink, whitePage } from './draw.ts';

const DPI = 200;
const taken = (page: ReturnType<typeof whitePage>): number => findOrnaments(findComponents(binarise(page, 128)), DPI).filter((flag) => flag === 1).length;

/** A hollow square of 20 px, as a border's ring. */
function ring(page: ReturnType<typeof whitePage>, x: number, y: number): void {
  ink(page, [x, y, 20, 20]);
  ink(page, [x + 3, y + 3, 14, 14], 255);
}

describe('ornaments', () => {
  it('takes a border of rings along the top and down the side', () => {
    const page = whitePage(1000, 1000);
    for (let i = 0; i < 30; i++) ring(page, 20 + i * 26, 20);
    for (let i = 1; i < 30; i++) ring(page, 20, 20 + i * 26);
    expect(taken(page)).toBe(59);
  });

  it('takes a border of rings from among hundreds of shapes of all sizes', () => {
    const page = whitePage(1000, 1000);
    for (let i = 0; i < 30; i++) ring(page, 20 + i * 26, 20);
    for (let i = 0; i < 300; i++) ink(page, [60 + (i % 20) * 44, 100 + Math.floor(i / 20) * 55, 13 + ((i * 7) % 19), 13 + ((i * 11) % 23)]);
    const flags = findOrnaments(findComponents(binarise(page, 128)), DPI);
    expect([...flags.subarray(0, 30)]).toEqual(Array.from({ length: 30 }, () => 1));
  });

  it('leaves a personal number of twelve equal figures', () => {
    const page = whitePage(1000, 200);
    for (let i = 0; i < 12; i++) ring(page, 100 + i * 24, 100);
    expect(taken(page)).toBe(0);
  });

  it('leaves a row of capitals and figures of one width, closely set: no two neighbours are alike', () => {
    const page = whitePage(1000, 200);
    // C, D, 0 and 4 as strokes of a square
    const strokes = [[[0, 0, 20, 4], [0, 0, 4, 20], [0, 16, 20, 4]], [[0, 0, 4, 20], [0, 0, 14, 4], [0, 16, 14, 4], [16, 4, 4, 12], [12, 2, 6, 4], [12, 14, 6, 4]], [[0, 0, 20, 4], [0, 16, 20, 4], [0, 0, 4, 20], [16, 0, 4, 20]], [[0, 0, 4, 12], [0, 10, 20, 4], [14, 0, 4, 20], [0, 0, 4, 4]]] as const;
    for (let i = 0; i < 24; i++) for (const [x, y, w, h] of strokes[(i * 7 + (i >> 2)) % 4] ?? []) ink(page, [100 + i * 26 + x, 100 + y, w, h]);
    expect(taken(page)).toBe(0);
  });

  it('leaves the equal first letters of many lines', () => {
    const page = whitePage(400, 2000);
    for (let i = 0; i < 24; i++) ring(page, 100, 50 + i * 75);
    expect(taken(page)).toBe(0);
  });

  it('takes a punch hole, not a letter', () => {
    const page = whitePage(400, 400);
    ink(page, [20, 100, 45, 45]);
    ink(page, [200, 100, 8, 24]);
    expect(taken(page)).toBe(1);
  });
});
