// Clean-up and reading of whole pages: each kind of mistake that was met and mended has its page here.
import { afterAll, describe, expect, it } from 'vitest';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { applyTransforms } from '../../../backend/imaging/apply-transforms.ts';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage, encodeDelivered, encodeScreen, encodeThumbnail, type CleanedPage } from '../../../backend/pipeline/clean.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import { pageText, type PageReading } from '../../../shared/domain/reading.ts';
import { renderPage, type RenderOptions } from '../../../scripts/fixtures/render-page.ts';
import sharp from 'sharp';
import { colourPage, paint } from '../imaging/draw.ts';

const engine = createOcrEngine({ timeoutMs: 60_000 });
const signal = new AbortController().signal;
afterAll(() => engine.close());

type Read = { readonly cleaned: CleanedPage; readonly reading: PageReading; readonly recall: number; readonly truth: string };

const words = (text: string): string[] => text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];

/** Share of the printed words that were read exactly. */
function recallOf(truth: string, read: string): number {
  const left = new Map<string, number>();
  for (const word of words(read)) left.set(word, (left.get(word) ?? 0) + 1);
  const wanted = words(truth);
  let hits = 0;
  for (const word of wanted) {
    const n = left.get(word) ?? 0;
    if (n > 0) hits++;
    left.set(word, n - 1);
  }
  return hits / wanted.length;
}

async function readRendered(options: Omit<RenderOptions, 'seed'> & { seed?: number }): Promise<Read> {
  const page = await renderPage({ seed: 41, ...options });
  const raster: RgbRaster = { ...page.raster, data: new Uint8Array(page.raster.data), channels: 3 };
  const cleaned = await cleanPage({ raster, master: { dpi: page.dpi, orientation: 1 } }, signal);
  const reading = await recognisePage(cleaned, engine, signal);
  return { cleaned, reading, recall: recallOf(page.truth.text, pageText(reading)), truth: page.truth.text };
}

const DOTTED = { kind: 'dotted', pitchMm: 1.2, dotMm: 0.3, dropMm: 0.3, underValue: true } as const;
const SOLID = { kind: 'solid', pitchMm: 1, dotMm: 0.2, dropMm: 0.8, underValue: true } as const;

describe('reading rendered pages', () => {
  it('reads a plain birth certificate nearly without fault', { timeout: 60_000 }, async () => {
    const { recall, cleaned } = await readRendered({ type: 'KS' });
    expect(recall).toBeGreaterThan(0.98);
    expect(cleaned.quality).toMatchObject({ isBlank: false, turnedDeg: 0, dpiFrom: 'file' });
    expect(cleaned.transforms).toEqual([]);
  });

  it.each([
    ['dotted leaders under the values at 200 dpi', { style: { leaders: DOTTED }, degrade: { dpi: 200 } }],
    ['solid leaders', { style: { leaders: SOLID }, degrade: { dpi: 200 } }],
    ['an ornamental frame', { style: { frame: 'ornate' } }],
    ['a seal over the heading and a blue signature over the name', { style: { seal: 'over-heading', signaturePlace: 'over-name' } }],
    ['a red title', { style: { titleColour: '#b00020' } }],
    ['guilloche paper under uneven light', { style: { paper: 'guilloche' }, degrade: { unevenLight: 0.25 } }],
    ['a black scanner bed around the sheet', { degrade: { skewDeg: 1.5, edgesMm: { top: 6, right: 8, bottom: 6, left: 8 } } }],
    ['punch holes and a fold', { degrade: { punchHoles: true, foldLines: 1 } }],
  ] as const)('is not led astray by %s', { timeout: 60_000 }, async (_, options) => {
    const { recall } = await readRendered({ type: 'KH', ...options });
    expect(recall).toBeGreaterThan(0.95);
  });

  it('turns a page that lies on its side or stands on its head, and says so', { timeout: 120_000 }, async () => {
    for (const turnDeg of [90, 180, 270] as const) {
      const { cleaned, recall } = await readRendered({ type: 'KS', degrade: { dpi: 200, turnDeg } });
      expect(cleaned.quality.turnedDeg, `${turnDeg}°`).toBe(turnDeg);
      expect(recall, `${turnDeg}°`).toBeGreaterThan(0.95);
    }
  });

  it.each([-12, -3, 0.8, 7, 14])('takes out a skew of %f° to a tenth', { timeout: 60_000 }, async (skewDeg) => {
    const { cleaned } = await readRendered({ type: 'VB', degrade: { dpi: 200, skewDeg } });
    expect(Math.abs(cleaned.quality.skewDeg - skewDeg)).toBeLessThan(0.15);
  });

  it('delivers exactly what its transforms make of the master', { timeout: 60_000 }, async () => {
    const page = await renderPage({ type: 'HN', seed: 5, degrade: { dpi: 150, skewDeg: 2, turnDeg: 180 } });
    const raster: RgbRaster = { ...page.raster, data: new Uint8Array(page.raster.data), channels: 3 };
    const cleaned = await cleanPage({ raster, master: { dpi: 150, orientation: 1 } }, signal);
    const again = await applyTransforms(raster, cleaned.transforms);
    expect([again.widthPx, again.heightPx]).toEqual([cleaned.delivered.widthPx, cleaned.delivered.heightPx]);
    expect(Buffer.compare(again.data, cleaned.delivered.data)).toBe(0);
    expect([cleaned.ocr.widthPx, cleaned.ocr.heightPx]).toEqual([again.widthPx, again.heightPx]);
  });

  it('puts every word box on ink of the delivered page', { timeout: 60_000 }, async () => {
    const { cleaned, reading } = await readRendered({ type: 'KT', degrade: { dpi: 200, skewDeg: -2 } });
    for (const line of reading.lines) {
      for (const word of line.words) {
        const [x, y, w, h] = word.box;
        let darkest = 255;
        for (let row = y; row < y + h; row++) for (let column = x; column < x + w; column++) darkest = Math.min(darkest, cleaned.delivered.data[(row * cleaned.delivered.widthPx + column) * 3 + 1] ?? 255);
        expect(darkest, word.text).toBeLessThan(150);
      }
    }
  });

  it('reads the left half of a letterhead before the right', { timeout: 60_000 }, async () => {
    const { reading } = await readRendered({ type: 'HN', style: { letterhead: 'two-columns' } });
    const text = pageText(reading);
    expect(text.indexOf('CỘNG HÒA')).toBeGreaterThan(text.indexOf('UBND'));
    const heading = reading.lines.find((line) => line.words.some((word) => word.text === 'CỘNG'));
    const office = reading.lines.find((line) => line.words.some((word) => word.text === 'UBND'));
    expect(heading?.block).not.toBe(office?.block);
  });
});

describe('pages that are none', () => {
  const blank = (): RgbRaster => colourPage(1654, 2339, [246, 244, 238]);

  it('proposes an empty sheet as blank and reads nothing on it', async () => {
    const cleaned = await cleanPage({ raster: blank(), master: { dpi: 200, orientation: 1 } }, signal);
    expect(cleaned.quality.isBlank).toBe(true);
    expect((await recognisePage(cleaned, engine, signal)).lines).toEqual([]);
  });

  it('does not take a sheet with one line of print for blank', async () => {
    const page = blank();
    for (let i = 0; i < 14; i++) paint(page, [300 + i * 22, 400, 12, 24], [10, 10, 10]);
    expect((await cleanPage({ raster: page, master: { dpi: 200, orientation: 1 } }, signal)).quality.isBlank).toBe(false);
  });

  it.each([
    ['one pixel', 1, 1],
    ['one column', 1, 900],
    ['one row', 900, 1],
  ])('survives a picture of %s', async (_, w, h) => {
    const cleaned = await cleanPage({ raster: colourPage(w, h, [0, 0, 0]), master: { dpi: null, orientation: 6 } }, signal);
    expect(cleaned.quality.isBlank).toBe(true);
  });

  it('survives pure noise within seconds', { timeout: 30_000 }, async () => {
    const page = blank();
    let state = 7;
    for (let i = 0; i < page.data.length; i++) page.data[i] = (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16;
    const cleaned = await cleanPage({ raster: page, master: { dpi: 200, orientation: 1 } }, signal);
    const reading = await recognisePage(cleaned, engine, signal);
    expect(reading.lines.flatMap((line) => line.words).filter((word) => word.confidence > 0.9).length).toBeLessThan(10);
  });

  it('reads a negative and says that it is one', { timeout: 60_000 }, async () => {
    const page = await renderPage({ type: 'VB', seed: 3, degrade: { dpi: 200 } });
    const data = new Uint8Array(page.raster.data).map((v) => 255 - v);
    const cleaned = await cleanPage({ raster: { ...page.raster, data, channels: 3 }, master: { dpi: 200, orientation: 1 } }, signal);
    expect(cleaned.quality.findings).toContain('negative');
    expect(recallOf(page.truth.text, pageText(await recognisePage(cleaned, engine, signal)))).toBeGreaterThan(0.9);
  });
});

describe('what a person fixed', () => {
  it('is applied as it is, with nothing searched', async () => {
    const page = await renderPage({ type: 'VB', seed: 3, degrade: { dpi: 150, skewDeg: 3 } });
    const raster: RgbRaster = { ...page.raster, data: new Uint8Array(page.raster.data), channels: 3 };
    const transforms = [{ kind: 'rotate', angleDeg: 180 }] as const;
    const cleaned = await cleanPage({ raster, master: { dpi: 150, orientation: 1 }, transforms }, signal);
    expect(cleaned.transforms).toEqual(transforms);
    expect([cleaned.delivered.widthPx, cleaned.delivered.heightPx]).toEqual([raster.widthPx, raster.heightPx]);
  });

  it('stops when cancelled', async () => {
    await expect(cleanPage({ raster: colourPage(400, 400), master: { dpi: 200, orientation: 1 } }, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('files of the delivered page', () => {
  it('are a JPEG with the resolution in it, one in the size of screens, and a small picture 300 px high', async () => {
    const page = colourPage(1000, 1500, [250, 250, 250]);
    const delivered = await sharp(await encodeDelivered(page, 200)).metadata();
    expect([delivered.format, delivered.width, delivered.height, delivered.density]).toEqual(['jpeg', 1000, 1500, 200]);
    const onScreen = await sharp(await encodeScreen(await encodeDelivered(page, 200), 0.503)).metadata();
    expect([onScreen.format, onScreen.width, onScreen.height]).toEqual(['jpeg', 503, 755]);
    await expect(encodeScreen(new Uint8Array([1, 2, 3]), 0.5)).rejects.toThrow();
    const small = await sharp(await encodeThumbnail(page)).metadata();
    expect([small.height, small.width]).toEqual([300, 200]);
  });
});
