import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import {
  arbitrationSchema, batchReviewSchema, blindFormSchema, claimReplySchema, countReplySchema, nextReplySchema, recordReviewSchema, remarkListSchema, reviewSettingsSchema, stateReplySchema, workListSchema,
  type BatchReview, type Queue, type StateReply, type Verdict,
} from '../../shared/api/review.ts';
import type { ReviewPlan } from '../../shared/domain/review-plan.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

export type NewRemark = Readonly<{ field: string | null; kind: string; note: string }>;

/** Rows of the list of work at once: a book of thousands comes in portions. */
const WORK_PAGE = 200;

export const useBatchReview = (batchId: string) => useQuery({ queryKey: keys.review(batchId), queryFn: ({ signal }) => getJson(batchReviewSchema, `batches/${batchId}/review`, signal) });
export const useReviewSettings = () => useQuery({ queryKey: ['review-settings'], staleTime: Infinity, queryFn: ({ signal }) => getJson(reviewSettingsSchema, 'review/settings', signal) });
export const useWork = (batchId: string, state: string) =>
  useInfiniteQuery({
    queryKey: keys.work(batchId, state), initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => getJson(workListSchema, `batches/${batchId}/work?limit=${WORK_PAGE}&after=${pageParam}${state === '' ? '' : `&state=${state}`}`, signal),
    getNextPageParam: (last) => last.next,
  });
// Never from a cache: one key agrees to what is shown, and a record that came back has been changed.
export const useRecordReview = (recordId: string) => useQuery({ queryKey: keys.recordReview(recordId), gcTime: 0, queryFn: ({ signal }) => getJson(recordReviewSchema, `records/${recordId}/review`, signal) });
export const useRemarks = (recordId: string) => useQuery({ queryKey: keys.remarks(recordId), queryFn: async ({ signal }) => (await getJson(remarkListSchema, `records/${recordId}/remarks`, signal)).remarks });
// Never from a cache: what a blind keyer sees is asked for each time.
export const useBlindForm = (recordId: string) => useQuery({ queryKey: ['blind', recordId], gcTime: 0, queryFn: ({ signal }) => getJson(blindFormSchema, `records/${recordId}/second-keying`, signal) });
export const useArbitration = (recordId: string) => useQuery({ queryKey: ['arbitration', recordId], gcTime: 0, queryFn: ({ signal }) => getJson(arbitrationSchema, `records/${recordId}/arbitration`, signal) });

export const takeNext = (queue: Queue, batchId: string, after?: string) => sendJson(nextReplySchema, 'POST', 'review/next', { queue, batchId, ...(after === undefined ? {} : { after }) });
export const putClaim = (recordId: string, purpose: Queue) => sendJson(claimReplySchema, 'PUT', `records/${recordId}/claim`, { purpose });
export const dropClaim = (recordId: string): Promise<unknown> => sendJson(z.unknown(), 'DELETE', `records/${recordId}/claim`);
export const finishRecord = (recordId: string, revision: number): Promise<StateReply> => sendJson(stateReplySchema, 'POST', `records/${recordId}/finish`, { revision });
export const sendVerdict = (recordId: string, verdict: Verdict): Promise<StateReply> => sendJson(stateReplySchema, 'POST', `records/${recordId}/verdict`, verdict);
export const sendSampleVerdict = (lotId: string, recordId: string, revision: number, remarks: readonly NewRemark[]) => sendJson(z.object({ state: z.enum(['open', 'accepted', 'rejected']) }), 'POST', `lots/${lotId}/verdicts`, { recordId, revision, remarks });
export const sendSecondKeying = (recordId: string, revision: number, values: Readonly<Record<string, string>>): Promise<StateReply> => sendJson(stateReplySchema, 'POST', `records/${recordId}/second-keying`, { revision, values });
export const sendArbitration = (recordId: string, revision: number, values: Readonly<Record<string, string>>): Promise<StateReply> => sendJson(stateReplySchema, 'POST', `records/${recordId}/arbitration`, { revision, values });
export const putPlan = (batchId: string, plan: ReviewPlan | null): Promise<BatchReview> => sendJson(batchReviewSchema, 'PUT', `batches/${batchId}/review/plan`, { plan });
export const drawLot = (batchId: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/lots`, {});
export const handOut = (batchId: string, to: string | null, recordIds?: readonly string[]) => sendJson(countReplySchema, 'POST', `batches/${batchId}/hand-out`, { to, ...(recordIds === undefined ? {} : { recordIds }) });
export const takeBack = (batchId: string, from: string) => sendJson(countReplySchema, 'POST', `batches/${batchId}/take-back`, { from });
