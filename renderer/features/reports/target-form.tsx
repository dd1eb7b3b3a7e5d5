import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { putTargetSchema, type BookTarget } from '../../../shared/api/reports.ts';
import { useBatchChange } from '../../api/batches.ts';
import { putTarget, useTarget } from '../../api/reports.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { countOrNull, FormField } from './form-fields.tsx';

/** What the cover says is to come, and until when: the ground of every progress report. */
export function TargetForm({ batchId }: { batchId: string }) {
  const target = useTarget(batchId);
  return target.isSuccess ? <Fields key={JSON.stringify(target.data)} batchId={batchId} target={target.data} /> : null;
}

const COUNTS = ['expectedRecords', 'expectedPages', 'firstNumber', 'lastNumber'] as const;

function Fields({ batchId, target }: { batchId: string; target: BookTarget | null }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(['unit', ...COUNTS, 'deadline'].map((key) => [key, String(target?.[key as keyof BookTarget] ?? '')])));
  const save = useBatchChange((wanted: BookTarget) => putTarget(batchId, wanted));
  const parsed = putTargetSchema.safeParse({ unit: values['unit'] ?? '', deadline: values['deadline'] || null, ...Object.fromEntries(COUNTS.map((key) => [key, countOrNull(values[key] ?? '')])) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (parsed.success) save.mutate(parsed.data, { onError: trouble, onSuccess: () => say(t('reports.target.saved')) });
  };
  const field = (key: string, type: 'text' | 'number' | 'date') => <FormField key={key} label={t(`reports.target.${key}`)} type={type} value={values[key] ?? ''} onChange={(value) => setValues((now) => ({ ...now, [key]: value }))} />;
  return (
    <section className="sheet-box column">
      <h3>{t('reports.target.title')}</h3>
      <form className="reports-form" onSubmit={submit}>
        {field('unit', 'text')}
        {COUNTS.map((key) => field(key, 'number'))}
        {field('deadline', 'date')}
        <div className="row"><Button type="submit" isDisabled={!parsed.success || save.isPending}>{t('reports.target.save')}</Button></div>
      </form>
    </section>
  );
}
