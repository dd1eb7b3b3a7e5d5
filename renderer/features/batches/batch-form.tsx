// A batch made or changed: its name, what kind of paper it holds, what it is packaged for, and the facts of its book
// or dossier. Place, kind and purpose are remembered for the next batch; what is impossible is said beside its field.
import { useState, type FormEvent } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { createBatchSchema, PROFILES, profileSchema, type BatchSummary, type Profile } from '../../../shared/api/batches.ts';
import { RECORD_TYPE_CODES } from '../../../shared/domain/record-types.ts';
import { createBatch, updateBatch, useBatchChange } from '../../api/batches.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Modal } from '../../ui/modal.tsx';
import { dayName } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { isString, recall, remember } from '../../ui/remembered.ts';
import { factProblems, NO_FACTS, parseFacts, textsOf, type FactProblem, type FactTexts } from './batch-facts.ts';
import { useSayTrouble } from './use-batch-commands.tsx';

const recallText = (name: string, otherwise: string): string => {
  const value = recall(name, otherwise);
  return isString(value) ? value : otherwise;
};

/** Dossiers have a code, books a cover. */
const isDossier = (recordType: string, profile: Profile): boolean => recordType === 'VB' || (recordType === 'auto' && profile === 'luu-tru');

const PROBLEM_OF: Readonly<Record<keyof FactTexts, readonly FactProblem[]>> = { bookNumber: ['book-number'], yearOpened: ['year', 'year-differs'], place: [], dossierCode: ['dossier-code'] };

function FactField({ name, texts, problems, onChange }: { name: keyof FactTexts; texts: FactTexts; problems: readonly FactProblem[]; onChange: (texts: FactTexts) => void }) {
  const { t } = useTranslation();
  const found = problems.find((problem) => PROBLEM_OF[name].includes(problem));
  const isRefused = found === 'year';
  return (
    <TextField value={texts[name]} onChange={(text) => onChange({ ...texts, [name]: text })} isInvalid={isRefused}>
      <Label className="label">{t(`batchForm.${name}`)}</Label>
      <Input className="input" maxLength={200} autoComplete="off" {...(name === 'yearOpened' ? { inputMode: 'numeric' } : {})} />
      {isRefused ? <FieldError className="hint doubt">{t('batchForm.problem.year')}</FieldError> : <Text slot="description" className={found ? 'hint doubt' : 'hint'}>{found ? t(`batchForm.problem.${found}`) : t(`batchForm.hint.${name}`)}</Text>}
    </TextField>
  );
}

export function BatchForm({ batch, onClose }: { batch: BatchSummary | null; onClose: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [name, setName] = useState(batch?.name ?? t('batches.nameOfDay', { day: dayName(new Date()) }));
  const [recordType, setRecordType] = useState(batch?.recordType ?? recallText('newBatchType', 'auto'));
  const [profile, setProfile] = useState<Profile>(batch?.profile ?? profileSchema.catch('ho-tich').parse(recallText('newBatchProfile', 'ho-tich')));
  const [texts, setTexts] = useState<FactTexts>(batch ? textsOf(batch.facts) : { ...NO_FACTS, place: recallText('newBatchPlace', '') });
  const save = useBatchChange((next: { name: string; recordType: string; profile: Profile; facts: NonNullable<ReturnType<typeof parseFacts>> }) => (batch ? updateBatch(batch.id, next) : createBatch(next)));
  const thisYear = new Date().getFullYear();
  const facts = parseFacts(texts, thisYear);
  const problems = factProblems(texts, thisYear);
  const parsed = createBatchSchema.safeParse({ name, recordType, profile });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!parsed.success || facts === undefined || save.isPending) return;
    save.mutate({ name: parsed.data.name, recordType, profile, facts }, {
      onError: trouble,
      onSuccess: (saved) => {
        remember('newBatchType', recordType);
        remember('newBatchProfile', profile);
        remember('newBatchPlace', facts.place ?? '');
        onClose();
        navigate({ screen: 'batches', batchId: saved.id });
      },
    });
  };
  const fields: readonly (keyof FactTexts)[] = isDossier(recordType, profile) ? ['dossierCode', 'place'] : ['bookNumber', 'yearOpened', 'place'];
  return (
    <Modal title={t(batch ? 'batchForm.change' : 'newBatch.title')} onClose={onClose}>
      <form className="column form" onSubmit={submit}>
        <TextField value={name} onChange={setName} autoFocus isRequired>
          <Label className="label">{t('newBatch.name')}</Label>
          <Input className="input" maxLength={200} onFocus={(event) => event.target.select()} />
        </TextField>
        <Choice label={t('newBatch.type')} value={recordType} onChange={setRecordType} options={['auto', ...RECORD_TYPE_CODES].map((code) => ({ id: code, name: recordTypeName(t, code) }))} />
        <Choice label={t('newBatch.profile')} value={profile} onChange={(id) => setProfile(profileSchema.parse(id))} options={PROFILES.map((id) => ({ id, name: t(`profile.${id}`) }))} />
        <div className="fact-fields">{fields.map((field) => <FactField key={field} name={field} texts={texts} problems={problems} onChange={setTexts} />)}</div>
        {batch && recordType !== batch.recordType ? <p className="hint">{t('batchForm.readsAgain')}</p> : null}
        <div className="buttons">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={!parsed.success || facts === undefined || save.isPending}>{t(batch ? 'batchForm.save' : 'newBatch.make')}</Button>
        </div>
      </form>
    </Modal>
  );
}
