// Stands before every route: finds the row of route-rights.ts, asks who calls, refuses what the row does not
// allow, says to the trail who is at work, and masks identifiers in what goes to those who need none.
// No row, no route.
import type { MiddlewareHandler } from 'hono';
import { maskIdentifiers } from '../../shared/domain/mask-identifiers.ts';
import { hasAnyRole, needsIdentifiers } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';
import { runAs } from '../trail/caller.ts';
import type { Reveals } from '../privacy/reveals.ts';
import type { TrailGuardian } from '../trail/trail-guardian.ts';
import { placeOf, type AppEnv, type User } from './app-env.ts';
import { rightOf, type RouteRight } from './route-rights.ts';

export type Authenticate = (request: Request) => Promise<User | null>;

const isJson = (response: Response): boolean => /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');

async function masked(response: Response): Promise<Response> {
  const body: unknown = JSON.parse(await response.text());
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(maskIdentifiers(body)), { status: response.status, headers });
}

async function callerOf(authenticate: Authenticate, request: Request, right: RouteRight): Promise<User> {
  const user = await authenticate(request);
  if (user === null) throw new AppError('not-signed-in', {}, 'again');
  if (right.callers !== 'anyone' && !hasAnyRole(user, right.callers)) throw new AppError('not-allowed', { reason: 'role', needs: [...right.callers] });
  return user;
}

export function createGuard(authenticate: Authenticate, trail: Pick<TrailGuardian, 'refuseWhenDamaged'>, reveals: Pick<Reveals, 'check'>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const right = rightOf(c.req.method, c.req.path);
    if (right === undefined) throw new AppError('not-found', { what: 'route' });
    const from = placeOf(c);
    if (right.callers === 'anyone') await runAs({ by: 'nobody', from }, next);
    else {
      const user = await callerOf(authenticate, c.req.raw, right);
      c.set('user', user);
      // A thumbnail is too small to be read.
      if (right.masking === 'picture' && c.req.query('kind') !== 'thumbnail') reveals.check(user, c.req.path.split('/')[3] ?? '');
      if (right.needsSoundTrail) await trail.refuseWhenDamaged();
      await runAs({ by: user.id, from }, next);
      if (right.masking === 'text' && !needsIdentifiers(user) && isJson(c.res)) c.res = await masked(c.res);
    }
    if (c.res.headers.get('cache-control') === null) c.res.headers.set('cache-control', 'no-store');
  };
}
