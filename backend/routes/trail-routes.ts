// /api/trail: for administrators and auditors; a record's own history stands at /api/records/:id/history.
import { Hono } from 'hono';
import { trailQuerySchema } from '../../shared/api/trail.ts';
import type { Db } from '../db/schema.ts';
import type { TrailGuardian } from '../trail/trail-guardian.ts';
import { listKinds, readTrail } from '../trail/trail-reader.ts';
import { parseQuery, type AppEnv } from './app-env.ts';

/** /api/records/:id/history: what happened to one record, for everybody who may see it. */
export function recordHistoryRoutes({ db }: { db: Db }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/:id/history', async (c) => {
    const { before, limit } = parseQuery(c, trailQuerySchema.pick({ before: true, limit: true }));
    return c.json(await readTrail(db, { limit, subjectType: 'record', subjectId: c.req.param('id'), ...(before === undefined ? {} : { before }) }));
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
