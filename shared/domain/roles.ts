// Who may do what is decided by role, in the back end (backend/routes/route-rights.ts). A person may hold many.
// TT 05/2025/TT-BNV Điều 7.2.b asks for permissions by role and for two administrators where it matters.
import { z } from 'zod';

/** clerk keys and corrects · reviewer agrees or returns · admin manages people, batches, settings · auditor reads all and changes nothing. */
export const ROLES = ['clerk', 'reviewer', 'admin', 'auditor'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

export type Person = { readonly id: string; readonly name: string; readonly roles: readonly Role[] };

/** Whoever runs the program on the machine itself (command line, tests, a desktop before its first account): every role. */
export const LOCAL_OPERATOR: Person = { id: 'local', name: 'local', roles: ['clerk', 'reviewer', 'admin', 'auditor'] };

export const hasAnyRole = (person: Pick<Person, 'roles'>, roles: readonly Role[]): boolean => person.roles.some((role) => roles.includes(role));

/** Identifiers are for those who compare them with the paper; who only manages or audits sees them masked. */
export const needsIdentifiers = (person: Pick<Person, 'roles'>): boolean => hasAnyRole(person, ['clerk', 'reviewer']);
