import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../shared/api/review.ts';
import { useWork } from '../../api/review.ts';
import { navigate } from '../../app-route.ts';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';

export function WorkTable({ batchId, state }: { batchId: string; state: string }) {
  const { t } = useTranslation();
  const work = useWork(batchId, state);
  if (work.isError) return <LoadTrouble query={work} />;
  if (!work.data) return <div className="skeleton" style={{ height: 200 }} />;
  if (work.data.items.length === 0) return <p className="quiet">{t('review.noRecords')}</p>;
  return (
    <table className="review-table">
      <thead><tr><th className="number">{t('review.column.seq')}</th><th>{t('review.column.title')}</th><th>{t('review.column.state')}</th><th>{t('review.column.who')}</th><th>{t('review.column.remarks')}</th></tr></thead>
      <tbody>{work.data.items.map((item) => <WorkRow key={item.recordId} item={item} />)}</tbody>
    </table>
  );
}

function WorkRow({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const who = item.holder ? t('review.heldBy', { name: item.holder.name }) : item.assignedTo ? t('review.assignedTo', { name: item.assignedTo.name }) : item.keyedBy ? t('review.keyedBy', { name: item.keyedBy.name }) : '';
  return (
    <tr data-record={item.recordId} data-state={item.state}>
      <td className="number">{formatNumber(item.seq)}</td>
      <td><button type="button" className="link" onClick={() => navigate({ screen: 'correction', batchId: item.batchId, itemId: item.recordId })}>{item.title || recordTypeName(t, item.recordType)}</button></td>
      <td><span className={item.state === 'returned' ? 'chip doubtful' : item.state === 'accepted' ? 'chip done' : 'chip'}>{t(`review.state.${item.state}`)}</span></td>
      <td className="quiet">{who}</td>
      <td>{item.openRemarks > 0 ? <span className="doubt">{t('review.openRemarks', { count: item.openRemarks })}</span> : item.returns > 0 ? <span className="quiet">{t('review.returns', { count: item.returns })}</span> : null}</td>
    </tr>
  );
}
