import { Hono } from 'hono';
import { putFieldSchema, undoSchema } from '../../shared/api/records.ts';
import type { RecordService } from '../records/record-service.ts';
import { parseBody, type AppEnv } from './app-env.ts';

export function recordRoutes(parts: { records: RecordService }): Hono<AppEnv> {
  const { records } = parts;
  const app = new Hono<AppEnv>();
  app.get('/:id', async (c) => c.json(await records.get(c.req.param('id'))));
  app.put('/:id/fields/:key', async (c) => {
    const change = await parseBody(c, putFieldSchema);
    return c.json(await records.putField(c.req.param('id'), c.req.param('key'), { ...change, by: c.get('user').id }));
  });
  app.post('/:id/undo', async (c) => c.json(await records.undo(c.req.param('id'), c.get('user').id, (await parseBody(c, undoSchema)).revision)));
  app.post('/:id/redo', async (c) => c.json(await records.redo(c.req.param('id'), c.get('user').id, (await parseBody(c, undoSchema)).revision)));
  app.get('/:id/edits', async (c) => c.json({ edits: await records.edits(c.req.param('id')) }));
  return app;
}
