// Hiệu đính: the page on one side, its fields on the other. Doubtful fields first and open; Enter accepts and
// goes to the next doubt, and after the last one to "record done". Focus moves page, box and form together.
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord, useRecords } from '../../api/records.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { NoBatch } from '../shell/no-batch.tsx';
import './correction.css';
import './field-card.css';
import { DeskSkeleton } from './desk-skeleton.tsx';
import { RecordDesk } from './record-desk.tsx';
import { useAllRecords } from './use-all-records.ts';
import { usePrefetch } from './use-prefetch.ts';

export function CorrectionScreen() {
  const route = useRoute();
  return route.batchId === null ? <NoBatch /> : <BatchDesk batchId={route.batchId} recordId={route.itemId} />;
}

function BatchDesk({ batchId, recordId }: { batchId: string; recordId: string | null }) {
  const { t } = useTranslation();
  const query = useRecords(batchId);
  const { records, total } = useAllRecords(query);
  const first = records.find((record) => record.doubtfulFields > 0) ?? records[0];
  const openId = recordId ?? first?.id ?? null;
  const record = useRecord(openId);
  const at = records.findIndex((one) => one.id === openId);
  usePrefetch(useMemo(() => [...records.slice(at + 1, at + 3), ...records.slice(Math.max(0, at - 1), at)], [records, at]));
  useEffect(() => {
    if (recordId === null && first) navigate({ screen: 'correction', batchId, itemId: first.id }, { replace: true });
  }, [batchId, recordId, first]);

  if (query.isSuccess && records.length === 0) {
    return (
      <div className="empty">
        <div>
          <h1>{t('desk.emptyTitle')}</h1>
          <p>{t('desk.empty')}</p>
          <Button onPress={() => navigate({ screen: 'batches', batchId })}>{t('noBatch.go')}</Button>
        </div>
      </div>
    );
  }
  if (record.isError || query.isError) return <div className="empty"><div><LoadTrouble query={record.isError ? record : query} /></div></div>;
  if (!record.data) return <DeskSkeleton />;
  return (
    <RecordDesk
      key={record.data.id}
      stored={record.data}
      place={{ at: Math.max(0, at), total: Math.max(total, records.length), previousId: records[at - 1]?.id ?? null, nextId: records[at + 1]?.id ?? null }}
      batchId={batchId}
    />
  );
}
