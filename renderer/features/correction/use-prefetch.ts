import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RecordSummary } from '../../../shared/api/records.ts';
import { pageImageUrl, pageQuery } from '../../api/pages.ts';
import { prefetchRecord } from '../../api/records.ts';

/** Has the next records, their pages and images at hand before they are asked for. */
export function usePrefetch(records: readonly RecordSummary[]): void {
  const client = useQueryClient();
  useEffect(() => {
    let isOver = false;
    const fetchAll = async (): Promise<void> => {
      for (const record of records) {
        await prefetchRecord(client, record.id);
        for (const pageId of record.pageIds.slice(0, 1)) {
          const page = await client.ensureQueryData(pageQuery(pageId));
          if (isOver) return;
          new Image().src = pageImageUrl(page, 'delivered');
        }
      }
    };
    // What cannot be fetched ahead is fetched, and its trouble told, when it is opened.
    fetchAll().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [client, records]);
}
