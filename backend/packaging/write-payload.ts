// The data/ folder of a civil-status package: data/<LOẠI>/<name>.pdf, data/<LOẠI>/<LOẠI>.<năm>.<quyển>.xlsx and .zip (one
// row, one PDF per case), the text, records.jsonl and the list of contents. The archive profile has a
// writer of its own (eark/write-sip.ts).
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import type { PackageInput } from './package-input.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { contentsPage } from './contents-page.ts';
import type { PayloadWriter } from './payload-writer.ts';
import type { PackagePlan } from './plan-package.ts';
import { writeCivilGroups } from './write-civil-groups.ts';
import { pdfPath, writeRecords } from './write-records.ts';

/** Writes everything below data/; returns what a clerk may want to repair. */
export async function writePayload(payload: PayloadWriter, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly FieldWarning[]> {
  for (const folder of [...plan.groups, 'text']) await mkdir(join(payload.dataDir, folder), { recursive: true });
  await writeRecords(payload, plan, input, context);
  const warnings = await writeCivilGroups(payload, plan, input.civil?.workbook ?? 'current', context.signal);
  await payload.writeWhole('index.html', contentsPage(plan, { ...input, pdfPath }));
  return warnings;
}
