// A reviewer's part: agree, or return with reasons. Never the person who keyed: asked of the edits here, and
// held once more by the table (migration 4), so that no forgotten road leads past it.
import type { RecordReview, Verdict } from '../../shared/api/review.ts';
import type { RecordState } from '../../shared/domain/batch-life.ts';
import { fieldReadingSchema } from '../../shared/domain/field.ts';
import { AppError } from '../../shared/errors.ts';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findRecordDetail, listFieldRows } from '../records/record-repository.ts';
import { loadNames, nameOrNull } from './person-names.ts';
import { insertRemarks, listRemarks } from './remark-repository.ts';
import { refuseOtherRevision, requireAtWork, takeStep, type RecordAtWork } from './take-step.ts';
import { listKeyers } from './work-repository.ts';

/** 'four-eyes' when this person has keyed any of it. */
export async function refuseKeyer(db: Db, { work }: Pick<RecordAtWork, 'work'>, by: string): Promise<void> {
  if ((await listKeyers(db, work)).has(by)) throw new AppError('four-eyes', { id: work.record_id });
}

export async function judgeRecord(trx: Db, recordId: string, by: string, verdict: Verdict): Promise<RecordState> {
  const found = await requireAtWork(trx, recordId);
  refuseOtherRevision(found.record, verdict.revision);
  await refuseKeyer(trx, found, by);
  const at = new Date().toISOString();
  if (verdict.verdict === 'agree') return (await takeStep(trx, found, { event: 'agree', by, changes: { reviewed_by: by, reviewed_at: at } })).state;
  // Only what waits for a reviewer, or was accepted, can be sent back by one; a lot is judged through its sample.
  if (found.work.state === 'sampling') throw new AppError('wrong-state', { what: 'record', id: recordId, state: 'sampling' });
  const row = await takeStep(trx, found, { event: 'return', by, changes: { assigned_to: found.work.keyed_by, returns: found.work.returns + 1 }, detail: verdict.remarks.map((remark) => remark.kind).join(' ') });
  await insertRemarks(trx, found, verdict.remarks, by);
  return row.state;
}

/** What the reviewer's screen shows. */
export async function reviewOf(db: Db, recordId: string, by: string): Promise<RecordReview> {
  const { work } = await requireAtWork(db, recordId);
  const record = await findRecordDetail(db, recordId);
  if (record === undefined) throw new AppError('not-found', { what: 'record', id: recordId });
  const machine = (await listFieldRows(db, recordId)).flatMap((row) => (row.machine === null ? [] : [[row.field, fromJson(fieldReadingSchema, row.machine)] as const]));
  const nameOf = await loadNames(db);
  const isKeyer = (await listKeyers(db, work)).has(by);
  return {
    record, machine: Object.fromEntries(machine), state: work.state, keyedBy: nameOrNull(nameOf, work.keyed_by), secondBy: nameOrNull(nameOf, work.second_by), returns: work.returns,
    remarks: await listRemarks(db, recordId), lotId: work.lot_id, refusal: isKeyer ? 'keyed-it' : work.state === 'reviewing' || work.state === 'sampling' ? null : 'not-waiting',
  };
}
