// The list of a book's records, which may be thousands of lines: a saved field changes one line of what is held
// instead of having all of it fetched again.
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RecordDetail, recordListSchema } from '../../shared/api/records.ts';
import { keys } from './keys.ts';

type Listed = InfiniteData<Readonly<z.infer<typeof recordListSchema>>>;

const heldList = (client: QueryClient, batchId: string): Listed | undefined => client.getQueryData<Listed>(keys.records(batchId));

export const isListed = (client: QueryClient, batchId: string, recordId: string): boolean =>
  heldList(client, batchId)?.pages.some((portion) => portion.records.some((record) => record.id === recordId)) === true;

/** Puts what is now known of a record into its line. */
export function updateListed(client: QueryClient, { id, batchId, title, recordType, recordTypeConfidence, fieldCount, doubtfulFields, revision }: RecordDetail): void {
  client.setQueryData<Listed>(keys.records(batchId), (held) => {
    const at = held?.pages.findIndex((portion) => portion.records.some((record) => record.id === id && record.revision < revision)) ?? -1;
    if (!held || at < 0) return held;
    const change = { title, recordType, recordTypeConfidence, fieldCount, doubtfulFields, revision };
    return { ...held, pages: held.pages.map((portion, index) => (index === at ? { ...portion, records: portion.records.map((record) => (record.id === id ? { ...record, ...change } : record)) } : portion)) };
  });
}
