import { Check, CloudOff, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { useStore } from '../../api/store.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { Progress } from '../../ui/progress.tsx';
import { InFooter, InTopBar } from '../shell/slots.tsx';
import { needsLook } from './field-order.ts';
import { paceStore } from './pace.ts';
import type { SaverState } from './record-saver.ts';
import type { Place } from './place.ts';

/** Always in sight: which record of how many, how many doubts are left, saved or not, today's count. */
export function DeskBar({ record, place, saver }: { record: RecordDetail; place: Place; saver: SaverState }) {
  const { t } = useTranslation();
  const doubts = Object.values(record.fields).filter(needsLook).length;
  const pace = useStore(paceStore);
  return (
    <>
      <InTopBar>
        <span className="chip number">{t('desk.position', { at: formatNumber(place.at + 1), total: formatNumber(place.total) })}</span>
        <div className="desk-progress"><Progress label={t('desk.progress')} done={place.at + 1} total={place.total} /></div>
        {doubts > 0 ? <span className="chip doubtful" role="status">{t('desk.doubts', { count: doubts })}</span> : <span className="chip done"><Check size={14} aria-hidden />{t('desk.noDoubts')}</span>}
        <span className="grow" />
        <Saved saver={saver} />
      </InTopBar>
      <InFooter>
        <span className="number">{t('desk.today', { count: pace.finished, number: formatNumber(pace.finished) })}{pace.secondsEach === null ? null : <>{t('common.dot')}{t('desk.pace', { number: formatNumber(Math.round(pace.secondsEach)) })}</>}</span>
      </InFooter>
    </>
  );
}

function Saved({ saver }: { saver: SaverState }) {
  const { t } = useTranslation();
  const waiting = Object.values(saver.pending).reduce((sum, fields) => sum + Object.keys(fields).length, 0);
  if (saver.isCutOff && waiting > 0) return <span className="chip doubtful" role="status"><CloudOff size={14} aria-hidden />{t('desk.waiting', { count: waiting })}</span>;
  return <span className="saved" role="status">{waiting > 0 ? <LoaderCircle size={14} aria-hidden /> : <Check size={14} className="tick" aria-hidden />}{t(waiting > 0 ? 'desk.saving' : 'desk.saved')}</span>;
}
