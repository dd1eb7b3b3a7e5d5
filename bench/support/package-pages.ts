// Pages of an office as packages get them: drawn and worn (or of the data folder), imported and cleaned as the
// pipeline does it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePage } from '../../backend/imaging/decode-page.ts';
import { encodeDelivered } from '../../backend/imaging/encode.ts';
import type { PackagePage, PackageRecord } from '../../backend/packaging/package-input.ts';
import { cleanPage } from '../../backend/pipeline/clean.ts';
import { importSource } from '../../backend/pipeline/import.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import { type Level, renderPage } from '../../scripts/fixtures/render-page.ts';
import { stepContext } from '../../tests/support/folder-blobs.ts';
import { dataFolder, readTruth, type Truth } from './pages.ts';

export const GROUPS = ['clean', 'scan', 'poor', 'forms-dev'] as const;
export type BenchPage = {
  readonly group: (typeof GROUPS)[number];
  readonly truth: Truth[number];
  /** The scan. */
  readonly path: string;
  /** The delivered picture as a file, for programs that take no other. */
  readonly deliveredPath: string;
  readonly deliveredBytes: number;
  readonly dpi: number;
  readonly page: PackagePage;
};

const TYPES = ['KS', 'KH', 'KT', 'HN', 'VB'] as const;
const LEVELS: readonly Level[] = ['clean', 'scan', 'poor'];

/** So many of each degree, and the data folder's twenty where it is there. */
export async function makePages(dir: string, blobs: BlobStore, { each, seed, isWithData }: { each: number; seed: number; isWithData: boolean }): Promise<BenchPage[]> {
  const pages: BenchPage[] = [];
  for (const [at, level] of LEVELS.entries()) {
    for (let index = 0; index < each; index += 1) {
      const { jpeg, truth } = await renderPage({ type: TYPES[index % TYPES.length] ?? 'KS', seed: seed + 100 * at + index, preset: level });
      const file = `${level}-${String(index).padStart(3, '0')}.jpg`;
      writeFileSync(join(dir, file), await jpeg());
      pages.push(await deliver(dir, blobs, { group: level, truth: { file, type: truth.type, level, fields: truth.fields, text: truth.text }, path: join(dir, file) }));
    }
  }
  const data = dataFolder();
  if (!isWithData || data === undefined) return pages;
  const folder = join(data, 'forms-dev');
  for (const truth of readTruth(folder)) pages.push(await deliver(dir, blobs, { group: 'forms-dev', truth, path: join(folder, truth.file) }));
  return pages;
}

async function deliver(dir: string, blobs: BlobStore, scan: Pick<BenchPage, 'group' | 'truth' | 'path'>): Promise<BenchPage> {
  const context = stepContext(blobs);
  const [imported] = (await importSource({ path: scan.path, displayName: scan.truth.file }, context)).pages;
  if (imported?.ok !== true) throw new Error(`${scan.path} cannot be opened`);
  const { master } = imported;
  const { delivered, transforms, quality: { dpi } } = await cleanPage({ raster: await decodePage(master, blobs), master }, context.signal);
  const bytes = await encodeDelivered(delivered, dpi);
  const deliveredPath = join(dir, `${scan.group}-${scan.truth.file}.delivered.jpg`);
  writeFileSync(deliveredPath, bytes);
  // A page that is left as it came would go into an archive copy as the scan itself: nothing to measure.
  const isTurned = transforms.length > 0;
  return { ...scan, deliveredPath, deliveredBytes: bytes.length, dpi, page: { pageId: scan.truth.file, master: { ...master, dpi }, transforms: isTurned ? transforms : [{ kind: 'deskew', angleDeg: 0 }], deliveredSha256: await blobs.put(readFileSync(deliveredPath)), reading: null } };
}

/** Records without readings, a page each: what is measured is packing. */
export const recordsOf = (pages: readonly PackagePage[]): PackageRecord[] =>
  pages.map((page, index) => ({ recordId: `r${index}`, recordType: 'KS', recordTypeConfidence: 1, fields: {}, warnings: [], pages: [page], sourceFiles: [`${index}.jpg`], ms: { clean: 0, recognise: 0, extract: 0 } }));
