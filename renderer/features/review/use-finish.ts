// The correction screen's "done": what fails on the way is said, what is nobody's fault is not.
import { useCallback } from 'react';
import { fetchRecord } from '../../api/records.ts';
import { finishRecord } from '../../api/review.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { codeOf, finishWhenSaved, type FinishPorts, type Saver } from './finish-when-saved.ts';

/** Not the clerk's turn, or not a clerk: looking through a record and going on is no fault. */
const isNoMatter = (error: unknown): boolean => ['wrong-state', 'not-allowed'].includes(codeOf(error));

export function useFinish(saver: Saver): (recordId: string) => void {
  const trouble = useSayTrouble();
  return useCallback((recordId) => {
    const ports: FinishPorts = { finish: finishRecord, fetchRevision: async (id) => (await fetchRecord(id)).revision, wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
    finishWhenSaved(saver, recordId, ports).catch((error: unknown) => (isNoMatter(error) ? undefined : trouble(error)));
  }, [saver, trouble]);
}
