import type { BatchSummary } from '../../../shared/api/batches.ts';
import type { Screen } from '../../app-route.ts';

type Step = { screen: Screen; key: string } | null;

/**
 * The one thing to do next with a batch; null while it is still being read or has nothing in it. Under a plan,
 * records that are not accepted yet go to review, not into a package that would be refused.
 */
export function nextStepOf(batch: BatchSummary, mayPackage = true): Step {
  if (batch.state === 'uploaded') return { screen: 'uploads', key: 'receipts' };
  if (batch.state === 'packaged') return { screen: 'packages', key: 'upload' };
  if (batch.counts.records === 0) return batch.counts.pages > 0 ? { screen: 'pages', key: 'pages' } : null;
  if (batch.counts.doubtfulFields > 0) return { screen: 'correction', key: 'correct' };
  if (batch.state === 'read' && !mayPackage) return { screen: 'review', key: 'review' };
  return batch.state === 'read' ? { screen: 'packages', key: 'package' } : { screen: 'pages', key: 'pages' };
}
