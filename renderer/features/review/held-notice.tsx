import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../ui/numbers.ts';
import type { HeldByOther } from './use-claim.ts';

/** Never two people on one record without knowing. */
export function HeldNotice({ held }: { held: HeldByOther }) {
  const { t } = useTranslation();
  return <p className="notice" role="status"><Users size={16} aria-hidden />{t('review.held', { name: held.by, at: formatMoment(held.since) })}</p>;
}
