// What the civil-status profile keeps beside the PDFs: for every book the import workbook, one row per
// case, and the zip of its PDFs (records.md 2.1: one book, one .xlsx, one .zip).
import { join } from 'node:path';
import type { FieldWarning } from '../../shared/domain/field.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { zipFiles } from './deterministic-zip.ts';
import { mapAhead } from './map-ahead.ts';
import type { PayloadWriter } from './payload-writer.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { UNKNOWN_GROUP } from './plan-package.ts';
import { writeWorkbook } from './workbook.ts';
import type { WorkbookVariant } from './workbook-row.ts';
import { workbookRow } from './workbook-row.ts';

/** The groups' PDFs stand there already. Returns what a clerk may want to repair. */
export async function writeCivilGroups(payload: PayloadWriter, plan: PackagePlan, variant: WorkbookVariant, signal: AbortSignal): Promise<readonly FieldWarning[]> {
  const warnings: FieldWarning[] = [];
  const written = mapAhead(listBooks(plan), BOOKS_AT_A_TIME, async ({ group, book, members }) => {
    await writeZip(payload, `${group}/${book}.zip`, group, members, signal);
    return group === UNKNOWN_GROUP || RECORD_TYPES[group] === undefined ? [] : writeBookWorkbook(payload, `${group}/${book}.xlsx`, group, members, variant);
  });
  for await (const found of written) warnings.push(...found);
  return warnings;
}

/** While one waits for the disk, another is made. */
const BOOKS_AT_A_TIME = 3;

type Book = { readonly group: string; readonly book: string; readonly members: readonly PlannedRecord[] };

/** By group, then by name. */
function listBooks(plan: PackagePlan): readonly Book[] {
  return plan.groups.flatMap((group) => {
    const books = Map.groupBy(plan.records.filter((planned) => planned.group === group), (planned) => planned.book);
    return [...books].sort(([a], [b]) => (a < b ? -1 : 1)).map(([book, members]) => ({ group, book, members }));
  });
}

async function writeBookWorkbook(payload: PayloadWriter, path: string, group: string, members: readonly PlannedRecord[], variant: WorkbookVariant): Promise<FieldWarning[]> {
  const rows = members.map((planned, index) => ({ planned, row: workbookRow(group, index + 1, planned.values, variant) }));
  await payload.writeWhole(path, await writeWorkbook(group, rows.map(({ row }) => row.cells), variant));
  return rows.flatMap(({ planned, row }) => row.problems.map(({ key, problem, value }) => ({ code: `workbook-${problem}`, detail: { recordId: planned.record.recordId, field: key, value } })));
}

async function writeZip(payload: PayloadWriter, path: string, group: string, members: readonly PlannedRecord[], signal: AbortSignal): Promise<void> {
  await payload.fill(path, (file) => zipFiles(join(payload.dataDir, group), members.map((planned) => `${planned.name}.pdf`), file.write, signal));
}
