import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RecordSummary } from '../../../shared/api/records.ts';
import { keys } from '../../api/keys.ts';
import { pageImageUrl, pageQuery } from '../../api/pages.ts';
import { prefetchRecord } from '../../api/records.ts';

/** Images of the records around the one on screen, decoded; the oldest go first, so that memory stays where it is. */
const decoded = new Map<string, HTMLImageElement>();
const MOST_DECODED = 5;

async function decodeAhead(url: string): Promise<void> {
  const image = decoded.get(url) ?? new Image();
  decoded.delete(url);
  decoded.set(url, image);
  for (const old of decoded.keys()) if (decoded.size > MOST_DECODED) decoded.delete(old);
  if (image.src === '') image.src = url;
  await image.decode();
}

/** Records lately at hand, with what the query cache holds of each: hundreds of pages with all their words would fill the window's memory in a morning. */
const atHand = new Map<string, readonly QueryKey[]>();
const MOST_AT_HAND = 20;

function keepRecent(client: QueryClient, record: RecordSummary): void {
  atHand.delete(record.id);
  atHand.set(record.id, [keys.record(record.id), ...record.pageIds.map(keys.page)]);
  for (const [old, held] of atHand) {
    if (atHand.size <= MOST_AT_HAND) return;
    // With everything below them; what a screen is showing stays.
    for (const queryKey of held) client.removeQueries({ queryKey, type: 'inactive' });
    atHand.delete(old);
  }
}

const idsOf = (records: readonly RecordSummary[]): string => records.map((record) => record.id).join();

/** Has the records around, their pages and images at hand before they are asked for: `records` in the order in which they are likely to be. */
export function usePrefetch(records: readonly RecordSummary[]): void {
  const client = useQueryClient();
  // The same records with a new line in the list are the same records.
  const [wanted, setWanted] = useState(records);
  if (idsOf(wanted) !== idsOf(records)) setWanted(records);
  useEffect(() => {
    let isOver = false;
    const fetchOne = async (record: RecordSummary): Promise<void> => {
      keepRecent(client, record);
      await prefetchRecord(client, record.id);
      for (const pageId of record.pageIds.slice(0, 1)) {
        const page = await client.ensureQueryData(pageQuery(pageId));
        if (!isOver) await decodeAhead(pageImageUrl(page, 'screen'));
      }
    };
    const fetchAll = async (): Promise<void> => {
      for (const record of wanted) if (!isOver) await fetchOne(record);
    };
    // What cannot be fetched ahead is fetched, and its trouble told, when it is opened.
    fetchAll().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [client, wanted]);
}
