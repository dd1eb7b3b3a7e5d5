// Rows of records, their pages and fields, and the append-only edits.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Edit, RecordDetail, RecordSummary } from '../../shared/api/records.ts';
import { fieldReadingSchema, fieldWarningSchema, isDoubtful, type FieldReading } from '../../shared/domain/field.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db, EditTable, RecordFieldTable, RecordTable } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { fieldsOfType } from './fields-of-type.ts';
import type { HeldField } from './merge-draft.ts';

export type RecordRow = Selectable<RecordTable>;
export type FieldRow = Selectable<RecordFieldTable>;

export const warningsSchema = z.array(fieldWarningSchema);

export const findRecord = (db: Db, id: string): Promise<RecordRow | undefined> => db.selectFrom('records').selectAll().where('id', '=', id).executeTakeFirst();
export const listFieldRows = (db: Db, recordId: string): Promise<readonly FieldRow[]> => db.selectFrom('record_fields').selectAll().where('record_id', '=', recordId).orderBy('field').execute();

export async function listPageIds(db: Db, recordId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('record_pages').select('page_id').where('record_id', '=', recordId).orderBy('ordinal').execute();
  return rows.map((row) => row.page_id);
}

export async function listHeldFields(db: Db, recordId: string): Promise<Record<string, HeldField>> {
  const rows = await listFieldRows(db, recordId);
  return Object.fromEntries(rows.map((row) => [row.field, { reading: fromJson(fieldReadingSchema, row.reading), machine: fromJsonOrNull(fieldReadingSchema, row.machine), handedFrom: row.handed_from }]));
}

/** The fields of the record's type; null takes all. */
export const toFields = (recordType: string | null, rows: readonly FieldRow[]): Record<string, FieldReading> =>
  fieldsOfType(recordType, Object.fromEntries(rows.map((row) => [row.field, fromJson(fieldReadingSchema, row.reading)])));

export function toFieldRow(recordId: string, field: string, reading: FieldReading, machine: FieldReading | null, handedFrom: string | null = null): RecordFieldTable {
  return {
    record_id: recordId, field, reading: toJson(reading), machine: machine === null ? null : toJson(machine), value: reading.value,
    value_folded: foldMarks(reading.value), from_clerk: reading.from === 'clerk' ? 1 : 0, handed_from: handedFrom,
  };
}

export async function putFieldRow(db: Db, row: RecordFieldTable): Promise<void> {
  await db.deleteFrom('record_fields').where('record_id', '=', row.record_id).where('field', '=', row.field).execute();
  await db.insertInto('record_fields').values(row).execute();
}

/** Counts what a list shows; call after changing fields, in the same transaction. */
export function countFields(fields: Readonly<Record<string, FieldReading>>): { field_count: number; doubtful_fields: number } {
  const all = Object.values(fields);
  return { field_count: all.length, doubtful_fields: all.filter(isDoubtful).length };
}

function toSummary(row: RecordRow, pageIds: readonly string[], seq: number): RecordSummary {
  return {
    id: row.id, batchId: row.batch_id, seq, recordType: row.record_type, recordTypeConfidence: row.record_type_confidence, title: row.title,
    pageIds: [...pageIds], fieldCount: row.field_count, doubtfulFields: row.doubtful_fields, revision: row.revision,
  };
}

export async function listRecords(db: Db, batchId: string, after: number, limit: number): Promise<readonly RecordSummary[]> {
  const rows = await db.selectFrom('records').selectAll().where('batch_id', '=', batchId).where('hidden', '=', 0).orderBy('position').orderBy('id').offset(after).limit(limit).execute();
  if (rows.length === 0) return [];
  const pages = await db.selectFrom('record_pages').selectAll().where('record_id', 'in', rows.map((row) => row.id)).orderBy('ordinal').execute();
  const byRecord = Map.groupBy(pages, (page) => page.record_id);
  return rows.map((row, index) => toSummary(row, (byRecord.get(row.id) ?? []).map((page) => page.page_id), after + index + 1));
}

export async function countRecordsOf(db: Db, batchId: string): Promise<number> {
  const row = await db.selectFrom('records').select((e) => e.fn.countAll().as('n')).where('batch_id', '=', batchId).where('hidden', '=', 0).executeTakeFirst();
  return Number(row?.n ?? 0);
}

export async function findRecordDetail(db: Db, id: string): Promise<RecordDetail | undefined> {
  const row = await findRecord(db, id);
  if (row === undefined || row.hidden === 1) return undefined;
  const before = await db.selectFrom('records').select((e) => e.fn.countAll().as('n')).where('batch_id', '=', row.batch_id).where('hidden', '=', 0)
    .where((e) => e.or([e('position', '<', row.position), e.and([e('position', '=', row.position), e('id', '<', row.id)])])).executeTakeFirst();
  return {
    ...toSummary(row, await listPageIds(db, id), Number(before?.n ?? 0) + 1),
    form: row.form,
    fields: toFields(row.record_type, await listFieldRows(db, id)),
    warnings: fromJson(warningsSchema, row.warnings),
  };
}

export type NewEdit = Omit<EditTable, 'seq' | 'at' | 'mark' | 'undoes' | 'redoes'> & Partial<Pick<EditTable, 'mark' | 'undoes' | 'redoes'>>;

export async function appendEdit(db: Db, edit: NewEdit): Promise<number> {
  const last = await db.selectFrom('edits').select((e) => e.fn.max('seq').as('seq')).executeTakeFirst();
  const seq = Number(last?.seq ?? 0) + 1;
  const at = new Date().toISOString();
  await db.insertInto('edits').values({ mark: null, undoes: null, redoes: null, ...edit, seq, at }).execute();
  await appendTrail(db, {
    kind: (edit.undoes ?? null) === null ? 'field-changed' : 'field-changed-back', subjectType: 'record', subjectId: edit.record_id, batchId: edit.batch_id, by: edit.by, at,
    before: { field: edit.field, value: edit.before }, after: { field: edit.field, value: edit.after, revision: edit.revision },
  });
  return seq;
}

export async function listEdits(db: Db, recordId: string): Promise<readonly Edit[]> {
  const rows = await db.selectFrom('edits').selectAll().where('record_id', '=', recordId).orderBy('seq').execute();
  return rows.map((row) => ({
    seq: Number(row.seq), recordId: row.record_id, field: row.field, before: row.before, after: row.after, by: row.by, at: row.at,
    undoes: row.undoes === null ? null : Number(row.undoes), redoes: row.redoes === null ? null : Number(row.redoes), mark: row.mark,
  }));
}
