import { rolesOf } from '../accounts/person-repository.ts';
import type { PersonName } from '../../shared/api/review.ts';
import { hasAnyRole, type Role } from '../../shared/domain/roles.ts';
import type { Db } from '../db/schema.ts';

export type NameOf = (id: string) => PersonName;

/** Names of everybody at once; who has no account (the command line, the program) goes by the id. */
export async function loadNames(db: Db): Promise<NameOf> {
  const rows = await db.selectFrom('people').select(['id', 'name']).execute();
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}

export const nameOrNull = (nameOf: NameOf, id: string | null): PersonName | null => (id === null ? null : nameOf(id));

/** Active people and their roles; empty where there are no accounts (one operator on his own machine). */
export async function rolesHere(db: Db): Promise<ReadonlyMap<string, readonly Role[]>> {
  const rows = await db.selectFrom('people').select(['id', 'roles']).where('state', '=', 'active').execute();
  return new Map(rows.map((row) => [row.id, rolesOf(row)]));
}

/** Ids of active people with any of the roles. */
export async function listActive(db: Db, roles: readonly Role[]): Promise<readonly string[]> {
  return [...(await rolesHere(db))].filter(([, own]) => hasAnyRole({ roles: own }, roles)).map(([id]) => id);
}
