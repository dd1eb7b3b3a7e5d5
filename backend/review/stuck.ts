// Work that waits for nobody: with too few people, everybody whose role could take a record has already keyed
// it, and four eyes forbid the rest. Nothing is loosened for that; it is said, so that an admin adds a person
// or another plan.
import type { Queue, StuckWork } from '../../shared/api/review.ts';
import { hasAnyRole } from '../../shared/domain/roles.ts';
import type { Db } from '../db/schema.ts';
import { rolesHere } from './person-names.ts';
import { openSample, QUEUE_ROLES } from './queue.ts';
import type { WorkRow } from './work-repository.ts';

const WAITS_IN: Readonly<Partial<Record<WorkRow['state'], Queue>>> = { 'second-keying': 'second', arbitrating: 'arbitrate', reviewing: 'review', sampling: 'sample' };

async function keyersByRecord(db: Db, batchId: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db.selectFrom('edits').select(['record_id', 'by']).distinct().where('batch_id', '=', batchId).execute();
  return new Map([...Map.groupBy(rows, (row) => row.record_id)].map(([id, edits]) => [id, new Set(edits.map((edit) => edit.by))]));
}

/** Per queue, how many records nobody who is here can take. Without accounts there is nobody to count: empty. */
export async function stuckWork(db: Db, batchId: string, works: readonly WorkRow[]): Promise<readonly StuckWork[]> {
  const here = await rolesHere(db);
  if (here.size === 0) return [];
  const typed = await keyersByRecord(db, batchId);
  const sample = await openSample(db, batchId);
  const counts = new Map<Queue, number>();
  for (const work of works) {
    const queue = WAITS_IN[work.state];
    // A lot is judged by its sample alone.
    if (queue === undefined || (queue === 'sample' && !sample.has(work.record_id))) continue;
    const keyers = new Set([...(typed.get(work.record_id) ?? []), work.keyed_by, work.second_by, work.arbitrated_by]);
    const isTakeable = [...here].some(([id, roles]) => hasAnyRole({ roles }, QUEUE_ROLES[queue]) && !keyers.has(id));
    if (!isTakeable) counts.set(queue, (counts.get(queue) ?? 0) + 1);
  }
  return [...counts].map(([queue, records]) => ({ queue, records, roles: QUEUE_ROLES[queue] }));
}
