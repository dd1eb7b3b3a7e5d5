// What reviewers found wrong, on a field or on the record as a whole.
import type { Remark } from '../../shared/api/review.ts';
import type { z } from 'zod';
import type { newRemarkSchema } from '../../shared/api/review.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import type { Db } from '../db/schema.ts';
import { loadNames } from './person-names.ts';
import { ERROR_KINDS } from './plan-repository.ts';
import type { RecordAtWork } from './take-step.ts';

export type NewRemark = z.infer<typeof newRemarkSchema>;

export async function insertRemarks(trx: Db, { record, work }: RecordAtWork, remarks: readonly NewRemark[], by: string, lotId: string | null = null): Promise<void> {
  const at = new Date().toISOString();
  for (const { field, kind, note } of remarks) {
    if (!ERROR_KINDS.some((known) => known.code === kind)) throw new AppError('bad-request', { reason: 'unknown kind of error', kind });
    if (field !== null && (record.record_type === null || fieldSpec(record.record_type, field) === undefined)) throw new AppError('bad-request', { reason: 'unknown field', field });
    await trx.insertInto('remarks').values({ id: createId(), batch_id: record.batch_id, record_id: record.id, field, kind, note: note.normalize('NFC'), by, at, lot_id: lotId, keyed_by: work.keyed_by, resolved_by: null, resolved_at: null }).execute();
  }
}

/** Oldest first. */
export async function listRemarks(db: Db, recordId: string): Promise<readonly Remark[]> {
  const rows = await db.selectFrom('remarks').selectAll().where('record_id', '=', recordId).orderBy('id').execute();
  const nameOf = await loadNames(db);
  return rows.map((row) => ({ id: row.id, recordId: row.record_id, field: row.field, kind: row.kind, note: row.note, by: nameOf(row.by), at: row.at, lotId: row.lot_id, isResolved: row.resolved_at !== null }));
}
