// The data/ folder of a package by the general guide (CV 7197): data/<LOẠI>/<mã>_<ngày>_<mô tả>.pdf with its
// metadata beside it as .json and .xml, the schemas of both, the text, records.jsonl and the list of contents.
// What the metadata lack is among the plan's warnings.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FieldWarning } from '../../../shared/domain/field.ts';
import type { PackageInput } from '../package-input.ts';
import type { StepContext } from '../../pipeline/step-context.ts';
import { contentsPage } from '../contents-page.ts';
import type { PayloadWriter } from '../payload-writer.ts';
import type { PackagePlan } from '../plan-package.ts';
import { guidePath, pdfPath, writeRecords } from '../write-records.ts';
import { guideJson, guideXml } from './guide-documents.ts';
import { guideOf } from './guide-record.ts';

const SCHEMAS = fileURLToPath(new URL('../../../resources/packaging/guide/', import.meta.url));
export const GUIDE_SCHEMAS = ['cv-7197.schema.json', 'cv-7197.xsd'] as const;

export async function writeGuidePayload(payload: PayloadWriter, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly FieldWarning[]> {
  for (const folder of [...plan.groups, 'text', 'schemas']) await mkdir(join(payload.dataDir, folder), { recursive: true });
  await writeRecords(payload, plan, input, context);
  for (const planned of plan.records) {
    context.signal.throwIfAborted();
    const guide = guideOf(planned, input.archive);
    await payload.writeWhole(`${guidePath(planned)}.json`, guideJson(guide));
    await payload.writeWhole(`${guidePath(planned)}.xml`, `<?xml version="1.0" encoding="UTF-8"?>\n${guideXml(guide)}`);
  }
  for (const name of GUIDE_SCHEMAS) await payload.writeWhole(`schemas/${name}`, await readFile(join(SCHEMAS, name)));
  await payload.writeWhole('index.html', contentsPage(plan, { ...input, pdfPath }));
  return [];
}
