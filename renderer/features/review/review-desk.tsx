// One record under review: what the clerk changed and what was doubtful first, each with its piece of the page
// and the reader's own words. Enter agrees and brings the next; X notes a fault of the field in focus; Ctrl+Enter
// returns the record with what was noted. The sample of a lot is judged on the same desk.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckCheck, CornerUpLeft } from 'lucide-react';
import type { RecordReview } from '../../../shared/api/review.ts';
import { area } from '../../../shared/domain/geometry.ts';
import type { ReviewCommand } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { keys } from '../../api/keys.ts';
import { sendSampleVerdict, sendVerdict, useRecordReview, useReviewSettings, type NewRemark } from '../../api/review.ts';
import { ActionButton, Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { DeskSkeleton } from '../correction/desk-skeleton.tsx';
import { fullFieldLabel } from '../correction/field-label.ts';
import type { PageBox } from '../viewer/page-box.ts';
import { FaultPicker } from './fault-picker.tsx';
import { HeldNotice } from './held-notice.tsx';
import { Paper, usePaper } from './paper.tsx';
import { ReviewLineRow } from './review-line-row.tsx';
import { reviewLines } from './review-lines.ts';
import { leaveWork, type OpenWork } from './review-route.ts';
import { useClaim } from './use-claim.ts';
import { useNextWork } from './use-next-work.ts';

export function ReviewDesk({ batchId, work }: { batchId: string; work: OpenWork }) {
  const review = useRecordReview(work.recordId);
  if (review.isError) return <div className="empty"><div><LoadTrouble query={review} /></div></div>;
  if (!review.data) return <DeskSkeleton />;
  return <OpenReview key={review.data.record.revision} batchId={batchId} work={work} review={review.data} />;
}

type Faults = Readonly<Record<string, NewRemark>>;
/** The record as a whole, in the map of faults. */
const WHOLE = '';

function useJudge(batchId: string, work: OpenWork, review: RecordReview) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const trouble = useSayTrouble();
  const next = useNextWork(batchId);
  const [isSending, setIsSending] = useState(false);
  const judge = useCallback(async (faults: Faults) => {
    const remarks = Object.values(faults);
    const { revision } = review.record;
    setIsSending(true);
    try {
      if (work.lotId !== null) {
        const { state } = await sendSampleVerdict(work.lotId, work.recordId, revision, remarks);
        say(t(state === 'open' ? (remarks.length === 0 ? 'review.desk.sampleSound' : 'review.desk.sampleFault') : `review.desk.lotDecided.${state}`));
      } else {
        await sendVerdict(work.recordId, remarks.length === 0 ? { verdict: 'agree', revision } : { verdict: 'return', revision, remarks: [...remarks] });
        say(t(remarks.length === 0 ? 'review.desk.agreed' : 'review.desk.returned'));
      }
      await next(work.queue, work.recordId);
    } catch (error) {
      trouble(error);
      void client.invalidateQueries({ queryKey: keys.record(work.recordId) });
    } finally {
      setIsSending(false);
    }
  }, [client, next, review.record, t, trouble, work]);
  return { judge, isSending, next };
}

function OpenReview({ batchId, work, review }: { batchId: string; work: OpenWork; review: RecordReview }) {
  const { t } = useTranslation();
  const settings = useReviewSettings();
  const held = useClaim(review.refusal === null ? work.recordId : null, work.queue);
  const lines = useMemo(() => reviewLines(review), [review]);
  const [activeKey, setActiveKey] = useState<string>(lines[0]?.key ?? WHOLE);
  const [faults, setFaults] = useState<Faults>({});
  const [picking, setPicking] = useState<string | null>(null);
  const pages = usePaper(review.record.pageIds);
  const { judge, isSending, next } = useJudge(batchId, work, review);
  const count = Object.keys(faults).length;
  const mayJudge = review.refusal === null && !isSending && held === null;
  const step = useCallback((by: 1 | -1) => setActiveKey((now) => lines[lines.findIndex((line) => line.key === now) + by]?.key ?? now), [lines]);
  const commands = useMemo(() => {
    const run: Readonly<Record<ReviewCommand, [boolean, () => void]>> = {
      'review-agree': [mayJudge && count === 0 && picking === null, () => void judge({})],
      'review-return': [mayJudge && count > 0, () => void judge(faults)],
      'review-fault': [mayJudge && picking === null, () => setPicking(activeKey)],
      'review-down': [true, () => step(1)],
      'review-up': [true, () => step(-1)],
      'review-leave': [picking === null, () => leaveWork(batchId)],
      'review-next': [true, () => void next(work.queue, work.recordId)],
    };
    return { can: (command: ReviewCommand) => run[command][0], run: (command: ReviewCommand) => run[command][1]() };
  }, [activeKey, batchId, count, faults, judge, mayJudge, next, picking, step, work]);
  useOffer('review', commands);
  const { record } = review;
  const label = (key: string): string => (key === WHOLE ? t('review.desk.whole') : fullFieldLabel(t, record.recordType, key));
  const earlier = (key: string | null): readonly string[] => review.remarks.filter((remark) => remark.field === key).map((remark) => `${t(`errorKind.${remark.kind}`)}${remark.note === '' ? '' : `: ${remark.note}`}`);
  const active = record.fields[activeKey];
  const boxesOf = (number: number): readonly PageBox[] => lines.filter((line) => line.field.page === number && area(line.field.box) > 0).map((line) => ({ id: line.key, box: line.field.box, look: line.isFirst ? 'doubt' : 'field' }));
  const rows = (isFirst: boolean) => lines.filter((line) => line.isFirst === isFirst).map((line) => (
    <ReviewLineRow key={line.key} line={line} label={label(line.key)} recordType={record.recordType} page={pages[line.field.page - 1]} isActive={line.key === activeKey} fault={faults[line.key]} earlier={earlier(line.key)} onFocus={() => setActiveKey(line.key)} />
  ));
  return (
    <div className="two-parts desk">
      <Paper pages={pages} wanted={active?.page ?? 1} boxesOf={boxesOf} focusId={activeKey} onPick={setActiveKey} />
      <section className="side form-side review-side" aria-label={t('review.desk.form')}>
        <header className="form-head">
          <h1 className="cut">{record.title || recordTypeName(t, record.recordType)}</h1>
          <span className="quiet small">{recordTypeName(t, record.recordType)}{review.keyedBy === null ? null : <>{t('common.dot')}{t('review.keyedBy', { name: review.keyedBy.name })}</>}{review.returns === 0 ? null : <>{t('common.dot')}{t('review.returns', { count: review.returns })}</>}{work.lotId === null ? null : <>{t('common.dot')}{t('review.desk.sample')}</>}</span>
        </header>
        {review.refusal === null ? null : <p className="notice" role="alert">{t(`review.desk.refused.${review.refusal}`)}</p>}
        {held === null ? null : <HeldNotice held={held} />}
        {earlier(null).map((text) => <p key={text} className="small doubt">{t('review.desk.earlier')}{t('common.dot')}{text}</p>)}
        {lines.some((line) => line.isFirst) ? <h2>{t('review.desk.look')}</h2> : null}
        {rows(true)}
        <h2>{t('review.desk.rest')}</h2>
        {rows(false)}
        <div className="row"><Button look="plain" isDisabled={!mayJudge} onPress={() => setPicking(WHOLE)}>{t('review.desk.whole')}{faults[WHOLE] ? `${t('common.dot')}${t(`errorKind.${faults[WHOLE].kind}`)}` : null}</Button></div>
        <footer className="form-foot">
          {count === 0 ? <Button look="primary" className="done-button" isDisabled={!mayJudge} onPress={() => void judge({})}><CheckCheck size={16} aria-hidden />{t('review.desk.agree')}</Button>
            : <Button look="primary" className="done-button" isDisabled={!mayJudge} onPress={() => void judge(faults)}><CornerUpLeft size={16} aria-hidden />{t('review.desk.return', { count })}</Button>}
          <ActionButton id="review-fault" isDisabled={!mayJudge} text={t('review.desk.fault')} />
        </footer>
      </section>
      {picking === null ? null : (
        <FaultPicker
          label={label(picking)}
          kinds={settings.data?.errorKinds ?? []}
          hasFault={faults[picking] !== undefined}
          onPick={(kind, note) => { setFaults((now) => ({ ...now, [picking]: { field: picking === WHOLE ? null : picking, kind, note } })); setPicking(null); }}
          onClear={() => { setFaults((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== picking))); setPicking(null); }}
          onClose={() => setPicking(null)}
        />
      )}
    </div>
  );
}
