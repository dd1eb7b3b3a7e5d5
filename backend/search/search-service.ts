// Finds text in everything that was read: fields of records first, then pages. A query without marks
// matches folded text; one with marks must match them as well. LIKE over folded columns is enough for
// an office's workspace; a full-text index can take this function's place.
import { sql } from 'kysely';
import type { SearchHit, SearchReply } from '../../shared/api/search.ts';
import { foldMarks, tidy } from '../../shared/domain/vietnamese-text.ts';
import type { Db } from '../db/schema.ts';

const EXCERPT_CHARS = 60;

const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, (found) => `\\${found}`)}%`;

function excerptOf(text: string, at: number, length: number): string {
  const from = Math.max(0, at - EXCERPT_CHARS);
  const to = Math.min(text.length, at + length + EXCERPT_CHARS);
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replace(/\s+/g, ' ')}${to < text.length ? '…' : ''}`;
}

type Query = { readonly shown: string; readonly lower: string; readonly folded: string; readonly hasMarks: boolean };

function toQuery(raw: string): Query {
  const shown = tidy(raw);
  const lower = shown.toLocaleLowerCase('vi');
  const folded = foldMarks(shown);
  return { shown, lower, folded, hasMarks: lower !== folded };
}

async function findInRecords(db: Db, query: Query, limit: number): Promise<readonly SearchHit[]> {
  const rows = await db.selectFrom('record_fields').innerJoin('records', 'records.id', 'record_fields.record_id').innerJoin('batches', 'batches.id', 'records.batch_id')
    .select(['records.id', 'records.batch_id', 'batches.name', 'records.title', 'record_fields.field', 'record_fields.value'])
    .where('records.hidden', '=', 0).where(sql<boolean>`record_fields.value_folded like ${likePattern(query.folded)} escape '\\'`).orderBy('records.batch_id', 'desc').orderBy('records.position').limit(limit * 3).execute();
  return rows.filter((row) => !query.hasMarks || row.value.toLocaleLowerCase('vi').includes(query.lower))
    .map((row): SearchHit => ({ kind: 'record', id: row.id, batchId: row.batch_id, batchName: row.name, title: row.title, field: row.field, excerpt: row.value }));
}

async function findInPages(db: Db, query: Query, limit: number): Promise<readonly SearchHit[]> {
  let select = db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').innerJoin('sources', 'sources.id', 'pages.source_id').innerJoin('batches', 'batches.id', 'pages.batch_id')
    .select(['pages.id', 'pages.batch_id', 'batches.name', 'sources.display_name', 'pages.source_page', 'page_readings.text', 'page_readings.text_folded'])
    .where(sql<boolean>`page_readings.text_folded like ${likePattern(query.folded)} escape '\\'`).orderBy('pages.batch_id', 'desc').orderBy('pages.position').limit(limit);
  if (query.hasMarks) select = select.where(sql<boolean>`page_readings.text like ${likePattern(query.lower)} escape '\\'`);
  const rows = await select.execute();
  return rows.map((row): SearchHit => {
    // Folding NFC text keeps one character for one character, so the place in the folded text is the place in the text.
    const at = query.hasMarks ? row.text.indexOf(query.lower) : row.text_folded.indexOf(query.folded);
    return {
      kind: 'page', id: row.id, batchId: row.batch_id, batchName: row.name, title: `${row.display_name} · ${row.source_page}`, field: null,
      excerpt: excerptOf(row.text, Math.max(0, at), query.lower.length),
    };
  });
}

export async function search(db: Db, raw: string, limit: number): Promise<SearchReply> {
  const query = toQuery(raw);
  if (query.folded === '') return { query: query.shown, hits: [], hasMore: false };
  const hits = [...(await findInRecords(db, query, limit + 1)), ...(await findInPages(db, query, limit + 1))];
  return { query: query.shown, hits: hits.slice(0, limit), hasMore: hits.length > limit };
}
