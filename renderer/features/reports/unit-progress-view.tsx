import { useTranslation } from 'react-i18next';
import type { UnitProgress } from '../../../shared/api/reports.ts';
import { useUnitProgress } from '../../api/reports.ts';
import { navigate } from '../../app-route.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { Progress } from '../../ui/progress.tsx';

/** How far every unit is: against what its books say, at the pace of the last fortnight, before the deadline. */
export function UnitProgressView() {
  const { t } = useTranslation();
  const units = useUnitProgress();
  if (units.isError) return <LoadTrouble query={units} />;
  if (!units.data) return <div className="skeleton" style={{ height: 240 }} />;
  if (units.data.length === 0) return <p className="quiet">{t('reports.progress.none')}</p>;
  return <>{units.data.map((unit) => <Unit key={unit.unit} unit={unit} />)}</>;
}

const dayText = (iso: string | null): string => iso?.split('-').reverse().join('/') ?? '';

function Unit({ unit }: { unit: UnitProgress }) {
  const { t } = useTranslation();
  const of = (accepted: number, expected: number): string => t('reports.progress.of', { accepted: formatNumber(accepted), expected: formatNumber(expected) });
  const name = unit.unit || t('reports.progress.noUnit');
  return (
    <section className="sheet-box column">
      <div className="row"><h2 className="grow cut">{name}</h2><span className="number">{of(unit.accepted, unit.expected)}</span><div className="unit-bar"><Progress label={name} done={unit.accepted} total={unit.expected} isDone={unit.expected > 0 && unit.accepted >= unit.expected} /></div></div>
      <table className="review-table">
        <thead><tr><th>{t('reports.progress.book')}</th><th>{t('reports.progress.stage')}</th><th className="number">{t('reports.progress.done')}</th><th className="number">{t('reports.progress.pace')}</th><th>{t('reports.progress.ready')}</th><th>{t('reports.progress.deadline')}</th></tr></thead>
        <tbody>
          {unit.books.map((book) => (
            <tr key={book.batchId}>
              <td><button type="button" className="link" onClick={() => navigate({ screen: 'review', batchId: book.batchId })}>{book.name}</button></td>
              <td>{t(`review.stage.${book.stage}`)}</td>
              <td className="number">{of(book.accepted, book.expected ?? book.records)}</td>
              <td className="number">{book.perDay > 0 ? formatNumber(book.perDay) : null}</td>
              <td>{dayText(book.readyOn)}</td>
              <td>{dayText(book.deadline)} {book.isLate ? <span className="chip doubtful">{t('reports.progress.late')}</span> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
