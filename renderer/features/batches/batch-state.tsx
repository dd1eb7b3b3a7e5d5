import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import type { ServerEvent } from '../../../shared/api/jobs.ts';
import { keys } from '../../api/keys.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { spanOf } from '../../ui/span.ts';

type ProgressEvent = Extract<ServerEvent, { type: 'progress' }>;

/** The last running figures of a batch; null when none have come. */
export function useProgress(batchId: string): ProgressEvent | null {
  const query = useQuery<ProgressEvent | null>({ queryKey: keys.progress(batchId), queryFn: () => null, enabled: false, initialData: null, staleTime: Number.POSITIVE_INFINITY });
  return query.data;
}

function runningText(t: TFunction, batch: BatchSummary, progress: ProgressEvent | null): string {
  const { counts } = batch;
  const done = Math.max(progress?.done ?? 0, counts.pagesRead + counts.pagesFailed);
  const total = Math.max(progress?.total ?? 0, counts.pages);
  const parts = [t('batches.readOf', { done: formatNumber(done), total: formatNumber(total) })];
  if (progress?.pagesPerMinute) parts.push(t('batches.perMinute', { count: Math.round(progress.pagesPerMinute), number: formatNumber(Math.round(progress.pagesPerMinute)) }));
  if (progress?.secondsLeft) {
    const span = spanOf(progress.secondsLeft);
    parts.push(t(`batches.left.${span.unit}`, { count: span.count, number: formatNumber(span.count) }));
  }
  return parts.join(t('common.dot'));
}

/** What waits for whom, in one line. */
export function BatchState({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const progress = useProgress(batch.id);
  const isAtWork = batch.state === 'importing' || batch.state === 'reading';
  const text = isAtWork && batch.counts.pages > 0 ? runningText(t, batch, progress) : stateText(t, batch);
  return <span className="cut small batch-state">{text}</span>;
}

function stateText(t: TFunction, batch: BatchSummary): string {
  if (batch.state === 'read') return t(batch.counts.doubtfulFields > 0 ? 'batches.state.waitsForClerk' : 'batches.state.read');
  return t(`batches.state.${batch.state}`);
}
