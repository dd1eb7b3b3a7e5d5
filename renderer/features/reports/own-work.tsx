import { useTranslation } from 'react-i18next';
import type { ClerkTrend } from '../../../shared/api/reports.ts';
import { useTrend } from '../../api/reports.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';

const CHART = { width: 600, height: 120, gap: 4 };

/** One's own figures as a trend, week by week. */
export function OwnWork({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const trend = useTrend(personId);
  if (trend.isError) return <LoadTrouble query={trend} />;
  if (!trend.data) return <div className="skeleton" style={{ height: 240 }} />;
  const { weeks, kinds } = trend.data;
  return (
    <section className="sheet-box column">
      <p className="hint">{t('reports.mine.what')}</p>
      {weeks.length === 0 ? <p className="quiet">{t('reports.mine.none')}</p> : (
        <>
          <TrendChart weeks={weeks} />
          <table className="review-table">
            <thead><tr><th>{t('reports.mine.week')}</th><th className="number">{t('reports.mine.keyed')}</th><th className="number">{t('reports.mine.returned')}</th><th className="number">{t('reports.mine.remarks')}</th></tr></thead>
            <tbody>{weeks.toReversed().map((week) => <tr key={week.week}><td>{week.week.split('-').reverse().join('/')}</td><td className="number">{formatNumber(week.keyed)}</td><td className="number">{formatNumber(week.returned)}</td><td className="number">{formatNumber(week.remarks)}</td></tr>)}</tbody>
          </table>
          {kinds.length > 0 ? <><h2 className="group">{t('reports.mine.kinds')}</h2><ul>{kinds.map((kind) => <li key={kind.kind} className="row"><span className="grow">{t(`errorKind.${kind.kind}`)}</span><span className="number">{formatNumber(kind.count)}</span></li>)}</ul></> : null}
        </>
      )}
    </section>
  );
}

function TrendChart({ weeks }: Pick<ClerkTrend, 'weeks'>) {
  const { t } = useTranslation();
  const most = Math.max(1, ...weeks.map((week) => week.keyed));
  const step = CHART.width / Math.max(8, weeks.length);
  const heightOf = (count: number): number => (count / most) * CHART.height;
  return (
    <svg className="trend-chart" viewBox={`0 0 ${CHART.width} ${CHART.height}`} role="img" aria-label={t('reports.mine.chart')}>
      {weeks.map((week, index) => (
        <g key={week.week}>
          <rect className="bar-keyed" x={index * step} y={CHART.height - heightOf(week.keyed)} width={step - CHART.gap} height={heightOf(week.keyed)} />
          <rect className="bar-wrong" x={index * step} y={CHART.height - heightOf(week.returned)} width={step - CHART.gap} height={heightOf(week.returned)} />
        </g>
      ))}
    </svg>
  );
}
