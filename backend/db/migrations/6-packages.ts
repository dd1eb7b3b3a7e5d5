import type { Migration } from '../migration.ts';

/** Packages know who signed them. */
export const packageSignature: Migration = {
  level: 6,
  name: 'package signature',
  up: async (db) => {
    await db.schema.alterTable('packages').addColumn('signature', 'text').execute();
    await db.schema.alterTable('packages').addColumn('is_to_be_signed', 'integer', (c) => c.notNull().defaultTo(0)).execute();
  },
};
