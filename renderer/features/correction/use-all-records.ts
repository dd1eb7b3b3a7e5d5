import { useEffect, useMemo } from 'react';
import type { RecordSummary } from '../../../shared/api/records.ts';
import type { useRecords } from '../../api/records.ts';

export function useAllRecords(query: ReturnType<typeof useRecords>): { records: readonly RecordSummary[]; total: number } {
  const { data, hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  return useMemo(() => ({ records: data?.pages.flatMap((portion) => portion.records) ?? [], total: data?.pages[0]?.total ?? 0 }), [data]);
}
