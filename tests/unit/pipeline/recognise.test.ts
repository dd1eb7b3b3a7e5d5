import { describe, expect, it } from 'vitest';
import { MOST_PRINT, withinReach } from '../../../backend/pipeline/recognise.ts';
import type { LayoutLine } from '../../../backend/imaging/page-layout.ts';

const line = (y: number, widthPx: number, xHeightPx = 10): LayoutLine => ({ box: [0, y, widthPx, 30], xHeightPx, baselinePx: [20, 20], block: 0, foreign: new Int32Array(0), letters: 10 });

describe('how much of a page is read', () => {
  it('is all of it on a form, a letter and two closely set pages', () => {
    const lines = Array.from({ length: 80 }, (_, index) => line(index * 40, 1000));
    expect(withinReach(lines)).toEqual({ read: lines, left: [] });
    expect(withinReach([])).toEqual({ read: [], left: [] });
  });

  it('ends where no form goes on, with a mark over what is left', () => {
    const lines = Array.from({ length: 200 }, (_, index) => line(index * 40, 1000));
    const { read, left } = withinReach(lines);
    expect(read).toHaveLength(MOST_PRINT / 100);
    expect(left).toEqual([{ kind: 'unreadable', box: [0, 90 * 40, 1000, 109 * 40 + 30] }]);
  });

  it('counts letters, not pixels: the same page at twice the resolution is read as far', () => {
    const lines = Array.from({ length: 200 }, (_, index) => line(index * 80, 2000, 20));
    expect(withinReach(lines).read).toHaveLength(MOST_PRINT / 100);
  });

  it('holds for lines of no height', () => {
    expect(withinReach([line(0, 100, 0)], 50).read).toEqual([]);
  });
});
