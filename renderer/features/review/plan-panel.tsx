import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewPlanSchema, type ReviewPlan } from '../../../shared/domain/review-plan.ts';
import { AQLS, INSPECTION_LEVELS, SEVERITIES } from '../../../shared/domain/sampling.ts';
import type { BatchReview } from '../../../shared/api/review.ts';
import { useBatchChange } from '../../api/batches.ts';
import { putPlan, useReviewSettings } from '../../api/review.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { PlanModes } from './plan-modes.tsx';

const NONE = 'none';
const nameOf = (plan: ReviewPlan | null): string => plan?.name ?? NONE;

/** How the batch is checked: one of the shipped plans, its modes by record type, its sampling. An admin changes it. */
export function PlanPanel({ review }: { review: BatchReview }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const settings = useReviewSettings();
  const [plan, setPlan] = useState(review.plan);
  const save = useBatchChange((chosen: ReviewPlan | null) => putPlan(review.batchId, chosen));
  const isChanged = JSON.stringify(plan) !== JSON.stringify(review.plan);
  const own = (changes: Partial<ReviewPlan>): void => setPlan((now) => (now === null ? now : { ...now, ...changes, name: 'own' }));
  const plans = settings.data?.plans ?? [];
  const names = [NONE, ...plans.map((one) => one.name), ...(nameOf(plan) === 'own' ? ['own'] : [])];
  return (
    <section>
      <h2>{t('review.plan')}</h2>
      {review.may.setPlan ? (
        <Choice label={t('review.plan')} hidesLabel value={nameOf(plan)} options={names.map((id) => ({ id, name: t(`review.planName.${id}`) }))} onChange={(id) => setPlan(id === 'own' ? plan : (plans.find((one) => one.name === id) ?? null))} />
      ) : <b>{t(`review.planName.${nameOf(plan)}`)}</b>}
      <p className="hint">{t(`review.planWhat.${nameOf(plan)}`)}</p>
      {plan !== null && review.may.setPlan ? (
        <>
          <PlanModes plan={plan} onChange={own} />
          <Sampling plan={plan} onChange={own} />
        </>
      ) : null}
      {isChanged ? <div className="row plan-save"><Button look="primary" isDisabled={save.isPending} onPress={() => save.mutate(plan, { onError: trouble, onSuccess: () => say(t('review.planSaved')) })}>{t('review.savePlan')}</Button></div> : null}
    </section>
  );
}

type PartProps = { plan: ReviewPlan; onChange: (changes: Partial<ReviewPlan>) => void };

function Sampling({ plan, onChange }: PartProps) {
  const { t } = useTranslation();
  const { sampling } = plan;
  const change = (part: object): void => onChange({ sampling: reviewPlanSchema.shape.sampling.parse({ level: 'II', aql: 1, severity: 'normal', ...sampling, ...part }) });
  return (
    <>
      <Choice label={t('review.sampling')} value={sampling === null ? 'no' : 'yes'} options={[{ id: 'no', name: t('review.noSampling') }, { id: 'yes', name: t('review.sampling') }]} onChange={(id) => (id === 'no' ? onChange({ sampling: null }) : change({}))} />
      {sampling === null ? null : (
        <div className="plan-sampling">
          <Choice label={t('review.levelLabel')} value={sampling.level} options={INSPECTION_LEVELS.map((id) => ({ id, name: t('review.level', { value: id }) }))} onChange={(level) => change({ level })} />
          <Choice label={t('review.aqlLabel')} value={String(sampling.aql)} options={AQLS.map((aql) => ({ id: String(aql), name: t('review.aql', { value: aql }) }))} onChange={(aql) => change({ aql: Number(aql) })} />
          <Choice label={t('review.severityLabel')} value={sampling.severity} options={SEVERITIES.map((id) => ({ id, name: t(`review.severity.${id}`) }))} onChange={(severity) => change({ severity })} />
        </div>
      )}
    </>
  );
}
