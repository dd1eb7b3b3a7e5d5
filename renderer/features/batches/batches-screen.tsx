// Đợt: every batch with what waits for whom; the one chosen is explained at the side, with its next step first.
// Files come in by drop (anywhere on the screen), picker, folder, paste, or the sample batch.
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBatches } from '../../api/batches.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { useOffer } from '../../actions/scope.ts';
import { useStore } from '../../api/store.ts';
import { ActionButton } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { overlayStore } from '../shell/overlay.ts';
import { BatchDetail } from './batch-detail.tsx';
import { BatchList } from './batch-list.tsx';
import { BatchSearch } from './batch-search.tsx';
import './batches.css';
import { DropZone } from './drop-zone.tsx';
import { EmptyBatches } from './empty-batches.tsx';
import { BatchForm } from './batch-form.tsx';
import { DeleteBatch } from './delete-batch.tsx';
import { useBatchCommands } from './use-batch-commands.tsx';

const close = (): void => overlayStore.set(null);

export function BatchesScreen() {
  const { t } = useTranslation();
  const route = useRoute();
  const batches = useBatches();
  const overlay = useStore(overlayStore);
  const list = batches.data ?? [];
  const chosen = list.find((batch) => batch.id === route.batchId) ?? list[0] ?? null;
  const { commands, importFiles, inputs } = useBatchCommands(chosen);
  useOffer('batches', commands);
  const isEmpty = batches.isSuccess && list.length === 0;
  return (
    <DropZone batchName={chosen?.name ?? null} onFiles={importFiles}>
      {inputs}
      {isEmpty ? <EmptyBatches /> : (
        <div className="two-parts">
          <section className="batches-main" aria-label={t('screen.batches')}>
            <div className="batches-head">
              <h1>{t('batches.title')}</h1>
              <BatchSearch />
              <ActionButton id="new-batch" icon={<Plus size={16} aria-hidden />} />
            </div>
            <LoadTrouble query={batches} />
            <BatchList batches={list} isLoading={batches.isPending} chosenId={chosen?.id ?? null} onChoose={(id) => navigate({ screen: 'batches', batchId: id }, { replace: true })} />
          </section>
          <aside className="side" aria-label={t('batches.detail')}>{chosen ? <BatchDetail key={chosen.id} batch={chosen} /> : null}</aside>
        </div>
      )}
      {overlay === 'new-batch' ? <BatchForm batch={null} onClose={close} /> : null}
      {overlay === 'edit-batch' && chosen ? <BatchForm batch={chosen} onClose={close} /> : null}
      {overlay === 'delete-batch' && chosen ? <DeleteBatch batch={chosen} onClose={close} /> : null}
    </DropZone>
  );
}
