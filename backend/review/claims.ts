// Who has a record open, so that nobody works on it without knowing. A claim is a lease: renewed while the
// screen is open, it runs out by itself when a machine dies or a person leaves. One's own claim is renewed
// from any window; somebody else's is told by name.
import type { Claim, Queue } from '../../shared/api/review.ts';
import { queueSchema } from '../../shared/api/review.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { loadNames } from './person-names.ts';

export const CLAIM_SECONDS = 90;
export const RENEW_SECONDS = 30;

export type ClaimRequest = { readonly recordId: string; readonly batchId: string; readonly purpose: Queue; readonly by: string; readonly nowMs: number };

const liveClaim = (db: Db, recordId: string, nowMs: number) => db.selectFrom('record_claims').selectAll().where('record_id', '=', recordId).where('until_ms', '>', nowMs).executeTakeFirst();

/** 'held-by-other' with the name when somebody else has it open. */
export async function claimRecord(trx: Db, { recordId, batchId, purpose, by, nowMs }: ClaimRequest): Promise<void> {
  const held = await liveClaim(trx, recordId, nowMs);
  if (held !== undefined && held.person_id !== by) {
    const nameOf = await loadNames(trx);
    throw new AppError('held-by-other', { by: nameOf(held.person_id).name, since: held.since }, 'again');
  }
  const untilMs = nowMs + CLAIM_SECONDS * 1000;
  // A blind keyer does not see the record in another window by calling it something else.
  const keepsBlind = held?.purpose === 'second' && purpose !== 'second';
  if (keepsBlind) throw new AppError('not-allowed', { reason: 'blind' });
  if (held !== undefined) await trx.updateTable('record_claims').set({ until_ms: untilMs, purpose }).where('record_id', '=', recordId).execute();
  else {
    await trx.deleteFrom('record_claims').where('record_id', '=', recordId).execute();
    await trx.insertInto('record_claims').values({ record_id: recordId, batch_id: batchId, purpose, person_id: by, since: new Date(nowMs).toISOString(), until_ms: untilMs }).execute();
  }
}

export async function releaseRecord(db: Db, recordId: string, by: string): Promise<void> {
  await db.deleteFrom('record_claims').where('record_id', '=', recordId).where('person_id', '=', by).execute();
}

/** Records of a batch that somebody has open now. */
export async function listHolders(db: Db, batchId: string, nowMs: number): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('record_claims').select(['record_id', 'person_id']).where('batch_id', '=', batchId).where('until_ms', '>', nowMs).execute();
  return new Map(rows.map((row) => [row.record_id, row.person_id]));
}

export async function findClaim(db: Db, recordId: string, by: string, nowMs: number): Promise<Claim | null> {
  const row = await liveClaim(db, recordId, nowMs);
  if (row === undefined) return null;
  const nameOf = await loadNames(db);
  return { recordId, by: nameOf(row.person_id), purpose: queueSchema.parse(row.purpose), since: row.since, isMine: row.person_id === by };
}

/** Whoever keys a record blind must not look at what was read: not by another address either. */
export async function refuseWhileBlind(db: Db, recordId: string, by: string, nowMs: number): Promise<void> {
  const held = await liveClaim(db, recordId, nowMs);
  if (held?.person_id === by && held.purpose === 'second') throw new AppError('not-allowed', { reason: 'blind' });
}
