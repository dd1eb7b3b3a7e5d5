// What can be done with a batch: make, rename, delete, hand files over, pause, go on, cancel.
// Every change and the jobs that it causes are one transaction; then the runner is woken.
import type { Accepted, BatchSummary, Failure, UpdateBatch } from '../../shared/api/batches.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import path from 'node:path';
import type { TrailKind } from '../../shared/domain/trail-kinds.ts';
import { AppError } from '../../shared/errors.ts';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { insertJob, PRIORITY, scheduleAssembly } from '../jobs/job-repository.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { appendTrail } from '../trail/trail.ts';
import { findBatch, insertBatch, insertIntake, listBatchRows, toBatchSummary, toFactColumns, type BatchRow, type NewBatch } from './batch-repository.ts';

export type BatchService = {
  list(): Promise<readonly BatchSummary[]>;
  create(batch: NewBatch): Promise<BatchSummary>;
  get(id: string): Promise<BatchSummary>;
  /** Name, facts, profile; another record type is read out of all pages again. */
  update(id: string, change: UpdateBatch): Promise<BatchSummary>;
  /** Originals stay in the store. A batch with work in it needs its name as confirmation. */
  remove(id: string, confirm: string | undefined): Promise<void>;
  /** Local paths: files, folders, zips. They must stay until imported. */
  addInputs(id: string, inputs: readonly string[]): Promise<Accepted>;
  pause(id: string): Promise<BatchSummary>;
  /** Also queues again what a cancel left waiting. */
  resume(id: string): Promise<BatchSummary>;
  /** Stops what runs and empties the queue; what is finished stays, `resume` goes on. */
  cancel(id: string): Promise<BatchSummary>;
  /** Queues failed pages and sources again whose failure may be a passing one. */
  retryFailed(id: string): Promise<number>;
  failures(id: string): Promise<readonly Failure[]>;
};

async function requeueWaiting(trx: Db, batchId: string): Promise<void> {
  const live = trx.selectFrom('jobs').select('subject_id').where('batch_id', '=', batchId).where('state', 'in', ['queued', 'running']);
  const intakes = await trx.selectFrom('intakes').select('id').where('batch_id', '=', batchId).where('state', '=', 'waiting').where('id', 'not in', live).execute();
  for (const { id } of intakes) await insertJob(trx, { kind: 'expand', batchId, subjectId: id });
  const sources = await trx.selectFrom('sources').select('id').where('batch_id', '=', batchId).where('state', '=', 'waiting').where('id', 'not in', live).orderBy('position').execute();
  for (const { id } of sources) await insertJob(trx, { kind: 'import', batchId, subjectId: id });
  const pages = await trx.selectFrom('pages').select('id').where('batch_id', '=', batchId).where('state', 'in', ['waiting', 'reading']).where('bin', '<>', 2).where('id', 'not in', live).orderBy('position').execute();
  for (const { id } of pages) await insertJob(trx, { kind: 'read', batchId, subjectId: id });
  await scheduleAssembly(trx, batchId);
}

async function requeueFailed(trx: Db, batchId: string): Promise<number> {
  let count = 0;
  const pages = await trx.selectFrom('pages').select(['id', 'problem', 'master']).where('batch_id', '=', batchId).where('state', '=', 'failed').where('bin', '=', 0).orderBy('position').execute();
  for (const page of pages) {
    if (page.master === null || page.problem === null || fromJson(problemSchema, page.problem).retry !== 'again') continue;
    await trx.updateTable('pages').set({ state: 'waiting', problem: null }).where('id', '=', page.id).execute();
    await insertJob(trx, { kind: 'read', batchId, subjectId: page.id });
    count += 1;
  }
  const sources = await trx.selectFrom('sources').select(['id', 'problem', 'path']).where('batch_id', '=', batchId).where('state', '=', 'failed').orderBy('position').execute();
  for (const source of sources) {
    if (source.path === null || source.problem === null || fromJson(problemSchema, source.problem).retry !== 'again') continue;
    await trx.updateTable('sources').set({ state: 'waiting', problem: null }).where('id', '=', source.id).execute();
    await insertJob(trx, { kind: 'import', batchId, subjectId: source.id });
    count += 1;
  }
  return count;
}

async function listFailures(db: Db, batchId: string): Promise<readonly Failure[]> {
  const intakes = await db.selectFrom('intakes').select(['id', 'problem']).where('batch_id', '=', batchId).where('state', '=', 'failed').execute();
  const sources = await db.selectFrom('sources').select(['id', 'display_name', 'problem']).where('batch_id', '=', batchId).where('state', '=', 'failed').orderBy('position').execute();
  const pages = await db.selectFrom('pages').innerJoin('sources', 'sources.id', 'pages.source_id').select(['pages.id', 'sources.display_name', 'pages.source_page', 'pages.problem'])
    .where('pages.batch_id', '=', batchId).where('pages.state', '=', 'failed').where('pages.bin', '=', 0).orderBy('pages.position').execute();
  const problem = (text: string | null): Failure['problem'] => fromJson(problemSchema, text ?? '{}');
  return [
    ...intakes.map((row): Failure => ({ id: row.id, kind: 'source', name: '', problem: problem(row.problem) })),
    ...sources.map((row): Failure => ({ id: row.id, kind: 'source', name: row.display_name, problem: problem(row.problem) })),
    ...pages.map((row): Failure => ({ id: row.id, kind: 'page', name: row.display_name, page: row.source_page, problem: problem(row.problem) })),
  ];
}

function checkType(recordType: string): void {
  if (recordType !== 'auto' && !RECORD_TYPE_CODES.includes(recordType)) throw new AppError('bad-request', { reason: `recordType: auto, ${RECORD_TYPE_CODES.join(', ')}` });
}

async function storeUpdate(trx: Db, row: BatchRow, change: UpdateBatch): Promise<void> {
  await trx.updateTable('batches').set({
    name: change.name ?? row.name, record_type: change.recordType ?? row.record_type, profile: change.profile ?? row.profile, ...toFactColumns(change.facts ?? {}),
  }).where('id', '=', row.id).execute();
  if (change.recordType === undefined || change.recordType === row.record_type) return;
  await trx.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('batch_id', '=', row.id).execute();
  await scheduleAssembly(trx, row.id, { priority: PRIORITY.asked });
}

const tell = (trx: Db, kind: TrailKind, id: string, change: { before?: unknown; after?: unknown } = {}): Promise<number> => appendTrail(trx, { kind, subjectType: 'batch', subjectId: id, batchId: id, ...change });
const factsForTrail = (row: BatchRow) => ({ name: row.name, recordType: row.record_type, profile: row.profile, facts: { bookNumber: row.book_number, yearOpened: row.year_opened, place: row.place, dossierCode: row.dossier_code } });

const STOPPING_ROUNDS = 3;

export function createBatchService(parts: { db: Db; runner: JobRunner; events: EventHub }): BatchService {
  const { db, runner, events } = parts;
  const find = async (id: string): Promise<BatchRow> => {
    const row = await findBatch(db, id);
    if (row === undefined) throw new AppError('not-found', { what: 'batch', id });
    return row;
  };
  const summary = async (id: string): Promise<BatchSummary> => toBatchSummary(db, await find(id));
  const changed = async (id: string): Promise<BatchSummary> => {
    events.changed('batch', id, id);
    return summary(id);
  };
  const stopJobs = async (id: string): Promise<void> => {
    await db.updateTable('batches').set({ paused: 1 }).where('id', '=', id).execute();
    // A page that was about to be stored may have called for an assembly meanwhile.
    for (let round = 0; round < STOPPING_ROUNDS; round += 1) {
      const live = await db.selectFrom('jobs').select('id').where('batch_id', '=', id).where('state', 'in', ['queued', 'running']).orderBy('state').execute();
      if (live.length === 0) return;
      for (const job of live) await runner.cancel(job.id);
    }
  };
  return {
    list: async () => {
      const rows = await listBatchRows(db);
      const summaries: BatchSummary[] = [];
      for (const row of rows) summaries.push(await toBatchSummary(db, row));
      return summaries;
    },
    create: async (batch) => {
      checkType(batch.recordType);
      return changed(await db.transaction().execute(async (trx) => {
        const id = await insertBatch(trx, batch);
        await tell(trx, 'batch-opened', id, { after: batch });
        return id;
      }));
    },
    get: summary,
    update: async (id, change) => {
      const row = await find(id);
      if (change.recordType !== undefined) checkType(change.recordType);
      await db.transaction().execute(async (trx) => {
        await storeUpdate(trx, row, change);
        await tell(trx, 'batch-changed', id, { before: factsForTrail(row), after: change });
      });
      runner.wake();
      return changed(id);
    },
    remove: async (id, confirm) => {
      const row = await find(id);
      const { counts } = await toBatchSummary(db, row);
      if (counts.sources > 0 && confirm?.normalize('NFC') !== row.name.normalize('NFC')) throw new AppError('wrong-state', { state: 'not-empty', sources: counts.sources, confirm: 'name' });
      await stopJobs(id);
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('jobs').where('batch_id', '=', id).execute();
        await trx.deleteFrom('batches').where('id', '=', id).execute();
        await tell(trx, 'batch-deleted', id, { before: { ...factsForTrail(row), counts } });
      });
      events.changed('batch', id, id);
    },
    addInputs: async (id, inputs) => {
      await find(id);
      const accepted = await db.transaction().execute(async (trx) => {
        const sourceId = await insertIntake(trx, id, inputs);
        await tell(trx, 'files-handed-over', id, { after: { intake: sourceId, names: inputs.map((input) => path.basename(input)).slice(0, 100), count: inputs.length } });
        return { sourceId, jobId: await insertJob(trx, { kind: 'expand', batchId: id, subjectId: sourceId }) };
      });
      runner.wake();
      events.changed('batch', id, id);
      return accepted;
    },
    pause: async (id) => {
      await find(id);
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('batches').set({ paused: 1 }).where('id', '=', id).execute();
        await tell(trx, 'batch-paused', id);
      });
      return changed(id);
    },
    resume: async (id) => {
      await find(id);
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('batches').set({ paused: 0 }).where('id', '=', id).execute();
        await requeueWaiting(trx, id);
        await tell(trx, 'batch-resumed', id);
      });
      runner.wake();
      return changed(id);
    },
    cancel: async (id) => {
      await find(id);
      await stopJobs(id);
      await db.transaction().execute((trx) => tell(trx, 'batch-stopped', id));
      return changed(id);
    },
    retryFailed: async (id) => {
      await find(id);
      const count = await db.transaction().execute((trx) => requeueFailed(trx, id));
      runner.wake();
      return count;
    },
    failures: async (id) => {
      await find(id);
      return listFailures(db, id);
    },
  };
}
