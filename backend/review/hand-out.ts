// Work handed out by book or by hand, and taken back: from one person, with whatever they have open.
import { hasAnyRole, type Role } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { rolesHere } from './person-names.ts';
import { appendStep, listStanding, putWork } from './work-repository.ts';

export type HandOut = { readonly batchId: string; readonly to: string | null; readonly recordIds?: readonly string[] | undefined; readonly by: string };

const KEYING_ROLES: readonly Role[] = ['clerk', 'reviewer'];

/** Somebody who is here and can do the work: handed to anybody else it would lie where nobody may take it. */
async function requireWorker(db: Db, personId: string): Promise<void> {
  const here = await rolesHere(db);
  // Without accounts (one operator on his own machine) any name is good.
  if (here.size === 0) return;
  const roles = here.get(personId);
  if (roles === undefined) throw new AppError('not-found', { what: 'person', id: personId });
  if (!hasAnyRole({ roles }, KEYING_ROLES)) throw new AppError('not-allowed', { reason: 'role', needs: [...KEYING_ROLES] });
}

async function note(trx: Db, batchId: string, event: 'hand-out' | 'take-back', by: string, detail: object): Promise<void> {
  await appendStep(trx, { batch_id: batchId, record_id: null, event, from_state: null, to_state: null, by, at: new Date().toISOString(), detail: toJson(detail) });
  await appendTrail(trx, { kind: event === 'hand-out' ? 'work-handed-out' : 'work-taken-back', subjectType: 'batch', subjectId: batchId, batchId, by, after: detail });
}

/** Without `recordIds`: everything in the batch that is not accepted. `to` null: to whoever asks. Returns how many. */
export async function handOut(trx: Db, { batchId, to, recordIds, by }: HandOut): Promise<number> {
  if (to !== null) await requireWorker(trx, to);
  const wanted = recordIds === undefined ? null : new Set(recordIds);
  const works = (await listStanding(trx, batchId)).filter((work) => work.state !== 'accepted' && (wanted === null || wanted.has(work.record_id)));
  for (const work of works) await putWork(trx, { ...work, assigned_to: to });
  await note(trx, batchId, 'hand-out', by, { to, records: works.length });
  return works.length;
}

export async function takeBack(trx: Db, { batchId, from, by }: { batchId: string; from: string; by: string }): Promise<number> {
  const works = (await listStanding(trx, batchId)).filter((work) => work.assigned_to === from && work.state !== 'accepted');
  for (const work of works) await putWork(trx, { ...work, assigned_to: null });
  await trx.deleteFrom('record_claims').where('batch_id', '=', batchId).where('person_id', '=', from).execute();
  await note(trx, batchId, 'take-back', by, { from, records: works.length });
  return works.length;
}
