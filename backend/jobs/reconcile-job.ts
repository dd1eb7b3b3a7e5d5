// Asks a place for everything it acknowledged (uploads/reconciliation.ts), on demand and every night.
import { toJson } from '../db/json.ts';
import { createId } from '../db/ids.ts';
import type { Db } from '../db/schema.ts';
import { problemOf } from '../problem.ts';
import { targetFor } from '../targets/target-registry.ts';
import { appendTrail } from '../trail/trail.ts';
import type { ReadyProfile } from '../uploads/profile-service.ts';
import { reconcile } from '../uploads/reconciliation.ts';
import type { JobHandler } from './job-runner.ts';

export function createReconcileJob(parts: { db: Db; profileOf(id: string): Promise<ReadyProfile>; onDone(profileId: string): void }): JobHandler {
  const { db } = parts;
  const end = async (trx: Db, profileId: string, problem: unknown): Promise<void> => {
    await trx.updateTable('reconciliations').set({ state: 'failed', problem: toJson(problemOf(problem)), ended_at: new Date().toISOString() }).where('profile_id', '=', profileId).where('state', '=', 'running').execute();
  };
  return {
    lane: 'waiting',
    run: async (job, context) => {
      const { profile, options } = await parts.profileOf(job.subject_id);
      // One that a killed program began is not two.
      await db.deleteFrom('reconciliations').where('profile_id', '=', profile.id).where('state', '=', 'running').execute();
      const id = createId();
      await db.insertInto('reconciliations').values({ id, profile_id: profile.id, state: 'running', result: null, problem: null, started_at: new Date().toISOString(), ended_at: null }).execute();
      const result = await reconcile(db, profile.id, targetFor(profile.address, options), context);
      return async (trx) => {
        await trx.updateTable('reconciliations').set({ state: 'done', result: toJson(result), ended_at: new Date().toISOString() }).where('id', '=', id).execute();
        await appendTrail(trx, { kind: 'uploads-reconciled', subjectType: 'upload-profile', subjectId: profile.id, after: { checked: result.checked, same: result.same, differences: result.differences.length } });
        parts.onDone(profile.id);
      };
    },
    fail: (trx, job, error) => end(trx, job.subject_id, error),
    cancelled: (trx, job) => end(trx, job.subject_id, null),
  };
}
