// Changes that the database itself refuses, whoever asks: the trail is only added to, who keyed a record does not
// judge it. The same rule in the words of SQLite and of PostgreSQL.
import { PostgresAdapter, sql, SqliteAdapter } from 'kysely';
import type { LevelDb } from './migration.ts';

export type Refusal = {
  /** Of the trigger; once in a database. */
  readonly name: string;
  readonly table: string;
  readonly when: 'insert' | 'update' | 'delete' | `update of ${string}`;
  /** SQL over `old` and `new`; absent: always. */
  readonly condition?: string;
  readonly message: string;
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function inSqlite({ name, table, when, condition, message }: Refusal): readonly string[] {
  return [`create trigger ${name} before ${when} on ${table} ${condition === undefined ? '' : `when ${condition} `}begin select raise(abort, ${quoted(message)}); end`];
}

function inPostgres({ name, table, when, condition, message }: Refusal): readonly string[] {
  const raise = `raise exception using message = ${quoted(message)}, errcode = 'integrity_constraint_violation';`;
  const body = condition === undefined ? raise : `if ${condition} then ${raise} end if;`;
  return [
    `create function ${name}() returns trigger language plpgsql as $$ begin ${body} return ${when === 'delete' ? 'old' : 'new'}; end $$`,
    `create trigger ${name} before ${when} on ${table} for each row execute function ${name}()`,
  ];
}

/** A database of another kind is none that this schema is written for. */
export async function refuse(db: LevelDb, refusal: Refusal): Promise<void> {
  const { adapter } = db.getExecutor();
  if (!(adapter instanceof SqliteAdapter) && !(adapter instanceof PostgresAdapter)) throw new Error('refusals are written for SQLite and PostgreSQL');
  for (const statement of (adapter instanceof SqliteAdapter ? inSqlite : inPostgres)(refusal)) await sql.raw(statement).execute(db);
}
