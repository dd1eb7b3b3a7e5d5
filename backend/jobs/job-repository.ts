// Job rows. A row is inserted in the transaction of the change that causes it; only the runner moves it on.
import type { Selectable } from 'kysely';
import type { Job, JobKind, JobState } from '../../shared/api/jobs.ts';
import { jobKindSchema, jobStateSchema } from '../../shared/api/jobs.ts';
import { problemSchema, type Problem } from '../../shared/api/problem.ts';
import { createId } from '../db/ids.ts';
import { fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db, JobTable } from '../db/schema.ts';

/** Higher first. Originals are made safe before pages are read; what a person waits for goes before both. */
export const PRIORITY = { reconcile: 5, 'bring-back': 50, upload: 10, assemble: 15, read: 20, 'assemble-early': 25, import: 30, expand: 40, package: 50, asked: 60 } as const;

export type JobRow = Selectable<JobTable>;
export type NewJob = { readonly kind: JobKind; readonly batchId: string | null; readonly subjectId: string; readonly priority?: number };

const now = (): string => new Date().toISOString();

function toRow(job: NewJob): JobTable {
  return {
    id: createId(), kind: job.kind, batch_id: job.batchId, subject_id: job.subjectId, state: 'queued', priority: job.priority ?? PRIORITY[job.kind],
    attempts: 0, done: 0, total: 0, note: null, problem: null, created_at: now(), started_at: null, ended_at: null,
  };
}

export async function insertJob(db: Db, job: NewJob): Promise<string> {
  const row = toRow(job);
  await db.insertInto('jobs').values(row).execute();
  return row.id;
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id, kind: jobKindSchema.parse(row.kind), batchId: row.batch_id, state: jobStateSchema.parse(row.state), done: row.done, total: row.total,
    attempts: row.attempts, note: row.note, problem: fromJsonOrNull(problemSchema, row.problem), createdAt: row.created_at, startedAt: row.started_at, endedAt: row.ended_at,
  };
}

export const findJob = (db: Db, id: string): Promise<JobRow | undefined> => db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();

/** Newest first; read jobs are one a page and are left out unless asked for. */
export async function listJobs(db: Db, filter: { batchId?: string; kind?: string; state?: string; limit: number }): Promise<readonly JobRow[]> {
  let query = db.selectFrom('jobs').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.batchId !== undefined) query = query.where('batch_id', '=', filter.batchId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  query = filter.kind === undefined ? query.where('kind', '<>', 'read') : query.where('kind', '=', filter.kind);
  return query.execute();
}

/** The next jobs of these kinds, those of paused batches left out; marks them running. */
export async function claimJobs(db: Db, kinds: readonly JobKind[], limit: number): Promise<readonly JobRow[]> {
  if (limit <= 0) return [];
  const rows = await db
    .selectFrom('jobs').leftJoin('batches', 'batches.id', 'jobs.batch_id').selectAll('jobs')
    .where('jobs.state', '=', 'queued').where('jobs.kind', 'in', [...kinds])
    .where((e) => e.or([e('batches.paused', 'is', null), e('batches.paused', '=', 0)]))
    // Two assemblies of one batch at once would fight over its records.
    .where((e) => e.or([e('jobs.kind', '<>', 'assemble'), e('jobs.batch_id', 'not in', e.selectFrom('jobs as busy').select('busy.batch_id').where('busy.kind', '=', 'assemble').where('busy.state', '=', 'running').where('busy.batch_id', 'is not', null))]))
    .orderBy('jobs.priority', 'desc').orderBy('jobs.id').limit(limit).execute();
  const claimed: JobRow[] = [];
  for (const row of rows) {
    const startedAt = now();
    const result = await db.updateTable('jobs').set({ state: 'running', attempts: row.attempts + 1, started_at: startedAt })
      .where('id', '=', row.id).where('state', '=', 'queued').executeTakeFirst();
    if (result.numUpdatedRows > 0n) claimed.push({ ...row, state: 'running', attempts: row.attempts + 1, started_at: startedAt });
  }
  return claimed;
}

export async function endJob(db: Db, id: string, state: JobState, problem: Problem | null): Promise<void> {
  await db.updateTable('jobs').set({ state, problem: problem === null ? null : toJson(problem), ended_at: now() }).where('id', '=', id).execute();
}

/** Back to the queue; `forgiven` when the end was not the job's fault. */
export async function requeueJob(db: Db, row: JobRow, forgiven: boolean): Promise<void> {
  await db.updateTable('jobs').set({ state: 'queued', attempts: forgiven ? row.attempts - 1 : row.attempts, started_at: null }).where('id', '=', row.id).execute();
}

/** What was running when the program stopped starts again; it was not the jobs' fault. */
export async function requeueRunning(db: Db): Promise<void> {
  await db.updateTable('jobs').set((e) => ({ state: 'queued', started_at: null, attempts: e('attempts', '-', 1) })).where('state', '=', 'running').execute();
  await db.updateTable('pages').set({ state: 'waiting' }).where('state', '=', 'reading').execute();
}

export async function saveProgress(db: Db, id: string, done: number, total: number, note: string | null): Promise<void> {
  await db.updateTable('jobs').set({ done, total, note }).where('id', '=', id).where('state', '=', 'running').execute();
}

async function hasJobs(db: Db, batchId: string, states: readonly JobState[], kinds: readonly JobKind[], except?: string): Promise<boolean> {
  let query = db.selectFrom('jobs').select('id').where('batch_id', '=', batchId).where('state', 'in', [...states]).where('kind', 'in', [...kinds]).limit(1);
  if (except !== undefined) query = query.where('id', '<>', except);
  return (await query.executeTakeFirst()) !== undefined;
}

/** What brings pages that are read: records are made when none of it is left. */
export const FEEDS_ASSEMBLY: readonly JobKind[] = ['expand', 'import', 'read'];

/** Whether anything is queued or running for the batch, `except` one job. */
export const hasLiveJobs = (db: Db, batchId: string, kinds: readonly JobKind[], except?: string): Promise<boolean> => hasJobs(db, batchId, ['queued', 'running'], kinds, except);

/** Whether a page of the batch, or a file that may bring some, still waits for its turn. */
export const hasQueuedPages = (db: Db, batchId: string): Promise<boolean> => hasJobs(db, batchId, ['queued'], FEEDS_ASSEMBLY);

/**
 * Queues an assembly when the batch has nothing left to import or read and none is queued yet. With the
 * priority of what a person waits for, one that is queued already moves up.
 */
export async function scheduleAssembly(db: Db, batchId: string, options: { except?: string; priority?: number } = {}): Promise<void> {
  if (await hasLiveJobs(db, batchId, FEEDS_ASSEMBLY, options.except)) return;
  const priority = options.priority ?? PRIORITY.assemble;
  const queued = await db.selectFrom('jobs').select(['id', 'priority']).where('batch_id', '=', batchId).where('kind', '=', 'assemble').where('state', '=', 'queued').executeTakeFirst();
  if (queued === undefined) await insertJob(db, { kind: 'assemble', batchId, subjectId: batchId, priority });
  else if (queued.priority < priority) await db.updateTable('jobs').set({ priority }).where('id', '=', queued.id).execute();
}

/** While the batch is still being read: an assembly of what is read already, before the next pages; none when one is on its way. */
export async function scheduleEarlyAssembly(db: Db, batchId: string): Promise<void> {
  if (await hasLiveJobs(db, batchId, ['assemble'])) return;
  await insertJob(db, { kind: 'assemble', batchId, subjectId: batchId, priority: PRIORITY['assemble-early'] });
}
