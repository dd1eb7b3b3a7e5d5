import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { editSchema, recordDetailSchema, recordListSchema, type RecordDetail } from '../../shared/api/records.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const RECORDS_PER_REQUEST = 500;

export const useRecords = (batchId: string | null) =>
  useInfiniteQuery({
    queryKey: keys.records(batchId ?? ''),
    enabled: batchId !== null,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => getJson(recordListSchema, `batches/${batchId ?? ''}/records?after=${pageParam}&limit=${RECORDS_PER_REQUEST}`, signal),
    getNextPageParam: (last) => last.next,
  });

/** A record only ever gets newer: an answer that was under way while a save came back does not undo it on screen. */
export const newerRecord = (held: unknown, fresh: unknown): unknown => {
  const before = recordDetailSchema.safeParse(held);
  const after = recordDetailSchema.safeParse(fresh);
  return before.success && after.success && before.data.revision > after.data.revision ? held : fresh;
};

const recordQuery = (id: string) => ({ queryKey: keys.record(id), structuralSharing: newerRecord, queryFn: ({ signal }: { signal: AbortSignal }) => getJson(recordDetailSchema, `records/${id}`, signal) });

export const useRecord = (id: string | null) => useQuery({ ...recordQuery(id ?? ''), enabled: id !== null });

/** Fetches a record before it is asked for, so that the next one is on screen at once. */
export const prefetchRecord = (client: QueryClient, id: string): Promise<RecordDetail> => client.ensureQueryData(recordQuery(id));

export const putField = (recordId: string, field: string, value: string, revision: number): Promise<RecordDetail> =>
  sendJson(recordDetailSchema, 'PUT', `records/${recordId}/fields/${encodeURIComponent(field)}`, { value, revision });

export const undoEdit = (recordId: string): Promise<RecordDetail> => sendJson(recordDetailSchema, 'POST', `records/${recordId}/undo`);
export const fetchRecord = (recordId: string): Promise<RecordDetail> => getJson(recordDetailSchema, `records/${recordId}`);

const editsSchema = z.object({ edits: z.array(editSchema).readonly() });
export const useEdits = (recordId: string) => useQuery({ queryKey: keys.edits(recordId), queryFn: ({ signal }) => getJson(editsSchema, `records/${recordId}/edits`, signal) });
