import type { BatchSummary } from '../../../shared/api/batches.ts';
import type { Screen } from '../../app-route.ts';

type Step = { screen: Screen; key: string } | null;

/** The one thing to do next with a batch; null while it is still being read or has nothing in it. */
export function nextStepOf(batch: BatchSummary): Step {
  if (batch.state === 'uploaded') return { screen: 'uploads', key: 'receipts' };
  if (batch.state === 'packaged') return { screen: 'packages', key: 'upload' };
  if (batch.counts.records === 0) return batch.counts.pages > 0 ? { screen: 'pages', key: 'pages' } : null;
  if (batch.counts.doubtfulFields > 0) return { screen: 'correction', key: 'correct' };
  return batch.state === 'read' ? { screen: 'packages', key: 'package' } : { screen: 'pages', key: 'pages' };
}
