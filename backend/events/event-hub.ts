// Hints that something changed, from services and jobs to whoever listens (the SSE route, the command
// line). Nothing is kept: the database is the truth. Listeners limit their own rate.
import type { ServerEvent } from '../../shared/api/jobs.ts';

export type ChangedEvent = Extract<ServerEvent, { type: 'changed' }>;
export type EventHub = {
  changed(what: ChangedEvent['what'], id: string, batchId: string | null): void;
  subscribe(listener: (event: ChangedEvent) => void): () => void;
};

export function createEventHub(): EventHub {
  const listeners = new Set<(event: ChangedEvent) => void>();
  return {
    changed: (what, id, batchId) => {
      for (const listener of listeners) listener({ type: 'changed', what, id, batchId });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
