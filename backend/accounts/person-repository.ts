// Rows of people.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { PersonFacts, SignedInPerson } from '../../shared/api/people.ts';
import { roleSchema, type Role } from '../../shared/domain/roles.ts';
import { createId } from '../db/ids.ts';
import { fromJson, toJson } from '../db/json.ts';
import type { PersonTable } from '../db/people-tables.ts';
import type { Db } from '../db/schema.ts';

export type PersonRow = Selectable<PersonTable>;

export const rolesOf = (row: Pick<PersonRow, 'roles'>): readonly Role[] => fromJson(z.array(roleSchema), row.roles);
export const toPerson = (row: PersonRow): SignedInPerson => ({ id: row.id, login: row.login, name: row.name, roles: rolesOf(row) });

export const findPerson = (db: Db, id: string): Promise<PersonRow | undefined> => db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
export const findPersonByLogin = (db: Db, login: string): Promise<PersonRow | undefined> => db.selectFrom('people').selectAll().where('login', '=', login).executeTakeFirst();

export async function countPeople(db: Db): Promise<number> {
  const row = await db.selectFrom('people').select((e) => e.fn.countAll().as('n')).executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Ids of active administrators. */
export async function listAdmins(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom('people').select(['id', 'roles']).where('state', '=', 'active').execute();
  return rows.filter((row) => rolesOf(row).includes('admin')).map((row) => row.id);
}

export async function insertPerson(trx: Db, person: { login: string; name: string; roles: readonly Role[]; password: string; mustChange: boolean }): Promise<PersonRow> {
  const row: PersonRow = {
    id: createId(), login: person.login, name: person.name, roles: toJson(person.roles), password: person.password, must_change: person.mustChange ? 1 : 0,
    state: 'active', revision: 1, created_at: new Date().toISOString(),
  };
  await trx.insertInto('people').values(row).execute();
  return row;
}

export async function listPeople(db: Db): Promise<readonly PersonFacts[]> {
  const rows = await db.selectFrom('people').selectAll().orderBy('state').orderBy('name').execute();
  const sessions = await db.selectFrom('sessions').select((e) => ['person_id', e.fn.countAll().as('n')]).where('ended', 'is', null).groupBy('person_id').execute();
  const open = new Map(sessions.map((row) => [row.person_id, Number(row.n)]));
  return rows.map((row) => toFacts(row, open.get(row.id) ?? 0));
}

export const toFacts = (row: PersonRow, sessions: number): PersonFacts => ({
  ...toPerson(row), state: row.state, mustChangePassword: row.must_change === 1, revision: row.revision, createdAt: row.created_at, sessions,
});
