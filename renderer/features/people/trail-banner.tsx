import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { sessionStore } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';

/** Everybody sees it when the trail was altered from outside. */
export function TrailBanner() {
  const { t } = useTranslation();
  const session = useStore(sessionStore);
  if (session.state !== 'signed-in' || session.trailFault === null) return null;
  return <p className="trail-banner" role="alert"><TriangleAlert size={16} aria-hidden />{t('error.trail-damaged', { seq: session.trailFault.seq })}</p>;
}
