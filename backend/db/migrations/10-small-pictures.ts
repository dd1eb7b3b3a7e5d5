import type { Migration } from '../migration.ts';

/** Pages keep the small picture that goes into civil-status files; null until one is made. */
export const smallPictures: Migration = {
  level: 10,
  name: 'small pictures',
  up: async (db) => {
    await db.schema.alterTable('page_readings').addColumn('small_picture', 'text').execute();
  },
};
