// Names beneath a black signature: each kind of mistake that was met and mended has its page here.
import { afterAll, describe, expect, it } from 'vitest';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';

const engine = createOcrEngine({ timeoutMs: 60_000 });
const signal = new AbortController().signal;
afterAll(() => engine.close());

/** The signer of a death certificate signed in black across the printed name, and what stands there. */
async function signerOf(seed: number): Promise<{ readonly read: FieldReading | undefined; readonly wanted: string | undefined }> {
  const page = await renderPage({ type: 'KT', seed, style: { signature: 'black', signaturePlace: 'over-name', seal: 'none' }, degrade: { dpi: 200 } });
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
});
