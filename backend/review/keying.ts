// A clerk's part: a record is begun, and finished. Who finishes it is its keyer; reasons that came back with
// it count as dealt with.
import type { RecordState } from '../../shared/domain/batch-life.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { isWithClerk, loadAtWork, refuseOtherRevision, takeStep } from './take-step.ts';

/** "I am done with this record": null when its batch has no plan. Said twice, it is done once. */
export async function finishRecord(trx: Db, recordId: string, by: string, seenRevision: number): Promise<RecordState | null> {
  const found = await loadAtWork(trx, recordId);
  if (found === null) return null;
  refuseOtherRevision(found.record, seenRevision);
  if (!isWithClerk(found.work.state)) {
    if (found.work.keyed_by === by) return found.work.state;
    throw new AppError('wrong-state', { what: 'record', id: recordId, state: found.work.state });
  }
  const at = new Date().toISOString();
  await trx.updateTable('remarks').set({ resolved_by: by, resolved_at: at }).where('record_id', '=', recordId).where('resolved_at', 'is', null).execute();
  await trx.deleteFrom('second_keyings').where('record_id', '=', recordId).execute();
  const row = await takeStep(trx, found, { event: 'finish', by, changes: { keyed_by: by, keyed_at: at, assigned_to: null } });
  return row.state;
}

/** Opened by a clerk for the first time. No plan, or not the clerk's turn: nothing happens. */
export async function startRecord(trx: Db, recordId: string, by: string): Promise<void> {
  const found = await loadAtWork(trx, recordId);
  if (found?.work.state === 'read') await takeStep(trx, found, { event: 'start', by });
}

/** Accepts what the plan accepts without a person. Returns how many. */
export async function settleRecords(trx: Db, recordIds: readonly string[], by: string): Promise<number> {
  let count = 0;
  for (const id of recordIds) {
    const found = await loadAtWork(trx, id);
    if (found === null || found.work.state !== 'read' || found.route.needsClerk || found.route.secondKeyed.length > 0 || found.route.needsReview) continue;
    await takeStep(trx, found, { event: 'settle', by });
    count += 1;
  }
  return count;
}
