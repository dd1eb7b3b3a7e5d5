// Brings a database to the newest level, each step in its own transaction. The level stands in the table
// schema_level (one row). A database of a newer program is refused untouched: 'workspace-too-new'.
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Migration } from './migration.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Db } from './schema.ts';

/** The program's own tables do not count the level: only this file does. */
const withLevel = (db: Db) => db.$extendTables<{ schema_level: { id: number; level: number } }>();

async function currentLevel(db: ReturnType<typeof withLevel>): Promise<number> {
  await db.schema.createTable('schema_level').ifNotExists().addColumn('id', 'integer', (c) => c.primaryKey()).addColumn('level', 'integer', (c) => c.notNull()).execute();
  const row = await db.selectFrom('schema_level').select('level').where('id', '=', 1).executeTakeFirst();
  return row === undefined ? 0 : z.coerce.number().int().parse(row.level);
}

export async function migrate(workspace: Db, migrations: readonly Migration[] = MIGRATIONS): Promise<number> {
  const db = withLevel(workspace);
  const known = migrations.at(-1)?.level ?? 0;
  const found = await currentLevel(db);
  if (found > known) throw new AppError('workspace-too-new', { found, known });
  for (const migration of migrations) {
    if (migration.level <= found) continue;
    await db.transaction().execute(async (trx) => {
      await migration.up(trx);
      await trx.deleteFrom('schema_level').where('id', '=', 1).execute();
      await trx.insertInto('schema_level').values({ id: 1, level: migration.level }).execute();
    });
  }
  return known;
}
