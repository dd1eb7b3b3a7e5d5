import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { pageDetailSchema, pageListSchema, type PageSummary } from '../../shared/api/pages.ts';
import { apiUrl, getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const PAGES_PER_REQUEST = 1000;

export type Shelf = 'table' | 'bin';
export const pagesKey = (batchId: string, shelf: Shelf) => [...keys.pages(batchId), shelf] as const;

export const usePages = (batchId: string, shelf: Shelf = 'table') =>
  useInfiniteQuery({
    queryKey: pagesKey(batchId, shelf),
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => getJson(pageListSchema, `batches/${batchId}/pages?shelf=${shelf}&after=${pageParam}&limit=${PAGES_PER_REQUEST}`, signal),
    getNextPageParam: (last) => last.next,
  });

export const pageQuery = (id: string) => ({ queryKey: keys.page(id), queryFn: ({ signal }: { signal: AbortSignal }) => getJson(pageDetailSchema, `pages/${id}`, signal) });

export const usePage = (id: string | null) => useQuery({ ...pageQuery(id ?? ''), enabled: id !== null });

export type ImageKind = 'delivered' | 'screen' | 'thumbnail' | 'original';

/** The address changes with the image, so that it can be kept for ever. */
export const pageImageUrl = (page: Pick<PageSummary, 'id' | 'imageVersion'>, kind: ImageKind): string =>
  apiUrl(`pages/${page.id}/image?kind=${kind}&v=${encodeURIComponent(page.imageVersion)}`);

export const retryPage = (id: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `pages/${id}/retry`);
