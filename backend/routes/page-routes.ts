import { Hono } from 'hono';
import { z } from 'zod';
import { readRegionSchema } from '../../shared/api/page-actions.ts';
import { putTransformsSchema } from '../../shared/api/pages.ts';
import type { ActionService } from '../page-actions/action-service.ts';
import type { PageImages } from '../pages/page-image.ts';
import type { PageService } from '../pages/page-service.ts';
import { parseBody, parseQuery, type AppEnv } from './app-env.ts';

const imageQuerySchema = z.object({ kind: z.enum(['delivered', 'screen', 'thumbnail', 'original', 'reading']).default('delivered'), v: z.string().optional() });

export function pageRoutes(parts: { pages: PageService; images: PageImages; actions: ActionService }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/:id', async (c) => c.json(await parts.pages.get(c.req.param('id'))));
  app.get('/:id/image', async (c) => {
    const { kind, v } = parseQuery(c, imageQuerySchema);
    const image = await parts.images.fetch(c.req.param('id'), kind);
    const etag = `"${image.sha256}"`;
    // An address with a version (?v=imageVersion) always means the same bytes; without one the browser asks again.
    const cache = v === undefined ? 'private, no-cache' : 'private, max-age=31536000, immutable';
    const headers = { etag, 'cache-control': cache, 'x-content-type-options': 'nosniff' };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(new Uint8Array(image.bytes), 200, { ...headers, 'content-type': image.mediaType, 'content-length': String(image.bytes.byteLength) });
  });
  app.post('/:id/retry', async (c) => c.json(await parts.pages.retry(c.req.param('id'))));
  app.put('/:id/transforms', async (c) => {
    const page = await parts.pages.get(c.req.param('id'));
    const { transforms } = await parseBody(c, putTransformsSchema);
    const change = transforms === null ? { do: 'reset' as const } : { do: 'set' as const, transforms };
    await parts.actions.act(page.batchId, { kind: 'transform', pageIds: [page.id], change }, c.get('user').id);
    return c.json(await parts.pages.get(page.id));
  });
  app.post('/:id/read-region', async (c) => {
    const { box } = await parseBody(c, readRegionSchema);
    return c.json(await parts.pages.readRegion(c.req.param('id'), box, c.req.raw.signal));
  });
  return app;
}
