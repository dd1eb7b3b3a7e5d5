import { TriangleAlert, Check } from 'lucide-react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { Progress } from '../../ui/progress.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { BatchState } from './batch-state.tsx';

type BatchListProps = { batches: readonly BatchSummary[]; isLoading: boolean; chosenId: string | null; onChoose: (id: string) => void };

const SKELETONS = [1, 2, 3];

export function BatchList({ batches, isLoading, chosenId, onChoose }: BatchListProps) {
  const { t } = useTranslation();
  if (isLoading) {
    return <div className="batch-list" aria-busy>{SKELETONS.map((row) => <div key={row} className="batch-row skeleton" />)}</div>;
  }
  return (
    <ListBox
      className="batch-list"
      aria-label={t('batches.title')}
      items={batches.map((batch) => ({ ...batch }))}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosenId === null ? [] : [chosenId]}
      onSelectionChange={(chosen) => { if (chosen !== 'all') for (const key of chosen) onChoose(String(key)); }}
    >
      {(batch) => (
        <ListBoxItem id={batch.id} className="batch-row" textValue={batch.name}>
          <Row batch={batch} />
        </ListBoxItem>
      )}
    </ListBox>
  );
}

function Row({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const { counts } = batch;
  const handled = counts.pagesRead + counts.pagesFailed;
  const isRead = counts.pages > 0 && handled === counts.pages && batch.state !== 'importing';
  return (
    <>
      <div className="batch-name">
        <span className="cut"><b>{batch.name}</b></span>
        <span className="quiet small cut">{recordTypeName(t, batch.recordType)}</span>
      </div>
      <div className="batch-progress">
        <BatchState batch={batch} />
        <Progress label={t('batches.pagesRead')} done={handled} total={counts.pages} isDone={isRead} />
      </div>
      <span className="batch-number">{formatNumber(counts.pages)}<span className="quiet small">{t('batches.pages', { count: counts.pages })}</span></span>
      <span className="batch-number">{formatNumber(counts.records)}<span className="quiet small">{t('batches.records', { count: counts.records })}</span></span>
      <span className="batch-waits">
        {counts.doubtfulFields > 0 ? <span className="chip doubtful">{t('batches.doubts', { count: counts.doubtfulFields, number: formatNumber(counts.doubtfulFields) })}</span> : null}
        {counts.pagesFailed > 0 ? <span className="chip"><TriangleAlert size={13} aria-hidden />{t('batches.failed', { count: counts.pagesFailed })}</span> : null}
        {isRead && counts.doubtfulFields === 0 && counts.pagesFailed === 0 ? <Check size={17} className="tick" aria-label={t('batches.noDoubts')} /> : null}
      </span>
    </>
  );
}
