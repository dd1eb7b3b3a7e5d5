// What is open on the review screen stands in the address as "<queue>:<record>[:<lot>]".
import { QUEUES, type Queue } from '../../../shared/api/review.ts';
import { navigate } from '../../app-route.ts';

export type OpenWork = Readonly<{ queue: Queue; recordId: string; lotId: string | null }>;

export function parseWork(itemId: string | null): OpenWork | null {
  const [name = '', recordId = '', lotId = ''] = (itemId ?? '').split(':');
  const queue = QUEUES.find((known) => known === name);
  return queue === undefined || recordId === '' ? null : { queue, recordId, lotId: lotId === '' ? null : lotId };
}

export const formatWork = ({ queue, recordId, lotId }: OpenWork): string => [queue, recordId, ...(lotId === null ? [] : [lotId])].join(':');

/** Correction has a screen of its own. */
export function openWork(batchId: string, work: OpenWork): void {
  if (work.queue === 'correct') navigate({ screen: 'correction', batchId, itemId: work.recordId });
  else navigate({ screen: 'review', batchId, itemId: formatWork(work) }, { replace: true });
}

export const leaveWork = (batchId: string): void => navigate({ screen: 'review', batchId }, { replace: true });
