// Biên bản giao nhận: what was handed over for digitising and what went back, as counted and signed. Rows are
// only added; a wrong one is put right by the next, with its reason in the note.
import type { Selectable } from 'kysely';
import type { Handover, NewHandover } from '../../shared/api/reports.ts';
import type { Counts } from '../../shared/domain/book-checks.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import type { HandoverTable } from '../db/review-tables.ts';
import type { Db } from '../db/schema.ts';
import { loadNames } from '../review/person-names.ts';
import { appendTrail } from '../trail/trail.ts';

const toHandover = (row: Selectable<HandoverTable>, name: string): Handover => ({
  id: row.id, direction: row.direction, onDate: row.on_date, books: row.books, cases: row.cases, pages: row.pages, files: row.files, giver: row.giver, taker: row.taker, note: row.note, by: name, createdAt: row.created_at,
});

export async function addHandover(trx: Db, batchId: string, handover: NewHandover, by: string): Promise<string> {
  const id = createId();
  const at = new Date().toISOString();
  const { onDate, ...facts } = handover;
  await trx.insertInto('handovers').values({ id, batch_id: batchId, ...facts, on_date: onDate, by, created_at: at }).execute();
  await appendTrail(trx, { kind: 'handover-written', subjectType: 'batch', subjectId: batchId, batchId, by, at, after: handover });
  return id;
}

export async function listHandovers(db: Db, batchId: string): Promise<readonly Handover[]> {
  const rows = await db.selectFrom('handovers').selectAll().where('batch_id', '=', batchId).orderBy('id').execute();
  const nameOf = await loadNames(db);
  return rows.map((row) => toHandover(row, nameOf(row.by).name));
}

export async function findHandover(db: Db, batchId: string, id: string): Promise<Handover> {
  const found = (await listHandovers(db, batchId)).find((handover) => handover.id === id);
  if (found === undefined) throw new AppError('not-found', { what: 'handover', id });
  return found;
}

/** The counts that hold: the last written in that direction. null when there are none. */
export function countsOf(handovers: readonly Handover[], direction: Handover['direction']): Counts | null {
  const last = handovers.findLast((handover) => handover.direction === direction);
  return last === undefined ? null : { cases: last.cases, pages: last.pages, files: last.files };
}
