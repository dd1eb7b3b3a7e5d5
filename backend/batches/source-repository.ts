// Sources: the files of a batch as they were listed. A position orders them: the intake's number, then
// the place within it; a page's position adds its number within the file.
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { Problem } from '../../shared/api/problem.ts';
import type { IntakeRow, SourceRow } from './batch-repository.ts';

const PER_INTAKE = 1_000_000;
const PER_SOURCE = 10_000;

export const sourcePosition = (intakeSeq: number, index: number): number => intakeSeq * PER_INTAKE + Math.min(index, PER_INTAKE - 1);
/** Pages beyond 10,000 of one file share the last place; their own number keeps them in order. */
export const pagePosition = (ofSource: number, sourcePage: number): number => ofSource * PER_SOURCE + Math.min(sourcePage, PER_SOURCE - 1);

export type ListedSource = { readonly key: string; readonly index: number; readonly displayName: string; readonly path: string | null; readonly stamp: string; readonly problem: Problem | null };

export const findSource = (db: Db, id: string): Promise<SourceRow | undefined> => db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst();

/** What an upsert did: only 'new' and 'changed' need importing. */
export type Listing = { readonly id: string; readonly outcome: 'new' | 'changed' | 'known' };

export async function listSource(db: Db, intake: IntakeRow, listed: ListedSource): Promise<Listing> {
  const position = sourcePosition(intake.seq, listed.index);
  const known = await db.selectFrom('sources').selectAll().where('batch_id', '=', intake.batch_id).where('source_key', '=', listed.key).executeTakeFirst();
  const state = listed.problem === null ? 'waiting' : 'failed';
  const facts = { intake_id: intake.id, position, display_name: listed.displayName, path: listed.path };
  if (known !== undefined && known.stamp === listed.stamp && listed.problem === null && known.state !== 'failed') {
    await db.updateTable('sources').set(facts).where('id', '=', known.id).execute();
    await movePages(db, intake.batch_id, known.id, position);
    return { id: known.id, outcome: 'known' };
  }
  const fresh = { ...facts, stamp: listed.stamp, state, problem: listed.problem === null ? null : toJson(listed.problem) } as const;
  if (known !== undefined) {
    await db.deleteFrom('pages').where('source_id', '=', known.id).execute();
    await markNextStale(db, intake.batch_id, Number(known.position));
    await db.updateTable('sources').set({ ...fresh, sha256: null, duplicate_of: null, page_count: 0 }).where('id', '=', known.id).execute();
    return { id: known.id, outcome: 'changed' };
  }
  const id = createId();
  await db.insertInto('sources').values({
    id, batch_id: intake.batch_id, source_key: listed.key, ...fresh, sha256: null, media_type: null, size_bytes: null, page_count: 0, duplicate_of: null, created_at: new Date().toISOString(),
  }).execute();
  return { id, outcome: 'new' };
}

/** The page behind a file that is gone has another page before it now. */
async function markNextStale(db: Db, batchId: string, ofSource: number): Promise<void> {
  const next = await db.selectFrom('pages').select('id').where('batch_id', '=', batchId).where('position', '>', pagePosition(ofSource, 0)).orderBy('position').orderBy('source_page').limit(1).executeTakeFirst();
  if (next !== undefined) await db.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('id', '=', next.id).execute();
}

export const listSourceOrder = async (db: Db, batchId: string): Promise<readonly string[]> =>
  (await db.selectFrom('sources').select('id').where('batch_id', '=', batchId).orderBy('position').orderBy('id').execute()).map((row) => row.id);

/** Files that have another file before them now: their first pages are stale. */
export async function markMovedStale(db: Db, before: readonly string[], after: readonly string[]): Promise<void> {
  const previous = new Map(before.map((id, index) => [id, before[index - 1]]));
  for (const [index, id] of after.entries()) {
    if (!previous.has(id) || previous.get(id) === after[index - 1]) continue;
    await db.updateTable('pages').set((e) => ({ stale: e('stale', '+', 1) })).where('source_id', '=', id).where('source_page', '=', 1).execute();
  }
}

async function movePages(db: Db, batchId: string, sourceId: string, position: number): Promise<void> {
  // Where a person has put pages into order, that order stays.
  const moved = await db.selectFrom('page_actions').select('seq').where('batch_id', '=', batchId).where('kind', 'in', ['move', 'split-spread', 'answer']).limit(1).executeTakeFirst();
  if (moved !== undefined) return;
  const pages = await db.selectFrom('pages').select(['id', 'source_page', 'position']).where('source_id', '=', sourceId).execute();
  for (const page of pages) {
    const wanted = pagePosition(position, page.source_page);
    if (Number(page.position) !== wanted) await db.updateTable('pages').set({ position: wanted }).where('id', '=', page.id).execute();
  }
}

export async function failSource(db: Db, id: string, problem: Problem): Promise<void> {
  await db.updateTable('sources').set({ state: 'failed', problem: toJson(problem) }).where('id', '=', id).execute();
}

/** Flags all but the first source of the batch with these bytes; the flags follow the order, not the time of import. */
export async function flagDuplicateSources(db: Db, batchId: string, sha256: string): Promise<void> {
  const same = await db.selectFrom('sources').select(['id', 'duplicate_of']).where('batch_id', '=', batchId).where('sha256', '=', sha256).orderBy('position').execute();
  const first = same[0]?.id ?? null;
  for (const source of same) {
    const wanted = source.id === first ? null : first;
    if (source.duplicate_of !== wanted) await db.updateTable('sources').set({ duplicate_of: wanted }).where('id', '=', source.id).execute();
  }
}

export async function flagDuplicatePages(db: Db, batchId: string, masterKey: string): Promise<void> {
  const same = await db.selectFrom('pages').select(['id', 'duplicate_of']).where('batch_id', '=', batchId).where('master_key', '=', masterKey).orderBy('position').execute();
  const first = same[0]?.id ?? null;
  for (const page of same) {
    const wanted = page.id === first ? null : first;
    if (page.duplicate_of !== wanted) await db.updateTable('pages').set({ duplicate_of: wanted }).where('id', '=', page.id).execute();
  }
}
