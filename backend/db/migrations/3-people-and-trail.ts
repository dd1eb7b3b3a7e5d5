import type { LevelDb, Migration } from '../migration.ts';
import { refuse } from '../refuse.ts';

async function createPeople(db: LevelDb): Promise<void> {
  await db.schema.createTable('people')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('login', 'text', (c) => c.notNull().unique()).addColumn('name', 'text', (c) => c.notNull())
    .addColumn('roles', 'text', (c) => c.notNull()).addColumn('password', 'text', (c) => c.notNull()).addColumn('must_change', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull()).addColumn('revision', 'integer', (c) => c.notNull()).addColumn('created_at', 'text', (c) => c.notNull()).execute();
  await db.schema.createTable('sessions')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('token_sha256', 'text', (c) => c.notNull().unique())
    .addColumn('person_id', 'text', (c) => c.notNull().references('people.id')).addColumn('created_ms', 'bigint', (c) => c.notNull())
    .addColumn('seen_ms', 'bigint', (c) => c.notNull()).addColumn('expires_ms', 'bigint', (c) => c.notNull()).addColumn('from', 'text', (c) => c.notNull())
    .addColumn('is_locked', 'integer', (c) => c.notNull()).addColumn('ended', 'text').execute();
  await db.schema.createIndex('sessions_person').on('sessions').columns(['person_id', 'ended']).execute();
  await db.schema.createTable('sign_in_failures')
    .addColumn('key', 'text', (c) => c.primaryKey()).addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('until_ms', 'bigint', (c) => c.notNull()).addColumn('last_ms', 'bigint', (c) => c.notNull()).execute();
  await db.schema.createTable('consents')
    .addColumn('id', 'text', (c) => c.primaryKey()).addColumn('kind', 'text', (c) => c.notNull()).addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull()).addColumn('requested_by', 'text', (c) => c.notNull()).addColumn('state', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'text').addColumn('requested_at', 'text', (c) => c.notNull()).addColumn('decided_at', 'text')
    .addColumn('expires_ms', 'bigint', (c) => c.notNull()).addColumn('result', 'text').execute();
  await db.schema.createIndex('consents_state').on('consents').columns(['state', 'id']).execute();
}

async function createTrail(db: LevelDb): Promise<void> {
  await db.schema.createTable('trail')
    .addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('at', 'text', (c) => c.notNull()).addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject_type', 'text', (c) => c.notNull()).addColumn('subject_id', 'text', (c) => c.notNull()).addColumn('batch_id', 'text')
    .addColumn('by', 'text', (c) => c.notNull()).addColumn('from', 'text', (c) => c.notNull()).addColumn('payload_sha256', 'text')
    .addColumn('hash', 'text', (c) => c.notNull()).execute();
  await db.schema.createIndex('trail_subject').on('trail').columns(['subject_type', 'subject_id', 'seq']).execute();
  await db.schema.createIndex('trail_batch').on('trail').columns(['batch_id', 'seq']).execute();
  await db.schema.createIndex('trail_by').on('trail').columns(['by', 'seq']).execute();
  await db.schema.createTable('trail_payloads')
    .addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('salt', 'text', (c) => c.notNull()).addColumn('before', 'text').addColumn('after', 'text').execute();
  await db.schema.createTable('trail_erasures').addColumn('seq', 'bigint', (c) => c.primaryKey()).addColumn('certificate_seq', 'bigint', (c) => c.notNull()).execute();
  await db.schema.createTable('trail_head').addColumn('id', 'integer', (c) => c.primaryKey()).addColumn('seq', 'bigint', (c) => c.notNull()).addColumn('hash', 'text', (c) => c.notNull()).execute();
}

async function holdTrail(db: LevelDb): Promise<void> {
  const hold = (table: string, when: 'update' | 'delete', condition?: string): Promise<void> =>
    refuse(db, { name: `${table}_no_${when}`, table, when, message: 'the trail is only added to', ...(condition === undefined ? {} : { condition }) });
  for (const table of ['trail', 'trail_payloads', 'trail_erasures']) {
    await hold(table, 'update');
    await hold(table, 'delete', table === 'trail_payloads' ? 'not exists (select 1 from trail_erasures where seq = old.seq)' : undefined);
  }
}

export const peopleAndTrail: Migration = {
  level: 3,
  name: 'people and trail',
  up: async (db) => {
    await createPeople(db);
    await createTrail(db);
    await holdTrail(db);
  },
};
