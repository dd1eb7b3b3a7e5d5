// One upload: how far and how fast, or why it waits, or what went wrong and how to repair it, or its receipt.
import { Check, Clock, Pause, Play, ReceiptText, RotateCw, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadRow } from '../../../shared/api/uploads.ts';
import { startUpload } from '../../api/packages.ts';
import { changeUpload, removeUpload, retryUpload, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatMoment, formatNumber } from '../../ui/numbers.ts';
import { Progress } from '../../ui/progress.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { timeLeftText, uploadProblemText, waitingText } from './upload-text.ts';

export function UploadItem({ upload }: { upload: UploadRow }) {
  const { t } = useTranslation();
  const isDone = upload.state === 'acknowledged';
  const isOpen = upload.state === 'sending' || upload.state === 'queued';
  return (
    <li className="sheet-box upload-item" data-upload={upload.id} data-state={upload.state}>
      <div className="row">
        {isDone ? <Check size={16} className="tick" aria-label={t('uploads.state.acknowledged')} /> : null}
        <b className="cut">{upload.packageName}</b>
        <span className="quiet cut grow">→ {upload.profileName ?? upload.target}</span>
        <Buttons upload={upload} />
      </div>
      {isDone ? null : <Progress label={t('uploads.progress')} done={upload.bytesSent} total={upload.bytes} />}
      {isDone ? <Done upload={upload} /> : <Facts upload={upload} />}
      {upload.problem !== null && !isDone ? (
        <div className="notice" role={upload.state === 'failed' ? 'alert' : 'status'}>
          <TriangleAlert size={16} aria-hidden />
          <p className="grow">{isOpen ? `${t('uploads.lastTry', { count: upload.tries, number: formatNumber(upload.tries) })} ` : ''}{uploadProblemText(t, upload.problem)}</p>
        </div>
      ) : null}
    </li>
  );
}

function Facts({ upload }: { upload: UploadRow }) {
  const { t } = useTranslation();
  return (
    <p className="row wrap quiet upload-facts">
      <span className="number">{t('uploads.sent', { sent: formatBytes(upload.bytesSent), bytes: formatBytes(upload.bytes) })}</span>
      {upload.bytesPerSecond === null ? null : <span className="number">{t('uploads.speed', { speed: formatBytes(upload.bytesPerSecond) })}</span>}
      {upload.secondsLeft === null ? null : <span className="number">{timeLeftText(t, upload.secondsLeft)}</span>}
      {upload.state === 'queued' && upload.waiting !== null ? <span className="row upload-waiting"><Clock size={14} aria-hidden />{waitingText(t, upload.waiting)}</span> : null}
    </p>
  );
}

function Done({ upload: { receipt, bytes, records } }: { upload: UploadRow }) {
  const { t } = useTranslation();
  if (receipt === null) return null;
  return <p className="row wrap quiet upload-facts"><span>{t('uploads.receivedAs', { identifier: receipt.identifier })}</span><span className="number">{formatMoment(receipt.at)}</span><span className="number">{formatBytes(bytes)}</span><span className="number">{t('uploads.records', { count: records, number: formatNumber(records) })}</span></p>;
}

function Buttons({ upload }: { upload: UploadRow }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [isReading, setIsReading] = useState(false);
  const pause = useUploadChange((isPaused: boolean) => changeUpload(upload.id, { isPaused }));
  const again = useUploadChange(() => (upload.profileId === null && upload.state === 'failed' ? startUpload(upload.packageId, upload.target) : retryUpload(upload.id)));
  const remove = useUploadChange(() => removeUpload(upload.id));
  const onError = trouble;
  if (upload.state === 'acknowledged') {
    return <>
      <Button look="plain" onPress={() => setIsReading(true)}><ReceiptText size={15} aria-hidden />{t('uploads.receipt')}</Button>
      {isReading ? <ReceiptDialog upload={upload} onClose={() => setIsReading(false)} /> : null}
    </>;
  }
  const isOpen = upload.state === 'queued' || upload.state === 'sending';
  const waitsForTime = upload.waiting?.code === 'again-later';
  return (
    <>
      {upload.state === 'failed' || waitsForTime ? <Button look={upload.state === 'failed' ? 'primary' : 'normal'} isDisabled={again.isPending} onPress={() => again.mutate(undefined, { onError })}><RotateCw size={15} aria-hidden />{t(waitsForTime ? 'uploads.now' : 'common.again')}</Button> : null}
      {isOpen ? <Button look="plain" isIcon label={t(upload.isPaused ? 'uploads.goOn' : 'uploads.pause', { name: upload.packageName })} isDisabled={pause.isPending} onPress={() => pause.mutate(!upload.isPaused, { onError })}>{upload.isPaused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}</Button> : null}
      <Button look="plain" isIcon label={t('uploads.remove', { name: upload.packageName })} isDisabled={remove.isPending} onPress={() => remove.mutate(undefined, { onError })}><X size={15} aria-hidden /></Button>
    </>
  );
}
