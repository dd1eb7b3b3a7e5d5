import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PageMaster } from '../../../backend/pipeline/page-master.ts';
import { openBlobs } from '../../../backend/storage/workspace.ts';
import { createSteps as createRealSteps } from '../../../backend/worker/real-steps.ts';
import { runTask } from '../../../backend/worker/run-task.ts';
import type { Steps } from '../../../backend/worker/steps.ts';
import { readResultSchema, type ReadResult } from '../../../backend/worker/tasks.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { createSteps } from '../../support/text-steps.ts';

const A4_AT_300_DPI = { widthPx: 2480, heightPx: 3508 };

/** Reads a page of text as if its delivered image had this size. */
async function readAs(size: { widthPx: number; heightPx: number }): Promise<{ result: ReadResult; bytesOf: (sha256: string) => Promise<Uint8Array> }> {
  const blobs = openBlobs(await makeTempFolder());
  const sha256 = await blobs.originals.put(new TextEncoder().encode('KS so=1 nksHoTen=Nguyễn_Văn_A'));
  const master: PageMaster = { sha256, mediaType: 'image/tiff', frame: 0, origin: 'file', ...size, dpi: 300, orientation: 1 };
  const text = createSteps();
  const steps: typeof text = {
    ...text,
    preparePage: async (input, signal) => {
      const prepared = await text.preparePage(input, signal);
      return { ...prepared, delivered: { ...prepared.delivered, ...size } };
    },
  };
  const result = await runTask({ kind: 'read-page', master, transforms: null }, { steps, blobs, signal: new AbortController().signal, progress: () => undefined });
  return { result: readResultSchema.parse(result), bytesOf: (one) => blobs.derivatives.get(one) };
}

/** The real steps but for the reading itself. */
function realSteps(): Steps {
  const real = createRealSteps();
  return {
    ...real,
    preparePage: async (input, signal) => {
      const prepared = await real.preparePage(input, signal);
      return { ...prepared, recognise: async () => ({ widthPx: prepared.delivered.widthPx, heightPx: prepared.delivered.heightPx, dpi: prepared.quality.dpi, lines: [], marks: [], engine: 'none' }) };
    },
  };
}

describe('the picture of a page for civil-status files', () => {
  const master = async (put: (bytes: Uint8Array) => Promise<string>, bytes: Uint8Array, mediaType: PageMaster['mediaType']): Promise<PageMaster> => {
    const { width: widthPx, height: heightPx } = await sharp(bytes).metadata();
    return { sha256: await put(bytes), mediaType, frame: 0, origin: 'file', widthPx, heightPx, dpi: 200, orientation: 1 };
  };

  it('is the same, byte for byte, whether made while the page is read or afterwards from its original', { timeout: 60_000 }, async () => {
    const blobs = openBlobs(await makeTempFolder());
    const run = { steps: realSteps(), blobs, signal: new AbortController().signal, progress: () => undefined };
    const scan = await master(blobs.originals.put, await (await renderPage({ type: 'KT', seed: 12, preset: 'scan', degrade: { dpi: 200, skewDeg: 1.2 } })).jpeg(), 'image/jpeg');
    const read = readResultSchema.parse(await runTask({ kind: 'read-page', master: scan, transforms: null, wantsSmallPicture: true }, run));
    expect(read.transforms.map(({ kind }) => kind)).toContain('deskew');
    expect(read.smallPicture).not.toBeNull();
    const again = await runTask({ kind: 'make-small-picture', master: scan, transforms: read.transforms, dpi: read.quality.dpi }, run);
    expect(again).toEqual({ smallPicture: read.smallPicture });
  });

  it('is made of no page unless it is wanted, and of no black and white scan', { timeout: 60_000 }, async () => {
    const blobs = openBlobs(await makeTempFolder());
    const run = { steps: realSteps(), blobs, signal: new AbortController().signal, progress: () => undefined };
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/><text x="40" y="90" font-size="40">Họ và tên</text></svg>');
    const page = sharp(svg).flatten().greyscale().toColourspace('b-w');
    const bilevel = await master(blobs.originals.put, await page.clone().tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(), 'image/tiff');
    const grey = await master(blobs.originals.put, await page.clone().tiff({ compression: 'lzw' }).toBuffer(), 'image/tiff');
    const made = async (task: { readonly master: PageMaster; readonly wantsSmallPicture?: boolean }): Promise<ReadResult['smallPicture']> => readResultSchema.parse(await runTask({ kind: 'read-page', transforms: [], ...task }, run)).smallPicture;
    expect(await made({ master: grey })).toBeNull();
    expect(await made({ master: bilevel, wantsSmallPicture: true })).toBeNull();
    expect(await made({ master: grey, wantsSmallPicture: true })).toMatchObject({ dpi: 200, widthPx: 800, heightPx: 600 });
    expect(await runTask({ kind: 'make-small-picture', master: bilevel, transforms: [], dpi: 200 }, run)).toEqual({ smallPicture: null });
  });
});

describe('a page that is read', () => {
  it('leaves its picture in the size of screens behind, so that the first look makes none', async () => {
    const { result, bytesOf } = await readAs(A4_AT_300_DPI);
    expect(result.screenSha256).not.toBeNull();
    const delivered = await bytesOf(result.deliveredSha256);
    const screen = await bytesOf(result.screenSha256 ?? '');
    expect(screen.length).toBeGreaterThan(0);
    expect(screen.length).toBeLessThan(delivered.length);
  });

  it('has no second picture where the delivered one is small enough for screens', async () => {
    expect((await readAs({ widthPx: 1240, heightPx: 1754 })).result.screenSha256).toBeNull();
    expect((await readAs({ widthPx: 1, heightPx: 1 })).result.screenSha256).toBeNull();
  });
});
