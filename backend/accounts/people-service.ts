// Accounts: made, changed, disabled, never deleted, because the trail names them. Whatever changes who has power
// (roles of a reviewer or administrator, an administrator's password) needs a second administrator; while there
// is only one, they act alone and the trail says so. The last administrator stays.
// Errors: 'login-taken', 'stale-revision', 'last-admin', 'consent-needed' {kind}, 'not-found', 'own-request'.
import type { ChangePerson, PersonFacts } from '../../shared/api/people.ts';
import type { Role } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { hashPassword, temporaryPassword, type ScryptCost } from './password.ts';
import { findPerson, findPersonByLogin, insertPerson, listAdmins, listPeople, rolesOf, toFacts, toPerson, type PersonRow } from './person-repository.ts';
import { endSessions } from './session-service.ts';

export type NewPerson = { readonly login: string; readonly name: string; readonly roles: readonly Role[] };
export type PeopleService = {
  list(): Promise<readonly PersonFacts[]>;
  /** Display names by id, disabled people included. */
  names(): Promise<Record<string, string>>;
  /** `heldBack`: roles that only a consent can give. */
  add(person: NewPerson): Promise<{ person: PersonFacts; temporaryPassword: string; heldBack: readonly Role[] }>;
  /** Whether an administrator may do it without another. */
  mayChangeAlone(id: string, change: ChangePerson): Promise<boolean>;
  change(id: string, change: ChangePerson, by: string): Promise<PersonFacts>;
  /** The same inside somebody's transaction. */
  changeIn(trx: Db, id: string, change: ChangePerson): Promise<PersonFacts>;
  mayResetAlone(id: string): Promise<boolean>;
  resetPassword(id: string, by: string): Promise<string>;
};

/** Roles that decide over others' work. */
const POWERS: readonly Role[] = ['reviewer', 'admin'];
const powersOf = (roles: readonly Role[]): string => POWERS.filter((role) => roles.includes(role)).join();
const factsForTrail = (row: PersonRow) => ({ name: row.name, roles: rolesOf(row), state: row.state });

async function find(db: Db, id: string): Promise<PersonRow> {
  const row = await findPerson(db, id);
  if (row === undefined) throw new AppError('not-found', { what: 'person', id });
  return row;
}

async function keepLastAdmin(trx: Db, row: PersonRow, roles: readonly Role[], state: PersonRow['state']): Promise<void> {
  const wasAdmin = row.state === 'active' && rolesOf(row).includes('admin');
  const isAdmin = state === 'active' && roles.includes('admin');
  if (wasAdmin && !isAdmin && (await listAdmins(trx)).every((id) => id === row.id)) throw new AppError('last-admin', { id: row.id });
}

async function changeIn(trx: Db, id: string, change: ChangePerson): Promise<PersonFacts> {
  const row = await find(trx, id);
  if (row.revision !== change.revision) throw new AppError('stale-revision', { revision: row.revision, seen: change.revision, what: 'person' }, 'again');
  const roles = change.roles ?? rolesOf(row);
  const state = change.state ?? row.state;
  await keepLastAdmin(trx, row, roles, state);
  const next: PersonRow = { ...row, name: change.name ?? row.name, roles: toJson(roles), state, revision: row.revision + 1 };
  await trx.updateTable('people').set({ name: next.name, roles: next.roles, state, revision: next.revision }).where('id', '=', id).execute();
  if (state === 'disabled') await endSessions(trx, id, 'disabled');
  await appendTrail(trx, { kind: 'person-changed', subjectType: 'person', subjectId: id, before: factsForTrail(row), after: factsForTrail(next) });
  return toFacts(next, 0);
}

export function createPeopleService(parts: { db: Db; cost: ScryptCost }): PeopleService {
  const { db, cost } = parts;
  const hasTwoAdmins = async (): Promise<boolean> => (await listAdmins(db)).length > 1;
  return {
    list: () => listPeople(db),
    names: async () => Object.fromEntries((await db.selectFrom('people').select(['id', 'name']).execute()).map((row) => [row.id, row.name])),
    add: async (given) => {
      const temporary = temporaryPassword();
      const password = await hashPassword(temporary, cost);
      const heldBack = (await hasTwoAdmins()) ? given.roles.filter((role) => POWERS.includes(role)) : [];
      const row = await db.transaction().execute(async (trx) => {
        if ((await findPersonByLogin(trx, given.login)) !== undefined) throw new AppError('login-taken', { login: given.login });
        const made = await insertPerson(trx, { ...given, roles: given.roles.filter((role) => !heldBack.includes(role)), password, mustChange: true });
        await appendTrail(trx, { kind: 'person-added', subjectType: 'person', subjectId: made.id, after: toPerson(made) });
        return made;
      });
      return { person: toFacts(row, 0), temporaryPassword: temporary, heldBack };
    },
    mayChangeAlone: async (id, change) => {
      const row = await find(db, id);
      const before = row.state === 'active' ? powersOf(rolesOf(row)) : '';
      const stays = change.state ?? row.state;
      const after = stays === 'active' ? powersOf(change.roles ?? rolesOf(row)) : '';
      const touchesRoles = change.roles !== undefined && [...change.roles].sort().join() !== [...rolesOf(row)].sort().join();
      // Whoever leaves is stopped at once; only an administrator is not stopped by another alone.
      const stopsClerk = change.state === 'disabled' && !rolesOf(row).includes('admin');
      if ((!touchesRoles && before === after) || (stopsClerk && !touchesRoles)) return true;
      return !(await hasTwoAdmins());
    },
    change: (id, change, by) => db.transaction().execute(async (trx) => {
      if (id === by && change.state === 'disabled') throw new AppError('own-request', { id });
      return changeIn(trx, id, change);
    }),
    changeIn,
    mayResetAlone: async (id) => !rolesOf(await find(db, id)).includes('admin'),
    resetPassword: async (id, by) => {
      if (id === by) throw new AppError('own-request', { id });
      const temporary = temporaryPassword();
      const password = await hashPassword(temporary, cost);
      await db.transaction().execute(async (trx) => {
        await find(trx, id);
        await trx.updateTable('people').set({ password, must_change: 1 }).where('id', '=', id).execute();
        await endSessions(trx, id, 'password-reset');
        await appendTrail(trx, { kind: 'password-reset', subjectType: 'person', subjectId: id });
      });
      return temporary;
    },
  };
}
