import { FilePlus2, FolderPlus, Link2, Pause, PencilLine, Play, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../shared/api/batches.ts';
import { BATCH_LINK_ENDING, type BatchLink } from '../../../shared/api/batch-link.ts';
import { desktopBridge } from '../../api/desktop.ts';
import { ActionButton, Button } from '../../ui/button.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';
import { Progress } from '../../ui/progress.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { useMay } from '../../actions/deeds.ts';
import { useScope } from '../../actions/scope.ts';
import { BatchState, useProgress } from './batch-state.tsx';
import { Failures } from './failures.tsx';
import { NextStep } from './next-step.tsx';
import { SendingFiles } from './sending-files.tsx';

export function BatchDetail({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const scope = useScope().batches;
  const progress = useProgress(batch.id);
  const mayAdd = useMay('add-files');
  const { counts } = batch;
  const done = Math.max(counts.pagesRead + counts.pagesFailed, progress?.done ?? 0);
  const total = Math.max(counts.pages, progress?.total ?? 0);
  return (
    <div className="batch-detail">
      <header>
        <div className="row">
          <h2 className="cut grow">{batch.name}</h2>
          <ActionButton id="edit-batch" look="plain" isIcon icon={<PencilLine size={16} aria-hidden />} />
          {desktopBridge() ? <Button look="plain" isIcon label={t('batches.saveLink')} onPress={() => saveLink(batch)}><Link2 size={16} aria-hidden /></Button> : null}
          <ActionButton id="delete-batch" look="plain" isIcon icon={<Trash2 size={16} aria-hidden />} />
        </div>
        <FactLine batch={batch} />
        <p className="quiet small">{recordTypeName(t, batch.recordType)}{t('common.dot')}{t(`profile.${batch.profile}`)}{t('common.dot')}{formatMoment(batch.createdAt)}</p>
      </header>
      <div className="batch-run">
        <div className="row"><span className="grow"><BatchState batch={batch} /></span></div>
        <Progress label={t('batches.pagesRead')} done={done} total={total} isDone={batch.state !== 'importing' && total > 0 && done === total} />
        <div className="row batch-run-buttons">
          {scope?.canPause ? <ActionButton id="pause-batch" icon={<Pause size={15} aria-hidden />} /> : null}
          {scope?.canResume ? <ActionButton id="resume-batch" icon={<Play size={15} aria-hidden />} /> : null}
          {scope?.canCancel ? <ActionButton id="cancel-batch" icon={<Square size={14} aria-hidden />} /> : null}
        </div>
      </div>
      <NextStep batch={batch} />
      <Failures batchId={batch.id} />
      <SendingFiles batchId={batch.id} />
      {mayAdd ? <section className="column">
        <h3>{t('batches.addPages')}</h3>
        <div className="row wrap">
          <ActionButton id="import-files" icon={<FilePlus2 size={16} aria-hidden />} />
          <ActionButton id="import-folder" icon={<FolderPlus size={16} aria-hidden />} />
        </div>
        <p className="hint">{t('batches.dropHint')}</p>
      </section> : null}
      <section className="column">
        <h3>{t('batches.counts')}</h3>
        <dl className="counts">
          <dt>{t('counts.sources')}</dt><dd>{formatNumber(counts.sources)}</dd>
          <dt>{t('counts.pages')}</dt><dd>{formatNumber(counts.pages)}</dd>
          {counts.pagesBinned > 0 ? <><dt>{t('counts.pagesBinned')}</dt><dd>{formatNumber(counts.pagesBinned)}</dd></> : null}
          {counts.pagesSkipped > 0 ? <><dt>{t('counts.pagesSkipped')}</dt><dd>{formatNumber(counts.pagesSkipped)}</dd></> : null}
          <dt>{t('counts.pagesBlank')}</dt><dd>{formatNumber(counts.pagesBlank)}</dd>
          <dt>{t('counts.duplicates')}</dt><dd>{formatNumber(counts.duplicates)}</dd>
          <dt>{t('counts.records')}</dt><dd>{formatNumber(counts.records)}</dd>
          <dt>{t('counts.doubtfulFields')}</dt><dd>{formatNumber(counts.doubtfulFields)}</dd>
        </dl>
      </section>
    </div>
  );
}

/** A .sohoa file: opened from the desktop, it opens this batch. */
function saveLink(batch: BatchSummary): void {
  const link: BatchLink = { sohoa: 1, batchId: batch.id, name: batch.name };
  const address = URL.createObjectURL(new Blob([JSON.stringify(link)], { type: 'application/x-sohoa' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = `${batch.name.replace(/[\\/:*?"<>|]/g, '-')}${BATCH_LINK_ENDING}`;
  anchor.click();
  URL.revokeObjectURL(address);
}

/** What stands on the cover of the book, or the dossier's code. */
function FactLine({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const { bookNumber, yearOpened, place, dossierCode } = batch.facts;
  const parts = [
    ...(bookNumber === null ? [] : [t('batches.book', { number: bookNumber })]), ...(yearOpened === null ? [] : [t('batches.opened', { year: yearOpened })]),
    ...(dossierCode === null ? [] : [dossierCode]), ...(place === null ? [] : [place]),
  ];
  return parts.length === 0 ? null : <p className="small">{parts.join(t('common.dot'))}</p>;
}
