import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RECORD_STATES } from '../../../shared/domain/batch-life.ts';
import { useBatchReview } from '../../api/review.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';

/** On the way to a package: what is not accepted yet, by state, and the way there. */
export function PackageGate({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const { data } = useBatchReview(batchId);
  if (data === undefined || data.mayPackage || data.records === 0) return null;
  const missing = RECORD_STATES.filter((state) => state !== 'accepted' && (data.states[state] ?? 0) > 0);
  return (
    <div className="notice" role="status" data-gate>
      <ClipboardCheck size={16} aria-hidden />
      <div className="column grow">
        <p>{t('review.gateClosed', { count: data.records - (data.states['accepted'] ?? 0) })}</p>
        <p className="quiet">{missing.map((state) => `${t(`review.state.${state}`)} ${formatNumber(data.states[state] ?? 0)}`).join(t('common.dot'))}</p>
      </div>
      <Button onPress={() => navigate({ screen: 'review', batchId })}>{t('screen.review')}</Button>
    </div>
  );
}
