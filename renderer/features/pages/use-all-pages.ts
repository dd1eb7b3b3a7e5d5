import { useEffect, useMemo } from 'react';
import type { PageSummary } from '../../../shared/api/pages.ts';
import type { usePages } from '../../api/pages.ts';

/** All pages of a batch: further portions are fetched one after another until there are no more. */
export function useAllPages(query: ReturnType<typeof usePages>): { pages: readonly PageSummary[]; total: number } {
  const { data, hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  return useMemo(() => ({ pages: data?.pages.flatMap((portion) => portion.pages) ?? [], total: data?.pages[0]?.total ?? 0 }), [data]);
}
