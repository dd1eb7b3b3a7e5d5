// Wrong passwords make the next try wait, longer each time: for one name from one place after a few, for one
// name from anywhere after more, for one place whatever the name after more still. Kept in the database, by
// the steady clock, so that neither a restart nor another time of day ends a wait. Names nobody has are
// counted like the others: the answer must not tell who exists.
import type { Db } from '../db/schema.ts';

type Limit = { readonly key: string; readonly freeTries: number; readonly longestMs: number };

const FIRST_WAIT_MS = 30_000;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export const limitsFor = (login: string, from: string): readonly Limit[] => [
  { key: `login-from:${JSON.stringify([login, from])}`, freeTries: 5, longestMs: 3_600_000 },
  { key: `login:${login}`, freeTries: 15, longestMs: 900_000 },
  { key: `from:${from}`, freeTries: 25, longestMs: 900_000 },
];

/** Milliseconds to wait still; 0: try. */
export async function waitOf(db: Db, login: string, from: string, nowMs: number): Promise<number> {
  const keys = limitsFor(login, from).map((limit) => limit.key);
  const rows = await db.selectFrom('sign_in_failures').select('until_ms').where('key', 'in', keys).execute();
  return Math.max(0, ...rows.map((row) => Number(row.until_ms) - nowMs));
}

const waitAfter = (failures: number, limit: Limit): number => (failures < limit.freeTries ? 0 : Math.min(limit.longestMs, FIRST_WAIT_MS * 2 ** Math.min(20, failures - limit.freeTries)));

/** Counts one failure; returns the wait that it causes, 0 for none yet. */
export async function countFailure(trx: Db, login: string, from: string, nowMs: number): Promise<number> {
  await trx.deleteFrom('sign_in_failures').where('last_ms', '<', nowMs - FORGOTTEN_AFTER_MS).execute();
  let longest = 0;
  for (const limit of limitsFor(login, from)) {
    const row = await trx.selectFrom('sign_in_failures').select('failures').where('key', '=', limit.key).executeTakeFirst();
    const failures = (row?.failures ?? 0) + 1;
    const wait = waitAfter(failures, limit);
    const now = { failures, until_ms: nowMs + wait, last_ms: nowMs };
    if (row === undefined) await trx.insertInto('sign_in_failures').values({ key: limit.key, ...now }).execute();
    else await trx.updateTable('sign_in_failures').set(now).where('key', '=', limit.key).execute();
    longest = Math.max(longest, wait);
  }
  return longest;
}

/** A right password: the name is clear again. What else came from the place stays counted. */
export async function forgetFailures(trx: Db, login: string, from: string): Promise<void> {
  const keys = limitsFor(login, from).map((limit) => limit.key).filter((key) => key.startsWith('login'));
  await trx.deleteFrom('sign_in_failures').where('key', 'in', keys).execute();
}
