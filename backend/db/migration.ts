// One step from a level of the schema to the next. It sees the schema builder and raw SQL, not the tables of
// today's program: a step must mean the same when the tables have moved on.
import type { Kysely, QueryExecutorProvider } from 'kysely';

export type LevelDb = Pick<Kysely<unknown>, 'schema'> & QueryExecutorProvider;
export type Migration = { readonly level: number; readonly name: string; up(db: LevelDb): Promise<void> };
