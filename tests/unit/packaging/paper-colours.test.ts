import { describe, expect, it } from 'vitest';
import { levelBelow, paperColours, paperRow } from '../../../backend/packaging/paper-colours.ts';
import { type Drawn, drawPage, printed } from '../../support/print-pages.ts';

async function paperAt(drawn: Drawn, points: readonly (readonly [x: number, y: number])[]): Promise<readonly (readonly number[])[]> {
  const page = await drawPage(drawn);
  const paper = paperColours(page);
  const row = new Float32Array(page.widthPx * 3);
  return points.map(([x, y]) => {
    paperRow(paper, y, row);
    return [...row.subarray(x * 3, x * 3 + 3)].map(Math.round);
  });
}

describe('the colour of paper', () => {
  it('is the paper’s, under print as well as beside it', async () => {
    for (const colour of await paperAt({ paper: '#f4efdf', marks: printed('#000') }, [[5, 5], [120, 50], [450, 200], [899, 419]])) {
      colour.forEach((part, index) => expect(Math.abs(part - ([0xf4, 0xef, 0xdf][index] ?? 0))).toBeLessThan(6));
    }
  });

  it('follows a shadow and is smooth within it', async () => {
    const shadow = '<defs><linearGradient id="s"><stop offset="0" stop-color="#404040"/><stop offset="1" stop-color="#f0f0f0"/></linearGradient></defs><rect width="900" height="420" fill="url(#s)"/>';
    const greens = (await paperAt({ marks: shadow }, Array.from({ length: 90 }, (_, index) => [index * 10, 200] as const))).map(([, green = 0]) => green);
    for (const [index, green] of greens.entries()) expect(index === 0 || green >= (greens[index - 1] ?? 0) - 1).toBe(true);
    expect(greens.at(-1)).toBeGreaterThan(230);
    expect(greens[0]).toBeLessThan(90);
    expect(Math.max(...greens.slice(1).map((green, index) => green - (greens[index] ?? 0)))).toBeLessThan(6);
  });

  it('of a page with grain is its mean', async () => {
    const [[red = 0, green = 0, blue = 0] = []] = await paperAt({ paper: '#c8b090', grain: 8 }, [[300, 200]]);
    expect([red, green, blue].map((part, index) => Math.abs(part - ([0xc8, 0xb0, 0x90][index] ?? 0)) < 6)).toEqual([true, true, true]);
  });

  it.each([[1, 1], [15, 17], [16, 16], [33, 1]])('is known of a page of %i × %i', async (widthPx, heightPx) => {
    expect(await paperAt({ widthPx, heightPx, paper: '#808080' }, [[widthPx - 1, heightPx - 1]])).toEqual([[128, 128, 128]]);
  });
});

it('finds the level with so many pixels above it', () => {
  const histogram = new Uint32Array(256);
  histogram[200] = 10;
  histogram[100] = 30;
  expect([0, 9, 10, 39, 40, 1e9].map((count) => levelBelow(histogram, count))).toEqual([200, 200, 100, 100, 0, 0]);
});
