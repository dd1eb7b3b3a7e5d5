import { useEffect } from 'react';
import { currentRoute } from '../../app-route.ts';
import { isString, recall, remember } from '../../ui/remembered.ts';

/** The batch the clerk is in, or was in last: where the rail's steps lead. */
export function currentBatchId(): string | null {
  const remembered = recall('batch', '');
  return currentRoute().batchId ?? (isString(remembered) && remembered !== '' ? remembered : null);
}

export function useRememberBatch(batchId: string | null): void {
  useEffect(() => {
    if (batchId !== null) remember('batch', batchId);
  }, [batchId]);
}
