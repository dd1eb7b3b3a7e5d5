import { describe, expect, it } from 'vitest';
import { offsetToShow } from '../../../../../renderer/features/viewer/scroll-to-show.ts';
import { FIT_PAGE, FIT_WIDTH, scaleFor, stepScale } from '../../../../../renderer/features/viewer/zoom.ts';

const page = { widthPx: 2000, heightPx: 3000 };
const room = { widthPx: 800, heightPx: 600 };

describe('zoom', () => {
  it('fits the width or the whole page', () => {
    expect(scaleFor(FIT_WIDTH, page, room)).toBeCloseTo(0.4);
    expect(scaleFor(FIT_PAGE, page, room)).toBeCloseTo(0.2);
  });

  it('keeps what was chosen, within bounds', () => {
    expect(scaleFor(0.7, page, room)).toBe(0.7);
    expect(scaleFor(99, page, room)).toBe(4);
    expect(stepScale(4, 1)).toBe(4);
    expect(stepScale(0.05, -1)).toBe(0.05);
  });

  it('comes back after one step in and one out', () => {
    expect(stepScale(stepScale(0.5, 1), -1)).toBeCloseTo(0.5);
  });

  it('stands a room of no size', () => {
    expect(scaleFor(FIT_WIDTH, page, { widthPx: -24, heightPx: 0 })).toBeGreaterThan(0);
  });
});

describe('scrolling to a box', () => {
  it('does not move when it is in easy sight', () => {
    expect(offsetToShow(100, 600, 300, 340)).toBe(100);
  });

  it('moves when it is near an edge or beyond it', () => {
    for (const start of [105, 640, 5000]) {
      const offset = offsetToShow(100, 600, start, start + 40);
      expect(start).toBeGreaterThanOrEqual(offset + 72);
      expect(start + 40).toBeLessThanOrEqual(offset + 600 - 72);
    }
  });

  it('shows the start of a box larger than the room', () => {
    expect(offsetToShow(0, 600, 1000, 3000)).toBe(1000 - 72);
  });
});
