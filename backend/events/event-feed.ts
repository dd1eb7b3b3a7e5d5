// What one listener of /api/events gets: hints gathered and sent at most five times a second, each thing
// once, a flood of pages as one "the batch changed", and the progress of every batch that moved.
import type { ServerEvent } from '../../shared/api/jobs.ts';
import { countBatch } from '../batches/batch-repository.ts';
import type { Db } from '../db/schema.ts';
import type { BatchPace } from './batch-pace.ts';
import type { ChangedEvent, EventHub } from './event-hub.ts';

export const FEED_INTERVAL_MS = 250;
const FLOOD = 40;

export type ProgressEvent = Extract<ServerEvent, { type: 'progress' }>;

export async function batchProgress(db: Db, pace: BatchPace, batchId: string): Promise<ProgressEvent> {
  const counts = await countBatch(db, batchId);
  const done = counts.pagesRead + counts.pagesFailed;
  const pagesPerMinute = pace.pagesPerMinute(batchId);
  const left = counts.pages - done;
  const secondsLeft = pagesPerMinute === null || pagesPerMinute === 0 ? null : Math.round((left / pagesPerMinute) * 60);
  return { type: 'progress', batchId, done, total: counts.pages, failed: counts.pagesFailed, pagesPerMinute, secondsLeft };
}

function withoutFloods(events: readonly ChangedEvent[]): readonly ChangedEvent[] {
  const perBatch = Map.groupBy(events, (event) => event.batchId);
  return [...perBatch.entries()].flatMap(([batchId, list]) => (batchId !== null && list.length > FLOOD ? [{ type: 'changed' as const, what: 'batch' as const, id: batchId, batchId }] : list));
}

export type EventFeed = { /** Resolves with the next events; null once closed. */ next(): Promise<readonly ServerEvent[] | null>; close(): void };

export function createEventFeed(parts: { db: Db; events: EventHub; pace: BatchPace }): EventFeed {
  const pending = new Map<string, ChangedEvent>();
  let wake: (() => void) | undefined;
  let closed = false;
  const unsubscribe = parts.events.subscribe((event) => {
    pending.set(`${event.what}:${event.id}`, event);
    wake?.();
  });
  const waitFor = (ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = ms === undefined ? resolve : undefined;
      if (closed) {
        clearTimeout(timer);
        resolve();
      }
    });
  return {
    next: async () => {
      if (pending.size === 0 && !closed) await waitFor();
      if (!closed) await waitFor(FEED_INTERVAL_MS);
      if (closed) return null;
      const changed = withoutFloods([...pending.values()]);
      pending.clear();
      const batches = new Set(changed.map((event) => event.batchId).filter((id) => id !== null));
      const progress: ServerEvent[] = [];
      for (const id of batches) progress.push(await batchProgress(parts.db, parts.pace, id));
      return [...changed, ...progress];
    },
    close: () => {
      closed = true;
      unsubscribe();
      wake?.();
    },
  };
}
