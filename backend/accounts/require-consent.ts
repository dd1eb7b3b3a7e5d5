// In front of a dangerous act that has a route of its own: whoever signed in goes through a consent; the local
// operator, who has the files in hand anyway, does not.
import type { ConsentKind } from '../../shared/api/people.ts';
import type { Person } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';

/** Throws 'consent-needed' {kind}. */
export function requireConsent(user: Person & { readonly sessionId?: string }, kind: ConsentKind): void {
  if (user.sessionId !== undefined) throw new AppError('consent-needed', { kind });
}
