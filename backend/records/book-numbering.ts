// Numbers run on within a book (TT 04/2020 Điều 29), which only several records can show: a number met twice,
// or numbers missing between two neighbours, is a warning on the field "so" of the later record. Looked at
// when records are assembled and when a clerk changes a number, a book or an office; between those the
// warning stays as it is. A value that a person has confirmed carries none.
import { isDoubtful, type FieldReading } from '../../shared/domain/field.ts';
import { BOOK_KEYS, checkNumbering, NUMBERING_CODES, type BookFinding } from '../../shared/domain/rules/check-books.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { HeldField } from './merge-draft.ts';
import { listHeldFields, putFieldRow, toFieldRow } from './record-repository.ts';

const NUMBER = 'so';
const codes = new Set<string>(NUMBERING_CODES);

/** Whether a change of this field can change what is said about the numbering of its book. */
export const touchesNumbering = (field: string): boolean => BOOK_KEYS.includes(field);

const numberingOf = (reading: FieldReading | undefined): FieldReading['warnings'] => reading?.warnings.filter((warning) => codes.has(warning.code)) ?? [];

/** `merged` with the warnings about the numbering that `held` has; other warnings are the caller's business. */
export function keepNumbering(merged: Readonly<Record<string, HeldField>>, held: Readonly<Record<string, HeldField>>): Record<string, HeldField> {
  const now = merged[NUMBER];
  const kept = numberingOf(held[NUMBER]?.reading);
  if (now === undefined || kept.length === 0 || now.reading.from === 'clerk') return { ...merged };
  const others = now.reading.warnings.filter((warning) => !codes.has(warning.code));
  return { ...merged, [NUMBER]: { ...now, reading: { ...now.reading, warnings: [...others, ...kept] } } };
}

async function findNumbering(trx: Db, batchId: string): Promise<readonly BookFinding[]> {
  const rows = await trx.selectFrom('record_fields').innerJoin('records', 'records.id', 'record_fields.record_id')
    .select(['record_fields.record_id', 'record_fields.field', 'record_fields.value', 'records.record_type'])
    .where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).where('record_fields.field', 'in', [...BOOK_KEYS])
    .orderBy('records.position').orderBy('records.id').execute();
  const byType = Map.groupBy(rows, (row) => row.record_type ?? '');
  return [...byType.values()].flatMap((ofType) => {
    const byRecord = Map.groupBy(ofType, (row) => row.record_id);
    return checkNumbering([...byRecord].map(([id, fields]) => ({ id, values: Object.fromEntries(fields.map((row) => [row.field, row.value])) })));
  });
}

async function listWarned(trx: Db, batchId: string): Promise<readonly string[]> {
  const rows = await trx.selectFrom('record_fields').innerJoin('records', 'records.id', 'record_fields.record_id').select('record_fields.record_id')
    .where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).where('record_fields.field', '=', NUMBER)
    .where((e) => e.or(NUMBERING_CODES.map((code) => e('record_fields.reading', 'like', `%"${code}"%`)))).execute();
  return rows.map((row) => row.record_id);
}

async function writeNumbering(trx: Db, recordId: string, findings: readonly BookFinding[]): Promise<boolean> {
  const held = await listHeldFields(trx, recordId);
  const field = held[NUMBER];
  if (field === undefined) return false;
  const wanted = field.reading.from === 'clerk' ? [] : findings.map(({ code, detail }) => ({ code, detail }));
  if (toJson(numberingOf(field.reading)) === toJson(wanted)) return false;
  const reading = { ...field.reading, warnings: [...field.reading.warnings.filter((warning) => !codes.has(warning.code)), ...wanted] };
  await putFieldRow(trx, toFieldRow(recordId, NUMBER, reading, field.machine, field.handedFrom));
  const change = Number(isDoubtful(reading)) - Number(isDoubtful(field.reading));
  // No new revision: no value changed, and whoever has the record open may go on.
  if (change !== 0) await trx.updateTable('records').set((e) => ({ doubtful_fields: e('doubtful_fields', '+', change) })).where('id', '=', recordId).execute();
  return true;
}

/** Brings the warnings about numbering of a whole batch up to date; returns the records that changed. */
export async function refreshNumbering(trx: Db, batchId: string): Promise<readonly string[]> {
  const byRecord = Map.groupBy(await findNumbering(trx, batchId), (finding) => finding.id);
  const changed: string[] = [];
  for (const id of new Set([...byRecord.keys(), ...(await listWarned(trx, batchId))])) if (await writeNumbering(trx, id, byRecord.get(id) ?? [])) changed.push(id);
  return changed;
}
