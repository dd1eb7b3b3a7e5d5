// Rows of batches, intakes and sources, and the counts that the list of batches shows.
import type { Selectable } from 'kysely';
import { profileSchema, type BatchFacts, type BatchSummary, type Profile } from '../../shared/api/batches.ts';
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { BatchTable, Db, IntakeTable, SourceTable } from '../db/schema.ts';

export type BatchRow = Selectable<BatchTable>;
export type IntakeRow = Selectable<IntakeTable>;
export type SourceRow = Selectable<SourceTable>;

export type NewBatch = { readonly name: string; readonly recordType: string; readonly profile: Profile; readonly facts?: FactChanges | undefined };
/** Facts that are named; the others stay. */
export type FactChanges = { readonly [K in keyof BatchFacts]?: BatchFacts[K] | undefined };

export function toFactColumns(facts: FactChanges): Partial<Pick<BatchTable, 'book_number' | 'year_opened' | 'place' | 'dossier_code'>> {
  return {
    ...(facts.bookNumber === undefined ? {} : { book_number: facts.bookNumber }), ...(facts.yearOpened === undefined ? {} : { year_opened: facts.yearOpened }),
    ...(facts.place === undefined ? {} : { place: facts.place }), ...(facts.dossierCode === undefined ? {} : { dossier_code: facts.dossierCode }),
  };
}

export async function insertBatch(db: Db, batch: NewBatch): Promise<string> {
  const id = createId();
  await db.insertInto('batches').values({
    id, name: batch.name, record_type: batch.recordType, profile: batch.profile, paused: 0, assembled_at: null, created_at: new Date().toISOString(),
    book_number: null, year_opened: null, place: null, dossier_code: null, ...toFactColumns(batch.facts ?? {}),
  }).execute();
  return id;
}

export const findBatch = (db: Db, id: string): Promise<BatchRow | undefined> => db.selectFrom('batches').selectAll().where('id', '=', id).executeTakeFirst();
export const findBatchByName = (db: Db, name: string): Promise<BatchRow | undefined> => db.selectFrom('batches').selectAll().where('name', '=', name).orderBy('id').executeTakeFirst();
export const listBatchRows = (db: Db): Promise<readonly BatchRow[]> => db.selectFrom('batches').selectAll().orderBy('id', 'desc').execute();

export async function insertIntake(db: Db, batchId: string, inputs: readonly string[]): Promise<string> {
  const id = createId();
  const last = await db.selectFrom('intakes').select((e) => e.fn.max('seq').as('seq')).where('batch_id', '=', batchId).executeTakeFirst();
  await db.insertInto('intakes').values({
    id, batch_id: batchId, seq: Number(last?.seq ?? 0) + 1, inputs: toJson(inputs), state: 'waiting', problem: null, created_at: new Date().toISOString(),
  }).execute();
  return id;
}

const asNumber = (value: unknown): number => Number(value ?? 0);

async function countPages(db: Db, batchId: string): Promise<Pick<BatchSummary['counts'], 'pages' | 'pagesRead' | 'pagesFailed' | 'pagesBlank' | 'pagesBinned' | 'pagesSkipped'>> {
  const rows = await db.selectFrom('pages').select((e) => ['state', e.fn.countAll().as('n'), e.fn.sum('is_blank').as('blank'), e.fn.sum('bin').as('binned'), e.fn.count('skip_reason').as('skipped')]).where('batch_id', '=', batchId).where('bin', '<>', 2).groupBy('state').execute();
  const of = (state: string): number => asNumber(rows.find((row) => row.state === state)?.n);
  return {
    pages: rows.reduce((sum, row) => sum + asNumber(row.n), 0),
    pagesRead: of('read'),
    pagesFailed: of('failed'),
    pagesBlank: rows.reduce((sum, row) => sum + asNumber(row.blank), 0),
    pagesBinned: rows.reduce((sum, row) => sum + asNumber(row.binned), 0),
    pagesSkipped: rows.reduce((sum, row) => sum + asNumber(row.skipped), 0),
  };
}

export async function countBatch(db: Db, batchId: string): Promise<BatchSummary['counts']> {
  const sources = await db.selectFrom('sources').select((e) => [e.fn.countAll().as('n'), e.fn.count('duplicate_of').as('duplicates')]).where('batch_id', '=', batchId).executeTakeFirst();
  const records = await db.selectFrom('records').select((e) => [e.fn.countAll().as('n'), e.fn.sum('doubtful_fields').as('doubtful')]).where('batch_id', '=', batchId).where('hidden', '=', 0).executeTakeFirst();
  return {
    sources: asNumber(sources?.n),
    ...(await countPages(db, batchId)),
    duplicates: asNumber(sources?.duplicates),
    records: asNumber(records?.n),
    doubtfulFields: asNumber(records?.doubtful),
  };
}

async function liveKinds(db: Db, batchId: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('jobs').select('kind').distinct().where('batch_id', '=', batchId).where('state', 'in', ['queued', 'running']).execute();
  return new Set(rows.map((row) => row.kind));
}

async function isSent(db: Db, batchId: string): Promise<{ packaged: boolean; uploaded: boolean }> {
  const ready = await db.selectFrom('packages').leftJoin('uploads', 'uploads.package_id', 'packages.id').select(['packages.state as packaged', 'uploads.state as uploaded'])
    .where('packages.batch_id', '=', batchId).where('packages.state', '=', 'ready').execute();
  return { packaged: ready.length > 0, uploaded: ready.some((row) => row.uploaded === 'acknowledged') };
}

/** The state is never stored: it follows from the rows. */
async function stateOf(db: Db, row: BatchRow, counts: BatchSummary['counts']): Promise<BatchSummary['state']> {
  if (row.paused === 1) return 'paused';
  const live = await liveKinds(db, row.id);
  if (live.has('expand') || live.has('import')) return 'importing';
  if (live.has('read') || live.has('assemble')) return 'reading';
  const { packaged, uploaded } = await isSent(db, row.id);
  if (uploaded) return 'uploaded';
  if (packaged) return 'packaged';
  return counts.sources === 0 ? 'empty' : 'read';
}

export async function toBatchSummary(db: Db, row: BatchRow): Promise<BatchSummary> {
  const counts = await countBatch(db, row.id);
  return {
    id: row.id, name: row.name, recordType: row.record_type, profile: profileSchema.parse(row.profile), state: await stateOf(db, row, counts), createdAt: row.created_at,
    facts: { bookNumber: row.book_number, yearOpened: row.year_opened, place: row.place, dossierCode: row.dossier_code }, counts,
  };
}
