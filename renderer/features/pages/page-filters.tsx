import { useTranslation } from 'react-i18next';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { Toggle } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { matchesFilter, PAGE_FILTERS, type PageFilter } from './page-marks.ts';

export function PageFilters({ pages, filter, onChange }: { pages: readonly PageSummary[]; filter: PageFilter; onChange: (filter: PageFilter) => void }) {
  const { t } = useTranslation();
  const counted = PAGE_FILTERS.map((name) => ({ name, count: pages.filter((page) => matchesFilter(page, name)).length }));
  return (
    <div className="page-filters" role="toolbar" aria-label={t('pages.filters')}>
      {counted.filter(({ name, count }) => name === 'all' || name === filter || count > 0).map(({ name, count }) => (
        <Toggle key={name} isOn={filter === name} onChange={() => onChange(name)}>
          {t(`pages.filter.${name}`)}<span className="quiet number">{formatNumber(count)}</span>
        </Toggle>
      ))}
    </div>
  );
}
