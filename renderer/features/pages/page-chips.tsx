import { Ban, Copy, Scissors, TriangleAlert } from 'lucide-react';
import type { TFunction } from 'i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';

const ICON_PX = 13;

/** In a word what is to be known of the page; the gravest only. */
export function PageMarks({ t, page }: { t: TFunction; page: PageSummary }) {
  if (page.skipReason !== null) return <span className="chip thumb-mark"><Ban size={ICON_PX} aria-hidden />{t(`pages.skip.short.${page.skipReason}`)}</span>;
  if (page.state === 'failed') return <span className="chip doubtful thumb-mark"><TriangleAlert size={ICON_PX} aria-hidden />{t('pages.mark.failed')}</span>;
  if (page.state !== 'read') return <span className="chip thumb-mark">{t(`pages.mark.${page.state}`)}</span>;
  if (page.answers.poorScan === 'accepted') return <span className="chip doubtful thumb-mark"><TriangleAlert size={ICON_PX} aria-hidden />{t('pages.mark.rescan')}</span>;
  if (page.isBlank && page.answers.blank === null) return <span className="chip doubtful thumb-mark">{t('pages.mark.blank')}</span>;
  if (page.duplicateOf !== null && page.answers.duplicate === null) return <span className="chip doubtful thumb-mark"><Copy size={ICON_PX} aria-hidden />{t('pages.mark.duplicate')}</span>;
  if (page.sourcePart !== null) return <span className="chip thumb-mark"><Scissors size={ICON_PX} aria-hidden />{t('pages.mark.part')}</span>;
  return null;
}
