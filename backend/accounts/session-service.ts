// Sessions: who sits at which window. The browser holds a random token as an HttpOnly cookie (the desktop
// window holds it in its own process), the database only its hash. A session ends by signing out, by time, by
// another sign-in at the same window, when its person is disabled or changes the password elsewhere; an ended
// token opens nothing again. A locked session keeps its place and opens with the password alone.
// Errors: 'wrong-password', 'locked-out' {seconds}, 'session-locked', 'password-change-needed', 'password-too-weak'
// {fault}, 'set-up-needed', 'not-signed-in'.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { SessionState } from '../../shared/api/people.ts';
import { passwordFault } from '../../shared/domain/password-rules.ts';
import type { Person } from '../../shared/domain/roles.ts';
import type { TrailKind } from '../../shared/domain/trail-kinds.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import type { SessionTable } from '../db/people-tables.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { createPasswordQueue, hashPassword, isPassword, isWeakerThan, nobodysPassword, type ScryptCost } from './password.ts';
import { countPeople, findPerson, findPersonByLogin, insertPerson, toPerson, type PersonRow } from './person-repository.ts';
import { countFailure, forgetFailures, waitOf } from './sign-in-limits.ts';
import type { SteadyClock } from './steady-clock.ts';

type SessionRow = Selectable<SessionTable>;
type Open = { readonly session: SessionRow; readonly person: PersonRow };
/** `token` undefined when the request brought none. */
export type Asking = { readonly token: string | undefined; readonly from: string };

export type SessionService = {
  /** The door's question for every request; null when nobody is signed in. */
  authenticate(asking: Asking): Promise<(Person & { readonly sessionId: string }) | null>;
  look(asking: Asking): Promise<SessionState>;
  firstStart(given: { token?: string | undefined; login: string; name: string; password: string }, asking: Asking): Promise<string>;
  /** Returns the new token; a session that the window had before ends. */
  signIn(login: string, password: string, asking: Asking): Promise<string>;
  signOut(asking: Asking): Promise<void>;
  /** Every session of the person, this one included. */
  signOutEverywhere(asking: Asking): Promise<void>;
  lock(asking: Asking): Promise<void>;
  unlock(password: string, asking: Asking): Promise<void>;
  /** Also ends the person's other sessions. */
  changePassword(change: { old: string; new: string }, asking: Asking): Promise<void>;
};

export type SessionParts = {
  readonly db: Db;
  readonly clock: SteadyClock;
  readonly cost: ScryptCost;
  /** Needed to make the first administrator; null: the door is inside the house (the desktop). */
  readonly setUpToken: string | null;
  lockAfterMinutes(): Promise<number>;
  trailFault(): { readonly seq: number; readonly fault: string } | null;
};

const LONGEST_SESSION_MS = 12 * 3_600_000;
const SEEN_EVERY_MS = 20_000;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const sameText = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

export async function endSessions(trx: Db, personId: string, why: string, except = ''): Promise<void> {
  await trx.updateTable('sessions').set({ ended: why }).where('person_id', '=', personId).where('ended', 'is', null).where('id', '<>', except).execute();
}

async function openSession(trx: Db, person: PersonRow, from: string, nowMs: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await trx.insertInto('sessions').values({
    id: createId(), token_sha256: hashOf(token), person_id: person.id, created_ms: nowMs, seen_ms: nowMs, expires_ms: nowMs + LONGEST_SESSION_MS, from, is_locked: 0, ended: null,
  }).execute();
  return token;
}

function refuseWeak(password: string, person: { login: string; name: string }): void {
  const fault = passwordFault(password, person);
  if (fault !== undefined) throw new AppError('password-too-weak', { fault });
}

export function createSessionService(parts: SessionParts): SessionService {
  const { db, clock, cost } = parts;
  const queue = createPasswordQueue();

  const find = async (token: string | undefined): Promise<Open | undefined> => {
    if (token === undefined || token === '') return undefined;
    const session = await db.selectFrom('sessions').selectAll().where('token_sha256', '=', hashOf(token)).executeTakeFirst();
    if (session === undefined || session.ended !== null) return undefined;
    if (Number(session.expires_ms) <= clock.nowMs()) {
      await db.updateTable('sessions').set({ ended: 'expired' }).where('id', '=', session.id).execute();
      return undefined;
    }
    const person = await findPerson(db, session.person_id);
    return person?.state === 'active' ? { session, person } : undefined;
  };
  const need = async (asking: Asking): Promise<Open> => {
    const open = await find(asking.token);
    if (open === undefined) throw new AppError('not-signed-in', {}, 'again');
    return open;
  };
  const isLocked = async ({ session }: Open): Promise<boolean> => session.is_locked === 1 || clock.nowMs() - Number(session.seen_ms) > (await parts.lockAfterMinutes()) * 60_000;
  const touch = async ({ session }: Open): Promise<void> => {
    const now = clock.nowMs();
    if (now - Number(session.seen_ms) > SEEN_EVERY_MS) await db.updateTable('sessions').set({ seen_ms: now }).where('id', '=', session.id).execute();
  };
  const tell = (trx: Db, kind: TrailKind, person: Pick<PersonRow, 'id'>, from: string, after?: unknown): Promise<number> =>
    appendTrail(trx, { kind, subjectType: 'person', subjectId: person.id, by: person.id, from, ...(after === undefined ? {} : { after }) });

  /** Compares in the queue; the wait is looked up again there, so that tries sent together count one after another. */
  const check = (login: string, password: string, from: string, person: PersonRow | undefined): Promise<void> => queue(async () => {
    const waitMs = await waitOf(db, login, from, clock.nowMs());
    if (waitMs > 0) throw new AppError('locked-out', { seconds: Math.ceil(waitMs / 1000) }, 'again');
    const isRight = await isPassword(password, person?.password ?? nobodysPassword(cost));
    if (isRight && person !== undefined) return;
    const wait = await db.transaction().execute(async (trx) => {
      const ms = await countFailure(trx, login, from, clock.nowMs());
      if (ms > 0) await appendTrail(trx, { kind: 'sign-in-blocked', subjectType: 'person', subjectId: person?.id ?? 'unknown', by: person?.id ?? 'nobody', from, after: { seconds: Math.ceil(ms / 1000) } });
      return ms;
    });
    throw wait > 0 ? new AppError('locked-out', { seconds: Math.ceil(wait / 1000) }, 'again') : new AppError('wrong-password', {}, 'again');
  });

  const signInAs = async (person: PersonRow, asking: Asking, replaces: Open | undefined, rehashed: string | undefined): Promise<string> => db.transaction().execute(async (trx) => {
    await forgetFailures(trx, person.login, asking.from);
    if (rehashed !== undefined) await trx.updateTable('people').set({ password: rehashed }).where('id', '=', person.id).execute();
    if (replaces !== undefined) {
      await trx.updateTable('sessions').set({ ended: 'another-signed-in' }).where('id', '=', replaces.session.id).execute();
      await tell(trx, 'signed-out', replaces.person, asking.from);
    }
    await tell(trx, 'signed-in', person, asking.from);
    return openSession(trx, person, asking.from, clock.nowMs());
  });

  return {
    authenticate: async (asking) => {
      const open = await find(asking.token);
      if (open === undefined) return null;
      if (await isLocked(open)) throw new AppError('session-locked', {}, 'again');
      if (open.person.must_change === 1) throw new AppError('password-change-needed');
      await touch(open);
      return { ...toPerson(open.person), sessionId: open.session.id };
    },
    look: async (asking) => {
      if ((await countPeople(db)) === 0) return { state: 'first-start', needsToken: parts.setUpToken !== null };
      const open = await find(asking.token);
      if (open === undefined) return { state: 'signed-out' };
      return {
        state: 'signed-in', person: toPerson(open.person), isLocked: await isLocked(open), mustChangePassword: open.person.must_change === 1,
        lockAfterMinutes: await parts.lockAfterMinutes(), trailFault: parts.trailFault(),
      };
    },
    firstStart: async (given, asking) => {
      if (parts.setUpToken !== null && !sameText(given.token ?? '', parts.setUpToken)) throw new AppError('set-up-needed');
      refuseWeak(given.password, given);
      const password = await queue(() => hashPassword(given.password, cost));
      return db.transaction().execute(async (trx) => {
        if ((await countPeople(trx)) > 0) throw new AppError('wrong-state', { what: 'workspace', state: 'has-people' });
        const person = await insertPerson(trx, { login: given.login, name: given.name, roles: ['clerk', 'reviewer', 'admin'], password, mustChange: false });
        await tell(trx, 'first-admin-made', person, asking.from, toPerson(person));
        await tell(trx, 'signed-in', person, asking.from);
        return openSession(trx, person, asking.from, clock.nowMs());
      });
    },
    signIn: async (given, password, asking) => {
      const login = given.trim().toLowerCase().slice(0, 200);
      const person = await findPersonByLogin(db, login);
      await check(login, password, asking.from, person?.state === 'active' ? person : undefined);
      if (person === undefined) throw new AppError('wrong-password', {}, 'again');
      const rehashed = isWeakerThan(person.password, cost) ? await queue(() => hashPassword(password, cost)) : undefined;
      return signInAs(person, asking, await find(asking.token), rehashed);
    },
    signOut: async (asking) => {
      const open = await find(asking.token);
      if (open === undefined) return;
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('sessions').set({ ended: 'signed-out' }).where('id', '=', open.session.id).execute();
        await tell(trx, 'signed-out', open.person, asking.from);
      });
    },
    signOutEverywhere: async (asking) => {
      const open = await need(asking);
      await db.transaction().execute(async (trx) => {
        await endSessions(trx, open.person.id, 'signed-out-everywhere');
        await tell(trx, 'signed-out-everywhere', open.person, asking.from);
      });
    },
    lock: async (asking) => {
      const open = await need(asking);
      if (open.session.is_locked === 1) return;
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('sessions').set({ is_locked: 1 }).where('id', '=', open.session.id).execute();
        await tell(trx, 'session-locked', open.person, asking.from);
      });
    },
    unlock: async (password, asking) => {
      const open = await need(asking);
      await check(open.person.login, password, asking.from, open.person);
      await db.transaction().execute(async (trx) => {
        await forgetFailures(trx, open.person.login, asking.from);
        await trx.updateTable('sessions').set({ is_locked: 0, seen_ms: clock.nowMs() }).where('id', '=', open.session.id).where('ended', 'is', null).execute();
        await tell(trx, 'session-unlocked', open.person, asking.from);
      });
    },
    changePassword: async (change, asking) => {
      const open = await need(asking);
      if (await isLocked(open)) throw new AppError('session-locked', {}, 'again');
      await check(open.person.login, change.old, asking.from, open.person);
      refuseWeak(change.new, open.person);
      if (sameText(change.new.normalize('NFKC'), change.old.normalize('NFKC'))) throw new AppError('password-too-weak', { fault: 'same' });
      const password = await queue(() => hashPassword(change.new, cost));
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('people').set({ password, must_change: 0 }).where('id', '=', open.person.id).execute();
        await endSessions(trx, open.person.id, 'password-changed', open.session.id);
        await tell(trx, 'password-changed', open.person, asking.from);
      });
    },
  };
}
