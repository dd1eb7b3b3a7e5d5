import { Hono } from 'hono';
import { z } from 'zod';
import { jobKindSchema, jobStateSchema } from '../../shared/api/jobs.ts';
import type { JobService } from '../jobs/job-service.ts';
import { parseQuery, type AppEnv } from './app-env.ts';

const jobQuerySchema = z.object({
  batchId: z.string().optional(),
  kind: jobKindSchema.optional(),
  state: jobStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export function jobRoutes(parts: { jobs: JobService }): Hono<AppEnv> {
  const { jobs } = parts;
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => {
    const { batchId, kind, state, limit } = parseQuery(c, jobQuerySchema);
    return c.json({ jobs: await jobs.list({ limit, ...(batchId === undefined ? {} : { batchId }), ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) }) });
  });
  app.get('/:id', async (c) => c.json(await jobs.get(c.req.param('id'))));
  app.delete('/:id', async (c) => c.json(await jobs.cancel(c.req.param('id'))));
  app.post('/:id/retry', async (c) => c.json(await jobs.retry(c.req.param('id')), 201));
  return app;
}
