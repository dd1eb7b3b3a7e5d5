// The data/ folder of a package. Both profiles share the PDFs, the text, records.jsonl and the list of
// contents; they differ in what goes beside them:
//   ho-tich   data/<LOẠI>/<name>.pdf, data/<LOẠI>/<LOẠI>.xlsx and .zip (one row, one PDF per case)
//   luu-tru   data/pdf/, data/masters/ (as scanned, byte for byte), data/metadata/<name>.json
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import { pageText } from '../../shared/domain/reading.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import type { PackageInput } from '../pipeline/package.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { contentsPage } from './contents-page.ts';
import { zipFiles } from './deterministic-zip.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { UNKNOWN_GROUP } from './plan-package.ts';
import { recordLine } from './record-text.ts';
import { writeWorkbook } from './workbook.ts';
import { workbookRow } from './workbook-row.ts';
import { writeRecordPdf } from './write-record-pdf.ts';

/** Path below data/. */
const pdfPath = (input: PackageInput) => (planned: PlannedRecord): string => (input.profile === 'luu-tru' ? `pdf/${planned.name}.pdf` : `${planned.group}/${planned.name}.pdf`);

/** Writes everything below `dir`/data; returns what a clerk may want to repair. */
export async function writePayload(dir: string, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly FieldWarning[]> {
  const data = join(dir, 'data');
  const folders = input.profile === 'luu-tru' ? ['pdf', 'masters', 'metadata'] : plan.groups;
  for (const folder of [...folders, 'text']) await mkdir(join(data, folder), { recursive: true });
  await writeRecords(data, plan, input, context);
  const warnings = input.profile === 'luu-tru' ? await writeMasters(data, plan, context) : await writeGroups(data, plan, context.signal);
  await writeFile(join(data, 'index.html'), contentsPage(plan, { ...input, pdfPath: pdfPath(input) }), { flush: true });
  return warnings;
}

async function writeRecords(data: string, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<void> {
  const lines = await open(join(data, 'records.jsonl'), 'wx');
  try {
    for (const [index, planned] of plan.records.entries()) {
      const { record } = planned;
      const path = pdfPath(input)(planned);
      context.progress(index, plan.records.length, planned.name);
      await writeRecordPdf(join(data, path), { record, title: planned.title, createdAt: input.createdAt, images: input.profile === 'luu-tru' ? 'as-delivered' : 'small' }, context);
      await writeFile(join(data, 'text', `${planned.name}.txt`), textOf(planned), { flush: true });
      await lines.writeFile(`${JSON.stringify({ ...recordLine(record), recordId: record.recordId, pdf: path, pages: record.pages.length })}\n`);
    }
    await lines.sync();
  } finally {
    await lines.close();
  }
  context.progress(plan.records.length, plan.records.length);
}

/** Pages divided by form feeds, as pdftotext writes them. */
const textOf = ({ record }: PlannedRecord): string => record.pages.map(({ reading }) => `${reading === null ? '' : pageText(reading).normalize('NFC')}\n\f`).join('');

async function writeGroups(data: string, plan: PackagePlan, signal: AbortSignal): Promise<readonly FieldWarning[]> {
  const warnings: FieldWarning[] = [];
  for (const group of plan.groups) {
    const members = plan.records.filter((planned) => planned.group === group);
    await zipFiles(join(data, group), members.map((planned) => `${planned.name}.pdf`), join(data, group, `${group}.zip`), signal);
    if (group === UNKNOWN_GROUP || RECORD_TYPES[group] === undefined) continue;
    const rows = members.map((planned, index) => ({ planned, row: workbookRow(group, index + 1, planned.values) }));
    await writeFile(join(data, group, `${group}.xlsx`), await writeWorkbook(group, rows.map(({ row }) => row.cells)), { flush: true });
    for (const { planned, row } of rows) {
      warnings.push(...row.problems.map(({ key, problem, value }) => ({ code: `workbook-${problem}`, detail: { recordId: planned.record.recordId, field: key, value } })));
    }
  }
  return warnings;
}

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
async function writeMasters(data: string, plan: PackagePlan, context: StepContext): Promise<readonly FieldWarning[]> {
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
