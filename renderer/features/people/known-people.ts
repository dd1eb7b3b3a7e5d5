// Who has signed in at this computer: only their sign-in name and display name, only here. The back end tells
// nobody who has an account.
import { z } from 'zod';
import type { SignedInPerson } from '../../../shared/api/people.ts';
import { recall, remember } from '../../ui/remembered.ts';

const knownSchema = z.array(z.object({ login: z.string(), name: z.string() }));
export type Known = Readonly<z.infer<typeof knownSchema>[number]>;

const NAME = 'people';
const MOST = 6;

export function knownPeople(): readonly Known[] {
  const stored = recall(NAME, '[]');
  try {
    return knownSchema.parse(JSON.parse(String(stored)));
  } catch {
    return [];
  }
}

/** The latest first. */
export function rememberPerson({ login, name }: Pick<SignedInPerson, 'login' | 'name'>): void {
  remember(NAME, JSON.stringify([{ login, name }, ...knownPeople().filter((known) => known.login !== login)].slice(0, MOST)));
}

export function forgetPerson(login: string): void {
  remember(NAME, JSON.stringify(knownPeople().filter((known) => known.login !== login)));
}
