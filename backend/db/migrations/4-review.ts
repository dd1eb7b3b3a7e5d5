import { sql } from 'kysely';
import type { LevelDb, Migration } from '../migration.ts';
import { refuse, type Refusal } from '../refuse.ts';

async function createWork(db: LevelDb): Promise<void> {
  await db.schema.createTable('review_plans')
    .addColumn('batch_id', 'text', (c) => c.primaryKey().references('batches.id').onDelete('cascade')).addColumn('plan', 'text', (c) => c.notNull())
    .addColumn('set_by', 'text', (c) => c.notNull()).addColumn('set_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('record_work')
    .addColumn('record_id', 'text', (c) => c.primaryKey().references('records.id').onDelete('cascade')).addColumn('batch_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('revision', 'integer', (c) => c.notNull()).addColumn('assigned_to', 'text')
    .addColumn('keyed_by', 'text').addColumn('keyed_at', 'text').addColumn('second_by', 'text').addColumn('second_at', 'text')
    .addColumn('arbitrated_by', 'text').addColumn('arbitrated_at', 'text').addColumn('reviewed_by', 'text').addColumn('reviewed_at', 'text')
    .addColumn('accepted_by', 'text').addColumn('accepted_at', 'text').addColumn('lot_id', 'text').addColumn('returns', 'integer', (c) => c.notNull().defaultTo(0))
    .addCheckConstraint('second_is_another', sql`second_by is null or keyed_by is null or second_by <> keyed_by`)
    .addCheckConstraint('arbiter_is_third', sql`arbitrated_by is null or ((keyed_by is null or arbitrated_by <> keyed_by) and (second_by is null or arbitrated_by <> second_by))`)
    .addCheckConstraint('reviewer_is_another', sql`reviewed_by is null or ((keyed_by is null or reviewed_by <> keyed_by) and (second_by is null or reviewed_by <> second_by) and (arbitrated_by is null or reviewed_by <> arbitrated_by))`)
    .execute();
  await db.schema.createIndex('record_work_batch').on('record_work').columns(['batch_id', 'state']).execute();
  await db.schema.createIndex('record_work_person').on('record_work').columns(['assigned_to', 'state']).execute();
  await db.schema.createTable('work_steps')
    .addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull()).addColumn('record_id', 'text')
    .addColumn('event', 'text', (c) => c.notNull()).addColumn('from_state', 'text').addColumn('to_state', 'text')
    .addColumn('by', 'text', (c) => c.notNull()).addColumn('at', 'text', (c) => c.notNull()).addColumn('detail', 'text').execute();
  await db.schema.createIndex('work_steps_record').on('work_steps').columns(['record_id', 'seq']).execute();
  await db.schema.createIndex('work_steps_batch').on('work_steps').columns(['batch_id', 'seq']).execute();
  await db.schema.createTable('record_claims')
    .addColumn('record_id', 'text', (c) => c.primaryKey().references('records.id').onDelete('cascade')).addColumn('batch_id', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull()).addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('since', 'text', (c) => c.notNull()).addColumn('until_ms', 'bigint', (c) => c.notNull()).execute();
  await db.schema.createIndex('record_claims_person').on('record_claims').columns(['person_id']).execute();
  await db.schema.createTable('second_keyings')
    .addColumn('record_id', 'text', (c) => c.notNull().references('records.id').onDelete('cascade')).addColumn('field', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull()).addColumn('by', 'text', (c) => c.notNull()).addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('second_keyings_key', ['record_id', 'field']).execute();
}

async function createFindings(db: LevelDb): Promise<void> {
  await db.schema.createTable('remarks')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull()).addColumn('record_id', 'text', (c) => c.notNull().references('records.id').onDelete('cascade'))
    .addColumn('field', 'text').addColumn('kind', 'text', (c) => c.notNull()).addColumn('note', 'text', (c) => c.notNull()).addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull()).addColumn('lot_id', 'text').addColumn('keyed_by', 'text').addColumn('resolved_by', 'text').addColumn('resolved_at', 'text').execute();
  await db.schema.createIndex('remarks_record').on('remarks').columns(['record_id', 'resolved_at']).execute();
  await db.schema.createIndex('remarks_keyed').on('remarks').columns(['keyed_by', 'at']).execute();
  await db.schema.createTable('lots')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('size', 'integer', (c) => c.notNull()).addColumn('scheme', 'text', (c) => c.notNull()).addColumn('code_letter', 'text', (c) => c.notNull()).addColumn('plan_letter', 'text', (c) => c.notNull())
    .addColumn('sample_size', 'integer', (c) => c.notNull()).addColumn('accept', 'integer', (c) => c.notNull()).addColumn('reject', 'integer', (c) => c.notNull()).addColumn('seed', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('drawn_by', 'text', (c) => c.notNull()).addColumn('drawn_at', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'text').addColumn('decided_at', 'text').execute();
  await db.schema.createIndex('lots_batch').on('lots').columns(['batch_id', 'id']).execute();
  await db.schema.createTable('lot_records')
    .addColumn('lot_id', 'text', (c) => c.notNull().references('lots.id').onDelete('cascade')).addColumn('record_id', 'text', (c) => c.notNull())
    .addColumn('in_sample', 'integer', (c) => c.notNull()).addColumn('verdict', 'text').addColumn('checked_by', 'text').addColumn('checked_at', 'text')
    .addPrimaryKeyConstraint('lot_records_key', ['lot_id', 'record_id']).execute();
}

async function createFigures(db: LevelDb): Promise<void> {
  await db.schema.createTable('field_outcomes')
    .addColumn('record_id', 'text', (c) => c.notNull().references('records.id').onDelete('cascade')).addColumn('field', 'text', (c) => c.notNull()).addColumn('batch_id', 'text', (c) => c.notNull())
    .addColumn('record_type', 'text', (c) => c.notNull()).addColumn('form', 'text', (c) => c.notNull()).addColumn('kind', 'text', (c) => c.notNull()).addColumn('engine', 'text', (c) => c.notNull())
    .addColumn('is_wrong', 'integer', (c) => c.notNull()).addColumn('was_doubtful', 'integer', (c) => c.notNull()).addColumn('chars', 'integer', (c) => c.notNull())
    .addColumn('keyed_by', 'text').addColumn('lot_id', 'text').addColumn('accepted_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('field_outcomes_key', ['record_id', 'field']).execute();
  await db.schema.createIndex('field_outcomes_batch').on('field_outcomes').columns(['batch_id']).execute();
  await db.schema.createTable('handovers')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('direction', 'text', (c) => c.notNull()).addColumn('on_date', 'text', (c) => c.notNull())
    .addColumn('books', 'integer', (c) => c.notNull()).addColumn('cases', 'integer', (c) => c.notNull()).addColumn('pages', 'integer', (c) => c.notNull()).addColumn('files', 'integer', (c) => c.notNull())
    .addColumn('giver', 'text', (c) => c.notNull()).addColumn('taker', 'text', (c) => c.notNull()).addColumn('note', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull()).addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('book_targets')
    .addColumn('batch_id', 'text', (c) => c.primaryKey().references('batches.id').onDelete('cascade')).addColumn('unit', 'text', (c) => c.notNull())
    .addColumn('expected_records', 'integer').addColumn('expected_pages', 'integer').addColumn('first_number', 'integer').addColumn('last_number', 'integer')
    .addColumn('deadline', 'text').addColumn('set_by', 'text', (c) => c.notNull()).addColumn('set_at', 'text', (c) => c.notNull()).execute();
}

/** A check constraint sees one row; that a reviewer or a checker of a sample has typed nothing into the record is held by triggers. */
async function holdFourEyes(db: LevelDb): Promise<void> {
  const refuseKeyer = (name: string, when: Refusal['when'], table: string, person: string): Promise<void> => refuse(db, {
    name, when, table, message: 'four eyes: who keyed a record does not judge it',
    // Quoted: `by` is a word of PostgreSQL's own.
    condition: `new."${person}" is not null and exists (select 1 from edits where edits.record_id = new.record_id and edits."by" = new."${person}")`,
  });
  await refuseKeyer('reviewer_typed_nothing', 'update of reviewed_by', 'record_work', 'reviewed_by');
  await refuseKeyer('reviewer_typed_nothing_new', 'insert', 'record_work', 'reviewed_by');
  await refuseKeyer('second_typed_nothing', 'insert', 'second_keyings', 'by');
  await refuseKeyer('checker_typed_nothing', 'update of checked_by', 'lot_records', 'checked_by');
  for (const when of ['update', 'delete'] as const) await refuse(db, { name: `work_steps_no_${when}`, when, table: 'work_steps', message: 'steps are only added' });
}

export const review: Migration = {
  level: 4,
  name: 'review',
  up: async (db) => {
    await createWork(db);
    await createFindings(db);
    await createFigures(db);
    await holdFourEyes(db);
  },
};
