// Generated pages through the real pipeline (import, clean, recognise, extract) to records ready for packing.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePage } from '../../backend/imaging/decode-page.ts';
import { encodeDelivered } from '../../backend/imaging/encode.ts';
import { createOcrEngine } from '../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../backend/pipeline/clean.ts';
import { extractRecords } from '../../backend/pipeline/extract.ts';
import type { PageForExtraction } from '../../backend/pipeline/extract.ts';
import { importSource } from '../../backend/pipeline/import.ts';
import type { PackagePage, PackageRecord } from '../../backend/packaging/package-input.ts';
import { recognisePage } from '../../backend/pipeline/recognise.ts';
import type { RenderOptions } from '../../scripts/fixtures/render-page.ts';
import { renderPage } from '../../scripts/fixtures/render-page.ts';
import { createFolderBlobs, stepContext } from './folder-blobs.ts';

type ReadPage = { readonly page: PackagePage; readonly forExtraction: PageForExtraction; readonly name: string };

/** Blobs go into `dir`/blobs. Records in the order of `wanted`. */
export async function readPages(dir: string, wanted: readonly RenderOptions[]): Promise<{ records: readonly PackageRecord[]; blobs: ReturnType<typeof createFolderBlobs> }> {
  await mkdir(join(dir, 'blobs'), { recursive: true });
  const blobs = createFolderBlobs(join(dir, 'blobs'));
  const context = stepContext(blobs);
  const engine = createOcrEngine();
  const read: ReadPage[] = [];
  try {
    for (const [index, options] of wanted.entries()) {
      const name = `${String(index + 1).padStart(3, '0')}.jpg`;
      const path = join(dir, name);
      await writeFile(path, await (await renderPage(options)).jpeg());
      for (const imported of (await importSource({ path, displayName: name }, context)).pages) {
        if (!imported.ok) throw new Error(`${name}: ${imported.code}`);
        const { master } = imported;
        const clean = await cleanPage({ raster: await decodePage(master, blobs), master }, context.signal);
        const reading = await recognisePage(clean, engine, context.signal);
        const deliveredSha256 = await blobs.put(await encodeDelivered(clean.delivered, clean.quality.dpi));
        const pageId = `page-${read.length + 1}`;
        read.push({ name, page: { pageId, master, transforms: clean.transforms, deliveredSha256, reading }, forExtraction: { pageId, reading, quality: clean.quality } });
      }
    }
  } finally {
    await engine.close();
  }
  return { records: toRecords(read), blobs };
}

function toRecords(read: readonly ReadPage[]): PackageRecord[] {
  return extractRecords(read.map(({ forExtraction }) => forExtraction), { recordType: 'auto' }).map(({ pageIds, reading }, index) => {
    const pages = read.filter(({ page }) => pageIds.includes(page.pageId));
    return { recordId: `record-${index + 1}`, ...reading, pages: pages.map(({ page }) => page), sourceFiles: pages.map(({ name }) => name), ms: { clean: 1, recognise: 1, extract: 1 } };
  });
}
