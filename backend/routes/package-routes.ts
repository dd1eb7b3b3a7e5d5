import { Hono } from 'hono';
import { z } from 'zod';
import { createUploadSchema } from '../../shared/api/packages.ts';
import type { PackageService } from '../packages/package-service.ts';
import { parseBody, type AppEnv } from './app-env.ts';

export function packageRoutes(parts: { packages: PackageService }): Hono<AppEnv> {
  const { packages } = parts;
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json({ packages: await packages.list() }));
  app.get('/:id', async (c) => c.json(await packages.get(c.req.param('id'))));
  app.get('/:id/findings', async (c) => c.json(await packages.findings(c.req.param('id'))));
  app.post('/tokens', async (c) => c.json({ tokens: await packages.tokens((await parseBody(c, z.object({ library: z.string().min(1).max(2000) }))).library) }));
  app.post('/:id/verify', async (c) => c.json(await packages.verify(c.req.param('id'), c.req.raw.signal)));
  app.post('/:id/uploads', async (c) => {
    const { target, token } = await parseBody(c, createUploadSchema);
    return c.json(await packages.upload(c.req.param('id'), target, token), 201);
  });
  return app;
}
