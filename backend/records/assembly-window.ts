// What an assembly looks at: the pages whose change records could depend on (stale), where the records
// around them begin, and the next pages in order. Only reads.
import type { Db } from '../db/schema.ts';
import { comparePlaces, isActive, isAfter, isBefore, isFrom, type Place } from '../pages/page-order.ts';
import type { TaskOf } from '../worker/tasks.ts';

export type AssemblyPage = { readonly id: string; readonly place: Place; readonly title: string; readonly forExtraction: TaskOf<'extract-records'>['pages'][number] };
export type StalePage = { readonly id: string; readonly place: Place; /** As counted when it was seen. */ readonly stale: number };

const toPlace = (row: { position: number; source_page: number }): Place => ({ position: Number(row.position), sourcePage: row.source_page });

/** The first stale page from `from` on, in the book or not. */
export async function findNextStale(db: Db, batchId: string, from: Place | null): Promise<Place | undefined> {
  let query = db.selectFrom('pages').select(['position', 'source_page']).where('batch_id', '=', batchId).where('stale', '>', 0);
  if (from !== null) query = query.where((e) => isFrom(e, from));
  const row = await query.orderBy('position').orderBy('source_page').limit(1).executeTakeFirst();
  return row === undefined ? undefined : toPlace(row);
}

/** Stale pages from `from` up to and without `end`; without an end, all that follow. */
export async function listStale(db: Db, batchId: string, from: Place, end: Place | null): Promise<readonly StalePage[]> {
  let query = db.selectFrom('pages').select(['id', 'position', 'source_page', 'stale']).where('batch_id', '=', batchId).where('stale', '>', 0).where((e) => isFrom(e, from));
  if (end !== null) query = query.where((e) => isBefore(e, end));
  const rows = await query.orderBy('position').orderBy('source_page').execute();
  return rows.map((row) => ({ id: row.id, place: toPlace(row), stale: row.stale }));
}

/**
 * Where to begin so that a change at `at` is seen: the first page of the record that the page before it
 * belongs to, for that record may now go on, or may have gone on until now. What came before that page
 * cannot have changed it.
 */
export async function findStretchStart(db: Db, batchId: string, at: Place): Promise<Place> {
  const before = await db.selectFrom('pages').select(['id', 'position', 'source_page']).where('batch_id', '=', batchId).where(isActive).where((e) => isBefore(e, at))
    .orderBy('position', 'desc').orderBy('source_page', 'desc').limit(1).executeTakeFirst();
  if (before === undefined) return at;
  const owners = db.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').select('record_pages.record_id').where('record_pages.page_id', '=', before.id).where('records.hidden', '=', 0);
  const first = await db.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').select(['pages.position', 'pages.source_page'])
    .where('record_pages.record_id', 'in', owners).where('pages.batch_id', '=', batchId).orderBy('pages.position').orderBy('pages.source_page').limit(1).executeTakeFirst();
  return first === undefined ? toPlace(before) : toPlace(first);
}

/** Behind every page. */
const THE_END: Place = { position: Number.MAX_SAFE_INTEGER, sourcePage: 0 };

/**
 * While a batch is still imported and read: the first place that something may still come to, up to which records
 * can be made already; null when all is read. Files that are still to be unpacked come behind all others.
 */
export async function findUnreadPlace(db: Db, batchId: string): Promise<Place | null> {
  const isLive = ['queued', 'running'] as const;
  const [live, page, source] = await Promise.all([
    db.selectFrom('jobs').select('id').where('batch_id', '=', batchId).where('kind', 'in', ['expand', 'import', 'read']).where('state', 'in', isLive).limit(1).executeTakeFirst(),
    db.selectFrom('jobs').innerJoin('pages', 'pages.id', 'jobs.subject_id').select(['pages.position', 'pages.source_page']).where('jobs.batch_id', '=', batchId).where('jobs.kind', '=', 'read').where('jobs.state', 'in', isLive)
      .orderBy('pages.position').orderBy('pages.source_page').limit(1).executeTakeFirst(),
    db.selectFrom('jobs').innerJoin('sources', 'sources.id', 'jobs.subject_id').select('sources.position').where('jobs.batch_id', '=', batchId).where('jobs.kind', '=', 'import').where('jobs.state', 'in', isLive)
      .orderBy('sources.position').limit(1).executeTakeFirst(),
  ]);
  if (live === undefined) return null;
  const places = [THE_END, ...(page === undefined ? [] : [toPlace(page)]), ...(source === undefined ? [] : [{ position: Number(source.position), sourcePage: 0 }])];
  return places.toSorted(comparePlaces)[0] ?? THE_END;
}

/** The next pages of the book: from `from` on, or after it; `until`: without that place and what follows. */
export async function fetchAssemblyPages(db: Db, batchId: string, from: Place, isInclusive: boolean, until: Place | null, limit: number): Promise<readonly AssemblyPage[]> {
  const rows = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').innerJoin('sources', 'sources.id', 'pages.source_id')
    .select(['pages.id', 'pages.position', 'pages.source_page', 'pages.boundary', 'pages.fixed_type', 'sources.display_name', 'page_readings.reading', 'page_readings.quality'])
    .where('pages.batch_id', '=', batchId).where((e) => isActive(e)).where((e) => (isInclusive ? isFrom(e, from) : isAfter(e, from)))
    .$if(until !== null, (query) => query.where((e) => isBefore(e, until ?? THE_END)))
    .orderBy('pages.position').orderBy('pages.source_page').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id, place: toPlace(row), title: row.display_name,
    forExtraction: {
      pageId: row.id, readingJson: row.reading, qualityJson: row.quality,
      ...(row.boundary === null ? {} : { boundary: row.boundary }), ...(row.fixed_type === null ? {} : { recordType: row.fixed_type }),
    },
  }));
}

/** Pages of these that are the first of a record as it is stored. */
export async function listRecordStarts(db: Db, pageIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (pageIds.length === 0) return new Set();
  const rows = await db.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').select('record_pages.page_id')
    .where('record_pages.page_id', 'in', [...pageIds]).where('record_pages.ordinal', '=', 0).where('records.hidden', '=', 0).execute();
  return new Set(rows.map((row) => row.page_id));
}
