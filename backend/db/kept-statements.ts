// Preparing a statement costs as much as running it, and a program asks the same few hundred questions all day. The most
// recently used are kept; whatever may change the tables themselves (a migration) lets go of all of them.
import type { Sqlite } from './sealed-sqlite.ts';

type Statement = ReturnType<Sqlite['prepare']>;

const MOST_KEPT = 300;
const IS_ASKED_AGAIN = /^\s*(select|insert|update|delete|with|begin|commit|rollback|savepoint|release)\b/i;

/** `prepare`, remembering. One connection, one query at a time: a statement that is being read row by row must not be asked again meanwhile. */
export function keepStatements(prepare: (sql: string) => Statement): (sql: string) => Statement {
  const kept = new Map<string, Statement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known !== undefined) {
      // Last in the order of insertion is the last that goes.
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    if (!IS_ASKED_AGAIN.test(sql)) {
      kept.clear();
      return prepare(sql);
    }
    const statement = prepare(sql);
    kept.set(sql, statement);
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}
