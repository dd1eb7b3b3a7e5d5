import { describe, expect, it } from 'vitest';
import { hasDarkEdges, measureDarkEdges } from '../../../backend/imaging/dark-edges.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { colourPage, paint } from './draw.ts';

const DPI = 100;
const BED = [14, 14, 16] as const;

describe('dark edges', () => {
  it('tells how deep the bed shows on each side', () => {
    const page = colourPage(800, 1100, [240, 236, 220]);
    paint(page, [0, 0, 800, 12], BED);
    paint(page, [0, 0, 20, 1100], BED);
    expect(measureDarkEdges(page)).toEqual({ topPx: 12, rightPx: 0, bottomPx: 0, leftPx: 20 });
    expect(hasDarkEdges(measureDarkEdges(page), DPI)).toBe(true);
  });

  it('takes print and holes at the edge, and dark paper, for no border', () => {
    const page = colourPage(800, 1100, [120, 100, 80]);
    for (let y = 100; y < 500; y += 40) paint(page, [0, y, 60, 12], [20, 20, 20]);
    expect(hasDarkEdges(measureDarkEdges(page), DPI)).toBe(false);
  });

  it('stops at a quarter of a page that is dark all over', () => {
    expect(measureDarkEdges(colourPage(80, 40, BED))).toEqual({ topPx: 10, rightPx: 20, bottomPx: 10, leftPx: 20 });
  });

  it('is a finding of the cleaned page, and none without', async () => {
    const page = colourPage(800, 1100, [240, 236, 220]);
    for (let y = 200; y < 900; y += 40) for (let x = 120; x < 700; x += 12 + ((x * y) % 7)) paint(page, [x, y, 5 + (x % 5), 10 + (x % 6)], [20, 20, 20]);
    const find = async (): Promise<readonly string[]> => (await cleanPage({ raster: page, master: { dpi: DPI, orientation: 1 } }, new AbortController().signal)).quality.findings;
    expect(await find()).not.toContain('dark-edges');
    paint(page, [0, 0, 24, 1100], BED);
    expect(await find()).toContain('dark-edges');
  });
});
