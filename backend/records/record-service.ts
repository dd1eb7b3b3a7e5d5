// What can be done with a record: change a field, take a change back. Writes carry the revision they saw;
// a stale one is refused with what changed. Every change is an edit in the append-only trail; undo appends
// the inverse. Putting a field's own value is how a clerk says "this is right".
import type { Edit, Evidence, PutField, RecordDetail, RecordSummary } from '../../shared/api/records.ts';
import { fieldReadingSchema, type FieldMark, type FieldReading } from '../../shared/domain/field.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { tidy } from '../../shared/domain/vietnamese-text.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { editBefore, editToRedo, editToUndo } from './edit-history.ts';
import { fieldsOfType } from './fields-of-type.ts';
import { appendEdit, countFields, countRecordsOf, findRecord, findRecordDetail, listEdits, listHeldFields, listRecords, putFieldRow, toFieldRow, type RecordRow } from './record-repository.ts';
import { recordTitle } from './record-title.ts';
import { keepNumbering, refreshNumbering, touchesNumbering } from './book-numbering.ts';
import { refreshWarnings } from './refresh-warnings.ts';

export type FieldChange = PutField & { readonly by: string };

export type RecordService = {
  list(batchId: string, after: number, limit: number): Promise<{ records: readonly RecordSummary[]; total: number; next: number | null }>;
  get(id: string): Promise<RecordDetail>;
  putField(id: string, field: string, change: FieldChange): Promise<RecordDetail>;
  /** Takes back this person's newest edit that is not taken back yet; 'wrong-state' when there is none, 'changed-since' when somebody else wrote over it. */
  undo(id: string, by: string, revision?: number): Promise<RecordDetail>;
  /** Does again what this person took back last; refusals as of undo. */
  redo(id: string, by: string, revision?: number): Promise<RecordDetail>;
  edits(id: string): Promise<readonly Edit[]>;
};

type Held = { readonly reading: FieldReading | null; readonly machine: FieldReading | null };

async function heldField(trx: Db, recordId: string, field: string): Promise<Held> {
  const row = await trx.selectFrom('record_fields').selectAll().where('record_id', '=', recordId).where('field', '=', field).executeTakeFirst();
  if (row === undefined) return { reading: null, machine: null };
  return { reading: fromJson(fieldReadingSchema, row.reading), machine: fromJsonOrNull(fieldReadingSchema, row.machine) };
}

const NOWHERE = [0, 0, 0, 0] as const;

/** The evidence (page, box) stays with the value that a clerk gives. */
function clerkReading(value: string, mark: FieldMark | null, held: Held, found?: Evidence): FieldReading {
  const evidence = found ?? held.machine ?? held.reading;
  return { value, confidence: 1, page: evidence?.page ?? 1, box: evidence?.box ?? NOWHERE, from: 'clerk', warnings: [], ...(mark === null ? {} : { reasons: [mark] }) };
}

async function writeField(trx: Db, record: RecordRow, field: string, reading: FieldReading | null, machine: FieldReading | null): Promise<void> {
  if (reading === null) await trx.deleteFrom('record_fields').where('record_id', '=', record.id).where('field', '=', field).execute();
  else await putFieldRow(trx, toFieldRow(record.id, field, reading, machine));
  const held = await listHeldFields(trx, record.id);
  const refreshed = keepNumbering(refreshWarnings(record.record_type, held), held);
  for (const [key, now] of Object.entries(refreshed)) if (toJson(now) !== toJson(held[key])) await putFieldRow(trx, toFieldRow(record.id, key, now.reading, now.machine, now.handedFrom));
  const fields = fieldsOfType(record.record_type, Object.fromEntries(Object.entries(refreshed).map(([key, now]) => [key, now.reading])));
  await trx.updateTable('records').set({ ...countFields(fields), title: recordTitle(record.record_type, fields, record.title), revision: record.revision + 1 }).where('id', '=', record.id).execute();
}

async function refuseStale(trx: Db, record: RecordRow, field: string, seen: number): Promise<void> {
  if (record.revision === seen) return;
  const edits = await trx.selectFrom('edits').select(['field', 'by', 'at']).where('record_id', '=', record.id).where('revision', '>', seen).orderBy('seq').execute();
  const held = await heldField(trx, record.id, field);
  const last = edits.at(-1);
  throw new AppError('stale-revision', {
    revision: record.revision, seen, field, value: held.reading?.value ?? '', changed: [...new Set(edits.map((edit) => edit.field))], by: last?.by ?? '', at: last?.at ?? '',
  }, 'again');
}

async function findOr404(db: Db, id: string): Promise<RecordRow> {
  const record = await findRecord(db, id);
  if (record === undefined || record.hidden === 1) throw new AppError('not-found', { what: 'record', id });
  return record;
}

type Change = { readonly field: string; readonly reading: FieldReading | null; readonly by: string; readonly mark?: FieldMark | null; readonly undoes?: number; readonly redoes?: number };

async function applyChange(trx: Db, record: RecordRow, held: Held, change: Change): Promise<void> {
  const { field, reading, by, mark = null, undoes = null, redoes = null } = change;
  await writeField(trx, record, field, reading, held.machine);
  if (touchesNumbering(field)) await refreshNumbering(trx, record.batch_id);
  await appendEdit(trx, { batch_id: record.batch_id, record_id: record.id, field, before: held.reading?.value ?? null, after: reading?.value ?? null, by, mark, undoes, redoes, revision: record.revision + 1 });
}

async function undoIn(trx: Db, record: RecordRow, by: string): Promise<void> {
  const edits = await listEdits(trx, record.id);
  const edit = editToUndo(edits, by);
  const earlier = editBefore(edits, edit);
  const held = await heldField(trx, record.id, edit.field);
  // The machine's own reading when no person's value stands behind the edit.
  const reading = earlier === undefined ? held.machine : clerkReading(earlier.after ?? '', earlier.mark, held);
  await applyChange(trx, record, held, { field: edit.field, reading, by, undoes: edit.seq });
}

async function redoIn(trx: Db, record: RecordRow, by: string): Promise<void> {
  const { undoing, again } = editToRedo(await listEdits(trx, record.id), by);
  const held = await heldField(trx, record.id, again.field);
  await applyChange(trx, record, held, { field: again.field, reading: clerkReading(again.after ?? '', again.mark, held), by, mark: again.mark, redoes: undoing.seq });
}

/** What an arbiter decided, in the transaction of that decision: a person's value like any other, with its edit. */
export async function writeDecidedValue(trx: Db, recordId: string, field: string, value: string, by: string): Promise<void> {
  const record = await findOr404(trx, recordId);
  const held = await heldField(trx, recordId, field);
  await applyChange(trx, record, held, { field, reading: clerkReading(value, null, held), by });
}

export function createRecordService(parts: { db: Db; events: EventHub }): RecordService {
  const { db, events } = parts;
  const detail = async (id: string): Promise<RecordDetail> => {
    const record = await findRecordDetail(db, id);
    if (record === undefined) throw new AppError('not-found', { what: 'record', id });
    return record;
  };
  const change = async (id: string, write: (trx: Db, record: RecordRow) => Promise<void>): Promise<RecordDetail> => {
    const batchId = await db.transaction().execute(async (trx) => {
      const record = await findOr404(trx, id);
      await write(trx, record);
      return record.batch_id;
    });
    events.changed('record', id, batchId);
    return detail(id);
  };
  return {
    list: async (batchId, after, limit) => {
      if ((await findBatch(db, batchId)) === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
      const records = await listRecords(db, batchId, after, limit);
      const total = await countRecordsOf(db, batchId);
      const end = after + records.length;
      return { records, total, next: end < total && records.length > 0 ? end : null };
    },
    get: detail,
    putField: (id, field, { value: typed, revision, by, mark = null, evidence }) => {
      const value = tidy(typed);
      return change(id, async (trx, record) => {
        if (record.record_type === null || fieldSpec(record.record_type, field) === undefined) throw new AppError('bad-request', { reason: 'unknown field', field, recordType: record.record_type ?? '' });
        await refuseStale(trx, record, field, revision);
        const held = await heldField(trx, id, field);
        await applyChange(trx, record, held, { field, reading: clerkReading(value, mark, held, evidence), by, mark });
      });
    },
    undo: (id, by, revision) => change(id, async (trx, record) => {
      await refuseStale(trx, record, '', revision ?? record.revision);
      await undoIn(trx, record, by);
    }),
    redo: (id, by, revision) => change(id, async (trx, record) => {
      await refuseStale(trx, record, '', revision ?? record.revision);
      await redoIn(trx, record, by);
    }),
    edits: async (id) => {
      await findOr404(db, id);
      return listEdits(db, id);
    },
  };
}
