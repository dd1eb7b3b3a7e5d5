// Names beneath signatures and seals: each kind of mistake that was met and mended has its page here.
import { afterAll, describe, expect, it } from 'vitest';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { type PageStyle, renderPage } from '../../../scripts/fixtures/render-page.ts';

const engine = createOcrEngine({ timeoutMs: 60_000 });
const signal = new AbortController().signal;
afterAll(() => engine.close());

const BLACK: Partial<PageStyle> = { signature: 'black', signaturePlace: 'over-name', seal: 'none' };
const BLUE: Partial<PageStyle> = { signature: 'blue', signaturePlace: 'over-name', seal: 'over-name' };

/** The signer of a death certificate signed across the name, and what stands there. */
async function signerOf(seed: number, style = BLACK): Promise<{ readonly read: FieldReading | undefined; readonly wanted: string | undefined }> {
  const page = await renderPage({ type: 'KT', seed, style, degrade: { dpi: 200 } });
  const cleaned = await cleanPage({ raster: { ...page.raster, data: new Uint8Array(page.raster.data), channels: 3 }, master: { dpi: page.dpi, orientation: 1 } }, signal);
  const reading = await recognisePage(cleaned, engine, signal);
  const [draft] = extractRecords([{ pageId: 'page', reading, quality: cleaned.quality }], { recordType: 'auto' });
  return { read: draft?.reading.fields['nguoiKy'], wanted: page.truth.fields['nguoiKy'] };
}

describe('a signer whose name lies beneath the signature', () => {
  it('is read where the strokes leave no word whole, and stays doubtful', { timeout: 60_000 }, async () => {
    const { read, wanted } = await signerOf(44);
    expect(read?.value).toBe(wanted);
    expect(read?.confidence).toBeLessThanOrEqual(0.85);
    expect(read?.reasons).toContain('disputed-under-mark');
  });

  it('is not believed where the pen, taken out, made another name of it', { timeout: 60_000 }, async () => {
    const { read, wanted } = await signerOf(48);
    expect(read?.value === wanted || (read?.confidence ?? 0) < 0.9).toBe(true);
  });

  it.each([[8, 'stamped in blue beneath a black pen', { ...BLACK, nameStamp: true }], [14, 'stamped in blue beneath a blue pen, the two not told apart', { ...BLUE, nameStamp: true }], [2, 'printed in black beneath a blue pen and a seal', BLUE]] as const)('is read: page %i, %s', { timeout: 60_000 }, async (seed, _, style) => {
    const { read, wanted } = await signerOf(seed, style);
    expect(read?.value).toBe(wanted);
    expect(read?.confidence).toBeLessThanOrEqual(0.85);
  });
});
