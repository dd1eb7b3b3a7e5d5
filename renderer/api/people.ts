import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  addedPersonSchema, consentListSchema, consentSchema, nameListSchema, peopleListSchema, peopleSettingsSchema, personSchema, resetPasswordSchema,
  type ChangePerson, type Consent, type ConsentSubject, type PersonFacts,
} from '../../shared/api/people.ts';
import { trailKindsSchema, trailListSchema, trailVerdictSchema } from '../../shared/api/trail.ts';
import { retentionSchema, type RetentionSettings } from '../../shared/api/retention.ts';
import type { Role } from '../../shared/domain/roles.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

export const usePeople = () => useQuery({ queryKey: keys.people, queryFn: async ({ signal }) => (await getJson(peopleListSchema, 'people', signal)).people });
export const useNames = () => useQuery({ queryKey: keys.names, queryFn: async ({ signal }) => (await getJson(nameListSchema, 'people/names', signal)).names });
export const useConsents = () => useQuery({ queryKey: keys.consents, refetchInterval: 20_000, queryFn: async ({ signal }) => (await getJson(consentListSchema, 'consents', signal)).consents });
export const usePeopleSettings = () => useQuery({ queryKey: keys.peopleSettings, queryFn: ({ signal }) => getJson(peopleSettingsSchema, 'people/settings', signal) });

export const useRetention = () => useQuery({ queryKey: keys.retention, queryFn: ({ signal }) => getJson(retentionSchema, 'retention', signal) });
export const saveRetention = (settings: RetentionSettings) => sendJson(retentionSchema, 'PUT', 'retention', settings);
/** A page's picture, for half an hour, for those who need no identifiers; the trail keeps the reason. */
export const revealPage = ({ pageId, reason }: { pageId: string; reason: string }): Promise<null> => sendJson(z.null(), 'POST', `pages/${pageId}/reveal`, { reason });

export const addPerson = (person: { login: string; name: string; roles: readonly Role[] }) => sendJson(addedPersonSchema, 'POST', 'people', person);
export const changePerson = ({ id, change }: { id: string; change: ChangePerson }): Promise<PersonFacts> => sendJson(personSchema, 'PATCH', `people/${id}`, change);
export const resetPassword = (id: string) => sendJson(resetPasswordSchema, 'POST', `people/${id}/password`);
export const saveSettings = (lockAfterMinutes: number) => sendJson(peopleSettingsSchema, 'PUT', 'people/settings', { lockAfterMinutes });

export const requestConsent = ({ subject, reason }: { subject: ConsentSubject; reason: string }): Promise<Consent> => sendJson(consentSchema, 'POST', 'consents', { subject, reason });
export const decideConsent = ({ id, step }: { id: string; step: 'agree' | 'refuse' | 'withdraw' }): Promise<Consent> => sendJson(consentSchema, 'POST', `consents/${id}/${step}`);
export const takeSecret = async (id: string): Promise<string> => (await sendJson(z.object({ secret: z.string() }), 'POST', `consents/${id}/secret`)).secret;

/** Runs one change and then asks again for people and consents. */
export function usePeopleChange<A, R>(run: (argument: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.people });
      await client.invalidateQueries({ queryKey: keys.consents });
    },
  });
}

export type TrailFilter = Readonly<{ kind?: string; by?: string; batchId?: string; since?: string; until?: string; subjectType?: string; subjectId?: string }>;

export const readTrail = (filter: TrailFilter, before: number | null, signal?: AbortSignal) => {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
  if (before !== null) query.set('before', String(before));
  return getJson(trailListSchema, `trail?${query.toString()}`, signal);
};
export const readHistory = (recordId: string, signal?: AbortSignal) => getJson(trailListSchema, `records/${recordId}/history`, signal);
export const useTrailKinds = () => useQuery({ queryKey: keys.trailKinds, queryFn: async ({ signal }) => (await getJson(trailKindsSchema, 'trail/kinds', signal)).kinds });
export const verifyTrail = () => sendJson(trailVerdictSchema, 'POST', 'trail/verify');
