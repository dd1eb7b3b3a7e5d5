// The steps from an empty database to the newest, in order, only ever appended. Written with Kysely's
// schema builder and types that SQLite and PostgreSQL share: text, integer, bigint, double precision.
import type { LevelDb, Migration } from './migration.ts';
import { packageSignature } from './migrations/6-packages.ts';
import { peopleAndTrail } from './migrations/3-people-and-trail.ts';
import { uploadQueue } from './migrations/5-upload-queue.ts';
import { review } from './migrations/4-review.ts';
import { splitSpreads } from './migrations/7-split-spreads.ts';
import { editMarks } from './migrations/8-edit-marks.ts';
import { screenImages } from './migrations/9-screen-images.ts';
import { smallPictures } from './migrations/10-small-pictures.ts';

async function createBatches(db: LevelDb): Promise<void> {
  await db.schema.createTable('batches')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('name', 'text', (c) => c.notNull())
    .addColumn('record_type', 'text', (c) => c.notNull()).addColumn('profile', 'text', (c) => c.notNull())
    .addColumn('paused', 'integer', (c) => c.notNull().defaultTo(0)).addColumn('assembled_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('intakes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull()).addColumn('inputs', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('problem', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createIndex('intakes_batch').on('intakes').columns(['batch_id', 'seq']).unique().execute();
}

async function createSources(db: LevelDb): Promise<void> {
  await db.schema.createTable('sources')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('intake_id', 'text', (c) => c.notNull()).addColumn('source_key', 'text', (c) => c.notNull())
    .addColumn('position', 'bigint', (c) => c.notNull()).addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('path', 'text').addColumn('stamp', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text').addColumn('media_type', 'text').addColumn('size_bytes', 'bigint')
    .addColumn('page_count', 'integer', (c) => c.notNull().defaultTo(0)).addColumn('duplicate_of', 'text').addColumn('problem', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createIndex('sources_key').on('sources').columns(['batch_id', 'source_key']).unique().execute();
  await db.schema.createIndex('sources_order').on('sources').columns(['batch_id', 'position']).execute();
  await db.schema.createIndex('sources_sha').on('sources').columns(['batch_id', 'sha256']).execute();
  await db.schema.createTable('originals')
    .addColumn('sha256', 'text', (c) => c.primaryKey()).addColumn('media_type', 'text', (c) => c.notNull())
    .addColumn('size_bytes', 'bigint', (c) => c.notNull()).addColumn('first_name', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
}

async function createPages(db: LevelDb): Promise<void> {
  await db.schema.createTable('pages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('source_id', 'text', (c) => c.notNull().references('sources.id').onDelete('cascade'))
    .addColumn('source_page', 'integer', (c) => c.notNull()).addColumn('position', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('master', 'text').addColumn('master_key', 'text')
    .addColumn('fixed_transforms', 'text').addColumn('reading_key', 'text').addColumn('is_blank', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('duplicate_of', 'text').addColumn('problem', 'text').addColumn('reads', 'integer', (c) => c.notNull().defaultTo(0)).execute();
  await db.schema.createIndex('pages_source').on('pages').columns(['source_id', 'source_page']).unique().execute();
  await db.schema.createIndex('pages_order').on('pages').columns(['batch_id', 'position']).execute();
  await db.schema.createIndex('pages_state').on('pages').columns(['batch_id', 'state']).execute();
  await db.schema.createIndex('pages_master').on('pages').columns(['batch_id', 'master_key']).execute();
  await db.schema.createIndex('pages_reading').on('pages').columns(['reading_key']).execute();
  await db.schema.createTable('page_readings')
    .addColumn('cache_key', 'text', (c) => c.primaryKey()).addColumn('reading', 'text', (c) => c.notNull())
    .addColumn('quality', 'text', (c) => c.notNull()).addColumn('transforms', 'text', (c) => c.notNull())
    .addColumn('delivered_sha256', 'text', (c) => c.notNull()).addColumn('thumbnail_sha256', 'text', (c) => c.notNull())
    .addColumn('width_px', 'integer', (c) => c.notNull()).addColumn('height_px', 'integer', (c) => c.notNull())
    .addColumn('ms', 'text', (c) => c.notNull()).addColumn('text', 'text', (c) => c.notNull()).addColumn('text_folded', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull()).execute();
}

async function createRecords(db: LevelDb): Promise<void> {
  await db.schema.createTable('records')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('position', 'bigint', (c) => c.notNull()).addColumn('record_type', 'text')
    .addColumn('record_type_confidence', 'double precision', (c) => c.notNull()).addColumn('form', 'text').addColumn('title', 'text', (c) => c.notNull())
    .addColumn('warnings', 'text', (c) => c.notNull()).addColumn('field_count', 'integer', (c) => c.notNull())
    .addColumn('doubtful_fields', 'integer', (c) => c.notNull()).addColumn('extract_ms', 'double precision', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull()).execute();
  await db.schema.createIndex('records_order').on('records').columns(['batch_id', 'position']).execute();
  await db.schema.createTable('record_pages')
    .addColumn('record_id', 'text', (c) => c.notNull().references('records.id').onDelete('cascade'))
    .addColumn('page_id', 'text', (c) => c.notNull().references('pages.id').onDelete('cascade'))
    .addColumn('ordinal', 'integer', (c) => c.notNull()).addPrimaryKeyConstraint('record_pages_key', ['record_id', 'page_id']).execute();
  await db.schema.createIndex('record_pages_page').on('record_pages').columns(['page_id']).execute();
  await db.schema.createTable('record_fields')
    .addColumn('record_id', 'text', (c) => c.notNull().references('records.id').onDelete('cascade'))
    .addColumn('field', 'text', (c) => c.notNull()).addColumn('reading', 'text', (c) => c.notNull()).addColumn('machine', 'text').addColumn('value', 'text', (c) => c.notNull())
    .addColumn('value_folded', 'text', (c) => c.notNull()).addColumn('from_clerk', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('record_fields_key', ['record_id', 'field']).execute();
  await db.schema.createTable('edits')
    .addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('revision', 'integer', (c) => c.notNull()).addColumn('batch_id', 'text', (c) => c.notNull()).addColumn('record_id', 'text', (c) => c.notNull())
    .addColumn('field', 'text', (c) => c.notNull()).addColumn('before', 'text').addColumn('after', 'text').addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull()).addColumn('undoes', 'bigint').execute();
  await db.schema.createIndex('edits_record').on('edits').columns(['record_id', 'seq']).execute();
}

async function createWork(db: LevelDb): Promise<void> {
  await db.schema.createTable('jobs')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('kind', 'text', (c) => c.notNull()).addColumn('batch_id', 'text')
    .addColumn('subject_id', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull()).addColumn('priority', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull()).addColumn('done', 'integer', (c) => c.notNull()).addColumn('total', 'integer', (c) => c.notNull())
    .addColumn('note', 'text').addColumn('problem', 'text').addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text').addColumn('ended_at', 'text').execute();
  await db.schema.createIndex('jobs_next').on('jobs').columns(['state', 'priority', 'id']).execute();
  await db.schema.createIndex('jobs_batch').on('jobs').columns(['batch_id', 'state', 'kind']).execute();
  await db.schema.createIndex('jobs_subject').on('jobs').columns(['subject_id', 'kind']).execute();
  await db.schema.createTable('packages')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('profile', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull()).addColumn('dir', 'text', (c) => c.notNull())
    .addColumn('records', 'integer', (c) => c.notNull()).addColumn('files', 'integer', (c) => c.notNull()).addColumn('bytes', 'bigint', (c) => c.notNull())
    .addColumn('warnings', 'text', (c) => c.notNull()).addColumn('problem', 'text').addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('uploads')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('package_id', 'text', (c) => c.notNull().references('packages.id').onDelete('cascade'))
    .addColumn('target', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull()).addColumn('package_sha256', 'text')
    .addColumn('receipt', 'text').addColumn('problem', 'text').addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('upload_parts')
    .addColumn('upload_id', 'text', (c) => c.notNull().references('uploads.id').onDelete('cascade')).addColumn('path', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull()).addColumn('size_bytes', 'bigint', (c) => c.notNull()).addColumn('url', 'text')
    .addColumn('sent_bytes', 'bigint', (c) => c.notNull()).addColumn('is_done', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('upload_parts_key', ['upload_id', 'path']).execute();
  await db.schema.createTable('settings').addColumn('name', 'text', (c) => c.primaryKey()).addColumn('value', 'text', (c) => c.notNull()).execute();
}

/** The light table: what a person decides about pages, and the log that takes it back. */
async function addDecisions(db: LevelDb): Promise<void> {
  for (const column of ['book_number', 'place', 'dossier_code'] as const) await db.schema.alterTable('batches').addColumn(column, 'text').execute();
  await db.schema.alterTable('batches').addColumn('year_opened', 'integer').execute();
  await db.schema.alterTable('pages').addColumn('bin', 'integer', (c) => c.notNull().defaultTo(0)).execute();
  for (const column of ['skip_reason', 'boundary', 'fixed_type', 'blank_answer', 'duplicate_answer', 'poor_answer'] as const) await db.schema.alterTable('pages').addColumn(column, 'text').execute();
  // Pages of before this level go through one assembly more.
  await db.schema.alterTable('pages').addColumn('stale', 'integer', (c) => c.notNull().defaultTo(1)).execute();
  await db.schema.createIndex('pages_stale').on('pages').columns(['batch_id', 'stale']).execute();
  await db.schema.alterTable('records').addColumn('hidden', 'integer', (c) => c.notNull().defaultTo(0)).execute();
  await db.schema.alterTable('record_fields').addColumn('handed_from', 'text').execute();
  await db.schema.createTable('page_actions')
    .addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('batch_id', 'text', (c) => c.notNull().references('batches.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull()).addColumn('patches', 'text', (c) => c.notNull()).addColumn('page_count', 'integer', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull()).addColumn('at', 'text', (c) => c.notNull()).addColumn('undoes', 'bigint').execute();
  await db.schema.createIndex('page_actions_batch').on('page_actions').columns(['batch_id', 'seq']).execute();
}

export const MIGRATIONS: readonly Migration[] = [
  {
    level: 1,
    name: 'spine',
    up: async (db) => {
      await createBatches(db);
      await createSources(db);
      await createPages(db);
      await createRecords(db);
      await createWork(db);
    },
  },
  { level: 2, name: 'light table', up: addDecisions },
  peopleAndTrail,
  review,
  uploadQueue,
  packageSignature,
  splitSpreads,
  editMarks,
  screenImages,
  smallPictures,
];
