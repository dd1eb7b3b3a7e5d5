import { beforeAll, describe, expect, it } from 'vitest';
import { renderPage, type RenderOptions } from '../../../scripts/fixtures/render-page.ts';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { cleanPage, type CleanedPage } from '../../../backend/pipeline/clean.ts';
import { printedLines, recognisePage } from '../../../backend/pipeline/recognise.ts';
import type { OcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { colourPage } from './draw.ts';

const signal = new AbortController().signal;

async function cleaned(options: RenderOptions): Promise<CleanedPage> {
  const page = await renderPage(options);
  const raster: RgbRaster = { ...page.raster, data: new Uint8Array(page.raster.data), channels: 3 };
  return cleanPage({ raster, master: { dpi: page.dpi, orientation: 1 } }, signal);
}

const DOTTED = { kind: 'dotted', pitchMm: 1.2, dotMm: 0.3, dropMm: 0.3, underValue: false } as const;

describe('handwriting', () => {
  let written: CleanedPage;
  beforeAll(async () => {
    written = await cleaned({ type: 'KT', seed: 6_000_001, style: { valueInk: 'handwriting', leaders: DOTTED } });
  }, 60_000);

  it('is found in the values of a printed form before anything is read', () => {
    expect(written.quality.findings).toContain('handwritten');
    expect(written.marks.filter((mark) => mark.kind === 'handwriting').length).toBeGreaterThan(4);
  });

  it('is left out of what is read, the labels beside it are not', () => {
    const printed = printedLines(written);
    expect(printed.length).toBeGreaterThan(8);
    const width = (lines: readonly { readonly box: readonly [number, number, number, number] }[]): number => lines.reduce((sum, line) => sum + line.box[2], 0);
    expect(width(printed)).toBeLessThan(width(written.layout.lines) * 0.8);
    const { boxes } = written.layout.handwriting;
    for (const [x, y, w, h] of boxes) {
      const inside = printed.filter((line) => line.box[0] >= x && line.box[0] + line.box[2] <= x + w && line.box[1] >= y && line.box[1] + line.box[3] <= y + h);
      expect(inside).toEqual([]);
    }
  });

  it('costs no reading at all where the whole page is written', async () => {
    let asked = 0;
    const engine: OcrEngine = { name: 'counts', close: async () => undefined, recognise: async () => { asked++; return []; }, readTwice: async () => { asked++; return []; } };
    const page = { ...written, layout: { ...written.layout, handwriting: { ...written.layout.handwriting, share: 0.8 } } };
    expect((await recognisePage(page, engine, signal)).lines).toEqual([]);
    expect(asked).toBe(0);
  });

  it.each([
    ['plain print', { type: 'KT', seed: 11 }],
    ['italic print', { type: 'HN', seed: 12, style: { valueFace: 'italic' } }],
    ['the grain at the edges of a worn copy', { type: 'KH', seed: 8_512_000_011, preset: 'poor' }],
    ['a typewriter', { type: 'KT', seed: 13, style: { valueInk: 'typewriter' } }],
  ] as const)('is not seen in %s', { timeout: 60_000 }, async (_, options) => {
    const page = await cleaned('preset' in options ? options : { ...options, degrade: { dpi: 200 } });
    expect(page.quality.findings).not.toContain('handwritten');
    expect(printedLines(page)).toEqual(page.layout.lines);
  });

  it('is not seen on an empty page', async () => {
    const page = await cleanPage({ raster: colourPage(600, 800), master: { dpi: 100, orientation: 1 } }, signal);
    expect(page.layout.handwriting).toEqual({ boxes: [], share: 0 });
  });
});
