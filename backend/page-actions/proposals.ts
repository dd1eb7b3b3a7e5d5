// What the program would put right on the light table, each with its reason, until a person answers: blanks
// and duplicates to the bin, poor scans to be scanned again, pages without a title joined to the record before, spreads cut into their two pages.
import type { Proposal } from '../../shared/api/page-actions.ts';
import { pageReadingSchema, qualityFactsSchema } from '../../shared/domain/reading.ts';
import { fromJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { isActive } from '../pages/page-order.ts';
import { findGutter } from './find-gutter.ts';

/** A record's type is taken as known from here on. */
const SURE_OF_TYPE = 0.6;

const listBlank = async (db: Db, batchId: string): Promise<readonly Proposal[]> =>
  (await db.selectFrom('pages').select('id').where('batch_id', '=', batchId).where('is_blank', '=', 1).where('bin', '=', 0).where('skip_reason', 'is', null).where('blank_answer', 'is', null).orderBy('position').orderBy('source_page').execute())
    .map((row) => ({ pageId: row.id, proposal: 'blank', reasons: ['no-print'], otherPageId: null, accepting: 'bin', at: null }));

const listDuplicates = async (db: Db, batchId: string): Promise<readonly Proposal[]> =>
  (await db.selectFrom('pages').select(['id', 'duplicate_of']).where('batch_id', '=', batchId).where('duplicate_of', 'is not', null).where('bin', '=', 0).where('skip_reason', 'is', null).where('is_blank', '=', 0).where('duplicate_answer', 'is', null).orderBy('position').orderBy('source_page').execute())
    .map((row) => ({ pageId: row.id, proposal: 'duplicate', reasons: ['same-image'], otherPageId: row.duplicate_of, accepting: 'bin', at: null }));

/** Pages whose quality check found something; an empty list of findings is left to the database to skip. */
async function listPoor(db: Db, batchId: string): Promise<readonly Proposal[]> {
  const rows = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select(['pages.id', 'page_readings.quality'])
    .where('pages.batch_id', '=', batchId).where((e) => isActive(e)).where('pages.poor_answer', 'is', null).where('page_readings.quality', 'not like', '%"findings":[]%')
    .orderBy('pages.position').orderBy('pages.source_page').execute();
  return rows.flatMap((row): Proposal[] => {
    const { findings } = fromJson(qualityFactsSchema, row.quality);
    return findings.length === 0 ? [] : [{ pageId: row.id, proposal: 'poor-scan', reasons: [...findings], otherPageId: null, accepting: 'rescan', at: null }];
  });
}

/** Records that begin without a title of their own, right behind a record of a known type. */
async function listBoundaries(db: Db, batchId: string): Promise<readonly Proposal[]> {
  const rows = await db.selectFrom('pages').leftJoin('record_pages', 'record_pages.page_id', 'pages.id').leftJoin('records', (join) => join.onRef('records.id', '=', 'record_pages.record_id').on('records.hidden', '=', 0))
    .select(['pages.id', 'pages.boundary', 'pages.fixed_type', 'record_pages.ordinal', 'records.id as record_id', 'records.record_type', 'records.record_type_confidence'])
    .where('pages.batch_id', '=', batchId).where((e) => isActive(e)).where('records.id', 'is not', null).orderBy('pages.position').orderBy('pages.source_page').execute();
  return rows.flatMap((row, index): Proposal[] => {
    const before = rows[index - 1];
    const isUnsure = row.record_type === null || (row.record_type_confidence ?? 0) < SURE_OF_TYPE;
    if (before === undefined || before.record_id === row.record_id || row.ordinal !== 0 || !isUnsure || row.boundary !== null || row.fixed_type !== null) return [];
    if (before.record_type === null || (before.record_type_confidence ?? 0) < SURE_OF_TYPE) return [];
    return [{ pageId: row.id, proposal: 'boundary', reasons: [row.record_type === null ? 'no-title' : 'type-unsure'], otherPageId: before.id, accepting: 'join', at: null }];
  });
}

/** Wide scans with print on both sides of an empty strip down the middle. */
async function listSpreads(db: Db, batchId: string): Promise<readonly Proposal[]> {
  const rows = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select(['pages.id', 'page_readings.reading'])
    .where('pages.batch_id', '=', batchId).where((e) => isActive(e)).where('pages.spread_answer', 'is', null).whereRef('page_readings.width_px', '>', 'page_readings.height_px')
    .orderBy('pages.position').orderBy('pages.source_page').execute();
  return rows.flatMap((row): Proposal[] => {
    const at = findGutter(fromJson(pageReadingSchema, row.reading));
    return at === undefined ? [] : [{ pageId: row.id, proposal: 'spread', reasons: ['two-pages'], otherPageId: null, accepting: 'split-spread', at }];
  });
}

/** All open proposals of a batch, kind by kind, each in batch order. */
export async function listProposals(db: Db, batchId: string): Promise<readonly Proposal[]> {
  return [...(await listSpreads(db, batchId)), ...(await listBlank(db, batchId)), ...(await listDuplicates(db, batchId)), ...(await listPoor(db, batchId)), ...(await listBoundaries(db, batchId))];
}
