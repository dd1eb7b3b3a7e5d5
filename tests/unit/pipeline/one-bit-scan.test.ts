// One-bit scans, in which shadow became grain. From pixels to records.
import { afterAll, describe, expect, it } from 'vitest';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import { fold } from '../../../bench/support/score-records.ts';
import { createRandom } from '../../../scripts/fixtures/random.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';
import { isDoubtful, type RecordReading } from '../../../shared/domain/field.ts';

const engine = createOcrEngine({ timeoutMs: 60_000 });
afterAll(() => engine.close());

async function read(picture: { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number }): Promise<RecordReading | undefined> {
  const { signal } = new AbortController();
  const page = await cleanPage({ raster: { ...picture, data: new Uint8Array(picture.data), channels: 3 }, master: { dpi: 200, orientation: 1 } }, signal);
  const reading = await recognisePage(page, engine, signal);
  return extractRecords([{ pageId: 'p1', reading, quality: page.quality }], { recordType: 'auto' })[0]?.reading;
}

describe('a scan in black and white alone', () => {
  it('with the spine in deep shadow is read where a person reads it, and what is wrong is doubted', { timeout: 60_000 }, async () => {
    const page = await renderPage({ type: 'KS', seed: 9103, form: 'certificate', degrade: { dpi: 200, bilevel: true, spineShadow: 0.8, curlMm: 0.5, noise: 10, blurMm: 0.05, unevenLight: 0.3 } });
    const record = await read(page.raster);
    expect(record?.recordType).toBe('KS');
    const wrong = Object.entries(page.truth.fields).filter(([key, want]) => fold(record?.fields[key]?.value ?? '') !== fold(want)).map(([key]) => key);
    expect(wrong.length).toBeLessThan(6);
    expect(wrong.filter((key) => record?.fields[key] !== undefined && !isDoubtful(record.fields[key]))).toEqual([]);
  });

  it('of nothing but dots, few or many, is noise and no record', { timeout: 60_000 }, async () => {
    for (const share of [0.1, 0.5, 0.7]) {
      const random = createRandom(`dots ${String(share)}`);
      const [widthPx, heightPx] = [827, 1170];
      const data = new Uint8Array(widthPx * heightPx * 3);
      for (let i = 0; i < data.length; i += 3) data.fill(random.chance(share) ? 0 : 255, i, i + 3);
      const record = await read({ data, widthPx, heightPx });
      expect(record?.recordType ?? null).toBeNull();
      expect(record?.fields ?? {}).toEqual({});
    }
  });
});
