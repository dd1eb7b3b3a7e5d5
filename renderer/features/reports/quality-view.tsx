import { useTranslation } from 'react-i18next';
import { QUALITY_GROUPS, type ErrorRate } from '../../../shared/api/reports.ts';
import { useQuality } from '../../api/reports.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { fullFieldLabel } from '../correction/field-label.ts';

const perThousand = (count: number, of: number): number => (of === 0 ? 0 : (count / of) * 1000);
const MOST_ROWS = 12;

/** How often the reader is wrong, and how often without saying so. */
export function QualityView({ batchId }: { batchId: string | null }) {
  const { t } = useTranslation();
  const quality = useQuality(batchId);
  if (quality.isError) return <LoadTrouble query={quality} />;
  if (!quality.data) return <div className="skeleton" style={{ height: 240 }} />;
  const { total, records, groups } = quality.data;
  if (total.fields === 0) return <p className="quiet">{t('reports.quality.none')}</p>;
  const figure = (name: 'wrong' | 'silent' | 'doubted') => <div className="figure"><b>{t('reports.quality.perThousand', { value: formatNumber(perThousand(total[name], total.fields)) })}</b><span className="quiet">{t(`reports.quality.${name}`)}</span></div>;
  return (
    <>
      <section className="sheet-box column">
        <p>{t('reports.quality.total', { fields: formatNumber(total.fields), records: formatNumber(records) })}</p>
        <div className="row wrap figures">{figure('wrong')}{figure('silent')}{figure('doubted')}</div>
      </section>
      {QUALITY_GROUPS.map((group) => ((groups[group]?.length ?? 0) === 0 ? null : <RateChart key={group} group={group} rates={(groups[group] ?? []).slice(0, MOST_ROWS)} />))}
    </>
  );
}

/** A table that is also its chart: the bar is wrong, its dark end what nobody was told. */
function RateChart({ group, rates }: { group: (typeof QUALITY_GROUPS)[number]; rates: readonly ErrorRate[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...rates.map((rate) => perThousand(rate.wrong, rate.fields)));
  const nameOf = (key: string): string => (group === 'kind' ? t(`reports.kind.${key}`) : group === 'field' ? fullFieldLabel(t, null, key) : key);
  return (
    <section className="sheet-box column">
      <h2 className="group">{t(`reports.quality.by.${group}`)}</h2>
      <table className="review-table rate-table">
        <thead><tr><th>{t('reports.quality.group')}</th><th className="number">{t('reports.quality.fields')}</th><th className="number">{t('reports.quality.wrong')}</th><th className="number">{t('reports.quality.silent')}</th><th className="bar-column" /></tr></thead>
        <tbody>
          {rates.map((rate) => {
            const wrong = perThousand(rate.wrong, rate.fields);
            const silent = perThousand(rate.silent, rate.fields);
            const shown = { wrong: formatNumber(wrong), silent: formatNumber(silent) };
            return (
              <tr key={rate.key}>
                <td className="cut">{nameOf(rate.key)}</td>
                <td className="number">{formatNumber(rate.fields)}</td>
                <td className="number">{t('reports.quality.perThousand', { value: shown.wrong })}</td>
                <td className="number">{t('reports.quality.perThousand', { value: shown.silent })}</td>
                <td className="bar-column">
                  <svg className="rate-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={t('reports.quality.bar', { name: nameOf(rate.key), ...shown })}>
                    <rect className="bar-wrong" width={(wrong / most) * 100} height="8" />
                    <rect className="bar-silent" width={(silent / most) * 100} height="8" />
                  </svg>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
