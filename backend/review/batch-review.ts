// Where a batch stands: its plan, its records by state, its life so far with who and when, its lots, and
// whether it may be packaged.
import type { BatchReview, LifeStep, WorkItem } from '../../shared/api/review.ts';
import { QUEUES } from '../../shared/api/review.ts';
import { batchStage, BATCH_STAGES, type BatchStage } from '../../shared/domain/batch-life.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { listHolders } from './claims.ts';
import { listLots } from './lots.ts';
import { listActive, loadNames, nameOrNull } from './person-names.ts';
import { findPlan } from './plan-repository.ts';
import { countTakeable } from './queue.ts';
import { stuckWork } from './stuck.ts';
import { appendStep, countStates, listStanding, type WorkRow } from './work-repository.ts';

async function isReading(db: Db, batchId: string): Promise<boolean> {
  return (await db.selectFrom('jobs').select('id').where('batch_id', '=', batchId).where('kind', 'in', ['expand', 'import', 'read', 'assemble']).where('state', 'in', ['queued', 'running']).limit(1).executeTakeFirst()) !== undefined;
}

type Delivery = { readonly packagedAt: string | null; readonly uploadedAt: string | null; readonly acknowledgedAt: string | null };

/** Of packages newer than the last acceptance: an older one does not hold what is accepted now. */
async function deliveryOf(db: Db, batchId: string, works: readonly WorkRow[]): Promise<Delivery> {
  const lastAccepted = works.reduce((last, work) => (work.accepted_at !== null && work.accepted_at > last ? work.accepted_at : last), '');
  const packs = await db.selectFrom('packages').select(['id', 'created_at']).where('batch_id', '=', batchId).where('state', '=', 'ready').where('created_at', '>=', lastAccepted).orderBy('id').execute();
  if (packs.length === 0) return { packagedAt: null, uploadedAt: null, acknowledgedAt: null };
  const uploads = await db.selectFrom('uploads').select(['state', 'created_at']).where('package_id', 'in', packs.map((pack) => pack.id)).orderBy('id').execute();
  const sent = uploads.find((upload) => upload.state === 'sent' || upload.state === 'acknowledged');
  const acknowledged = uploads.find((upload) => upload.state === 'acknowledged');
  return { packagedAt: packs[0]?.created_at ?? null, uploadedAt: sent?.created_at ?? null, acknowledgedAt: acknowledged?.created_at ?? null };
}

async function stageOf(db: Db, batchId: string, works: readonly WorkRow[], delivery: Delivery): Promise<BatchStage> {
  return batchStage({ isReading: await isReading(db, batchId), records: countStates(works), hasPackage: delivery.packagedAt !== null, isUploaded: delivery.uploadedAt !== null, isAcknowledged: delivery.acknowledgedAt !== null });
}

/** Writes down that the batch has come to another stage; call after any step, in its transaction. */
export async function noteStage(trx: Db, batchId: string, by: string): Promise<void> {
  const works = await listStanding(trx, batchId);
  const stage = await stageOf(trx, batchId, works, await deliveryOf(trx, batchId, works));
  const last = await trx.selectFrom('work_steps').select('to_state').where('batch_id', '=', batchId).where('event', '=', 'stage').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  if (last?.to_state === stage) return;
  const at = new Date().toISOString();
  await appendStep(trx, { batch_id: batchId, record_id: null, event: 'stage', from_state: last?.to_state ?? null, to_state: stage, by, at, detail: null });
  await appendTrail(trx, { kind: 'batch-stage', subjectType: 'batch', subjectId: batchId, batchId, by, at, before: { stage: last?.to_state ?? null }, after: { stage } });
}

async function lifeOf(db: Db, batchId: string, batch: { created_at: string; assembled_at: string | null }): Promise<readonly LifeStep[]> {
  const nameOf = await loadNames(db);
  const steps = await db.selectFrom('work_steps').select(['to_state', 'at', 'by']).where('batch_id', '=', batchId).where('event', '=', 'stage').orderBy('seq').execute();
  const life = steps.flatMap((step): LifeStep[] => {
    // What comes after acceptance is told by its packages and uploads (deliveryLife).
    const stage = BATCH_STAGES.slice(0, BATCH_STAGES.indexOf('packaged')).find((known) => known === step.to_state);
    return stage === undefined ? [] : [{ stage, at: step.at, by: nameOf(step.by) }];
  });
  const program = nameOf('program');
  const missing = (stage: LifeStep['stage'], at: string | null): readonly LifeStep[] => (at === null || life.some((step) => step.stage === stage) ? [] : [{ stage, at, by: program }]);
  return [...missing('imported', batch.created_at), ...missing('read', batch.assembled_at), ...life];
}

/** Who asked for the package and the upload, as the trail has it; the repository's own answer is the program's. */
async function deliveryLife(db: Db, batchId: string, { packagedAt, uploadedAt, acknowledgedAt }: Delivery): Promise<readonly LifeStep[]> {
  const nameOf = await loadNames(db);
  const askedBy = async (kind: string): Promise<string> => (await db.selectFrom('trail').select('by').where('batch_id', '=', batchId).where('kind', '=', kind).orderBy('seq', 'desc').limit(1).executeTakeFirst())?.by ?? 'program';
  return [
    ...(packagedAt === null ? [] : [{ stage: 'packaged' as const, at: packagedAt, by: nameOf(await askedBy('package-asked')) }]),
    ...(uploadedAt === null ? [] : [{ stage: 'uploaded' as const, at: uploadedAt, by: nameOf(await askedBy('upload-queued')) }]),
    ...(acknowledgedAt === null ? [] : [{ stage: 'acknowledged' as const, at: acknowledgedAt, by: nameOf('program') }]),
  ];
}

export async function reviewOfBatch(db: Db, batchId: string, by: string): Promise<Omit<BatchReview, 'may'>> {
  const batch = await findBatch(db, batchId);
  if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
  const plan = await findPlan(db, batchId);
  const works = await listStanding(db, batchId);
  const states = countStates(works);
  const delivery = await deliveryOf(db, batchId, works);
  const nameOf = await loadNames(db);
  const assigned = Map.groupBy(works.filter((work) => work.assigned_to !== null && work.state !== 'accepted'), (work) => work.assigned_to ?? '');
  return {
    batchId, plan, stage: await stageOf(db, batchId, works, delivery), states: { ...states }, records: works.length,
    waiting: plan === null ? {} : await countTakeable(db, batchId, by, QUEUES),
    life: [...(await lifeOf(db, batchId, batch)), ...(await deliveryLife(db, batchId, delivery))], lots: await listLots(db, batchId),
    people: [...assigned].map(([id, rows]) => ({ ...nameOf(id), records: rows.length })),
    stuck: plan === null ? [] : await stuckWork(db, batchId, works),
    team: (await listActive(db, ['clerk', 'reviewer'])).map(nameOf),
    mayPackage: plan === null || (works.length > 0 && (states.accepted ?? 0) === works.length),
  };
}

/** Refuses a package while records are not accepted: 'records-not-accepted' with how many of each state. */
export async function refuseUnaccepted(db: Db, batchId: string): Promise<void> {
  if ((await findPlan(db, batchId)) === null) return;
  const works = await listStanding(db, batchId);
  const { accepted = 0, ...others } = countStates(works);
  if (works.length > 0 && accepted === works.length) return;
  throw new AppError('records-not-accepted', { batchId, records: works.length, missing: works.length - accepted, states: Object.entries(others).map(([state, count]) => `${state}:${count}`) });
}

export type WorkFilter = { readonly state?: string | undefined; readonly mine?: boolean | undefined; readonly after: number; readonly limit: number };

export async function listWork(db: Db, batchId: string, by: string, filter: WorkFilter): Promise<{ items: readonly WorkItem[]; total: number; next: number | null }> {
  const works = await listStanding(db, batchId);
  const numbered = works.map((work, index) => ({ work, seq: index + 1 }));
  const fitting = numbered.filter(({ work }) => (filter.state === undefined || work.state === filter.state) && (filter.mine !== true || work.assigned_to === by));
  const portion = fitting.slice(filter.after, filter.after + filter.limit);
  const ids = portion.map(({ work }) => work.record_id);
  const records = ids.length === 0 ? [] : await db.selectFrom('records').select(['id', 'title', 'record_type', 'doubtful_fields']).where('id', 'in', ids).execute();
  const remarks = ids.length === 0 ? [] : await db.selectFrom('remarks').select((e) => ['record_id', e.fn.countAll().as('n')]).where('record_id', 'in', ids).where('resolved_at', 'is', null).groupBy('record_id').execute();
  const byId = new Map(records.map((record) => [record.id, record]));
  const open = new Map(remarks.map((row) => [row.record_id, Number(row.n)]));
  const nameOf = await loadNames(db);
  const holders = await listHolders(db, batchId, Date.now());
  const items = portion.map(({ work, seq }): WorkItem => ({
    recordId: work.record_id, batchId, seq, title: byId.get(work.record_id)?.title ?? '', recordType: byId.get(work.record_id)?.record_type ?? null, doubtfulFields: byId.get(work.record_id)?.doubtful_fields ?? 0,
    state: work.state, assignedTo: nameOrNull(nameOf, work.assigned_to), keyedBy: nameOrNull(nameOf, work.keyed_by), holder: nameOrNull(nameOf, holders.get(work.record_id) ?? null),
    openRemarks: open.get(work.record_id) ?? 0, returns: work.returns,
  }));
  const end = filter.after + portion.length;
  return { items, total: fitting.length, next: end < fitting.length ? end : null };
}
