import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import type { BatchesScope } from '../../actions/action.ts';
import { createBatch, importGrants, orderBatch, type BatchOrder } from '../../api/batches.ts';
import { RequestFailure } from '../../api/client.ts';
import { desktopBridge, type DesktopBridge } from '../../api/desktop.ts';
import { keys } from '../../api/keys.ts';
import { sendFiles, type FileToSend } from '../../api/upload-queue.ts';
import { navigate } from '../../app-route.ts';
import { dayName } from '../../ui/numbers.ts';
import { problemText } from '../../ui/problem-text.ts';
import { say } from '../../ui/toasts.tsx';
import { overlayStore } from '../shell/overlay.ts';
import { filesFromList } from './collect-files.ts';

/** Says what went wrong, whatever it was. */
export function useSayTrouble(): (error: unknown) => void {
  const { t } = useTranslation();
  return useMemo(() => (error: unknown) => say(error instanceof RequestFailure ? problemText(t, error.problem) : t('error.other', { code: String(error) }), { isTrouble: true }), [t]);
}

const GRANTS_AT_ONCE = 1000;

/** In the desktop window a dropped file is handed over as a grant, not as bytes: the back end reads it where it lies. */
async function importDropped(desktop: DesktopBridge, batchId: string, files: readonly FileToSend[]): Promise<void> {
  const grants = await desktop.grantDropped(files.map(({ file }) => file));
  for (let from = 0; from < grants.length; from += GRANTS_AT_ONCE) await importGrants(batchId, grants.slice(from, from + GRANTS_AT_ONCE));
  // What came from the clipboard lies nowhere: it goes as bytes.
  if (grants.length === 0) sendFiles(batchId, files);
}

/** The commands of the batches screen for the batch chosen (null: none yet), and the two hidden file inputs they use. */
export function useBatchCommands(batch: BatchSummary | null) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const trouble = useSayTrouble();
  // One order at a time: "go on" must not overtake a "stop" that is still being carried out.
  const [isOrdering, setIsOrdering] = useState(false);
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const batchId = batch?.id ?? null;
  const state = batch?.state ?? null;

  const work = useMemo(() => {
    const refresh = () => client.invalidateQueries({ queryKey: keys.batches });
    /** The batch chosen, or a new one named after the day or the folder. */
    const batchFor = async (name: string): Promise<string> => {
      if (batchId !== null) return batchId;
      const made = await createBatch({ name });
      navigate({ screen: 'batches', batchId: made.id });
      await refresh();
      return made.id;
    };
    const todaysName = t('batches.nameOfDay', { day: dayName(new Date()) });
    const run = (task: () => Promise<unknown>) => void task().catch(trouble).finally(() => void refresh());
    const order = (what: BatchOrder) => run(async () => {
      setIsOrdering(true);
      try {
        await orderBatch(await batchFor(what === 'samples' ? t('batches.sampleName') : todaysName), what);
      } finally {
        setIsOrdering(false);
      }
    });
    const importFiles = (files: readonly FileToSend[]) => run(async () => {
      if (files.length === 0) return say(t('batches.noFiles'), { isTrouble: true });
      const folder = files[0]?.name.split('/').slice(0, -1)[0];
      const id = await batchFor(folder ?? todaysName);
      const desktop = desktopBridge();
      if (desktop) await importDropped(desktop, id, files);
      else sendFiles(id, files);
    });
    const importPicked = (pick: () => Promise<readonly string[]>) => run(async () => {
      const grants = await pick();
      if (grants.length > 0) await importGrants(await batchFor(todaysName), grants);
    });
    return { order, importFiles, importPicked };
  }, [batchId, client, t, trouble]);

  const commands = useMemo((): BatchesScope => {
    const desktop = desktopBridge();
    const isAtWork = !isOrdering && (state === 'importing' || state === 'reading');
    return {
      hasBatch: batchId !== null,
      canPause: isAtWork,
      canResume: !isOrdering && state === 'paused',
      canCancel: isAtWork,
      newBatch: () => overlayStore.set('new-batch'),
      editBatch: () => overlayStore.set('edit-batch'),
      deleteBatch: () => overlayStore.set('delete-batch'),
      pickFiles: () => (desktop ? work.importPicked(desktop.pickFiles) : filesInput.current?.click()),
      pickFolder: () => (desktop ? work.importPicked(desktop.pickFolder) : folderInput.current?.click()),
      samples: () => work.order('samples'),
      pause: () => work.order('pause'),
      resume: () => work.order('resume'),
      cancel: () => work.order('cancel'),
      retryAll: () => work.order('retry-failed'),
      openPages: () => navigate({ screen: 'pages', batchId }),
      openCorrection: () => navigate({ screen: 'correction', batchId }),
    };
  }, [batchId, state, isOrdering, work]);

  const take = (list: FileList | null) => work.importFiles(filesFromList(list ?? []));
  const inputs = (
    <div hidden>
      <input ref={filesInput} type="file" multiple data-import="files" aria-label={t('action.import-files')} onChange={(event) => { take(event.target.files); event.target.value = ''; }} />
      <input ref={folderInput} type="file" multiple data-import="folder" aria-label={t('action.import-folder')} onChange={(event) => { take(event.target.files); event.target.value = ''; }} {...{ webkitdirectory: '' }} />
    </div>
  );
  return { commands, inputs, importFiles: work.importFiles };
}
