import { describe, expect, it } from 'vitest';
import { findGutter } from '../../../backend/page-actions/find-gutter.ts';
import { dealPlaces, halvesOf } from '../../../backend/page-actions/plan-spread.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { transformedSize } from '../../../shared/domain/transformed-size.ts';

const size = { widthPx: 2000, heightPx: 1400 };
/** Words as [from, to] in hundredths of the width. */
const reading = (widthPx: number, ...words: readonly (readonly [number, number])[]): PageReading => ({
  widthPx, heightPx: 1400, dpi: 200, marks: [], engine: 'test',
  lines: [{ box: [0, 0, widthPx, 30], block: 0, words: words.map(([from, to]) => ({ text: 'chữ', confidence: 1, box: [(from * widthPx) / 100, 0, ((to - from) * widthPx) / 100, 20] })) }],
});
const many = (from: number, to: number): readonly (readonly [number, number])[] => Array.from({ length: 10 }, () => [from, to] as const);

describe('halves of a spread', () => {
  it('are the whole page together, whatever the place of the cut', () => {
    for (const at of [0.05, 0.3333, 0.5, 0.95]) {
      for (const axis of ['x', 'y'] as const) {
        const [first, second] = halvesOf(size, { axis, at });
        const [a, b] = [transformedSize(size, [first]), transformedSize(size, [second])];
        expect(axis === 'x' ? [a.widthPx + b.widthPx, a.heightPx, b.heightPx] : [a.heightPx + b.heightPx, a.widthPx, b.widthPx]).toEqual(axis === 'x' ? [2000, 1400, 1400] : [1400, 2000, 2000]);
      }
    }
  });
});

describe('places for new pages', () => {
  it('push the pages behind only as far as they must', () => {
    const pages = [{ id: 'a', position: 1 }, { id: 'b', position: 2 }, { id: 'c', position: 3 }, { id: 'z', position: 100 }];
    expect(dealPlaces(pages, new Map([['b', 'b2']])).map((page) => `${page.id}${page.position}`)).toEqual(['a1', 'b2', 'b23', 'c4', 'z100']);
    expect(dealPlaces(pages, new Map([['a', 'x'], ['z', 'y']])).map((page) => `${page.id}${page.position}`)).toEqual(['a1', 'x2', 'b3', 'c4', 'z100', 'y101']);
    expect(dealPlaces([], new Map())).toEqual([]);
  });
});

describe('the gutter', () => {
  it('is found between two printed pages of a wide scan', () => {
    expect(findGutter(reading(2000, ...many(5, 46), ...many(54, 95)))).toBeCloseTo(0.5, 2);
    expect(findGutter(reading(2000, ...many(5, 42), ...many(46, 95)))).toBeCloseTo(0.44, 2);
  });
  it('is not found on an upright page, through print, or beside an empty side', () => {
    expect(findGutter(reading(1000, ...many(5, 46), ...many(54, 95)))).toBeUndefined();
    expect(findGutter(reading(2000, ...many(5, 46), ...many(54, 95), [30, 70]))).toBeUndefined();
    expect(findGutter(reading(2000, ...many(5, 46)))).toBeUndefined();
    expect(findGutter(reading(2000))).toBeUndefined();
  });
});

describe('the size after transforms', () => {
  it('follows turns, fine turns and crops, and stays inside the picture', () => {
    expect(transformedSize(size, [{ kind: 'rotate', angleDeg: 90 }])).toEqual({ widthPx: 1400, heightPx: 2000 });
    expect(transformedSize(size, [{ kind: 'rotate', angleDeg: 180 }, { kind: 'mirror' }])).toEqual(size);
    expect(transformedSize(size, [{ kind: 'deskew', angleDeg: -2 }]).widthPx).toBeGreaterThan(2000);
    expect(transformedSize(size, [{ kind: 'crop', xPx: 1900, yPx: 0, widthPx: 500, heightPx: 100 }])).toEqual({ widthPx: 100, heightPx: 100 });
  });
});
