// /api/people and /api/consents. What an administrator may not do alone is refused with 'consent-needed' and
// asked for at /api/consents.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { addPersonSchema, changePersonSchema, changeSettingsSchema, requestConsentSchema, type PeopleSettings } from '../../shared/api/people.ts';
import { AppError } from '../../shared/errors.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { isSealed } from '../storage/vault.ts';
import type { Workspace } from '../storage/workspace.ts';
import { parseBody, type AppEnv } from './app-env.ts';

export function peopleRoutes({ accounts, workspace }: { accounts: Accounts; workspace: Pick<Workspace, 'dataDir'> }): Hono<AppEnv> {
  const { people, consents } = accounts;
  const settings = async (): Promise<PeopleSettings> => ({ lockAfterMinutes: await accounts.lockAfterMinutes(), isEncrypted: isSealed(workspace.dataDir) });
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ people: await people.list() }));
  app.get('/names', async (c) => c.json({ names: await people.names() }));
  app.post('/', async (c) => {
    const given = await parseBody(c, addPersonSchema);
    const { person, temporaryPassword, heldBack } = await people.add(given);
    if (heldBack.length === 0) return c.json({ person, temporaryPassword, consentId: null }, 201);
    const request = await consents.request({ kind: 'change-person', personId: person.id, change: { roles: given.roles, revision: person.revision } }, `${person.login}: ${given.roles.join(', ')}`, c.get('user').id);
    return c.json({ person, temporaryPassword, consentId: request.id }, 201);
  });
  app.patch('/:id', async (c) => {
    const change = await parseBody(c, changePersonSchema);
    const id = c.req.param('id');
    if (!(await people.mayChangeAlone(id, change))) throw new AppError('consent-needed', { kind: 'change-person' });
    return c.json(await people.change(id, change, c.get('user').id));
  });
  app.post('/:id/password', async (c) => {
    const id = c.req.param('id');
    if (!(await people.mayResetAlone(id))) throw new AppError('consent-needed', { kind: 'reset-password' });
    return c.json({ temporaryPassword: await people.resetPassword(id, c.get('user').id) });
  });
  app.get('/settings', async (c) => c.json(await settings()));
  app.put('/settings', async (c) => {
    const { lockAfterMinutes } = await parseBody(c, changeSettingsSchema);
    await accounts.setLockAfterMinutes(lockAfterMinutes);
    return c.json(await settings());
  });
  return app;
}

export function consentRoutes({ accounts }: { accounts: Accounts }): Hono<AppEnv> {
  const { consents } = accounts;
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ consents: await consents.list() }));
  app.post('/', async (c) => {
    const { subject, reason } = await parseBody(c, requestConsentSchema);
    return c.json(await consents.request(subject, reason, c.get('user').id), 201);
  });
  app.post('/:id/agree', async (c) => c.json(await consents.agree(c.req.param('id'), c.get('user').id)));
  app.post('/:id/refuse', async (c) => c.json(await consents.refuse(c.req.param('id'), c.get('user').id)));
  app.post('/:id/withdraw', async (c) => c.json(await consents.withdraw(c.req.param('id'), c.get('user').id)));
  app.post('/:id/secret', async (c) => c.json({ secret: await consents.takeSecret(c.req.param('id'), c.get('user').id) }));
  app.get('/:id/file', async (c) => {
    const { path, name } = await consents.fileOf(c.req.param('id'), c.get('user').id);
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined) throw new AppError('not-found', { what: 'file', id: c.req.param('id') });
    return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream, 200, {
      'content-type': 'application/zip', 'content-length': String(facts.size), 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });
  return app;
}
