import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import { navigate, type Screen } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';

type Step = { screen: Screen; key: string } | null;

/** The one thing to do next with a batch; null while it is still being read or has nothing in it. */
export function nextStepOf(batch: BatchSummary): Step {
  if (batch.state === 'uploaded') return { screen: 'uploads', key: 'receipts' };
  if (batch.state === 'packaged') return { screen: 'packages', key: 'upload' };
  if (batch.counts.records === 0) return batch.counts.pages > 0 ? { screen: 'pages', key: 'pages' } : null;
  if (batch.counts.doubtfulFields > 0) return { screen: 'correction', key: 'correct' };
  return batch.state === 'read' ? { screen: 'packages', key: 'package' } : { screen: 'pages', key: 'pages' };
}

export function NextStep({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const step = nextStepOf(batch);
  if (!step) return null;
  const doubts = batch.counts.doubtfulFields;
  return (
    <div className="row wrap">
      <Button look="primary" onPress={() => navigate({ screen: step.screen, batchId: batch.id })}>
        {t(`next.${step.key}`, { count: doubts, number: formatNumber(doubts) })}
        <ArrowRight size={16} aria-hidden />
      </Button>
      {step.screen === 'pages' ? null : <Button onPress={() => navigate({ screen: 'pages', batchId: batch.id })}>{t('next.pages')}</Button>}
    </div>
  );
}
