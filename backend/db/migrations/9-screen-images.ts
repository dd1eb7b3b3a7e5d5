import type { Migration } from '../migration.ts';

/** Pages have a picture of the size in which screens show them; null until somebody looks. */
export const screenImages: Migration = {
  level: 9,
  name: 'screen images',
  up: async (db) => {
    await db.schema.alterTable('page_readings').addColumn('screen_sha256', 'text').execute();
  },
};
