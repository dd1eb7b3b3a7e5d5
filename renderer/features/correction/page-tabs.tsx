import { useTranslation } from 'react-i18next';
import type { PageDetail } from '../../../shared/api/pages.ts';
import { pageImageUrl } from '../../api/pages.ts';

/** The pages of one record, in small, where it has more than one. */
export function PageTabs({ pages, at, onPick }: { pages: readonly (PageDetail | undefined)[]; at: number; onPick: (number: number) => void }) {
  const { t } = useTranslation();
  return (
    <div className="page-tabs" role="group" aria-label={t('desk.pages')}>
      {pages.map((page, index) => (
        <button key={page?.id ?? index} type="button" className="page-tab" aria-current={index + 1 === at} aria-label={t('viewer.page', { number: index + 1 })} onClick={() => onPick(index + 1)}>
          {page ? <img src={pageImageUrl(page, 'thumbnail')} alt="" /> : null}
        </button>
      ))}
    </div>
  );
}
