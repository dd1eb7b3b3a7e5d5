// "Next for me": the record that this person may take now, in the order of the books, what was returned or
// handed to them first, and nothing that somebody else has open or that four eyes forbid. Taking it claims it.
import type { Queue } from '../../shared/api/review.ts';
import type { RecordState } from '../../shared/domain/batch-life.ts';
import type { Role } from '../../shared/domain/roles.ts';
import { assertNever } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { claimRecord, listHolders } from './claims.ts';
import { startRecord } from './keying.ts';
import { rolesHere } from './person-names.ts';
import { listStanding, type WorkRow } from './work-repository.ts';

export type Taken = { readonly recordId: string; readonly batchId: string; readonly lotId: string | null };

const STATES: Readonly<Record<Queue, readonly RecordState[]>> = { correct: ['read', 'correcting', 'returned'], second: ['second-keying'], arbitrate: ['arbitrating'], review: ['reviewing'], sample: ['sampling'] };

/** Who may take from a queue. */
export const QUEUE_ROLES: Readonly<Record<Queue, readonly Role[]>> = { correct: ['clerk'], second: ['clerk', 'reviewer'], arbitrate: ['reviewer', 'admin'], review: ['reviewer'], sample: ['reviewer', 'admin'] };

/** Records of a batch in which this person has typed something. */
async function typedBy(db: Db, batchId: string, by: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('edits').select('record_id').distinct().where('batch_id', '=', batchId).where('by', '=', by).execute();
  return new Set(rows.map((row) => row.record_id));
}

/** Records of open samples that nobody has looked at yet. */
export async function openSample(db: Db, batchId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('lot_records').innerJoin('lots', 'lots.id', 'lot_records.lot_id').select(['record_id', 'lot_id'])
    .where('lots.batch_id', '=', batchId).where('lots.state', '=', 'open').where('in_sample', '=', 1).where('verdict', 'is', null).execute();
  return new Map(rows.map((row) => [row.record_id, row.lot_id]));
}

type Eyes = { readonly by: string; readonly typed: ReadonlySet<string>; readonly sample: ReadonlyMap<string, string>; readonly isHere: (person: string) => boolean };

function mayTake(queue: Queue, work: WorkRow, { by, typed, sample, isHere }: Eyes): boolean {
  if (!STATES[queue].includes(work.state)) return false;
  const hasKeyed = typed.has(work.record_id) || work.keyed_by === by || work.second_by === by || work.arbitrated_by === by;
  // What somebody had who has left is anybody's.
  const isFree = work.assigned_to === null || work.assigned_to === by || !isHere(work.assigned_to);
  switch (queue) {
    case 'correct':
      return isFree;
    case 'second':
    case 'arbitrate':
    case 'review':
      return !hasKeyed && isFree;
    case 'sample':
      return !hasKeyed && sample.has(work.record_id);
    default:
      return assertNever(queue);
  }
}

async function eyesOf(db: Db, batchId: string, by: string): Promise<Eyes> {
  const here = await rolesHere(db);
  return { by, typed: await typedBy(db, batchId, by), sample: await openSample(db, batchId), isHere: (person) => here.size === 0 || here.has(person) };
}

async function takeable(db: Db, batchId: string, by: string, queue: Queue): Promise<{ works: readonly WorkRow[]; sample: ReadonlyMap<string, string> }> {
  const eyes = await eyesOf(db, batchId, by);
  return { works: (await listStanding(db, batchId)).filter((work) => mayTake(queue, work, eyes)), sample: eyes.sample };
}

/** How many records of a batch this person could take from each queue. */
export async function countTakeable(db: Db, batchId: string, by: string, queues: readonly Queue[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const eyes = await eyesOf(db, batchId, by);
  const works = await listStanding(db, batchId);
  for (const queue of queues) counts[queue] = works.filter((work) => mayTake(queue, work, eyes)).length;
  return counts;
}

const urgency = (work: WorkRow, by: string): number => (work.assigned_to === by ? (work.state === 'returned' ? 0 : 1) : work.state === 'correcting' ? 2 : 3);

async function nextIn(trx: Db, batchId: string, by: string, request: { queue: Queue; after?: string | undefined; nowMs: number }): Promise<Taken | null> {
  const { works, sample } = await takeable(trx, batchId, by, request.queue);
  const holders = await listHolders(trx, batchId, request.nowMs);
  const free = works.filter((work) => [undefined, by].includes(holders.get(work.record_id)) && work.record_id !== request.after);
  const best = free.toSorted((a, b) => urgency(a, by) - urgency(b, by))[0];
  return best === undefined ? null : { recordId: best.record_id, batchId, lotId: sample.get(best.record_id) ?? null };
}

export type NextRequest = { readonly queue: Queue; readonly batchId?: string | undefined; /** The record just left: not handed out again while there is another. */ readonly after?: string | undefined; readonly nowMs: number };

/** Takes and claims; null when there is nothing for this person. The oldest batch with a plan first. */
export async function takeNext(trx: Db, by: string, request: NextRequest): Promise<Taken | null> {
  const batches = request.batchId !== undefined ? [request.batchId] : (await trx.selectFrom('review_plans').select('batch_id').orderBy('batch_id').execute()).map((row) => row.batch_id);
  for (const batchId of batches) {
    const taken = await nextIn(trx, batchId, by, request);
    if (taken === null) continue;
    await claimRecord(trx, { recordId: taken.recordId, batchId, purpose: request.queue, by, nowMs: request.nowMs });
    if (request.queue === 'correct') await startRecord(trx, taken.recordId, by);
    return taken;
  }
  return null;
}
