import { describe, expect, it } from 'vitest';
import { boxBetween, clipped, grownBox, movedBox, startingBox } from '../../../../../renderer/features/correction/region-box.ts';

const page = { widthPx: 1000, heightPx: 1400 };

describe('a frame on the page', () => {
  it('starts around the field, inside the page', () => {
    expect(startingBox([100, 200, 300, 40], page)).toEqual([92, 192, 316, 56]);
    expect(startingBox([0, 0, 1000, 40], page)).toEqual([0, 0, 1000, 40 + 8]);
  });

  it('starts somewhere useful for a field without a place', () => {
    for (const box of [undefined, [0, 0, 0, 0] as const]) {
      const [left, top, width, height] = startingBox(box, page);
      expect(left + width).toBeLessThan(page.widthPx);
      expect(top + height).toBeLessThan(page.heightPx);
      expect(width * height).toBeGreaterThan(0);
    }
  });

  it('does not leave the page however long an arrow is held, and keeps its size', () => {
    let box = startingBox([100, 200, 300, 40], page);
    for (let n = 0; n < 300; n++) box = movedBox(box, 1, 1, page);
    expect(box).toEqual([1000 - 316, 1400 - 56, 316, 56]);
    for (let n = 0; n < 300; n++) box = movedBox(box, -1, -1, page);
    expect(box).toEqual([0, 0, 316, 56]);
  });

  it('grows to the edge and never shrinks to nothing', () => {
    let box = startingBox([100, 200, 300, 40], page);
    for (let n = 0; n < 300; n++) box = grownBox(box, 1, 1, page);
    expect([box[0] + box[2], box[1] + box[3]]).toEqual([1000, 1400]);
    for (let n = 0; n < 300; n++) box = grownBox(box, -1, -1, page);
    expect(box[2]).toBeGreaterThan(0);
    expect(box[3]).toBeGreaterThan(0);
  });

  it('can be drawn from any corner and over the edge', () => {
    expect(boxBetween(50, 60, 10, 20)).toEqual([10, 20, 40, 40]);
    expect(clipped([-20, -20, 100.4, 100.4], page)).toEqual([0, 0, 80, 80]);
    expect(clipped([990, 1390, 500, 500], page)).toEqual([990, 1390, 10, 10]);
  });
});
