// Pages of an office as packages get them: drawn, worn, straightened, as the pipeline delivers them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PackageRecord } from '../../backend/packaging/package-input.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import { type Level, renderPage } from '../../scripts/fixtures/render-page.ts';

export type BenchPage = { readonly level: Level; readonly path: string; readonly delivered: Buffer; readonly dpi: number; readonly widthPx: number; readonly heightPx: number; readonly text: string };

const TYPES = ['KS', 'KH', 'KT', 'HN', 'VB'] as const;

export async function makePages(dir: string, levels: readonly Level[], each: number, seed: number): Promise<BenchPage[]> {
  const pages: BenchPage[] = [];
  for (const [at, level] of levels.entries()) {
    for (let index = 0; index < each; index += 1) {
      const page = await renderPage({ type: TYPES[index % TYPES.length] ?? 'KS', seed: seed + 100 * at + index, preset: level, degrade: { skewDeg: 0 } });
      const { density: dpi = 200, width: widthPx, height: heightPx } = await sharp(Buffer.from(await page.jpeg())).metadata();
      // As imaging/encode.ts delivers pages.
      const delivered = await sharp(Buffer.from(await page.jpeg())).toColourspace('srgb').withMetadata({ density: dpi }).jpeg({ quality: 75, chromaSubsampling: '4:2:0' }).toBuffer();
      const path = join(dir, `${level}-${String(index).padStart(3, '0')}.jpg`);
      await writeFile(path, delivered);
      pages.push({ level, path, delivered, dpi, widthPx, heightPx, text: page.truth.text });
    }
  }
  return pages;
}

/** Records of so many pages, without readings: what is measured is packing. The pages were straightened, so that none goes in as it came. */
export async function recordsOf(pages: readonly BenchPage[], blobs: BlobStore, pagesEach = 1): Promise<PackageRecord[]> {
  const made = await Promise.all(pages.map(async ({ delivered, dpi, widthPx, heightPx }, index): Promise<PackageRecord['pages'][number]> => {
    const sha256 = await blobs.put(delivered);
    return { pageId: `p${index}`, master: { sha256, mediaType: 'image/jpeg', frame: 0, origin: 'file', widthPx, heightPx, dpi, orientation: 1 }, transforms: [{ kind: 'deskew', angleDeg: 0.4 }], deliveredSha256: sha256, reading: null };
  }));
  return Array.from({ length: Math.ceil(made.length / pagesEach) }, (_, index) => ({
    recordId: `r${index}`, recordType: 'KS', recordTypeConfidence: 1, fields: {}, warnings: [], pages: made.slice(index * pagesEach, (index + 1) * pagesEach), sourceFiles: [`${index}.jpg`], ms: { clean: 0, recognise: 0, extract: 0 },
  }));
}
