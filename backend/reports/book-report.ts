// The checks of a book in one list of what to repair, each line leading to its record. The form of numbers,
// dates and doubles is the package's own check (packaging/registration-checks.ts): what is refused there is
// told here first.
import type { BookFindingLine, BookReport, BookTarget } from '../../shared/api/reports.ts';
import { checkCounts, checkPresence, checkYearNumbering, countCharacters, type BookFinding, type BookRecord, type Counts } from '../../shared/domain/book-checks.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import { AppError } from '../../shared/errors.ts';
import { findBatch, type BatchRow } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import { registrationChecks } from '../packaging/registration-checks.ts';
import { countsOf, listHandovers } from './handovers.ts';
import { listStanding } from '../review/work-repository.ts';

export async function findTarget(db: Db, batchId: string): Promise<BookTarget | null> {
  const row = await db.selectFrom('book_targets').selectAll().where('batch_id', '=', batchId).executeTakeFirst();
  return row === undefined ? null : { unit: row.unit, expectedRecords: row.expected_records, expectedPages: row.expected_pages, firstNumber: row.first_number, lastNumber: row.last_number, deadline: row.deadline };
}

type BookRow = BookRecord & { readonly title: string };

async function listBook(db: Db, batchId: string, only?: readonly string[]): Promise<readonly BookRow[]> {
  const records = await db.selectFrom('records').select(['id', 'record_type', 'title']).where('batch_id', '=', batchId).where('hidden', '=', 0).orderBy('position').orderBy('id').execute();
  let query = db.selectFrom('record_fields').innerJoin('records', 'records.id', 'record_fields.record_id').select(['record_id', 'field', 'value']).where('records.batch_id', '=', batchId).where('records.hidden', '=', 0);
  if (only !== undefined) query = query.where('field', 'in', [...only]);
  const byRecord = Map.groupBy(await query.execute(), (row) => row.record_id);
  return records.map((record, index) => ({ id: record.id, bookId: batchId, seq: index + 1, recordType: record.record_type, title: record.title, values: Object.fromEntries((byRecord.get(record.id) ?? []).map((row) => [row.field, row.value])) }));
}

/** Books of the same place count their numbers on; a batch that does not say its place stands alone. */
async function listSisters(db: Db, batch: BatchRow): Promise<readonly BookRow[]> {
  const place = foldMarks(batch.place ?? '').trim();
  if (place === '') return [];
  const batches = await db.selectFrom('batches').select(['id', 'place']).where('id', '<>', batch.id).execute();
  const books: BookRow[] = [];
  for (const other of batches) if (foldMarks(other.place ?? '').trim() === place) books.push(...(await listBook(db, other.id, ['so', 'ngayDangKy'])));
  return books;
}

async function countHere(db: Db, batchId: string): Promise<Counts> {
  const pages = await db.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').innerJoin('pages', 'pages.id', 'record_pages.page_id')
    .select((e) => [e.fn.countAll().as('pages'), e.fn.count('record_pages.record_id').distinct().as('files')]).where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).where('pages.bin', '=', 0).executeTakeFirst();
  const records = await db.selectFrom('records').select((e) => e.fn.countAll().as('n')).where('batch_id', '=', batchId).where('hidden', '=', 0).executeTakeFirst();
  return { cases: Number(records?.n ?? 0), pages: Number(pages?.pages ?? 0), files: Number(pages?.files ?? 0) };
}

function formFindings(records: readonly BookRow[]): readonly BookFinding[] {
  const checked = registrationChecks(records.map(({ id, recordType, values }) => ({ recordId: id, recordType, values })));
  return checked.map(({ code, detail = {} }) => ({ code, recordId: String(detail['recordId'] ?? ''), field: detail['field'] === undefined ? null : String(detail['field']), detail }));
}

export async function reportOfBook(db: Db, batchId: string): Promise<BookReport> {
  const batch = await findBatch(db, batchId);
  if (batch === undefined) throw new AppError('not-found', { what: 'batch', id: batchId });
  const records = await listBook(db, batchId);
  const target = await findTarget(db, batchId);
  const handovers = await listHandovers(db, batchId);
  const here = await countHere(db, batchId);
  const received = countsOf(handovers, 'received');
  const returned = countsOf(handovers, 'returned');
  const expected: Counts = { cases: target?.expectedRecords ?? 0, pages: target?.expectedPages ?? 0, files: 0 };
  const findings = [
    ...checkYearNumbering([...records, ...(await listSisters(db, batch))], batchId, { first: target?.firstNumber ?? null, last: target?.lastNumber ?? null }),
    ...records.flatMap(checkPresence), ...formFindings(records),
    ...checkCounts(here, expected, 'expected'),
    ...(received === null ? [] : checkCounts(here, received, 'received')),
    ...(received === null || returned === null ? [] : checkCounts(returned, received, 'returned')),
  ];
  const byId = new Map(records.map((record) => [record.id, record]));
  const lines = findings.map((found): BookFindingLine => ({ ...found, seq: byId.get(found.recordId ?? '')?.seq ?? null, title: byId.get(found.recordId ?? '')?.title ?? null }));
  const accepted = (await listStanding(db, batchId)).filter((work) => work.state === 'accepted').length;
  return {
    batchId, batchName: batch.name, place: batch.place, bookNumber: batch.book_number, here, accepted, received, returned,
    findings: lines.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)), characters: countCharacters(records),
  };
}
