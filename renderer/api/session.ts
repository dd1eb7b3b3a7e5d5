// Who sits at this window: what the back end says, kept outside React because the door stands before every
// screen. `holder` is whose work is mounted: it stays when the screen locks or a session runs out, so that
// nothing that was being typed is lost, and goes when they sign out or another person signs in.
import { z } from 'zod';
import { sessionStateSchema, type SessionState } from '../../shared/api/people.ts';
import { getJson, onRefusal, sendJson } from './client.ts';
import { createStore } from './store.ts';

type Seen = SessionState | { readonly state: 'loading' } | { readonly state: 'no-answer' };

export const sessionStore = createStore<Seen>({ state: 'loading' });
export const holderStore = createStore<string | null>(null);
/** The lock screen asks who it is rather than for the password of the one who left. */
export const isSwitchingStore = createStore(false);

export const isAtWork = (session: Seen = sessionStore.get()): boolean => session.state === 'signed-in' && !session.isLocked && !session.mustChangePassword;

function learn(session: SessionState): SessionState {
  if (session.state === 'signed-in' && isAtWork(session)) {
    holderStore.set(session.person.id);
    isSwitchingStore.set(false);
  }
  sessionStore.set(session);
  return session;
}

export async function loadSession(): Promise<void> {
  try {
    learn(await getJson(sessionStateSchema, 'session'));
  } catch {
    if (sessionStore.get().state === 'loading') sessionStore.set({ state: 'no-answer' });
  }
}

const send = async (path: string, body?: unknown): Promise<SessionState> => learn(await sendJson(sessionStateSchema, 'POST', path, body));

export const signIn = (login: string, password: string): Promise<SessionState> => send('session', { login, password });
export const firstStart = (given: { token?: string; login: string; name: string; password: string }): Promise<SessionState> => send('session/first', given);
export const unlock = (password: string): Promise<SessionState> => send('session/unlock', { password });
export const lock = (): Promise<SessionState> => send('session/lock');
export const changePassword = (old: string, next: string): Promise<SessionState> => send('session/password', { old, new: next });
export const unseal = (passphrase: string): Promise<SessionState> => send('session/unseal', { passphrase });

async function leave(method: 'DELETE' | 'POST', path: string): Promise<void> {
  await sendJson(z.unknown(), method, path);
  holderStore.set(null);
  sessionStore.set({ state: 'signed-out' });
}
export const signOut = (): Promise<void> => leave('DELETE', 'session');
export const signOutEverywhere = (): Promise<void> => leave('POST', 'session/everywhere');

/** Locks and asks who comes. */
export async function switchPerson(): Promise<void> {
  isSwitchingStore.set(true);
  await lock();
}

const ASKS_WHO: readonly string[] = ['not-signed-in', 'session-locked', 'password-change-needed', 'workspace-sealed'];
let asking = false;
onRefusal((code) => {
  if (asking || !ASKS_WHO.includes(code) || !isAtWork()) return;
  asking = true;
  void loadSession().finally(() => {
    asking = false;
  });
});
