// What stands in the way of a good package, told before one is made: the checks of records.md 2.6 and the
// names of the files, each finding with the record that a clerk opens to repair it.
import type { Profile } from '../../shared/api/batches.ts';
import type { PackageFinding, PackageSettings } from '../../shared/api/packages.ts';
import type { FieldWarning } from '../../shared/domain/field.ts';
import type { Db } from '../db/schema.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { planPackage, UNKNOWN_GROUP } from '../packaging/plan-package.ts';
import { workbookRow } from '../packaging/workbook-row.ts';
import type { PackageRecord } from '../packaging/package-input.ts';
import { listFieldRows, toFields } from '../records/record-repository.ts';

/** More than anybody repairs in a day; the count says how many there are. */
const MOST_FINDINGS = 1000;

type Named = { readonly id: string; readonly title: string };

export async function checkBatch(db: Db, batch: { id: string; name: string }, profile: Profile, settings: PackageSettings): Promise<{ findings: readonly PackageFinding[]; total: number }> {
  const rows = await db.selectFrom('records').select(['id', 'title', 'record_type', 'record_type_confidence']).where('batch_id', '=', batch.id).where('hidden', '=', 0).orderBy('position').orderBy('id').execute();
  const records: PackageRecord[] = [];
  for (const row of rows) {
    records.push({ recordId: row.id, recordType: row.record_type, recordTypeConfidence: row.record_type_confidence, fields: toFields(row.record_type, await listFieldRows(db, row.id)), warnings: [], pages: [], sourceFiles: [], ms: { clean: 0, recognise: 0, extract: 0 } });
  }
  const { names, workbook } = settings.civil;
  const plan = planPackage({ batchId: batch.id, batchName: batch.name, profile, records, outDir: '', createdAt: '', archive: settings.archive, civil: { ...(names === undefined ? {} : { names }) } });
  const cells = profile === 'ho-tich' ? plan.records.flatMap((planned) => workbookFindings(planned, workbook)) : [];
  const warnings = [...plan.warnings, ...cells];
  return { findings: toFindings(warnings.slice(0, MOST_FINDINGS), rows), total: warnings.length };
}

function workbookFindings({ record, group, values }: ReturnType<typeof planPackage>['records'][number], variant: PackageSettings['civil']['workbook']): FieldWarning[] {
  if (group === UNKNOWN_GROUP || RECORD_TYPES[group] === undefined) return [];
  return workbookRow(group, 1, values, variant).problems.map(({ key, problem, value }) => ({ code: `workbook-${problem}`, detail: { recordId: record.recordId, field: key, value } }));
}

/** The codes and facts of warnings with the records they speak of. */
export function toFindings(warnings: readonly FieldWarning[], records: readonly Named[]): readonly PackageFinding[] {
  const titles = new Map(records.map(({ id, title }) => [id, title]));
  return warnings.map(({ code, detail = {} }) => {
    const facts = Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : String(value)]));
    const recordId = facts['recordId'] ?? null;
    const other = facts['otherRecordId'];
    return { code, recordId, title: recordId === null ? '' : (titles.get(recordId) ?? ''), detail: { ...facts, ...(other === undefined ? {} : { other: titles.get(other) ?? other }) } };
  });
}
