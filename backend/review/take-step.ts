// One step of one record's life, in the caller's transaction: the state machine says where it leads, the row
// and the append-only step are written, the trail hears of it, and a record that is accepted leaves its
// figures behind. Nothing else in the program changes a record's state.
import { nextRecordState, type RecordEvent, type RecordState } from '../../shared/domain/batch-life.ts';
import { routeOf, type RecordRoute, type ReviewPlan } from '../../shared/domain/review-plan.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { findRecord, listFieldRows, toFields, type RecordRow } from '../records/record-repository.ts';
import { appendTrail } from '../trail/trail.ts';
import { storeOutcomes } from './field-outcomes.ts';
import { findPlan } from './plan-repository.ts';
import { appendStep, putWork, standingWork, type WorkRow } from './work-repository.ts';

export type RecordAtWork = { readonly record: RecordRow; readonly work: WorkRow; readonly plan: ReviewPlan; readonly route: RecordRoute };

/** The record with its work and road; 'not-found', or null when its batch has no plan. */
export async function loadAtWork(db: Db, recordId: string): Promise<RecordAtWork | null> {
  const record = await findRecord(db, recordId);
  if (record === undefined || record.hidden === 1) throw new AppError('not-found', { what: 'record', id: recordId });
  const plan = await findPlan(db, record.batch_id);
  if (plan === null) return null;
  const route = routeOf(plan, record.record_type, toFields(record.record_type, await listFieldRows(db, recordId)));
  return { record, work: await standingWork(db, record), plan, route };
}

export async function requireAtWork(db: Db, recordId: string): Promise<RecordAtWork> {
  const found = await loadAtWork(db, recordId);
  if (found === null) throw new AppError('wrong-state', { what: 'record', id: recordId, state: 'no-plan' });
  return found;
}

/** A judgement is about one revision: what was changed meanwhile must be seen first. */
export function refuseOtherRevision(record: RecordRow, seen: number): void {
  if (record.revision !== seen) throw new AppError('stale-revision', { revision: record.revision, seen }, 'again');
}

export type Step = { readonly event: RecordEvent; readonly by: string; readonly changes?: Partial<WorkRow>; readonly detail?: string | undefined };

/** Who is on the row from here on: nothing of an earlier round speaks for this one. */
function clearedBy(event: RecordEvent, to: RecordState): Partial<WorkRow> {
  const nobodyJudged = { second_by: null, second_at: null, arbitrated_by: null, arbitrated_at: null, reviewed_by: null, reviewed_at: null, accepted_by: null, accepted_at: null };
  if (event === 'start' || event === 'finish' || event === 'return' || event === 'lot-fails' || event === 'change' || (event === 'replan' && to === 'returned')) return nobodyJudged;
  return {};
}

export async function takeStep(trx: Db, { record, work, route }: RecordAtWork, { event, by, changes = {}, detail }: Step): Promise<WorkRow> {
  const to = nextRecordState(work.state, event, route);
  if (to === undefined) throw new AppError('wrong-state', { what: 'record', id: record.id, state: work.state });
  const at = new Date().toISOString();
  const accepted = to === 'accepted' ? { accepted_by: by, accepted_at: at } : {};
  const row: WorkRow = { ...work, ...clearedBy(event, to), ...changes, ...accepted, state: to, revision: record.revision };
  await putWork(trx, row);
  await appendStep(trx, { batch_id: record.batch_id, record_id: record.id, event, from_state: work.state, to_state: to, by, at, detail: detail ?? null });
  await appendTrail(trx, { kind: `record-${event}`, subjectType: 'record', subjectId: record.id, batchId: record.batch_id, by, at, before: { state: work.state }, after: { state: to, revision: record.revision, ...(detail === undefined ? {} : { detail }) } });
  if (to === 'accepted') await storeOutcomes(trx, record, row);
  if (work.state === 'accepted') await trx.deleteFrom('field_outcomes').where('record_id', '=', record.id).execute();
  return row;
}

export const isWithClerk = (state: RecordState): boolean => state === 'read' || state === 'correcting' || state === 'returned';
