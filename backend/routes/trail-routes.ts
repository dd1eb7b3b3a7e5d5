// /api/trail: for administrators and auditors; a record's own history stands at /api/records/:id/history.
import { Hono } from 'hono';
import { revealSchema, trailQuerySchema } from '../../shared/api/trail.ts';
import type { Db } from '../db/schema.ts';
import type { TrailGuardian } from '../trail/trail-guardian.ts';
import { listKinds, readTrail } from '../trail/trail-reader.ts';
import type { Reveals } from '../privacy/reveals.ts';
import { parseBody, parseQuery, type AppEnv } from './app-env.ts';

/** /api/records/:id/history: what happened to one record, for everybody who may see it. */
export function recordHistoryRoutes({ db }: { db: Db }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/:id/history', async (c) => {
    const { before, limit } = parseQuery(c, trailQuerySchema.pick({ before: true, limit: true }));
    return c.json(await readTrail(db, { limit, subjectType: 'record', subjectId: c.req.param('id'), ...(before === undefined ? {} : { before }) }));
  });
  return app;
}

/** /api/pages/:id/reveal: a page's picture for those who need no identifiers, with a reason. */
export function revealRoutes({ reveals }: { reveals: Reveals }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post('/:id/reveal', async (c) => {
    const { reason } = await parseBody(c, revealSchema);
    await reveals.reveal(c.get('user'), c.req.param('id'), reason);
    return c.body(null, 204);
  });
  return app;
}

export function trailRoutes({ db, trail }: { db: Db; trail: TrailGuardian }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json(await readTrail(db, parseQuery(c, trailQuerySchema))));
  app.get('/kinds', async (c) => c.json({ kinds: await listKinds(db) }));
  app.post('/verify', async (c) => c.json(await trail.verify()));
  return app;
}
