// Review: from "the machine has read it" to "accepted". The parts, each a file of functions on a transaction:
//   plan-repository   what a batch's records must go through      take-step   the one way a record changes its state
//   claims, queue, hand-out   who has what                        keying, verdicts, second-keying, lots   what people do
//   batch-review      how far a batch is, and the gate before packaging
// This file opens the transactions and tells the listeners. Everything that four eyes forbid is refused by
// these functions and again by the tables (migration 4): a screen can only be kinder, never looser.
import type { Arbitration, BatchReview, BlindForm, Claim, Queue, RecordReview, Remark, StateReply, Verdict, WorkItem, WorkStep } from '../../shared/api/review.ts';
import type { ReviewPlan } from '../../shared/domain/review-plan.ts';
import type { SamplingScheme } from '../../shared/domain/sampling.ts';
import { AppError } from '../../shared/errors.ts';
import { countPeople } from '../accounts/person-repository.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { EventHub } from '../events/event-hub.ts';
import { appendTrail } from '../trail/trail.ts';
import { findRecord } from '../records/record-repository.ts';
import { listWork, noteStage, refuseUnaccepted, reviewOfBatch, type WorkFilter } from './batch-review.ts';
import { claimRecord, findClaim, refuseWhileBlind, releaseRecord } from './claims.ts';
import { handOut, takeBack } from './hand-out.ts';
import { finishRecord, settleRecords, startRecord } from './keying.ts';
import { drawLot, judgeSample } from './lots.ts';
import { listActive, loadNames } from './person-names.ts';
import { findPlan, planNamed, POLICIES, storePlan } from './plan-repository.ts';
import { takeNext, type Taken } from './queue.ts';
import { moveOn } from './replan.ts';
import type { NewRemark } from './remark-repository.ts';
import { listRemarks } from './remark-repository.ts';
import { arbitrate, arbitrationOf, blindFormOf, keySecond } from './second-keying.ts';
import { judgeRecord, reviewOf } from './verdicts.ts';
import { appendStep } from './work-repository.ts';

type Values = { readonly revision: number; readonly values: Readonly<Record<string, string>> };

export type ReviewService = {
  ofBatch(batchId: string, by: string): Promise<Omit<BatchReview, 'may'>>;
  listWork(batchId: string, by: string, filter: WorkFilter): Promise<{ items: readonly WorkItem[]; total: number; next: number | null }>;
  setPlan(batchId: string, plan: ReviewPlan | null, by: string): Promise<void>;
  /** The office's usual plan for a batch made by a person; nothing where there are no accounts. */
  adoptUsualPlan(batchId: string, by: string): Promise<void>;
  /** Accepts records that need nobody, and notes the stage; after an assembly. */
  settle(batchId: string, recordIds: readonly string[]): Promise<void>;
  next(by: string, queue: Queue, options: { batchId?: string | undefined; after?: string | undefined }): Promise<Taken | null>;
  claim(recordId: string, purpose: Queue, by: string): Promise<Claim>;
  claimOf(recordId: string, by: string): Promise<Claim | null>;
  release(recordId: string, by: string): Promise<void>;
  refuseWhileBlind(recordId: string, by: string): Promise<void>;
  finish(recordId: string, by: string, revision: number): Promise<StateReply>;
  record(recordId: string, by: string): Promise<RecordReview>;
  judge(recordId: string, by: string, verdict: Verdict): Promise<StateReply>;
  remarks(recordId: string): Promise<readonly Remark[]>;
  steps(recordId: string): Promise<readonly WorkStep[]>;
  blindForm(recordId: string, by: string): Promise<BlindForm>;
  keySecond(recordId: string, by: string, keyed: Values): Promise<StateReply>;
  arbitration(recordId: string, by: string): Promise<Arbitration>;
  arbitrate(recordId: string, by: string, decided: Values): Promise<StateReply>;
  drawLot(batchId: string, by: string, options: { scheme?: SamplingScheme | undefined; seed?: string | undefined }): Promise<string>;
  judgeSample(lotId: string, by: string, verdict: { recordId: string; revision: number; remarks: readonly NewRemark[] }): Promise<'open' | 'accepted' | 'rejected'>;
  handOut(batchId: string, by: string, to: string | null, recordIds: readonly string[] | undefined): Promise<number>;
  takeBack(batchId: string, by: string, from: string): Promise<number>;
  refuseUnaccepted(batchId: string): Promise<void>;
};

async function batchOf(db: Db, recordId: string): Promise<string> {
  const record = await findRecord(db, recordId);
  if (record === undefined || record.hidden === 1) throw new AppError('not-found', { what: 'record', id: recordId });
  return record.batch_id;
}

async function usualPlan(db: Db): Promise<ReviewPlan | null> {
  if ((await countPeople(db)) === 0) return null;
  const workers = await listActive(db, ['clerk', 'reviewer', 'admin']);
  return planNamed(workers.length > 1 ? POLICIES.defaults.office : POLICIES.defaults.alone);
}

async function changePlan(trx: Db, batchId: string, plan: ReviewPlan | null, by: string): Promise<void> {
  const before = await findPlan(trx, batchId);
  await storePlan(trx, batchId, plan, by);
  await appendStep(trx, { batch_id: batchId, record_id: null, event: 'plan', from_state: before?.name ?? null, to_state: plan?.name ?? null, by, at: new Date().toISOString(), detail: toJson(plan) });
  await appendTrail(trx, { kind: 'review-plan-set', subjectType: 'batch', subjectId: batchId, batchId, by, before, after: plan });
  if (plan === null) return;
  await moveOn(trx, batchId, by);
  const records = await trx.selectFrom('records').select('id').where('batch_id', '=', batchId).where('hidden', '=', 0).execute();
  await settleRecords(trx, records.map((record) => record.id), by);
  await noteStage(trx, batchId, by);
}

export function createReviewService(parts: { db: Db; events: EventHub; now?: () => number }): ReviewService {
  const { db, events, now = Date.now } = parts;
  const inBatch = async <T>(batchId: string, by: string, work: (trx: Db) => Promise<T>): Promise<T> => {
    const result = await db.transaction().execute(async (trx) => {
      const done = await work(trx);
      await noteStage(trx, batchId, by);
      return done;
    });
    events.changed('batch', batchId, batchId);
    return result;
  };
  /** One person's act on one record: the claim goes with it. */
  const act = async (recordId: string, by: string, work: (trx: Db) => Promise<StateReply['state']>): Promise<StateReply> => {
    const batchId = await batchOf(db, recordId);
    const state = await inBatch(batchId, by, async (trx) => {
      const reached = await work(trx);
      await releaseRecord(trx, recordId, by);
      return reached;
    });
    events.changed('record', recordId, batchId);
    return { recordId, state };
  };
  const existing = async (batchId: string): Promise<void> => {
    if ((await db.selectFrom('batches').select('id').where('id', '=', batchId).executeTakeFirst()) === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
  };
  const setPlan: ReviewService['setPlan'] = async (batchId, plan, by) => {
    await existing(batchId);
    await db.transaction().execute((trx) => changePlan(trx, batchId, plan, by));
    events.changed('batch', batchId, batchId);
  };
  return {
    ofBatch: (batchId, by) => reviewOfBatch(db, batchId, by),
    listWork: async (batchId, by, filter) => {
      await existing(batchId);
      return listWork(db, batchId, by, filter);
    },
    setPlan,
    adoptUsualPlan: async (batchId, by) => {
      const plan = await usualPlan(db);
      if (plan !== null) await setPlan(batchId, plan, by);
    },
    settle: async (batchId, recordIds) => {
      if ((await findPlan(db, batchId)) === null) return;
      await db.transaction().execute(async (trx) => {
        await settleRecords(trx, recordIds, 'program');
        await noteStage(trx, batchId, 'program');
      });
    },
    next: (by, queue, options) => db.transaction().execute((trx) => takeNext(trx, by, { queue, ...options, nowMs: now() })),
    claim: async (recordId, purpose, by) => {
      const batchId = await batchOf(db, recordId);
      await db.transaction().execute(async (trx) => {
        await claimRecord(trx, { recordId, batchId, purpose, by, nowMs: now() });
        if (purpose === 'correct') await startRecord(trx, recordId, by);
      });
      const claim = await findClaim(db, recordId, by, now());
      if (claim === null) throw new Error('the claim just made is gone');
      return claim;
    },
    claimOf: (recordId, by) => findClaim(db, recordId, by, now()),
    release: (recordId, by) => releaseRecord(db, recordId, by),
    refuseWhileBlind: (recordId, by) => refuseWhileBlind(db, recordId, by, now()),
    finish: (recordId, by, revision) => act(recordId, by, (trx) => finishRecord(trx, recordId, by, revision)),
    record: (recordId, by) => reviewOf(db, recordId, by),
    judge: (recordId, by, verdict) => act(recordId, by, (trx) => judgeRecord(trx, recordId, by, verdict)),
    remarks: async (recordId) => {
      await batchOf(db, recordId);
      return listRemarks(db, recordId);
    },
    steps: async (recordId) => {
      await batchOf(db, recordId);
      const nameOf = await loadNames(db);
      const rows = await db.selectFrom('work_steps').selectAll().where('record_id', '=', recordId).orderBy('seq').execute();
      return rows.map((row) => ({ seq: Number(row.seq), event: row.event, from: row.from_state, to: row.to_state, by: nameOf(row.by), at: row.at, detail: row.detail }));
    },
    blindForm: (recordId, by) => blindFormOf(db, recordId, by),
    keySecond: (recordId, by, keyed) => act(recordId, by, (trx) => keySecond(trx, recordId, by, keyed)),
    arbitration: (recordId, by) => arbitrationOf(db, recordId, by),
    arbitrate: (recordId, by, decided) => act(recordId, by, (trx) => arbitrate(trx, recordId, by, decided)),
    drawLot: (batchId, by, options) => inBatch(batchId, by, (trx) => drawLot(trx, { batchId, by, ...options })),
    judgeSample: async (lotId, by, verdict) => {
      const lot = await db.selectFrom('lots').select('batch_id').where('id', '=', lotId).executeTakeFirst();
      if (lot === undefined) throw new AppError('not-found', { what: 'lot', id: lotId });
      return inBatch(lot.batch_id, by, async (trx) => {
        const state = await judgeSample(trx, lotId, { ...verdict, by });
        await releaseRecord(trx, verdict.recordId, by);
        return state;
      });
    },
    handOut: async (batchId, by, to, recordIds) => {
      await existing(batchId);
      return inBatch(batchId, by, (trx) => handOut(trx, { batchId, to, recordIds, by }));
    },
    takeBack: async (batchId, by, from) => {
      await existing(batchId);
      return inBatch(batchId, by, (trx) => takeBack(trx, { batchId, from, by }));
    },
    refuseUnaccepted: (batchId) => refuseUnaccepted(db, batchId),
  };
}
