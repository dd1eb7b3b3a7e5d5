import { describe, expect, it } from 'vitest';
import { stripView } from '../../../../../renderer/features/correction/strip-view.ts';

const A4 = { widthPx: 2480, heightPx: 3508 };
const ROOM_PX = 430;

describe('the strip of a field', () => {
  it('shows the whole box of a short value, at the size of print near the eye', () => {
    const view = stripView([800, 1000, 300, 50], A4, 300, ROOM_PX);
    expect(view.scale).toBeCloseTo(122 / 300, 3);
    expect(800 * view.scale).toBeGreaterThan(view.leftPx);
    expect(1100 * view.scale).toBeLessThan(view.leftPx + ROOM_PX);
  });

  it('gets smaller for a long value, but never too small to read', () => {
    const view = stripView([200, 1000, 2200, 110], A4, 300, ROOM_PX);
    expect(view.scale).toBeCloseTo(66 / 300, 3);
    expect(view.leftPx).toBeLessThanOrEqual(200 * view.scale);
  });

  it('never leaves the page', () => {
    for (const box of [[0, 0, 40, 30], [2440, 3478, 40, 30]] as const) {
      const view = stripView(box, A4, 300, ROOM_PX);
      expect(view.leftPx).toBeGreaterThanOrEqual(0);
      expect(view.topPx).toBeGreaterThanOrEqual(0);
      expect(view.leftPx + ROOM_PX).toBeLessThanOrEqual(Math.ceil(A4.widthPx * view.scale));
    }
  });

  it('is never higher than a few lines, and starts at the top of what it cannot show', () => {
    const view = stripView([200, 500, 1000, 2000], A4, 300, ROOM_PX);
    expect(view.heightPx).toBe(132);
    expect(view.topPx).toBeLessThan(500 * view.scale);
    expect(view.topPx).toBeGreaterThan(480 * view.scale);
  });
});
