// A plan changed midway: records that wait for somebody whom the new plan no longer asks for go on by
// themselves, so that no change of plan leaves work behind that nobody can take.
import { nextRecordState } from '../../shared/domain/batch-life.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { findPlan } from './plan-repository.ts';
import { insertRemarks } from './remark-repository.ts';
import { differencesOf } from './second-keying.ts';
import { requireAtWork, takeStep, type RecordAtWork } from './take-step.ts';
import { appendStep, listStanding } from './work-repository.ts';

/** What two people read differently is told to the first of them as reasons: the other's value on its field. */
async function noteDifferences(trx: Db, found: RecordAtWork): Promise<void> {
  const by = found.work.second_by;
  if (by === null) return;
  const remarks = (await differencesOf(trx, found.record)).map(({ key, second }) => ({ field: key, kind: 'wrong-value', note: second.slice(0, 500) }));
  await insertRemarks(trx, found, remarks, by);
}

async function withdrawLots(trx: Db, batchId: string, by: string): Promise<void> {
  const open = await trx.selectFrom('lots').select('id').where('batch_id', '=', batchId).where('state', '=', 'open').execute();
  const at = new Date().toISOString();
  for (const { id } of open) {
    await trx.updateTable('lots').set({ state: 'withdrawn', decided_by: by, decided_at: at }).where('id', '=', id).execute();
    await appendStep(trx, { batch_id: batchId, record_id: null, event: 'lot-withdrawn', from_state: null, to_state: null, by, at, detail: id });
    await appendTrail(trx, { kind: 'lot-withdrawn', subjectType: 'lot', subjectId: id, batchId, by, at, after: { state: 'withdrawn' } });
  }
}

/** In the transaction that stored the plan. Returns how many records went on. */
export async function moveOn(trx: Db, batchId: string, by: string): Promise<number> {
  const plan = await findPlan(trx, batchId);
  if (plan === null) return 0;
  if (plan.sampling === null) await withdrawLots(trx, batchId, by);
  let count = 0;
  for (const { record_id: recordId, state } of await listStanding(trx, batchId)) {
    if (state === 'read' || state === 'accepted') continue;
    const found = await requireAtWork(trx, recordId);
    if (nextRecordState(found.work.state, 'replan', found.route) === undefined) continue;
    const isSentHome = found.work.state === 'arbitrating';
    if (isSentHome) await noteDifferences(trx, found);
    await takeStep(trx, found, { event: 'replan', by, ...(isSentHome ? { changes: { assigned_to: found.work.keyed_by, returns: found.work.returns + 1 } } : {}) });
    count += 1;
  }
  return count;
}
