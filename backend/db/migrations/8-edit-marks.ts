import type { Migration } from '../migration.ts';

/** Edits know why a value is empty, and which of them do again what was taken back. */
export const editMarks: Migration = {
  level: 8,
  name: 'edit marks',
  up: async (db) => {
    await db.schema.alterTable('edits').addColumn('mark', 'text').execute();
    await db.schema.alterTable('edits').addColumn('redoes', 'bigint').execute();
  },
};
