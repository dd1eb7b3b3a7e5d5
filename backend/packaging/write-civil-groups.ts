// What the civil-status profile keeps beside the PDFs of a group: the import workbook, one row per case,
// and the zip that goes with it.
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { zipFiles } from './deterministic-zip.ts';
import type { PayloadWriter } from './payload-writer.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { UNKNOWN_GROUP } from './plan-package.ts';
import { writeWorkbook } from './workbook.ts';
import { workbookRow } from './workbook-row.ts';

/** The groups' PDFs stand there already. Returns what a clerk may want to repair. */
export async function writeCivilGroups(payload: PayloadWriter, plan: PackagePlan, signal: AbortSignal): Promise<readonly FieldWarning[]> {
  const warnings: FieldWarning[] = [];
  for (const group of plan.groups) {
    const members = plan.records.filter((planned) => planned.group === group);
    await writeZip(payload, group, members, signal);
    if (group === UNKNOWN_GROUP || RECORD_TYPES[group] === undefined) continue;
    const rows = members.map((planned, index) => ({ planned, row: workbookRow(group, index + 1, planned.values) }));
    await payload.writeWhole(`${group}/${group}.xlsx`, await writeWorkbook(group, rows.map(({ row }) => row.cells)));
    for (const { planned, row } of rows) {
      warnings.push(...row.problems.map(({ key, problem, value }) => ({ code: `workbook-${problem}`, detail: { recordId: planned.record.recordId, field: key, value } })));
    }
  }
  return warnings;
}


async function writeZip(payload: PayloadWriter, group: string, members: readonly PlannedRecord[], signal: AbortSignal): Promise<void> {
  const file = await payload.create(`${group}/${group}.zip`);
  try {
    await zipFiles(join(payload.dataDir, group), members.map((planned) => `${planned.name}.pdf`), file.write, signal);
    await file.finish();
  } finally {
    await file.close();
  }
}
