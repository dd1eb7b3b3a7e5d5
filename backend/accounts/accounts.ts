// People at work: accounts, sessions, consents, and what the program keeps about them. One object for the
// composition root and the doors.
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { createConsentService, type ConsentActs, type ConsentService } from './consent-service.ts';
import { SCRYPT_COST, type ScryptCost } from './password.ts';
import { createPeopleService, type PeopleService } from './people-service.ts';
import { createSessionService, type SessionService } from './session-service.ts';
import { createSteadyClock, type ClockSources, type SteadyClock } from './steady-clock.ts';

export type PeopleConfig = {
  /** What the first administrator must bring; null: nothing, the door is inside the house. Default null. */
  readonly setUpToken?: string | null;
  readonly cost?: ScryptCost;
  readonly clock?: ClockSources;
};

export type Accounts = {
  readonly clock: SteadyClock;
  readonly sessions: SessionService;
  readonly people: PeopleService;
  readonly consents: ConsentService;
  lockAfterMinutes(): Promise<number>;
  setLockAfterMinutes(minutes: number): Promise<void>;
};

const LOCK_SETTING = 'lock-after-minutes';
const LOCK_AFTER_MINUTES = 10;
/** A machine's clock may be a little late after a restart; more is worth a row. */
const CLOCK_SLACK_MS = 60_000;

/** The latest time that the workspace has seen. */
async function latestTime(db: Db): Promise<number> {
  const seen = await db.selectFrom('sessions').select((e) => e.fn.max('seen_ms').as('ms')).executeTakeFirst();
  const failed = await db.selectFrom('sign_in_failures').select((e) => e.fn.max('last_ms').as('ms')).executeTakeFirst();
  const last = await db.selectFrom('trail').select('at').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return Math.max(Number(seen?.ms ?? 0), Number(failed?.ms ?? 0), last === undefined ? 0 : Date.parse(last.at) || 0);
}

async function tellClockSetBack(db: Db, floorMs: number, wallMs: number): Promise<void> {
  if (wallMs > floorMs - CLOCK_SLACK_MS) return;
  await db.transaction().execute((trx) => appendTrail(trx, {
    kind: 'clock-set-back', subjectType: 'workspace', subjectId: 'clock', before: { at: new Date(floorMs).toISOString() }, after: { at: new Date(wallMs).toISOString() },
  }));
}

export async function createAccounts(parts: { db: Db; config: PeopleConfig; actsOf(people: PeopleService): ConsentActs; trailFault(): { seq: number; fault: string } | null }): Promise<Accounts> {
  const { db, config } = parts;
  const cost = config.cost ?? SCRYPT_COST;
  const floorMs = await latestTime(db);
  await tellClockSetBack(db, floorMs, (config.clock ?? { wallMs: Date.now }).wallMs());
  const clock = createSteadyClock(floorMs, config.clock);
  const lockAfterMinutes = async (): Promise<number> => {
    const row = await db.selectFrom('settings').select('value').where('name', '=', LOCK_SETTING).executeTakeFirst();
    const minutes = Number(row?.value ?? LOCK_AFTER_MINUTES);
    return Number.isInteger(minutes) && minutes > 0 ? minutes : LOCK_AFTER_MINUTES;
  };
  const people = createPeopleService({ db, cost });
  const consents = createConsentService({ db, clock, acts: parts.actsOf(people) });
  await consents.recover();
  return {
    clock,
    people,
    consents,
    sessions: createSessionService({ db, clock, cost, setUpToken: config.setUpToken ?? null, lockAfterMinutes, trailFault: parts.trailFault }),
    lockAfterMinutes,
    setLockAfterMinutes: (minutes) => db.transaction().execute(async (trx) => {
      const before = await trx.selectFrom('settings').select('value').where('name', '=', LOCK_SETTING).executeTakeFirst();
      await trx.deleteFrom('settings').where('name', '=', LOCK_SETTING).execute();
      await trx.insertInto('settings').values({ name: LOCK_SETTING, value: String(minutes) }).execute();
      await appendTrail(trx, { kind: 'settings-changed', subjectType: 'workspace', subjectId: LOCK_SETTING, before: before?.value ?? null, after: String(minutes) });
    }),
  };
}
