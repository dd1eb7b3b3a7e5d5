import { Check, FileSpreadsheet, FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BookReport } from '../../../shared/api/reports.ts';
import { useMay } from '../../actions/deeds.ts';
import { reportFileUrl, useBookReport } from '../../api/reports.ts';
import { navigate } from '../../app-route.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { fullFieldLabel } from '../correction/field-label.ts';
import { findingText } from './finding-text.ts';
import { Handovers } from './handovers.tsx';
import { TargetForm } from './target-form.tsx';

/** A book's checks: what to repair, each line one press from its record; its counts, its minutes, what is paid for. */
export function BookReportView({ batchId, isAdmin }: { batchId: string; isAdmin: boolean }) {
  const { t } = useTranslation();
  const mayFetch = useMay('fetch-book-report');
  const report = useBookReport(batchId);
  if (report.isError) return <LoadTrouble query={report} />;
  if (!report.data) return <div className="skeleton" style={{ height: 240 }} />;
  const { data } = report;
  return (
    <>
      <section className="sheet-box column">
        <div className="row wrap">
          <h2 className="grow cut">{data.batchName}</h2>
          {mayFetch ? <><a className="button" href={reportFileUrl(batchId, 'pdf')} target="_blank" rel="noreferrer"><FileText size={15} aria-hidden />{t('reports.format.pdf')}</a>
          <a className="button" href={reportFileUrl(batchId, 'xlsx')} download><FileSpreadsheet size={15} aria-hidden />{t('reports.format.xlsx')}</a>
          <a className="button" href={reportFileUrl(batchId, 'csv')} download><FileSpreadsheet size={15} aria-hidden />{t('reports.format.csv')}</a></> : null}
        </div>
        <Findings report={data} />
      </section>
      <section className="sheet-box column"><h3>{t('reports.book.counts')}</h3><Counts report={data} /></section>
      <Handovers batchId={batchId} here={data.here} />
      {isAdmin ? <TargetForm batchId={batchId} /> : null}
      {data.characters.length > 0 ? <section className="sheet-box column"><h3>{t('reports.book.characters')}</h3><p className="hint">{t('reports.book.charactersHint')}</p><Characters report={data} /></section> : null}
    </>
  );
}

function Findings({ report }: { report: BookReport }) {
  const { t } = useTranslation();
  if (report.findings.length === 0) return <p className="row"><Check size={16} className="tick" aria-hidden />{t('reports.book.nothing')}</p>;
  return (
    <>
      <h3>{t('reports.book.toRepair')} {formatNumber(report.findings.length)}</h3>
      <table className="review-table">
        <thead><tr><th className="number">{t('review.column.seq')}</th><th>{t('reports.book.record')}</th><th>{t('reports.book.what')}</th></tr></thead>
        <tbody>
          {report.findings.map((line, index) => (
            <tr key={index} data-finding={line.code}>
              <td className="number">{line.seq === null ? null : formatNumber(line.seq)}</td>
              <td>{line.recordId === null ? null : <button type="button" className="link" onClick={() => navigate({ screen: 'correction', batchId: report.batchId, itemId: line.recordId })}>{line.title || t('reports.book.open')}</button>}</td>
              <td>{findingText(t, line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Counts({ report }: { report: BookReport }) {
  const { t } = useTranslation();
  const columns = [['here', report.here], ['received', report.received], ['returned', report.returned]] as const;
  const shown = columns.filter(([, counts]) => counts !== null);
  return (
    <table className="review-table">
      <thead><tr><th />{shown.map(([name]) => <th key={name} className="number">{t(`reports.book.${name}`)}</th>)}</tr></thead>
      <tbody>
        {(['cases', 'pages', 'files'] as const).map((what) => <tr key={what}><td>{t(`reports.book.${what}`)}</td>{shown.map(([name, counts]) => <td key={name} className="number">{formatNumber(counts?.[what] ?? 0)}</td>)}</tr>)}
        <tr><td>{t('reports.book.accepted')}</td><td className="number">{formatNumber(report.accepted)}</td>{shown.slice(1).map(([name]) => <td key={name} />)}</tr>
      </tbody>
    </table>
  );
}

function Characters({ report }: { report: BookReport }) {
  const { t } = useTranslation();
  const sum = (pick: (row: BookReport['characters'][number]) => number): string => formatNumber(report.characters.reduce((total, row) => total + pick(row), 0));
  return (
    <details>
      <summary>{t('reports.book.short')} {sum((row) => row.short)}{t('common.dot')}{t('reports.book.long')} {sum((row) => row.long)}</summary>
      <table className="review-table">
        <thead><tr><th>{t('reports.book.field')}</th><th className="number">{t('reports.book.short')}</th><th className="number">{t('reports.book.long')}</th><th className="number">{t('reports.book.chars')}</th></tr></thead>
        <tbody>
          {report.characters.map((row) => <tr key={`${row.recordType} ${row.field}`}><td>{recordTypeName(t, row.recordType)}{t('common.dot')}{fullFieldLabel(t, row.recordType, row.field)}</td><td className="number">{formatNumber(row.short)}</td><td className="number">{formatNumber(row.long)}</td><td className="number">{formatNumber(row.chars)}</td></tr>)}
          <tr><td><b>{t('reports.book.total')}</b></td><td className="number">{sum((row) => row.short)}</td><td className="number">{sum((row) => row.long)}</td><td className="number">{sum((row) => row.chars)}</td></tr>
        </tbody>
      </table>
    </details>
  );
}
