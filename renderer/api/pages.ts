import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { pageDetailSchema, pageListSchema, type PageSummary } from '../../shared/api/pages.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import { apiUrl, getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const PAGES_PER_REQUEST = 500;

export const usePages = (batchId: string) =>
  useInfiniteQuery({
    queryKey: keys.pages(batchId),
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => getJson(pageListSchema, `batches/${batchId}/pages?after=${pageParam}&limit=${PAGES_PER_REQUEST}`, signal),
    getNextPageParam: (last) => last.next,
  });

export const pageQuery = (id: string) => ({ queryKey: keys.page(id), queryFn: ({ signal }: { signal: AbortSignal }) => getJson(pageDetailSchema, `pages/${id}`, signal) });

export const usePage = (id: string | null) => useQuery({ ...pageQuery(id ?? ''), enabled: id !== null });

export type ImageKind = 'delivered' | 'thumbnail' | 'original';

/** The address changes with the image, so that it can be kept for ever. */
export const pageImageUrl = (page: Pick<PageSummary, 'id' | 'imageVersion'>, kind: ImageKind): string =>
  apiUrl(`pages/${page.id}/image?kind=${kind}&v=${encodeURIComponent(page.imageVersion)}`);

export const retryPage = (id: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `pages/${id}/retry`);
export const putTransforms = (id: string, transforms: readonly Transform[]): Promise<unknown> => sendJson(z.unknown(), 'PUT', `pages/${id}/transforms`, { transforms });
