// Which screens a person's roles open. Only a courtesy: the back end refuses whatever is not theirs.
import type { Role } from '../../../shared/domain/roles.ts';
import { sessionStore } from '../../api/session.ts';
import type { Screen } from '../../app-route.ts';

const ONLY: Partial<Record<Screen, readonly Role[]>> = { people: ['admin', 'auditor'], trail: ['admin', 'auditor'] };

export function maySee(screen: Screen): boolean {
  const session = sessionStore.get();
  const roles = session.state === 'signed-in' ? session.person.roles : [];
  return ONLY[screen]?.some((role) => roles.includes(role)) ?? true;
}
