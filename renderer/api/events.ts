// The back end's hints. An event never carries data that is shown, except the running figures of a
// progress bar; it says which replies are stale, and those are asked for again. Hints that come close
// together are gathered (700 ms), and after a lost connection everything on screen is asked for again.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { serverEventSchema, type ServerEvent } from '../../shared/api/jobs.ts';
import { apiUrl } from './client.ts';
import { setConnection } from './connection.ts';
import { keys } from './keys.ts';
import { isListed } from './record-list.ts';

const GATHER_MS = 700;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

type Changed = Extract<ServerEvent, { type: 'changed' }>;

/** Which replies a hint makes stale. */
export function staleKeys(event: Changed): readonly QueryKey[] {
  const ofBatch: readonly QueryKey[] = event.batchId === null ? [] : [keys.batchList, keys.batch(event.batchId)];
  switch (event.what) {
    case 'batch':
      return [keys.batchList, keys.batch(event.id)];
    case 'page':
      return [keys.page(event.id), ...ofBatch];
    case 'record':
      return [keys.record(event.id), ...ofBatch];
    // A job that ends may have been making a package or sending one.
    case 'job':
      return [keys.packages, keys.uploads, ...ofBatch];
    case 'package':
      return [keys.packages, ...ofBatch];
    case 'upload':
      return [keys.uploads, ...ofBatch];
  }
}

export type Stale = Readonly<{ queryKey: QueryKey; exact?: true }>;

/** A record that is in the list already changes its own line there (record-list.ts): the list of thousands is not fetched again for it. */
export function staleReplies(event: Changed, isKnownRecord: boolean): readonly Stale[] {
  if (event.what !== 'record' || event.batchId === null || !isKnownRecord) return staleKeys(event).map((queryKey) => ({ queryKey }));
  return [{ queryKey: keys.record(event.id) }, { queryKey: keys.batchList }, { queryKey: keys.batch(event.batchId), exact: true }];
}

const isKnownRecord = (client: QueryClient, event: Changed): boolean => event.what === 'record' && event.batchId !== null && isListed(client, event.batchId, event.id);

function createGatherer(client: QueryClient): { add(found: readonly Stale[]): void; stop(): void } {
  const waiting = new Map<string, Stale>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const stale of waiting.values()) void client.invalidateQueries(stale, { cancelRefetch: false });
    waiting.clear();
  };
  return {
    add(found) {
      for (const stale of found) waiting.set(JSON.stringify(stale), stale);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Listens until the returned function is called. */
export function listenToEvents(client: QueryClient): () => void {
  const gatherer = createGatherer(client);
  let source: EventSource | undefined;
  let retryMs = FIRST_RETRY_MS;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let hasBeenLost = false;

  const receive = (message: MessageEvent<string>): void => {
    const parsed = serverEventSchema.safeParse(parseJson(message.data));
    if (!parsed.success) return;
    const event = parsed.data;
    if (event.type === 'progress') client.setQueryData(keys.progress(event.batchId), event);
    if (event.type === 'changed') gatherer.add(staleReplies(event, isKnownRecord(client, event)));
  };
  const open = (): void => {
    source = new EventSource(apiUrl('events'));
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      setConnection('open');
      if (hasBeenLost) void client.invalidateQueries();
      hasBeenLost = false;
    };
    source.onmessage = receive;
    for (const name of ['hello', 'progress', 'changed']) source.addEventListener(name, receive);
    source.onerror = () => {
      source?.close();
      hasBeenLost = true;
      setConnection('lost');
      if (!stopped) retryTimer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(retryTimer);
    gatherer.stop();
    source?.close();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
