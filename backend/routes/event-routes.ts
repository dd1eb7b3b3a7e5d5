// /api/events: server-sent events. Hints only; after a reconnect the listener refetches.
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ServerEvent } from '../../shared/api/jobs.ts';
import type { Db } from '../db/schema.ts';
import type { BatchPace } from '../events/batch-pace.ts';
import { createEventFeed, type EventFeed } from '../events/event-feed.ts';
import type { EventHub } from '../events/event-hub.ts';
import { VERSION } from '../version.ts';
import type { AppEnv } from './app-env.ts';

const HEARTBEAT_MS = 15_000;

export function eventRoutes(parts: { db: Db; events: EventHub; pace: BatchPace; feeds: Set<EventFeed> }): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/', (c) => {
    const feed = createEventFeed(parts);
    parts.feeds.add(feed);
    return streamSSE(c, async (stream) => {
      const write = async (event: ServerEvent): Promise<void> => stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
      // Comments keep proxies from closing a quiet line, and find out that the other side is gone.
      const heartbeat = setInterval(() => void stream.write(': \n\n').catch(() => undefined), HEARTBEAT_MS);
      stream.onAbort(() => feed.close());
      try {
        await write({ type: 'hello', version: VERSION });
        for (let batch = await feed.next(); batch !== null; batch = await feed.next()) for (const event of batch) await write(event);
      } finally {
        clearInterval(heartbeat);
        feed.close();
        parts.feeds.delete(feed);
      }
    });
  });
  return app;
}
