import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { editSchema, recordDetailSchema, recordListSchema, type PutField, type RecordDetail } from '../../shared/api/records.ts';
import { regionReadingSchema, valueListSchema, type RegionReading } from '../../shared/api/page-actions.ts';
import type { Box } from '../../shared/domain/geometry.ts';
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

export const putField = (recordId: string, field: string, written: Omit<PutField, 'revision'>, revision: number): Promise<RecordDetail> =>
  sendJson(recordDetailSchema, 'PUT', `records/${recordId}/fields/${encodeURIComponent(field)}`, { ...written, revision });

/** Take back this person's last edit, or do it again; refused when the record is no longer at `revision`. */
export const undoEdit = (recordId: string, revision: number | undefined): Promise<RecordDetail> => sendJson(recordDetailSchema, 'POST', `records/${recordId}/undo`, { revision });
export const redoEdit = (recordId: string, revision: number | undefined): Promise<RecordDetail> => sendJson(recordDetailSchema, 'POST', `records/${recordId}/redo`, { revision });
export const fetchRecord = (recordId: string): Promise<RecordDetail> => getJson(recordDetailSchema, `records/${recordId}`);

const editsSchema = z.object({ edits: z.array(editSchema).readonly() });
export const useEdits = (recordId: string) => useQuery({ queryKey: keys.edits(recordId), queryFn: ({ signal }) => getJson(editsSchema, `records/${recordId}/edits`, signal) });

/** What a rubber-banded part of a page says; `box` in pixels of the delivered image. */
export const readRegion = (pageId: string, box: Box, signal?: AbortSignal): Promise<RegionReading> => sendJson(regionReadingSchema, 'POST', `pages/${pageId}/read-region`, { box }, signal);

const VALUES_OFFERED = 8;

/** Values that this book's records have in a field, most used first; `typed` finds words from their beginning, with or without marks. */
export const useBookValues = (batchId: string, field: string | null, typed: string) =>
  useQuery({
    queryKey: keys.values(batchId, field ?? '', typed),
    enabled: field !== null,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await getJson(valueListSchema, `batches/${batchId}/values?field=${encodeURIComponent(field ?? '')}&q=${encodeURIComponent(typed)}&limit=${VALUES_OFFERED}`, signal)).values,
  });

/** Gives a record another type; the reader then looks for that type's fields on its pages. */
export const setRecordType = (batchId: string, recordId: string, recordType: string | null): Promise<unknown> =>
  sendJson(z.unknown(), 'POST', `batches/${batchId}/actions`, { kind: 'set-type', recordIds: [recordId], recordType });
