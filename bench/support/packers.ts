// Who makes PDFs of pages: our profiles, with all that makes a package, and OCRmyPDF's PDF/A step.
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { applyTransforms } from '../../backend/imaging/apply-transforms.ts';
import { decodePage } from '../../backend/imaging/decode-page.ts';
import type { PackageInput, PackagePage } from '../../backend/packaging/package-input.ts';
import { makeSmallPicture } from '../../backend/packaging/small-picture.ts';
import { SMALL_PICTURE_MAKER } from '../../backend/packaging/small-picture-ref.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import { stepContext } from '../../tests/support/folder-blobs.ts';
import { type BenchPage, recordsOf } from './package-pages.ts';

const execute = promisify(execFile);
export const CREATED = '2026-11-22T08:30:00.000Z';

/** Returns the PDFs in the order of the pages. */
export type Packer = { readonly name: string; pack(pages: readonly BenchPage[], work: string): Promise<readonly string[]> };

export async function inTurns<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [index, item] of left) await work(item, index);
  }));
}

/** As a worker makes it of a page that was read before: from the original. */
async function withSmallPicture(page: PackagePage, dpi: number, blobs: BlobStore): Promise<PackagePage> {
  const delivered = await applyTransforms(await decodePage(page.master, blobs), page.transforms);
  const { bytes, widthPx, heightPx, dpi: smallDpi } = await makeSmallPicture(delivered, dpi);
  return { ...page, smallPicture: { madeBy: SMALL_PICTURE_MAKER, sha256: await blobs.put(bytes), dpi: smallDpi, widthPx, heightPx } };
}

export const ourPacker = (name: string, blobs: BlobStore, profile: PackageInput['profile'], more: Partial<PackageInput> = {}): Packer => ({
  name,
  pack: async (pages, work) => {
    const ready = pages.map(({ page }) => page);
    if (profile === 'ho-tich') await inTurns(pages, availableParallelism(), async ({ page, dpi }, index) => { ready[index] = await withSmallPicture(page, dpi, blobs); });
    const { dir } = await buildPackage({ batchId: 'bench', batchName: 'bench', profile, records: recordsOf(ready), outDir: join(work, 'package'), createdAt: CREATED, ...more }, stepContext(blobs));
    const found = (await readdir(dir, { recursive: true })).filter((path) => path.endsWith('.pdf') && !path.includes('rep2'));
    // Files carry the record's place in the batch, in the order of the pages.
    return found.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((path) => join(dir, path));
  },
});

export const ocrmypdfPacker = (level: string): Packer => ({
  name: `OCRmyPDF, PDF/A step, -O${level}`,
  pack: async (pages, work) => {
    await mkdir(work, { recursive: true });
    const made = pages.map((_, index) => join(work, `${String(index).padStart(3, '0')}.pdf`));
    await inTurns(pages, availableParallelism(), async ({ deliveredPath, dpi }, index) => {
      await execute('ocrmypdf', ['--tesseract-timeout', '0', '--output-type', 'pdfa-2', '--optimize', level, '--image-dpi', String(dpi), '--jobs', '1', deliveredPath, made[index] ?? ''], { maxBuffer: 1 << 26 });
    });
    return made;
  },
});
