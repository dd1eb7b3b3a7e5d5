import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queue } from '../../../shared/api/review.ts';
import { keys } from '../../api/keys.ts';
import { takeNext } from '../../api/review.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { leaveWork, openWork } from './review-route.ts';

/** Takes the next record of a queue and opens it; says so when there is none. */
export function useNextWork(batchId: string): (queue: Queue, after?: string) => Promise<void> {
  const { t } = useTranslation();
  const client = useQueryClient();
  const trouble = useSayTrouble();
  return useCallback(async (queue, after) => {
    try {
      const { recordId, lotId } = await takeNext(queue, batchId, after);
      void client.invalidateQueries({ queryKey: keys.batch(batchId) });
      if (recordId !== null) return openWork(batchId, { queue, recordId, lotId });
      say(t('review.nothingNext'));
      leaveWork(batchId);
    } catch (error) {
      trouble(error);
    }
  }, [batchId, client, t, trouble]);
}
