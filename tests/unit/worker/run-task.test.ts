import { describe, expect, it } from 'vitest';
import type { PageMaster } from '../../../backend/pipeline/page-master.ts';
import { openBlobs } from '../../../backend/storage/workspace.ts';
import { runTask } from '../../../backend/worker/run-task.ts';
import { readResultSchema, type ReadResult } from '../../../backend/worker/tasks.ts';
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
