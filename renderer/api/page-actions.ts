// What a person does on the light table. The table changes at once, before the answer is there (changedPages);
// then everything about the batch is asked for again.
import { useQuery, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { actionListSchema, actionReplySchema, emptiedBinSchema, proposalListSchema, type AskedAction, type LoggedAction, type Proposal } from '../../shared/api/page-actions.ts';
import type { PageSummary } from '../../shared/api/pages.ts';
import { changedPages } from './changed-pages.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';
import { pagesKey } from './pages.ts';

type Portion = { readonly pages: readonly PageSummary[]; readonly total: number; readonly next: number | null };

const proposalsKey = (batchId: string) => [...keys.batch(batchId), 'proposals'] as const;
const actionsKey = (batchId: string) => [...keys.batch(batchId), 'actions'] as const;

export const useProposals = (batchId: string) =>
  useQuery({ queryKey: proposalsKey(batchId), queryFn: async ({ signal }): Promise<readonly Proposal[]> => (await getJson(proposalListSchema, `batches/${batchId}/proposals`, signal)).proposals });

export const useActions = (batchId: string) => useQuery({ queryKey: actionsKey(batchId), queryFn: ({ signal }) => getJson(actionListSchema, `batches/${batchId}/actions?limit=200`, signal) });

/** Portions keep their sizes, so that the next portion is still asked for where it begins. */
function applyAhead(client: QueryClient, batchId: string, action: AskedAction): void {
  client.setQueryData<InfiniteData<Portion, number>>(pagesKey(batchId, 'table'), (data) => {
    if (data === undefined) return data;
    const pages = changedPages(data.pages.flatMap((portion) => portion.pages), action);
    let from = 0;
    return { ...data, pages: data.pages.map((portion) => ({ ...portion, pages: pages.slice(from, (from += portion.pages.length)) })) };
  });
}

const refresh = (client: QueryClient, batchId: string): Promise<void> => client.invalidateQueries({ queryKey: keys.batch(batchId) });

/** null: every page was as asked already. Throws RequestFailure; the table is then as it was. */
export async function actOnPages(client: QueryClient, batchId: string, action: AskedAction): Promise<LoggedAction | null> {
  await client.cancelQueries({ queryKey: keys.pages(batchId) });
  applyAhead(client, batchId, action);
  try {
    return (await sendJson(actionReplySchema, 'POST', `batches/${batchId}/actions`, action)).action;
  } finally {
    void refresh(client, batchId);
  }
}

export async function stepBack(client: QueryClient, batchId: string, which: 'undo' | 'redo'): Promise<LoggedAction | null> {
  try {
    return (await sendJson(actionReplySchema, 'POST', `batches/${batchId}/${which}`)).action;
  } finally {
    void refresh(client, batchId);
  }
}

export async function emptyBin(client: QueryClient, batchId: string): Promise<number> {
  try {
    return (await sendJson(emptiedBinSchema, 'DELETE', `batches/${batchId}/bin`)).pages;
  } finally {
    void refresh(client, batchId);
  }
}
