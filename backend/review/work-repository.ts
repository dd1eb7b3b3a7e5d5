// Rows of work: where a record stands, and the append-only steps that brought it there.
import type { Selectable } from 'kysely';
import { standingState, type RecordState } from '../../shared/domain/batch-life.ts';
import type { RecordWorkTable, WorkStepTable } from '../db/review-tables.ts';
import type { Db } from '../db/schema.ts';
import type { RecordRow } from '../records/record-repository.ts';

export type WorkRow = Selectable<RecordWorkTable>;

/** As if a record that nobody has touched had a row. */
export const freshWork = (record: Pick<RecordRow, 'id' | 'batch_id' | 'revision'>): WorkRow => ({
  record_id: record.id, batch_id: record.batch_id, state: 'read', revision: record.revision, assigned_to: null, keyed_by: null, keyed_at: null, second_by: null, second_at: null,
  arbitrated_by: null, arbitrated_at: null, reviewed_by: null, reviewed_at: null, accepted_by: null, accepted_at: null, lot_id: null, returns: 0,
});

export const findWork = (db: Db, recordId: string): Promise<WorkRow | undefined> => db.selectFrom('record_work').selectAll().where('record_id', '=', recordId).executeTakeFirst();

/** Where the record stands now: changed since it was checked, it is a clerk's again. */
export async function standingWork(db: Db, record: RecordRow): Promise<WorkRow> {
  const row = (await findWork(db, record.id)) ?? freshWork(record);
  return { ...row, state: standingState(row.state, row.revision, record.revision) };
}

/** Who judged is written apart, after who keyed: the table's triggers look at each change of a judge. */
export async function putWork(trx: Db, row: WorkRow): Promise<void> {
  const known = await findWork(trx, row.record_id);
  if (known === undefined) await trx.insertInto('record_work').values(row).execute();
  else await trx.updateTable('record_work').set(row).where('record_id', '=', row.record_id).execute();
}

export async function appendStep(trx: Db, step: Omit<WorkStepTable, 'seq'>): Promise<void> {
  const last = await trx.selectFrom('work_steps').select((e) => e.fn.max('seq').as('seq')).executeTakeFirst();
  await trx.insertInto('work_steps').values({ ...step, seq: Number(last?.seq ?? 0) + 1 }).execute();
}

export type StandingRow = WorkRow & { readonly recordRevision: number };

/** Of every visible record of a batch, in no order; a record without a row stands at 'read'. */
export async function listStanding(db: Db, batchId: string): Promise<readonly WorkRow[]> {
  const records = await db.selectFrom('records').select(['id', 'batch_id', 'revision']).where('batch_id', '=', batchId).where('hidden', '=', 0).orderBy('position').orderBy('id').execute();
  const rows = new Map((await db.selectFrom('record_work').selectAll().where('batch_id', '=', batchId).execute()).map((row) => [row.record_id, row]));
  return records.map((record) => {
    const row = rows.get(record.id) ?? freshWork(record);
    return { ...row, state: standingState(row.state, row.revision, record.revision) };
  });
}

export function countStates(rows: readonly Pick<WorkRow, 'state'>[]): Partial<Record<RecordState, number>> {
  const counts: Partial<Record<RecordState, number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Everybody who has ever put a value into the record, and who finished it. */
export async function listKeyers(db: Db, work: WorkRow): Promise<ReadonlySet<string>> {
  const edits = await db.selectFrom('edits').select('by').distinct().where('record_id', '=', work.record_id).execute();
  return new Set([...edits.map((edit) => edit.by), work.keyed_by, work.second_by, work.arbitrated_by].filter((id) => id !== null));
}
