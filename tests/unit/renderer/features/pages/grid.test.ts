import { describe, expect, it } from 'vitest';
import { cellsIn, gridOf, placeAt, rowsInSight, scrollTopFor } from '../../../../../renderer/features/pages/grid.ts';

const grid = { columns: 3, cellWidthPx: 100, cellHeightPx: 200, edgePx: 10 };

describe('the grid of the light table', () => {
  it('has at least one column, however narrow the room', () => {
    expect(gridOf(1000, 144, 14).columns).toBe(5);
    expect(gridOf(0, 260, 14).columns).toBe(1);
  });

  it('knows what a band touches, whichever way it was drawn', () => {
    expect(cellsIn({ x0: 20, y0: 20, x1: 150, y1: 250 }, grid, 9)).toEqual([0, 1, 3, 4]);
    expect(cellsIn({ x0: 150, y0: 250, x1: 20, y1: 20 }, grid, 9)).toEqual([0, 1, 3, 4]);
    expect(cellsIn({ x0: 0, y0: 0, x1: 5, y1: 5 }, grid, 0)).toEqual([]);
    expect(cellsIn({ x0: -500, y0: -500, x1: 5000, y1: 5000 }, grid, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(cellsIn({ x0: 220, y0: 220, x1: 300, y1: 400 }, grid, 5)).toEqual([]);
  });

  it('knows which rows are in sight, with some to spare, and never more than there are', () => {
    expect(rowsInSight(0, 500, grid, 100, 0)).toEqual({ first: 0, end: 3 });
    expect(rowsInSight(10 + 5 * 200, 400, grid, 100, 2)).toEqual({ first: 3, end: 9 });
    expect(rowsInSight(1e9, 500, grid, 100, 2).end).toBe(100);
    expect(rowsInSight(-300, 500, grid, 2, 2)).toEqual({ first: 0, end: 2 });
    expect(rowsInSight(0, 500, grid, 0, 2)).toEqual({ first: 0, end: 0 });
  });

  it('scrolls to a row by the shortest way, and not at all when it is in sight', () => {
    expect(scrollTopFor(5, 900, 500, grid)).toBe(900);
    expect(scrollTopFor(5, 0, 500, grid)).toBe(10 + 6 * 200 - 500);
    expect(scrollTopFor(5, 5000, 500, grid)).toBe(10 + 5 * 200);
    expect(scrollTopFor(0, 5000, 500, grid)).toBe(0);
  });

  it('knows before which page something is dropped', () => {
    expect([placeAt(12, 50, grid, 9), placeAt(80, 50, grid, 9), placeAt(320, 50, grid, 9), placeAt(60, 260, grid, 9), placeAt(900, 9000, grid, 9), placeAt(-5, -5, grid, 9)]).toEqual([0, 1, 3, 4, 9, 0]);
  });
});
