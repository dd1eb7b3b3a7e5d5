import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { batchSummarySchema, type BatchSummary, type UpdateBatch, type CreateBatch, type Failure, failureSchema } from '../../shared/api/batches.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const batchesSchema = z.object({ batches: z.array(batchSummarySchema).readonly() });
const failuresSchema = z.object({ failures: z.array(failureSchema).readonly() });

export const useBatches = () =>
  useQuery({ queryKey: keys.batchList, queryFn: async ({ signal }): Promise<readonly BatchSummary[]> => (await getJson(batchesSchema, 'batches', signal)).batches });

export const useBatch = (id: string | null) =>
  useQuery({ queryKey: keys.batch(id ?? ''), enabled: id !== null, queryFn: ({ signal }) => getJson(batchSummarySchema, `batches/${id ?? ''}`, signal) });

export const failuresOf = async (batchId: string, signal?: AbortSignal): Promise<readonly Failure[]> => (await getJson(failuresSchema, `batches/${batchId}/failures`, signal)).failures;

export const useFailures = (batchId: string) => useQuery({ queryKey: keys.failures(batchId), queryFn: ({ signal }) => failuresOf(batchId, signal) });

export const createBatch = (batch: CreateBatch): Promise<BatchSummary> => sendJson(batchSummarySchema, 'POST', 'batches', batch);

export const updateBatch = (id: string, change: UpdateBatch): Promise<BatchSummary> => sendJson(batchSummarySchema, 'PATCH', `batches/${id}`, change);
/** `confirm`: the batch's name, as typed by the person who deletes it. */
export const deleteBatch = (id: string, confirm: string): Promise<unknown> => sendJson(z.unknown(), 'DELETE', `batches/${id}?confirm=${encodeURIComponent(confirm)}`);

export type BatchOrder = 'pause' | 'resume' | 'cancel' | 'samples' | 'retry-failed';

/** Pause, resume, cancel, read again what failed, or bring in the sample pages: the answer is only that it was taken on. */
export const orderBatch = (batchId: string, order: BatchOrder): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/${order}`);

export const importGrants = (batchId: string, grants: readonly string[]): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/imports`, { grants });

/** A page is read again by itself; a source file together with the batch's other failures that may pass. */
export const retryFailure = (batchId: string, failure: Failure): Promise<unknown> =>
  failure.kind === 'page' ? sendJson(z.unknown(), 'POST', `pages/${failure.id}/retry`) : orderBatch(batchId, 'retry-failed');

/** Runs one change and then asks again for everything about batches. */
export function useBatchChange<A, R>(run: (argument: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: keys.batches }) });
}
