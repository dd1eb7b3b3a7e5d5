// Which of a scan's edges cut through print, also where the page lay askew and was turned straight: then the scan's
// own edges lean into the picture.
import { describe, expect, it } from 'vitest';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import type { QualityFacts } from '../../../shared/domain/reading.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';
import { keepHalf } from '../../../scripts/fixtures/spoil.ts';

const DPI = 150;

async function scan(skewDeg: number): Promise<RgbRaster> {
  const { raster } = await renderPage({ type: 'KS', form: 'certificate', seed: 926_001, preset: 'clean', degrade: { dpi: DPI, skewDeg } });
  return { ...raster, data: new Uint8Array(raster.data), channels: 3 };
}

const cutEdges = async (raster: RgbRaster): Promise<QualityFacts['clippedEdges']> => (await cleanPage({ raster, master: { dpi: DPI, orientation: 1 } }, new AbortController().signal)).quality.clippedEdges;

describe.each([1.2, -1.2, 0])('of a page that lay %s degrees askew', (skewDeg) => {
  it('no edge cuts print where the whole sheet was scanned', async () => {
    expect(await cutEdges(await scan(skewDeg))).toEqual([]);
  });

  it.each([['left', 'right'], ['right', 'left']] as const)('the edge is told at which the %s half ends', async (half, edge) => {
    const page = await keepHalf(await scan(skewDeg), half, 0.5);
    expect(await cutEdges({ ...page, data: new Uint8Array(page.data), channels: 3 })).toEqual([edge]);
  });
});
