// Tải lên: what is on its way, what was refused and why, and the receipts.
import { Check, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UploadSummary } from '../../../shared/api/packages.ts';
import { startUpload, useUploads } from '../../api/packages.ts';
import { useBatchChange } from '../../api/batches.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatBytes, formatMoment } from '../../ui/numbers.ts';
import { problemText } from '../../ui/problem-text.ts';
import { Progress } from '../../ui/progress.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import '../packages/packages.css';

export function UploadsScreen() {
  const { t } = useTranslation();
  const uploads = useUploads();
  const list = uploads.data ?? [];
  return (
    <div className="plain-screen">
      <div className="plain-column">
        <h1>{t('uploads.title')}</h1>
        <LoadTrouble query={uploads} />
        {uploads.isPending ? <div className="skeleton package-skeleton" /> : null}
        {uploads.isSuccess && list.length === 0 ? <p className="quiet">{t('uploads.none')}</p> : null}
        <ul className="column">{list.map((upload) => <UploadRow key={upload.id} upload={upload} />)}</ul>
      </div>
    </div>
  );
}

function UploadRow({ upload }: { upload: UploadSummary }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const again = useBatchChange(() => startUpload(upload.packageId, upload.target));
  const isDone = upload.state === 'acknowledged';
  return (
    <li className="sheet-box" data-upload={upload.id}>
      <div className="row">
        <b className="grow cut">{upload.target}</b>
        <span className={upload.state === 'failed' ? 'chip doubtful' : isDone ? 'chip done' : 'chip'}>{isDone ? <Check size={14} aria-hidden /> : null}{t(`uploads.state.${upload.state}`)}</span>
      </div>
      <Progress label={t('uploads.progress')} done={upload.bytesSent} total={upload.bytes} isDone={isDone} />
      <p className="quiet">{t('uploads.sent', { sent: formatBytes(upload.bytesSent), bytes: formatBytes(upload.bytes) })}</p>
      {upload.problem ? <div className="notice" role="alert"><TriangleAlert size={16} aria-hidden /><p className="grow">{problemText(t, upload.problem)}</p></div> : null}
      {upload.state === 'failed' ? <div><Button isDisabled={again.isPending} onPress={() => again.mutate(undefined, { onError: trouble })}>{t('common.again')}</Button></div> : null}
      {upload.receipt ? (
        <dl className="receipt">
          <dt>{t('uploads.identifier')}</dt><dd><code>{upload.receipt.identifier}</code></dd>
          <dt>{t('uploads.checksum')}</dt><dd><code>{upload.receipt.sha256}</code></dd>
          <dt>{t('uploads.at')}</dt><dd>{formatMoment(upload.receipt.at)}</dd>
        </dl>
      ) : null}
    </li>
  );
}
