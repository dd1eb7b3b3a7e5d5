import { ArrowRight, Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BATCH_STAGES, RECORD_STATES } from '../../../shared/domain/batch-life.ts';
import type { BatchReview, Queue } from '../../../shared/api/review.ts';
import type { ReviewCommand } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { useBatchReview } from '../../api/review.ts';
import { navigate } from '../../app-route.ts';
import { Button, Toggle } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';
import { HandOutPanel } from './hand-out-panel.tsx';
import { LotPanel } from './lot-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { useNextWork } from './use-next-work.ts';
import { WorkTable } from './work-table.tsx';

const NONE: ReadonlySet<string> = new Set();

/** Where a batch stands, what waits for this person, and who has what. */
export function ReviewHome({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const review = useBatchReview(batchId);
  const [state, setState] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(NONE);
  const next = useNextWork(batchId);
  const queues = useMemo(() => (review.data === undefined ? [] : review.data.may.queues.filter((queue) => (review.data.waiting[queue] ?? 0) > 0)), [review.data]);
  const [firstQueue] = queues.toReversed();
  useOffer('review', useMemo(() => ({ can: (command: ReviewCommand) => command === 'review-next' && firstQueue !== undefined, run: () => (firstQueue === undefined ? undefined : void next(firstQueue)) }), [firstQueue, next]));
  if (review.isError) return <div className="empty"><div><LoadTrouble query={review} /></div></div>;
  if (!review.data) return <div className="review-home" aria-busy><div className="review-main"><div className="skeleton" style={{ height: 120 }} /><div className="skeleton" style={{ height: 320 }} /></div></div>;
  const { data } = review;
  return (
    <div className="review-home">
      <div className="review-main">
        <h1>{t('review.title')}</h1>
        <Stages review={data} />
        {data.plan === null ? <p className="notice">{t('review.unplanned')}</p> : <Waiting review={data} queues={queues} firstQueue={firstQueue} onTake={(queue) => void next(queue)} />}
        {data.stuck.map((stuck) => <p key={stuck.queue} className="notice" role="status">{t(`review.stuck.${stuck.queue}`, { count: stuck.records, roles: stuck.roles.map((role) => t(`people.role.${role}`)).join(', ') })}</p>)}
        <section className="column">
          <h2>{t('review.records')}</h2>
          <div className="review-states" role="group" aria-label={t('review.column.state')}>
            <Toggle isOn={state === ''} onChange={() => setState('')}>{t('review.allStates')} {formatNumber(data.records)}</Toggle>
            {RECORD_STATES.filter((known) => (data.states[known] ?? 0) > 0).map((known) => <Toggle key={known} isOn={state === known} onChange={() => setState(known)}>{t(`review.state.${known}`)} {formatNumber(data.states[known] ?? 0)}</Toggle>)}
          </div>
          <WorkTable batchId={batchId} state={state} picked={data.may.setPlan && data.plan !== null ? { ids: picked, onChange: setPicked } : null} />
        </section>
      </div>
      <aside className="side review-aside" aria-label={t('review.plan')}>
        <Gate review={data} />
        <PlanPanel key={JSON.stringify(data.plan)} review={data} />
        {data.plan?.sampling || data.lots.length > 0 ? <LotPanel review={data} /> : null}
        {data.may.setPlan ? <HandOutPanel review={data} picked={picked} onGiven={() => setPicked(NONE)} /> : null}
      </aside>
    </div>
  );
}

function Stages({ review }: { review: BatchReview }) {
  const { t } = useTranslation();
  const at = BATCH_STAGES.indexOf(review.stage);
  return (
    <ol className="review-stages" aria-label={t('review.stages')}>
      {BATCH_STAGES.map((stage, index) => {
        const step = review.life.findLast((one) => one.stage === stage);
        return (
          <li key={stage} className={index < at ? 'done' : index === at ? 'here' : ''} {...(index === at ? { 'aria-current': 'step' as const } : {})}>
            {t(`review.stage.${stage}`)}
            {step !== undefined && index <= at ? <small>{t('review.stageBy', { at: formatMoment(step.at), by: step.by.id === 'program' ? t('review.program') : step.by.name })}</small> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Waiting({ review, queues, firstQueue, onTake }: { review: BatchReview; queues: readonly Queue[]; firstQueue: Queue | undefined; onTake: (queue: Queue) => void }) {
  const { t } = useTranslation();
  return (
    <section className="column">
      <h2>{t('review.queues')}</h2>
      {queues.length === 0 ? <p className="quiet">{t('review.nothingWaits')}</p> : (
        <div className="review-queues">
          {queues.map((queue) => (
            <Button key={queue} look={queue === firstQueue ? 'primary' : 'normal'} onPress={() => onTake(queue)}>
              {t(`review.queue.${queue}`)} <b>{formatNumber(review.waiting[queue] ?? 0)}</b>{queue === firstQueue ? <Chord chord="F2" /> : null}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function Gate({ review }: { review: BatchReview }) {
  const { t } = useTranslation();
  if (review.plan === null || review.records === 0) return null;
  const left = review.records - (review.states['accepted'] ?? 0);
  if (left > 0) return <p className="notice" role="status">{t('review.gateClosed', { count: left })}</p>;
  return (
    <section>
      <p className="row"><Check size={16} className="tick" aria-hidden />{t('review.gateOpen')}</p>
      <div className="row"><Button onPress={() => navigate({ screen: 'packages', batchId: review.batchId })}>{t('review.goPackages')}<ArrowRight size={15} aria-hidden /></Button></div>
    </section>
  );
}
