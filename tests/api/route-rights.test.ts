// Every route has a row, every row a route; whoever is not in the row is refused before anything happens.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rightOf, ROUTE_RIGHTS } from '../../backend/routes/route-rights.ts';
import { routeRightsTable } from '../../backend/routes/route-rights-table.ts';
import { ROLES, type Role } from '../../shared/domain/roles.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
beforeAll(async () => {
  temp = await createTempDir();
  const roleOf = (request: Request): readonly Role[] => ROLES.filter((role) => (request.headers.get('x-test-roles') ?? '').split(',').includes(role));
  backend = await openTestBackend(temp.dir, { workers: 1, authenticate: async (request) => (request.headers.has('x-test-roles') ? { id: 'p', name: 'P', roles: roleOf(request) } : null) });
});
afterAll(async () => {
  await backend.close();
  await temp.remove();
});

const withoutIds = (path: string): string => path.replaceAll(/:\w+/g, 'none');
const ask = (method: string, path: string, roles: string | null) => backend.request(withoutIds(path), { method, headers: roles === null ? {} : { 'x-test-roles': roles }, ...(method === 'GET' ? {} : { body: '{}' }) });
const guarded = ROUTE_RIGHTS.filter((right) => right.callers !== 'anyone');
const rowName = (right: { method: string; path: string }): string => `${right.method} ${right.path}`;

describe('rights of routes', () => {
  it('every route has a row and every row a route', () => {
    const routes = backend.parts.routes().map(({ method, path }) => `${method} ${path}`);
    const rows = ROUTE_RIGHTS.map(rowName);
    expect(routes.filter((route) => !rows.includes(route)), 'routes without a row: add one line to backend/routes/route-rights.ts').toEqual([]);
    expect(rows.filter((row) => !routes.includes(row)), 'rows without a route').toEqual([]);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('each row is the one that its own address finds', () => {
    for (const right of ROUTE_RIGHTS) expect(rightOf(right.method, withoutIds(right.path))?.path).toBe(right.path);
  });

  it('the page in docs/ is fresh: npm run rights', async () => {
    expect(await readFile(fileURLToPath(new URL('../../docs/route-rights.md', import.meta.url)), 'utf8')).toBe(routeRightsTable());
  });

  it.each(guarded.map((right) => [rowName(right), right] as const))('%s refuses every other role, and whoever is not signed in', async (_name, right) => {
    const nobody = await ask(right.method, right.path, null);
    expect(nobody.status).toBe(401);
    expect(await nobody.json()).toMatchObject({ code: 'not-signed-in' });
    for (const roles of ['', ...ROLES.filter((role) => right.callers !== 'anyone' && !right.callers.includes(role))]) {
      const reply = await ask(right.method, right.path, roles);
      expect(reply.status, roles).toBe(403);
      expect(await reply.json()).toMatchObject({ code: 'not-allowed', detail: { reason: 'role' } });
    }
  });

  it.each(guarded.filter((right) => right.path !== '/api/events').map((right) => [rowName(right), right] as const))('%s lets each of its roles through to its own answer', async (_name, right) => {
    for (const role of right.callers === 'anyone' ? [] : right.callers) {
      const reply = await ask(right.method, right.path, role);
      const code = reply.ok ? '' : ((await reply.json()) as { code: string; detail: { reason?: string } });
      expect(code, role).not.toMatchObject({ code: 'not-signed-in' });
      expect(code, role).not.toMatchObject({ code: 'not-allowed', detail: { reason: 'role' } });
    }
  });

  it('an unknown address, an unknown method and a disguised address are nobody\'s', async () => {
    const all = ROLES.join(',');
    for (const [method, path] of [['GET', '/api/none'], ['PUT', '/api/batches'], ['GET', '/api'], ['GET', '/api/'], ['DELETE', '/api/records/x'], ['TRACE', '/api/batches'], ['GET', '/api/batches/x/y/z/w'], ['GET', '//api/batches']]) {
      const reply = await backend.request(path ?? '', { method: method ?? 'GET', headers: { 'x-test-roles': all } }).catch(() => undefined);
      expect(reply === undefined || reply.status >= 400 || !(reply.headers.get('content-type') ?? '').includes('json'), `${method} ${path}`).toBe(true);
    }
    for (const path of ['/api/b%61tches', '/api/batches/', '/api/./batches', '/api/x/../batches', '/API/batches']) {
      const reply = await backend.request(path);
      expect(reply.ok && (reply.headers.get('content-type') ?? '').includes('json'), path).toBe(false);
    }
  });

  it('an auditor changes nothing: no row but reading has the role', () => {
    const writes = ROUTE_RIGHTS.filter((right) => right.method !== 'GET' && right.callers !== 'anyone' && right.callers.includes('auditor')).map(rowName);
    expect(writes).toEqual(AUDITOR_MAY_POST);
  });
});

/** POST because the question is long or costs something; none of them changes data. */
const AUDITOR_MAY_POST = ['POST /api/trail/verify', 'POST /api/pages/:id/reveal', 'POST /api/packages/:id/verify'];
