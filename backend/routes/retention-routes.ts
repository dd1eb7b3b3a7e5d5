// /api/retention: how long things are held and what has passed its time. Erasing goes by /api/consents.
import { Hono } from 'hono';
import { retentionSettingsSchema } from '../../shared/api/retention.ts';
import type { RetentionService } from '../privacy/retention.ts';
import { parseBody, type AppEnv } from './app-env.ts';

export function retentionRoutes({ retention }: { retention: RetentionService }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/', async (c) => c.json(await retention.read()));
  app.put('/', async (c) => {
    await retention.save(await parseBody(c, retentionSettingsSchema));
    return c.json(await retention.read());
  });
  return app;
}
