// What a person can do with jobs: look, cancel, try again.
import type { Job } from '../../shared/api/jobs.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { findJob, insertJob, listJobs, PRIORITY, toJob, type JobRow } from './job-repository.ts';
import type { JobRunner } from './job-runner.ts';

export type JobFilter = { batchId?: string; kind?: string; state?: string; limit: number };
export type JobService = {
  list(filter: JobFilter): Promise<readonly Job[]>;
  get(id: string): Promise<Job>;
  /** Resolves when it has stopped. 'wrong-state' when it had ended before. */
  cancel(id: string): Promise<Job>;
  /** A new job for the same subject; only after a failed or cancelled one. */
  retry(id: string): Promise<Job>;
};

/** What a job is about waits again. */
async function resetSubject(trx: Db, job: JobRow): Promise<void> {
  if (job.kind === 'expand') await trx.updateTable('intakes').set({ state: 'waiting', problem: null }).where('id', '=', job.subject_id).execute();
  if (job.kind === 'import') await trx.updateTable('sources').set({ state: 'waiting', problem: null }).where('id', '=', job.subject_id).execute();
  if (job.kind === 'read') await trx.updateTable('pages').set({ state: 'waiting', problem: null }).where('id', '=', job.subject_id).execute();
  if (job.kind === 'package') await trx.updateTable('packages').set({ state: 'building', problem: null }).where('id', '=', job.subject_id).execute();
  if (job.kind === 'upload') await trx.updateTable('uploads').set({ state: 'queued', problem: null }).where('id', '=', job.subject_id).execute();
}

export function createJobService(parts: { db: Db; runner: JobRunner }): JobService {
  const { db, runner } = parts;
  const find = async (id: string): Promise<JobRow> => {
    const row = await findJob(db, id);
    if (row === undefined) throw new AppError('not-found', { what: 'job', id });
    return row;
  };
  return {
    list: async (filter) => (await listJobs(db, filter)).map(toJob),
    get: async (id) => toJob(await find(id)),
    cancel: async (id) => {
      const row = await find(id);
      if (!(await runner.cancel(id))) throw new AppError('wrong-state', { what: 'job', id, state: row.state });
      return toJob(await find(id));
    },
    retry: async (id) => {
      const row = await find(id);
      if (row.state !== 'failed' && row.state !== 'cancelled') throw new AppError('wrong-state', { what: 'job', id, state: row.state });
      const made = await db.transaction().execute(async (trx) => {
        await resetSubject(trx, row);
        const kind = toJob(row).kind;
        return insertJob(trx, { kind, batchId: row.batch_id, subjectId: row.subject_id, priority: kind === 'read' ? PRIORITY.asked : PRIORITY[kind] });
      });
      runner.wake();
      return toJob(await find(made));
    },
  };
}
