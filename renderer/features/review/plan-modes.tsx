// The rules of a plan that an administrator sets apart, from the general to the particular: by record type, by kind
// of field, by single field. The most particular one wins, as the form says.
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { FIELD_KINDS, RECORD_TYPES, RECORD_TYPE_CODES } from '../../../shared/domain/record-types.ts';
import { REVIEW_MODES, reviewModeSchema, type ReviewMode, type ReviewPlan } from '../../../shared/domain/review-plan.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { fullFieldLabel } from '../correction/field-label.ts';
import { fieldRules, modeWithoutRule, withFieldMode, withKindMode, withTypeMode } from './plan-rules.ts';

type PartProps = { plan: ReviewPlan; onChange: (plan: ReviewPlan) => void };

const GENERAL = 'general';
const modeOf = (id: string): ReviewMode | undefined => reviewModeSchema.safeParse(id).data;

export function PlanModes(props: PartProps) {
  const { t } = useTranslation();
  const { plan } = props;
  return (
    <>
      <Part name={t('review.planByType')} count={Object.values(plan.types).filter((rules) => rules.mode !== undefined).length}><TypeModes {...props} /></Part>
      <Part name={t('review.planByKind')} count={Object.keys(plan.kinds).length}><KindModes {...props} /></Part>
      <Part name={t('review.planByField')} count={fieldRules(plan).length}><FieldModes {...props} /></Part>
    </>
  );
}

function Part({ name, count, children }: { name: string; count: number; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{name} {count === 0 ? null : <span className="quiet">{t('review.planRuleCount', { count: formatNumber(count) })}</span>}</summary>
      {children}
    </details>
  );
}

const modeChoices = (t: TFunction) => REVIEW_MODES.map((id) => ({ id, name: t(`review.mode.${id}`) }));

function TypeModes({ plan, onChange }: PartProps) {
  const { t } = useTranslation();
  const modes = [{ id: GENERAL, name: t('review.asBatch') }, ...modeChoices(t)];
  return (
    <div className="plan-types">
      {RECORD_TYPE_CODES.map((type) => (
        <div key={type}><Choice label={recordTypeName(t, type)} value={plan.types[type]?.mode ?? GENERAL} options={modes} onChange={(id) => onChange(withTypeMode(plan, type, modeOf(id)))} /></div>
      ))}
    </div>
  );
}

function KindModes({ plan, onChange }: PartProps) {
  const { t } = useTranslation();
  const modes = [{ id: GENERAL, name: t('review.asType') }, ...modeChoices(t)];
  return (
    <div className="plan-types">
      {FIELD_KINDS.map((kind) => (
        <div key={kind}><Choice label={t(`review.fieldKind.${kind}`)} value={plan.kinds[kind] ?? GENERAL} options={modes} onChange={(id) => onChange(withKindMode(plan, kind, modeOf(id)))} /></div>
      ))}
    </div>
  );
}

function FieldModes({ plan, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <div className="column">
      <ul className="plan-field-rules">
        {fieldRules(plan).map(({ recordType, field, mode }) => {
          const name = `${recordTypeName(t, recordType)}${t('common.dot')}${fullFieldLabel(t, recordType, field)}`;
          return (
            <li key={`${recordType}-${field}`}>
              <span>{name}: <b>{t(`review.mode.${mode}`)}</b></span>
              <Button look="plain" isIcon label={t('review.dropRule', { name })} onPress={() => onChange(withFieldMode(plan, recordType, field, undefined))}><X size={15} aria-hidden /></Button>
            </li>
          );
        })}
      </ul>
      <NewFieldRule plan={plan} onChange={onChange} />
    </div>
  );
}

const FIRST_MODE: ReviewMode = 'double-keying';

function NewFieldRule({ plan, onChange }: PartProps) {
  const { t } = useTranslation();
  const [recordType, setRecordType] = useState(RECORD_TYPE_CODES[0] ?? '');
  const [chosen, setField] = useState('');
  const [mode, setMode] = useState(FIRST_MODE);
  const fields = RECORD_TYPES[recordType]?.fields ?? [];
  const field = fields.find((one) => one.key === chosen)?.key ?? fields[0]?.key ?? '';
  return (
    <div className="plan-new-rule" role="group" aria-label={t('review.newRule')}>
      <Choice label={t('review.ruleType')} value={recordType} options={RECORD_TYPE_CODES.map((id) => ({ id, name: recordTypeName(t, id) }))} onChange={setRecordType} />
      <Choice label={t('review.ruleField')} value={field} options={fields.map(({ key }) => ({ id: key, name: fullFieldLabel(t, recordType, key) }))} onChange={setField} />
      <Choice label={t('review.ruleMode')} value={mode} options={modeChoices(t)} onChange={(id) => setMode(modeOf(id) ?? FIRST_MODE)} />
      <p className="hint">{t('review.withoutRule', { mode: t(`review.mode.${modeWithoutRule(plan, recordType, field)}`) })}</p>
      <div className="row"><Button onPress={() => onChange(withFieldMode(plan, recordType, field, mode))}>{t('review.addRule')}</Button></div>
    </div>
  );
}
