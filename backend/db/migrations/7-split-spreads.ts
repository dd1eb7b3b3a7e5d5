import type { Migration } from '../migration.ts';

/** Several pages out of one page of a file, and the answer to the proposal that asks for it. */
export const splitSpreads: Migration = {
  level: 7,
  name: 'split spreads',
  up: async (db) => {
    await db.schema.alterTable('pages').addColumn('part', 'integer', (c) => c.notNull().defaultTo(0)).execute();
    await db.schema.alterTable('pages').addColumn('spread_answer', 'text').execute();
    await db.schema.dropIndex('pages_source').execute();
    await db.schema.createIndex('pages_source').on('pages').columns(['source_id', 'source_page', 'part']).unique().execute();
  },
};
