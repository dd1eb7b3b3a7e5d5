// Tells once when a batch that was at work has been read: for the desktop's notification and its badge. A batch that
// was read before the watch began is no news; one that goes to work again is.
import type { BatchSummary } from '../../shared/api/batches.ts';
import type { EventHub } from './event-hub.ts';

const AT_WORK: readonly BatchSummary['state'][] = ['importing', 'reading'];

/** Returns the end of the watch. A batch that is gone when it is asked for is forgotten. */
export function watchBatches(parts: { events: EventHub; find(id: string): Promise<BatchSummary>; onRead(batch: BatchSummary): void }): () => void {
  const atWork = new Set<string>();
  const looking = new Set<string>();
  const look = async (id: string): Promise<void> => {
    const batch = await parts.find(id).catch(() => undefined);
    looking.delete(id);
    if (batch === undefined) atWork.delete(id);
    else if (AT_WORK.includes(batch.state)) atWork.add(id);
    else if (atWork.delete(id) && batch.state === 'read' && batch.counts.pages > 0) parts.onRead(batch);
  };
  return parts.events.subscribe(({ batchId }) => {
    // Hints come by the hundred: one look at a time, and the last hint is always looked at.
    if (batchId === null || looking.has(batchId)) return;
    looking.add(batchId);
    setTimeout(() => void look(batchId), LOOK_AFTER_MS).unref();
  });
}

const LOOK_AFTER_MS = 200;
