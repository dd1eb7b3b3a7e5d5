import { describe, expect, it } from 'vitest';
import { arrowStep, HANDLES, isWhole, moveFrame, moveHandle, WHOLE } from '../../../../../renderer/features/pages/frame-edit.ts';

const frame = { left: 0.2, top: 0.2, right: 0.6, bottom: 0.8 };

describe('a frame on a page', () => {
  it('moves only the edges of its handle', () => {
    expect(moveHandle(frame, 'nw', 0.1, 0.1)).toEqual({ left: 0.30000000000000004, top: 0.30000000000000004, right: 0.6, bottom: 0.8 });
    expect(moveHandle(frame, 'e', 0.1, 0.5)).toEqual({ ...frame, right: 0.7 });
    expect(moveHandle(frame, 's', 0.5, -0.1)).toEqual({ ...frame, bottom: 0.7000000000000001 });
  });

  it('stays on the page and keeps some width and height, whatever is dragged', () => {
    for (const handle of HANDLES) {
      for (const by of [-9, 9]) {
        const moved = moveHandle(frame, handle, by, by);
        expect(moved.left >= 0 && moved.top >= 0 && moved.right <= 1 && moved.bottom <= 1 && moved.right - moved.left > 0.049 && moved.bottom - moved.top > 0.049, handle).toBe(true);
      }
    }
    const shifted = moveFrame(frame, 9, -9);
    expect([shifted.right, shifted.top]).toEqual([1, 0]);
    expect(shifted.right - shifted.left).toBeCloseTo(0.4);
  });

  it('is moved by arrows, further with Shift, and by no other key', () => {
    expect(arrowStep('ArrowLeft', false)).toEqual([-0.005, 0]);
    expect(arrowStep('ArrowDown', true)).toEqual([0, 0.05]);
    expect(arrowStep('a', false)).toBeUndefined();
    expect([isWhole(WHOLE), isWhole(frame)]).toEqual([true, false]);
  });
});
