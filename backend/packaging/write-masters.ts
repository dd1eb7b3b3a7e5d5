// What the archive profile keeps beside the PDFs: the scans as they came and what was done to each page.
//   luu-tru   data/pdf/, data/masters/ (byte for byte), data/metadata/<name>.json
import { copyFile, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import type { PackagePlan } from './plan-package.ts';
import { UNKNOWN_GROUP } from './plan-package.ts';

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const EXTENSIONS: Readonly<Record<PageMaster['mediaType'], string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/bmp': 'bmp', 'image/tiff': 'tif', 'image/jp2': 'jp2', 'image/jbig2': 'jb2', 'application/pdf': 'pdf',
};

const masterPath = (master: PageMaster): string => `masters/${master.sha256}.${EXTENSIONS[master.mediaType]}`;

/** The scans as they came, each once however many pages it holds, and what was done to each page. METS, PREMIS and EAD will be written from the same facts. */
export async function writeMasters(data: string, plan: PackagePlan, context: StepContext): Promise<readonly FieldWarning[]> {
  const written = new Set<string>();
  for (const { record, name, title, values, group } of plan.records) {
    for (const { master } of record.pages) {
      const path = masterPath(master);
      if (written.has(path)) continue;
      written.add(path);
      context.signal.throwIfAborted();
      await copyFile(await context.blobs.pathOf(master.sha256), join(data, path));
      await syncFile(join(data, path));
    }
    const pages = record.pages.map((page, index) => ({
      page: index + 1, master: masterPath(page.master), ...page.master, transforms: page.transforms, engine: page.reading?.engine ?? null, dpiOfReading: page.reading?.dpi ?? null,
    }));
    const metadata = { recordId: record.recordId, recordType: group === UNKNOWN_GROUP ? null : group, title, values, fields: record.fields, sourceFiles: record.sourceFiles, pages };
    await writeFile(join(data, 'metadata', `${name}.json`), `${JSON.stringify(metadata, null, 1)}\n`, { flush: true });
  }
  return [];
}
