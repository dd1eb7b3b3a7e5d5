import type { LevelDb, Migration } from '../migration.ts';

async function createProfiles(db: LevelDb): Promise<void> {
  await db.schema.createTable('upload_profiles')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('name', 'text', (c) => c.notNull()).addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull()).addColumn('settings', 'text', (c) => c.notNull()).addColumn('secret', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
}

async function createReceipts(db: LevelDb): Promise<void> {
  // No foreign key to records: a receipt outlives the record it was given for.
  await db.schema.createTable('record_receipts')
    .addColumn('upload_id', 'text', (c) => c.notNull()).addColumn('record_id', 'text', (c) => c.notNull()).addColumn('path', 'text', (c) => c.notNull())
    .addColumn('identifier', 'text', (c) => c.notNull()).addColumn('sha256', 'text', (c) => c.notNull()).addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('record_receipts_key', ['upload_id', 'record_id']).execute();
  await db.schema.createIndex('record_receipts_record').on('record_receipts').column('record_id').execute();
  await db.schema.createTable('reconciliations')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('profile_id', 'text', (c) => c.notNull().references('upload_profiles.id').onDelete('cascade'))
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('result', 'text').addColumn('problem', 'text')
    .addColumn('started_at', 'text', (c) => c.notNull()).addColumn('ended_at', 'text').execute();
  await db.schema.createTable('bring_backs')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('profile_id', 'text', (c) => c.notNull()).addColumn('package_sha256', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull()).addColumn('batch_id', 'text').addColumn('lines', 'text').addColumn('problem', 'text')
    .addColumn('by', 'text', (c) => c.notNull()).addColumn('at', 'text', (c) => c.notNull()).execute();
}

/** Profiles of targets, the queue's own columns, receipts by record, reconciliation, packages brought back. */
export const uploadQueue: Migration = {
  level: 5,
  name: 'upload queue',
  up: async (db) => {
    await createProfiles(db);
    await createReceipts(db);
    for (const column of ['profile_id', 'not_before', 'waiting', 'finished_at', 'last_try_at'] as const) await db.schema.alterTable('uploads').addColumn(column, 'text').execute();
    for (const column of ['priority', 'paused', 'tries'] as const) await db.schema.alterTable('uploads').addColumn(column, 'integer', (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.createIndex('uploads_state').on('uploads').columns(['state', 'priority', 'id']).execute();
  },
};
