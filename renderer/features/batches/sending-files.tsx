import { Check, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/store.ts';
import { dismissSent, sendAgain, sendingStore, stopSending } from '../../api/upload-queue.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatNumber } from '../../ui/numbers.ts';
import { problemText } from '../../ui/problem-text.ts';
import { Progress } from '../../ui/progress.tsx';

/** Files on their way from this window to the batch. */
export function SendingFiles({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const files = useStore(sendingStore).filter((one) => one.batchId === batchId);
  if (files.length === 0) return null;
  const done = files.filter((one) => one.state === 'done').length;
  const isGoing = files.some((one) => one.state === 'waiting' || one.state === 'sending');
  const left = files.filter((one) => one.state === 'failed' || one.state === 'stopped');
  const totalBytes = files.reduce((sum, one) => sum + one.file.size, 0);
  const sentBytes = files.reduce((sum, one) => sum + (one.state === 'done' ? one.file.size : Math.min(one.sentBytes, one.file.size)), 0);
  return (
    <section className="column sending">
      <div className="row">
        {isGoing ? null : left.length > 0 ? <TriangleAlert size={15} className="doubt" aria-hidden /> : <Check size={15} className="tick" aria-hidden />}
        <span className="grow cut">{t('sending.files', { done: formatNumber(done), total: formatNumber(files.length) })}{t('common.dot')}{formatBytes(sentBytes)} / {formatBytes(totalBytes)}</span>
        {isGoing ? <Button onPress={() => stopSending(batchId)}>{t('sending.stop')}</Button> : null}
        {!isGoing && left.length > 0 ? <Button onPress={() => sendAgain(batchId)}>{t('sending.again', { count: left.length })}</Button> : null}
        {isGoing ? null : <Button look="plain" onPress={() => dismissSent(batchId)}>{t('common.close')}</Button>}
      </div>
      <Progress label={t('sending.label')} done={sentBytes} total={totalBytes} isDone={!isGoing && left.length === 0} />
      {left.filter((one) => one.problem !== null).slice(0, 5).map((one) => <p key={one.id} className="small"><b>{one.name}</b>: {one.problem ? problemText(t, one.problem) : null}</p>)}
    </section>
  );
}
