// An intake's folders, zips and files become sources, each with an import job. Files are listed in natural
// order and keyed by name, so running twice (after a kill, or over a folder that has grown) adds only what
// is new. What cannot even be listed becomes a failed source: named, not lost.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ErrorCode, ErrorDetail, RetryAdvice } from '../../shared/errors.ts';
import { AppError } from '../../shared/errors.ts';
import type { IntakeRow } from '../batches/batch-repository.ts';
import { listSource, listSourceOrder, markMovedStale, type ListedSource } from '../batches/source-repository.ts';
import { fromJson, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { problemOf } from '../problem.ts';
import type { Workspace } from '../storage/workspace.ts';
import { insertJob } from './job-repository.ts';
import type { JobHandler } from './job-runner.ts';

export type SourceFile = { kind: 'file'; path: string; displayName: string };
export type SourceFailure = { kind: 'failure'; displayName: string; code: ErrorCode; detail: ErrorDetail; retry: RetryAdvice };
export type ExpandSources = (inputs: readonly string[], options: { workDir: string; signal: AbortSignal }) => AsyncIterable<SourceFile | SourceFailure>;

async function stampOf(file: string): Promise<string> {
  const facts = await stat(file).catch(() => undefined);
  return facts === undefined ? 'gone' : `${facts.size}:${Math.round(facts.mtimeMs)}`;
}

async function toListed(found: SourceFile | SourceFailure, index: number, occurrence: number, workDir: string): Promise<ListedSource> {
  const displayName = found.displayName.normalize('NFC');
  const key = occurrence === 0 ? displayName : `${displayName}#${occurrence}`;
  if (found.kind === 'failure') return { key, index, displayName, path: null, stamp: found.code, problem: problemOf(new AppError(found.code, found.detail, found.retry)) };
  // A file that we unpacked has today's time, whenever it was unpacked: its size must do.
  const unpacked = found.path.startsWith(workDir + path.sep);
  const stamp = await stampOf(found.path);
  return { key, index, displayName, path: found.path, stamp: unpacked ? (stamp.split(':')[0] ?? '') : stamp, problem: null };
}

async function storeListed(db: Db, intake: IntakeRow, listed: ListedSource): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { id, outcome } = await listSource(trx, intake, listed);
    if (listed.problem !== null) return;
    const waiting = await trx.selectFrom('jobs').select('id').where('subject_id', '=', id).where('state', 'in', ['queued', 'running']).executeTakeFirst();
    if (outcome !== 'known' && waiting === undefined) await insertJob(trx, { kind: 'import', batchId: intake.batch_id, subjectId: id });
  });
}

/** How the files stood; after an interrupted listing nobody knows any more, so every file counts as moved. */
async function orderBefore(db: Db, intake: IntakeRow): Promise<readonly string[]> {
  const begun = await db.selectFrom('sources').select('id').where('batch_id', '=', intake.batch_id).where('intake_id', '=', intake.id).limit(1).executeTakeFirst();
  const order = await listSourceOrder(db, intake.batch_id);
  return begun === undefined ? order : order.flatMap((id) => [`before ${id}`, id]);
}

export function createExpandJob(parts: { db: Db; workspace: Workspace; expandSources: ExpandSources; onListed(batchId: string): void }): JobHandler {
  const { db, workspace } = parts;
  const findIntake = (id: string): Promise<IntakeRow | undefined> => db.selectFrom('intakes').selectAll().where('id', '=', id).executeTakeFirst();
  return {
    lane: 'waiting',
    run: async (job, context) => {
      const intake = await findIntake(job.subject_id);
      if (intake === undefined) return async () => undefined;
      const workDir = workspace.workDirOf(`${intake.id}-zip`);
      const before = await orderBefore(db, intake);
      const seen = new Map<string, number>();
      let index = 0;
      for await (const found of parts.expandSources(fromJson(z.array(z.string()), intake.inputs), { workDir, signal: context.signal })) {
        context.signal.throwIfAborted();
        const occurrence = seen.get(found.displayName) ?? 0;
        seen.set(found.displayName, occurrence + 1);
        await storeListed(db, intake, await toListed(found, index, occurrence, workDir));
        index += 1;
        context.progress(index, index);
        parts.onListed(intake.batch_id);
      }
      return async (trx) => {
        await markMovedStale(trx, before, await listSourceOrder(trx, intake.batch_id));
        await trx.updateTable('intakes').set({ state: 'expanded' }).where('id', '=', intake.id).execute();
      };
    },
    fail: async (trx, job, error) => {
      await trx.updateTable('intakes').set({ state: 'failed', problem: toJson(problemOf(error)) }).where('id', '=', job.subject_id).execute();
    },
    cancelled: async () => undefined,
  };
}

