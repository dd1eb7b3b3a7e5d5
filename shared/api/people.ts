// People, sessions and consents on the wire.
import { z } from 'zod';
import { roleSchema } from '../domain/roles.ts';
import { problemSchema } from './problem.ts';

/** Lower case, so that Caps Lock and phones make no second person. */
export const loginSchema = z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
const nameSchema = z.string().trim().min(1).max(100).transform((name) => name.normalize('NFC').replace(/[\p{Cc}\p{Cf}]/gu, ''));
const passwordSchema = z.string().min(1).max(1000);
const rolesSchema = z.array(roleSchema).max(4).transform((roles) => [...new Set(roles)]);
const reasonSchema = z.string().trim().min(3).max(1000);

export const signedInPersonSchema = z.object({ id: z.string(), login: z.string(), name: z.string(), roles: z.array(roleSchema).readonly() });
export type SignedInPerson = Readonly<z.infer<typeof signedInPersonSchema>>;

/** What the window shows before anything else. */
export const sessionStateSchema = z.discriminatedUnion('state', [
  /** The workspace is encrypted and closed. */
  z.object({ state: z.literal('sealed') }),
  z.object({ state: z.literal('first-start'), needsToken: z.boolean() }),
  z.object({ state: z.literal('signed-out') }),
  z.object({
    state: z.literal('signed-in'),
    person: signedInPersonSchema,
    isLocked: z.boolean(),
    mustChangePassword: z.boolean(),
    /** null: never by itself (the local operator, who has no password). */
    lockAfterMinutes: z.number().int().nullable(),
    /** The trail's first broken row, or null. */
    trailFault: z.object({ seq: z.number().int(), fault: z.string() }).nullable(),
  }),
]);
export type SessionState = Readonly<z.infer<typeof sessionStateSchema>>;

export const signInSchema = z.object({ login: z.string().max(200), password: passwordSchema });
export const firstStartSchema = z.object({ token: z.string().max(200).optional(), login: loginSchema, name: nameSchema, password: passwordSchema });
export const unlockSchema = z.object({ password: passwordSchema });
export const changePasswordSchema = z.object({ old: passwordSchema, new: passwordSchema });

export const personSchema = signedInPersonSchema.extend({
  state: z.enum(['active', 'disabled']), mustChangePassword: z.boolean(), revision: z.number().int(), createdAt: z.string(), sessions: z.number().int(),
});
export type PersonFacts = Readonly<z.infer<typeof personSchema>>;
export const peopleListSchema = z.object({ people: z.array(personSchema).readonly() });
export const nameListSchema = z.object({ names: z.record(z.string(), z.string()) });

export const addPersonSchema = z.object({ login: loginSchema, name: nameSchema, roles: rolesSchema.refine((roles) => roles.length > 0) });
/** The temporary password is shown once and must be changed at the first sign-in. Roles that need consent come as a request. */
export const addedPersonSchema = z.object({ person: personSchema, temporaryPassword: z.string(), consentId: z.string().nullable() });
export const changePersonSchema = z.object({ name: nameSchema.optional(), roles: rolesSchema.optional(), state: z.enum(['active', 'disabled']).optional(), revision: z.number().int().nonnegative() });
export type ChangePerson = Readonly<z.infer<typeof changePersonSchema>>;
export const resetPasswordSchema = z.object({ temporaryPassword: z.string() });

/** What needs a second administrator. */
export const consentSubjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delete-batch'), batchId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('empty-bin'), batchId: z.string().min(1).max(64) }),
  /** The batch and everything of it, originals included, is overwritten and gone; a certificate stays. */
  z.object({ kind: z.literal('erase-batch'), batchId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('export-person'), name: z.string().trim().min(1).max(200), identifier: z.string().trim().max(40) }),
  z.object({ kind: z.literal('change-person'), personId: z.string().min(1).max(64), change: changePersonSchema }),
  z.object({ kind: z.literal('reset-password'), personId: z.string().min(1).max(64) }),
]);
export type ConsentSubject = Readonly<z.infer<typeof consentSubjectSchema>>;
export type ConsentKind = ConsentSubject['kind'];
export const requestConsentSchema = z.object({ subject: consentSubjectSchema, reason: reasonSchema });

export const consentSchema = z.object({
  id: z.string(),
  subject: consentSubjectSchema,
  /** What the subject is called, for a person. */
  title: z.string(),
  reason: z.string(),
  state: z.enum(['waiting', 'agreed', 'done', 'refused', 'withdrawn', 'expired', 'failed']),
  requestedBy: z.string(),
  requestedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  expiresAt: z.string(),
  problem: problemSchema.nullable(),
  /** There is a file for whoever asked. */
  hasFile: z.boolean(),
  /** Shown once, to whoever asked. */
  hasSecret: z.boolean(),
});
export type Consent = Readonly<z.infer<typeof consentSchema>>;
export const consentListSchema = z.object({ consents: z.array(consentSchema).readonly() });

export const changeSettingsSchema = z.object({ lockAfterMinutes: z.number().int().min(1).max(240) });
/** isEncrypted: the workspace at rest (sohoa encrypt). */
export const peopleSettingsSchema = changeSettingsSchema.extend({ isEncrypted: z.boolean() });
export type PeopleSettings = Readonly<z.infer<typeof peopleSettingsSchema>>;
