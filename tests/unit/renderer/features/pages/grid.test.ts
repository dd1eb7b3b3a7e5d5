import { describe, expect, it } from 'vitest';
import { cellsIn, gridOf, placeAt } from '../../../../../renderer/features/pages/grid.ts';

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

  it('knows before which page something is dropped', () => {
    expect([placeAt(12, 50, grid, 9), placeAt(80, 50, grid, 9), placeAt(320, 50, grid, 9), placeAt(60, 260, grid, 9), placeAt(900, 9000, grid, 9), placeAt(-5, -5, grid, 9)]).toEqual([0, 1, 3, 4, 9, 0]);
  });
});
