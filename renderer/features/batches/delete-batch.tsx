import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import { deleteBatch } from '../../api/batches.ts';
import { keys } from '../../api/keys.ts';
import { navigate } from '../../app-route.ts';
import { DangerousAct } from '../../ui/dangerous-act.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { say } from '../../ui/toasts.tsx';

/** A batch with work in it goes only by its name. */
export function DeleteBatch({ batch, onClose }: { batch: BatchSummary; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = async (): Promise<void> => {
    await deleteBatch(batch.id, batch.name);
    navigate({ screen: 'batches' }, { replace: true });
    await client.invalidateQueries({ queryKey: keys.batches });
    say(t('batches.deleted', { name: batch.name }));
  };
  const { counts } = batch;
  return (
    <DangerousAct title={t('action.delete-batch')} text={t('batches.deleteText', { name: batch.name, pages: formatNumber(counts.pages), records: formatNumber(counts.records) })} actName={t('action.delete-batch')}
      typed={counts.sources > 0 ? batch.name : null} subject={{ kind: 'delete-batch', batchId: batch.id }} run={run} onClose={onClose} />
  );
}
