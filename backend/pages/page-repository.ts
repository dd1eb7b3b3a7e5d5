// Rows of pages and of their readings. A page's order within its batch is its position; the number that
// people see (seq) is counted when asked, so that nothing has to be renumbered while files still come in.
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { PageDetail, PageSummary } from '../../shared/api/pages.ts';
import { problemSchema, type Problem } from '../../shared/api/problem.ts';
import { pageReadingSchema, pageText, qualityFactsSchema } from '../../shared/domain/reading.ts';
import { transformsSchema, type Transform } from '../../shared/domain/transform.ts';
import { transformedSize } from '../../shared/domain/transformed-size.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { Db, PageReadingTable, PageTable } from '../db/schema.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';
import type { ReadResult } from '../worker/tasks.ts';

export type PageRow = Selectable<PageTable>;
export type ReadingRow = Selectable<PageReadingTable>;

export const findPage = (db: Db, id: string): Promise<PageRow | undefined> => db.selectFrom('pages').selectAll().where('id', '=', id).executeTakeFirst();
export const findReading = (db: Db, cacheKey: string): Promise<ReadingRow | undefined> => db.selectFrom('page_readings').selectAll().where('cache_key', '=', cacheKey).executeTakeFirst();

export async function insertReading(db: Db, cacheKey: string, result: ReadResult): Promise<void> {
  const text = pageText(result.reading);
  await db.insertInto('page_readings').values({
    cache_key: cacheKey, reading: toJson(result.reading), quality: toJson(result.quality), transforms: toJson(result.transforms),
    delivered_sha256: result.deliveredSha256, thumbnail_sha256: result.thumbnailSha256, screen_sha256: result.screenSha256, small_picture: result.smallPicture === null ? null : toJson(result.smallPicture), width_px: result.reading.widthPx, height_px: result.reading.heightPx,
    ms: toJson(result.ms), text: text.toLocaleLowerCase('vi'), text_folded: foldMarks(text), created_at: new Date().toISOString(),
  }).onConflict((c) => c.column('cache_key').doNothing()).execute();
}

export async function markPageRead(db: Db, id: string, cacheKey: string, isBlank: boolean, computed: boolean): Promise<void> {
  await db.updateTable('pages').set((e) => ({ state: 'read', stale: e('stale', '+', 1), reading_key: cacheKey, is_blank: isBlank ? 1 : 0, problem: null, reads: computed ? e('reads', '+', 1) : e.ref('reads') })).where('id', '=', id).execute();
}
export async function markPageFailed(db: Db, id: string, problem: Problem): Promise<void> {
  await db.updateTable('pages').set((e) => ({ state: 'failed', stale: e('stale', '+', 1), problem: toJson(problem) })).where('id', '=', id).execute();
}

/** A page whose picture is decided but not read yet is shown as it will be. */
export function pendingTransforms(page: PageRow): readonly Transform[] | null {
  return page.state === 'read' ? null : fromJsonOrNull(transformsSchema, page.fixed_transforms);
}

/** Changes with whatever changes the delivered image. */
function imageVersionOf(page: PageRow): string {
  if (pendingTransforms(page) !== null) return createHash('sha256').update(page.fixed_transforms ?? '').digest('hex').slice(0, 16);
  return page.reading_key?.slice(0, 16) ?? '0';
}

function sizeOf(row: SummaryRow): { widthPx: number | null; heightPx: number | null } {
  const pending = pendingTransforms(row);
  const master = pending === null ? null : fromJsonOrNull(pageMasterSchema, row.master);
  return pending === null || master === null ? { widthPx: row.width_px, heightPx: row.height_px } : transformedSize(master, pending);
}

type SummaryRow = PageRow & { source_name: string; record_id: string | null; width_px: number | null; height_px: number | null };

const summaryQuery = (db: Db) =>
  db.selectFrom('pages')
    .innerJoin('sources', 'sources.id', 'pages.source_id')
    .leftJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key')
    .selectAll('pages')
    .select(['sources.display_name as source_name', 'page_readings.width_px as width_px', 'page_readings.height_px as height_px'])
    // A scan may hold two papers: the page shows the first of its records.
    .select((e) => e.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').whereRef('record_pages.page_id', '=', 'pages.id').where('records.hidden', '=', 0).select((inner) => inner.fn.min('record_pages.record_id').as('first')).as('record_id'));

function toSummary(row: SummaryRow, seq: number): PageSummary {
  return {
    id: row.id, batchId: row.batch_id, seq, sourceName: row.source_name, sourcePage: row.source_page, sourcePart: row.part === 0 ? null : row.part + 1, state: row.state, isBlank: row.is_blank === 1,
    duplicateOf: row.duplicate_of, recordId: row.record_id, ...sizeOf(row),
    problem: fromJsonOrNull(problemSchema, row.problem), imageVersion: imageVersionOf(row),
    isBinned: row.bin === 1, skipReason: row.skip_reason, boundary: row.boundary,
    answers: { blank: row.blank_answer, duplicate: row.duplicate_answer, poorScan: row.poor_answer, spread: row.spread_answer },
  };
}

export type PageShelf = 'table' | 'bin';
const binOf = (shelf: PageShelf): number => (shelf === 'bin' ? 1 : 0);

/** Pages on the table, or in the bin, after the first `after` ones, in order. */
export async function listPages(db: Db, batchId: string, shelf: PageShelf, after: number, limit: number): Promise<readonly PageSummary[]> {
  const rows = await summaryQuery(db).where('pages.batch_id', '=', batchId).where('pages.bin', '=', binOf(shelf)).orderBy('pages.position').orderBy('pages.source_page').offset(after).limit(limit).execute();
  return rows.map((row, index) => toSummary(row, after + index + 1));
}

export async function countPagesOf(db: Db, batchId: string, shelf: PageShelf): Promise<number> {
  const row = await db.selectFrom('pages').select((e) => e.fn.countAll().as('n')).where('batch_id', '=', batchId).where('bin', '=', binOf(shelf)).executeTakeFirst();
  return Number(row?.n ?? 0);
}

export async function findPageDetail(db: Db, id: string): Promise<PageDetail | undefined> {
  const row = await summaryQuery(db).where('pages.id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const before = await db.selectFrom('pages').select((e) => e.fn.countAll().as('n')).where('batch_id', '=', row.batch_id).where('bin', '=', row.bin)
    .where((e) => e.or([e('position', '<', row.position), e.and([e('position', '=', row.position), e('source_page', '<', row.source_page)])])).executeTakeFirst();
  const reading = row.reading_key === null ? undefined : await findReading(db, row.reading_key);
  return {
    ...toSummary(row, Number(before?.n ?? 0) + 1),
    transforms: fromJsonOrNull(transformsSchema, row.fixed_transforms) ?? (reading === undefined ? [] : fromJson(transformsSchema, reading.transforms)),
    quality: reading === undefined ? null : fromJson(qualityFactsSchema, reading.quality),
    reading: reading === undefined ? null : fromJson(pageReadingSchema, reading.reading),
  };
}
