// What the reader said against what was accepted, one row a field: the figures of quality are counted from
// these, not from edits, which a clerk may make and take back.
import { isDoubtful, fieldReadingSchema } from '../../shared/domain/field.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { pageReadingSchema } from '../../shared/domain/reading.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { FieldOutcomeTable } from '../db/review-tables.ts';
import type { Db } from '../db/schema.ts';
import { listFieldRows, type RecordRow } from '../records/record-repository.ts';
import type { WorkRow } from './work-repository.ts';

/** The reader and its version, as the reading of the record's first page names it. */
async function engineOf(db: Db, recordId: string): Promise<string> {
  const row = await db.selectFrom('record_pages').innerJoin('pages', 'pages.id', 'record_pages.page_id').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key')
    .select('page_readings.reading').where('record_pages.record_id', '=', recordId).orderBy('record_pages.ordinal').limit(1).executeTakeFirst();
  return row === undefined ? '' : fromJson(pageReadingSchema.pick({ engine: true }), row.reading).engine;
}

export async function storeOutcomes(trx: Db, record: RecordRow, work: WorkRow): Promise<void> {
  await trx.deleteFrom('field_outcomes').where('record_id', '=', record.id).execute();
  const { record_type: recordType } = record;
  if (recordType === null) return;
  const engine = await engineOf(trx, record.id);
  const rows = (await listFieldRows(trx, record.id)).flatMap((row): FieldOutcomeTable[] => {
    const spec = fieldSpec(recordType, row.field);
    if (spec === undefined) return [];
    const machine = fromJsonOrNull(fieldReadingSchema, row.machine);
    return [{
      record_id: record.id, field: row.field, batch_id: record.batch_id, record_type: recordType, form: record.form ?? '', kind: spec.kind, engine,
      is_wrong: (machine?.value ?? '') === row.value ? 0 : 1, was_doubtful: machine === null || isDoubtful(machine) ? 1 : 0, chars: [...row.value].length,
      keyed_by: work.keyed_by, lot_id: work.lot_id, accepted_at: work.accepted_at ?? new Date().toISOString(),
    }];
  });
  for (let at = 0; at < rows.length; at += 50) await trx.insertInto('field_outcomes').values(rows.slice(at, at + 50)).execute();
}
