// Sampling by lot. A lot is all records of a batch that wait for one; its sample is drawn by a recorded seed
// and judged record by record, each by somebody who keyed none of it. At the rejection number the lot goes
// back whole: what was found wrong with its reasons, the rest to be looked through again by whoever keyed it.
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Lot } from '../../shared/api/review.ts';
import { samplingSchemeSchema } from '../../shared/domain/review-plan.ts';
import { judgeLot, nextSeverity, samplingPlan, type LotVerdict, type SamplingScheme } from '../../shared/domain/sampling.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import { fromJson, toJson } from '../db/json.ts';
import type { LotTable } from '../db/review-tables.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { drawSample } from './draw-sample.ts';
import { loadNames } from './person-names.ts';
import { findPlan } from './plan-repository.ts';
import { insertRemarks, type NewRemark } from './remark-repository.ts';
import { refuseOtherRevision, requireAtWork, takeStep } from './take-step.ts';
import { refuseKeyer } from './verdicts.ts';
import { appendStep, listStanding } from './work-repository.ts';

type LotRow = Selectable<LotTable>;

async function findLot(db: Db, lotId: string): Promise<LotRow> {
  const row = await db.selectFrom('lots').selectAll().where('id', '=', lotId).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', { what: 'lot', id: lotId });
  return row;
}

async function countVerdicts(db: Db, lotId: string): Promise<{ checked: number; defective: number }> {
  const rows = await db.selectFrom('lot_records').select('verdict').where('lot_id', '=', lotId).where('in_sample', '=', 1).where('verdict', 'is not', null).execute();
  return { checked: rows.length, defective: rows.filter((row) => row.verdict === 'defective').length };
}

export async function listLots(db: Db, batchId: string): Promise<readonly Lot[]> {
  const rows = await db.selectFrom('lots').selectAll().where('batch_id', '=', batchId).orderBy('id').execute();
  const nameOf = await loadNames(db);
  const lots: Lot[] = [];
  for (const row of rows) {
    lots.push({
      id: row.id, batchId: row.batch_id, state: row.state, size: row.size, scheme: fromJson(samplingSchemeSchema, row.scheme), codeLetter: row.code_letter, planLetter: row.plan_letter,
      sampleSize: row.sample_size, accept: row.accept, reject: row.reject, seed: row.seed, ...(await countVerdicts(db, row.id)), drawnBy: nameOf(row.drawn_by), drawnAt: row.drawn_at, decidedAt: row.decided_at,
    });
  }
  return lots;
}

/** The plan's scheme, tightened or relaxed by how this batch's lots went (ISO 2859-1, 9.3). */
async function schemeFor(trx: Db, batchId: string): Promise<SamplingScheme> {
  const plan = await findPlan(trx, batchId);
  if (plan?.sampling === undefined || plan.sampling === null) throw new AppError('wrong-state', { what: 'batch', id: batchId, state: 'no-sampling' });
  const lots = await trx.selectFrom('lots').select(['state', 'scheme']).where('batch_id', '=', batchId).orderBy('id').execute();
  const last = lots.at(-1);
  const now = last === undefined ? plan.sampling.severity : fromJson(samplingSchemeSchema, last.scheme).severity;
  const severity = nextSeverity(now, lots.map((lot) => lot.state));
  return { ...plan.sampling, severity: plan.sampling.severity === 'tightened' ? 'tightened' : severity };
}

export type DrawRequest = { readonly batchId: string; readonly by: string; readonly scheme?: SamplingScheme | undefined; readonly seed?: string | undefined };

export async function drawLot(trx: Db, { batchId, by, scheme: asked, seed: given }: DrawRequest): Promise<string> {
  const open = await trx.selectFrom('lots').select('id').where('batch_id', '=', batchId).where('state', '=', 'open').executeTakeFirst();
  if (open !== undefined) throw new AppError('wrong-state', { what: 'lot', id: open.id, state: 'lot-open' });
  const scheme = asked ?? (await schemeFor(trx, batchId));
  const waiting = (await listStanding(trx, batchId)).filter((work) => work.state === 'sampling').map((work) => work.record_id);
  if (waiting.length === 0) throw new AppError('wrong-state', { what: 'batch', id: batchId, state: 'nothing-to-sample' });
  const plan = samplingPlan(waiting.length, scheme);
  const seed = given ?? randomBytes(16).toString('hex');
  const sample = new Set(drawSample(waiting, plan.sampleSize, seed));
  const id = createId();
  const at = new Date().toISOString();
  await trx.insertInto('lots').values({
    id, batch_id: batchId, size: waiting.length, scheme: toJson(scheme), code_letter: plan.codeLetter, plan_letter: plan.planLetter, sample_size: plan.sampleSize,
    accept: plan.accept, reject: plan.reject, seed, state: 'open', drawn_by: by, drawn_at: at, decided_by: null, decided_at: null,
  }).execute();
  for (const recordId of waiting) {
    await trx.insertInto('lot_records').values({ lot_id: id, record_id: recordId, in_sample: sample.has(recordId) ? 1 : 0, verdict: null, checked_by: null, checked_at: null }).execute();
    await trx.updateTable('record_work').set({ lot_id: id }).where('record_id', '=', recordId).execute();
  }
  const facts = { size: waiting.length, ...plan, scheme, seed };
  await appendStep(trx, { batch_id: batchId, record_id: null, event: 'draw-lot', from_state: null, to_state: null, by, at, detail: toJson({ lot: id, ...facts }) });
  await appendTrail(trx, { kind: 'lot-drawn', subjectType: 'lot', subjectId: id, batchId, by, at, after: facts });
  return id;
}

async function decideLot(trx: Db, lot: LotRow, state: 'accepted' | 'rejected', by: string): Promise<void> {
  const at = new Date().toISOString();
  await trx.updateTable('lots').set({ state, decided_by: by, decided_at: at }).where('id', '=', lot.id).execute();
  const rows = await trx.selectFrom('lot_records').selectAll().where('lot_id', '=', lot.id).execute();
  for (const row of rows) {
    const found = await requireAtWork(trx, row.record_id).catch(() => null);
    // What was changed since, or is no longer in the book, has already left the lot.
    if (found === null || found.work.state !== 'sampling' || found.work.lot_id !== lot.id) continue;
    const isSound = state === 'accepted' && row.verdict !== 'defective';
    await takeStep(trx, found, isSound
      ? { event: 'lot-passes', by, detail: lot.id }
      : { event: 'lot-fails', by, changes: { assigned_to: found.work.keyed_by, returns: found.work.returns + 1 }, detail: lot.id });
  }
  await appendStep(trx, { batch_id: lot.batch_id, record_id: null, event: state === 'accepted' ? 'lot-accepted' : 'lot-rejected', from_state: null, to_state: null, by, at, detail: lot.id });
  await appendTrail(trx, { kind: `lot-${state}`, subjectType: 'lot', subjectId: lot.id, batchId: lot.batch_id, by, at, after: { state } });
}

export type SampleVerdict = { readonly recordId: string; readonly revision: number; readonly remarks: readonly NewRemark[]; readonly by: string };

/** One record of the sample, looked at: without remarks it is sound. Decides the lot as soon as it can be. */
export async function judgeSample(trx: Db, lotId: string, { recordId, revision, remarks, by }: SampleVerdict): Promise<LotVerdict> {
  const lot = await findLot(trx, lotId);
  if (lot.state !== 'open') throw new AppError('wrong-state', { what: 'lot', id: lotId, state: lot.state });
  const row = await trx.selectFrom('lot_records').selectAll().where('lot_id', '=', lotId).where('record_id', '=', recordId).executeTakeFirst();
  if (row === undefined || row.in_sample === 0) throw new AppError('not-found', { what: 'record', id: recordId });
  const found = await requireAtWork(trx, recordId);
  refuseOtherRevision(found.record, revision);
  await refuseKeyer(trx, found, by);
  await trx.updateTable('lot_records').set({ verdict: remarks.length === 0 ? 'sound' : 'defective', checked_by: by, checked_at: new Date().toISOString() }).where('lot_id', '=', lotId).where('record_id', '=', recordId).execute();
  await trx.deleteFrom('remarks').where('lot_id', '=', lotId).where('record_id', '=', recordId).execute();
  await insertRemarks(trx, found, remarks, by, lotId);
  await appendTrail(trx, { kind: 'sample-checked', subjectType: 'record', subjectId: recordId, batchId: lot.batch_id, by, after: { lot: lotId, faults: remarks.length } });
  const { checked, defective } = await countVerdicts(trx, lotId);
  const verdict = judgeLot({ sampleSize: lot.sample_size, accept: lot.accept }, checked, defective);
  if (verdict !== 'open') await decideLot(trx, lot, verdict, by);
  return verdict;
}
