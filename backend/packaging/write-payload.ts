// The data/ folder of a package. Both profiles share the PDFs, the text, records.jsonl and the list of
// contents; they differ in what goes beside them:
//   ho-tich   data/<LOẠI>/<name>.pdf, data/<LOẠI>/<LOẠI>.xlsx and .zip (one row, one PDF per case)
//   luu-tru   data/pdf/, data/masters/ (as scanned, byte for byte), data/metadata/<name>.json
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import type { PackageInput } from '../pipeline/package.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { contentsPage } from './contents-page.ts';
import type { PayloadWriter } from './payload-writer.ts';
import type { PackagePlan } from './plan-package.ts';
import { writeCivilGroups } from './write-civil-groups.ts';
import { writeMasters } from './write-masters.ts';
import { pdfPath, writeRecords } from './write-records.ts';

/** Writes everything below data/; returns what a clerk may want to repair. */
export async function writePayload(payload: PayloadWriter, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly FieldWarning[]> {
  const folders = input.profile === 'luu-tru' ? ['pdf', 'masters', 'metadata'] : plan.groups;
  for (const folder of [...folders, 'text']) await mkdir(join(payload.dataDir, folder), { recursive: true });
  await writeRecords(payload, plan, input, context);
  const warnings = input.profile === 'luu-tru' ? await writeMasters(payload.dataDir, plan, context) : await writeCivilGroups(payload, plan, context.signal);
  await payload.writeWhole('index.html', contentsPage(plan, { ...input, pdfPath: pdfPath(input) }));
  return warnings;
}
