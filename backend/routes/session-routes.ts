// /api/session: who sits at this window. Open to everyone; each handler asks the token itself.
import { Hono, type Context } from 'hono';
import { changePasswordSchema, firstStartSchema, signInSchema, unlockSchema, type SessionState } from '../../shared/api/people.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { askingOf, setCookie } from '../accounts/session-cookie.ts';
import type { Asking } from '../accounts/session-service.ts';
import { parseBody, placeOf, type AppEnv, type User } from './app-env.ts';
import type { Authenticate } from './guard.ts';

type SessionParts = { readonly accounts: Accounts; /** A door of its own in place of accounts; null: accounts. */ readonly otherDoor: Authenticate | null };

const stateOf = (user: User | null): SessionState => (user === null ? { state: 'signed-out' } : {
  state: 'signed-in', person: { id: user.id, login: user.id, name: user.name, roles: user.roles }, isLocked: false, mustChangePassword: false, lockAfterMinutes: null, trailFault: null,
});

export function sessionRoutes({ accounts, otherDoor }: SessionParts): Hono<AppEnv> {
  const { sessions } = accounts;
  const app = new Hono<AppEnv>();
  const asking = (c: Context<AppEnv>): Asking => askingOf(c.req.raw, placeOf(c));
  const look = async (c: Context<AppEnv>, from = asking(c)): Promise<SessionState> => (otherDoor === null ? sessions.look(from) : stateOf(await otherDoor(c.req.raw)));
  const opened = async (c: Context<AppEnv>, token: string): Promise<Response> => {
    c.header('set-cookie', setCookie(c.req.raw, token));
    return c.json(await look(c, { ...asking(c), token }), 201);
  };
  const closed = (c: Context<AppEnv>): Response => {
    c.header('set-cookie', setCookie(c.req.raw, null));
    return c.body(null, 204);
  };
  app.get('/', async (c) => c.json(await look(c)));
  app.post('/', async (c) => {
    const { login, password } = await parseBody(c, signInSchema);
    return opened(c, await sessions.signIn(login, password, asking(c)));
  });
  app.post('/first', async (c) => opened(c, await sessions.firstStart(await parseBody(c, firstStartSchema), asking(c))));
  app.delete('/', async (c) => {
    await sessions.signOut(asking(c));
    return closed(c);
  });
  app.post('/everywhere', async (c) => {
    await sessions.signOutEverywhere(asking(c));
    return closed(c);
  });
  app.post('/lock', async (c) => {
    await sessions.lock(asking(c));
    return c.json(await look(c));
  });
  app.post('/unlock', async (c) => {
    await sessions.unlock((await parseBody(c, unlockSchema)).password, asking(c));
    return c.json(await look(c));
  });
  app.post('/password', async (c) => {
    await sessions.changePassword(await parseBody(c, changePasswordSchema), asking(c));
    return c.json(await look(c));
  });
  return app;
}
