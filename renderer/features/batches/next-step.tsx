import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import { useBatchReview } from '../../api/review.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { nextStepOf } from './next-step-of.ts';

export function NextStep({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const review = useBatchReview(batch.id);
  const step = nextStepOf(batch, review.data?.mayPackage !== false);
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
