import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../../shared/api/review.ts';
import { useWork } from '../../api/review.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';

/** Records picked by hand, to be handed out; null where this person hands nothing out. */
export type Picked = Readonly<{ ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }> | null;

const isPickable = (item: WorkItem): boolean => item.state !== 'accepted';

export function WorkTable({ batchId, state, picked }: { batchId: string; state: string; picked: Picked }) {
  const { t } = useTranslation();
  const work = useWork(batchId, state);
  if (work.isError) return <LoadTrouble query={work} />;
  if (!work.data) return <div className="skeleton" style={{ height: 200 }} />;
  const items = work.data.pages.flatMap((page) => page.items);
  const total = work.data.pages[0]?.total ?? 0;
  if (items.length === 0) return <p className="quiet">{t('review.noRecords')}</p>;
  return (
    <>
      <table className="review-table">
        <thead><tr>{picked === null ? null : <th className="pick"><PickAll items={items} picked={picked} /></th>}<th className="number">{t('review.column.seq')}</th><th>{t('review.column.title')}</th><th>{t('review.column.state')}</th><th>{t('review.column.who')}</th><th>{t('review.column.remarks')}</th></tr></thead>
        <tbody>{items.map((item) => <WorkRow key={item.recordId} item={item} picked={picked} />)}</tbody>
      </table>
      {work.hasNextPage ? <div className="row"><span className="quiet grow">{t('review.shownOf', { shown: formatNumber(items.length), total: formatNumber(total) })}</span><Button isDisabled={work.isFetchingNextPage} onPress={() => void work.fetchNextPage()}>{t('review.showMore')}</Button></div> : null}
    </>
  );
}

function PickAll({ items, picked }: { items: readonly WorkItem[]; picked: NonNullable<Picked> }) {
  const { t } = useTranslation();
  const ids = items.filter(isPickable).map((item) => item.recordId);
  const isAll = ids.length > 0 && ids.every((id) => picked.ids.has(id));
  return <input type="checkbox" aria-label={t('review.pickAll')} disabled={ids.length === 0} checked={isAll} onChange={() => picked.onChange(isAll ? new Set() : new Set([...picked.ids, ...ids]))} />;
}

function PickOne({ item, name, picked }: { item: WorkItem; name: string; picked: NonNullable<Picked> }) {
  const { t } = useTranslation();
  const toggle = (): void => {
    const ids = new Set(picked.ids);
    if (!ids.delete(item.recordId)) ids.add(item.recordId);
    picked.onChange(ids);
  };
  return <input type="checkbox" aria-label={t('review.pick', { name })} disabled={!isPickable(item)} checked={picked.ids.has(item.recordId)} onChange={toggle} />;
}

function WorkRow({ item, picked }: { item: WorkItem; picked: Picked }) {
  const { t } = useTranslation();
  const who = item.holder ? t('review.heldBy', { name: item.holder.name }) : item.assignedTo ? t('review.assignedTo', { name: item.assignedTo.name }) : item.keyedBy ? t('review.keyedBy', { name: item.keyedBy.name }) : '';
  const name = item.title || recordTypeName(t, item.recordType);
  return (
    <tr data-record={item.recordId} data-state={item.state}>
      {picked === null ? null : <td className="pick"><PickOne item={item} name={name} picked={picked} /></td>}
      <td className="number">{formatNumber(item.seq)}</td>
      <td><button type="button" className="link" onClick={() => navigate({ screen: 'correction', batchId: item.batchId, itemId: item.recordId })}>{name}</button></td>
      <td><span className={item.state === 'returned' ? 'chip doubtful' : item.state === 'accepted' ? 'chip done' : 'chip'}>{t(`review.state.${item.state}`)}</span></td>
      <td className="quiet">{who}</td>
      <td>{item.openRemarks > 0 ? <span className="doubt">{t('review.openRemarks', { count: item.openRemarks })}</span> : item.returns > 0 ? <span className="quiet">{t('review.returns', { count: item.returns })}</span> : null}</td>
    </tr>
  );
}
