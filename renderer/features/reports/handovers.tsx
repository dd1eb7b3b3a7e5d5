import { Printer } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newHandoverSchema, type NewHandover } from '../../../shared/api/reports.ts';
import { useBatchChange } from '../../api/batches.ts';
import { handoverFileUrl, postHandover, useHandovers } from '../../api/reports.ts';
import { useMay } from '../../actions/deeds.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { FormField } from './form-fields.tsx';

type Here = Readonly<{ cases: number; pages: number; files: number }>;

/** Biên bản giao nhận: written, printed, signed on paper; counts out and back. */
export function Handovers({ batchId, here }: { batchId: string; here: Here }) {
  const { t } = useTranslation();
  const handovers = useHandovers(batchId);
  const mayWrite = useMay('write-minutes');
  const [isWriting, setIsWriting] = useState(false);
  return (
    <section className="sheet-box column">
      <div className="row"><h3 className="grow">{t('reports.handover.title')}</h3>{isWriting || !mayWrite ? null : <Button onPress={() => setIsWriting(true)}>{t('reports.handover.add')}</Button>}</div>
      {handovers.data?.length === 0 && !isWriting ? <p className="quiet">{t('reports.handover.none')}</p> : null}
      {handovers.data?.map((handover) => (
        <div key={handover.id} className="row wrap">
          <span className="grow">{t(`reports.handover.${handover.direction}`)}{t('common.dot')}{handover.onDate.split('-').reverse().join('/')}{t('common.dot')}{t('reports.handover.line', { cases: formatNumber(handover.cases), pages: formatNumber(handover.pages) })}{t('common.dot')}<span className="quiet">{handover.giver} → {handover.taker}</span></span>
          <a className="button" href={handoverFileUrl(batchId, handover.id)} target="_blank" rel="noreferrer"><Printer size={15} aria-hidden />{t('reports.handover.print')}</a>
        </div>
      ))}
      {isWriting ? <HandoverForm batchId={batchId} here={here} onDone={() => setIsWriting(false)} /> : null}
    </section>
  );
}

function HandoverForm({ batchId, here, onDone }: { batchId: string; here: Here; onDone: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [direction, setDirection] = useState<NewHandover['direction']>('received');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({ onDate: new Date().toLocaleDateString('sv'), books: '1', cases: String(here.cases), pages: String(here.pages), files: '0', giver: '', taker: '', note: '' });
  const save = useBatchChange((handover: NewHandover) => postHandover(batchId, handover));
  const counts = Object.fromEntries(['books', 'cases', 'pages', 'files'].map((key) => [key, Number(values[key] ?? '')]));
  const parsed = newHandoverSchema.safeParse({ ...values, ...counts, direction });
  const field = (key: string, label: string, type: 'text' | 'number' | 'date' = 'text') => <FormField label={label} value={values[key] ?? ''} type={type} onChange={(value) => setValues((now) => ({ ...now, [key]: value }))} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (parsed.success) save.mutate(parsed.data, { onError: trouble, onSuccess: () => { say(t('reports.handover.saved')); onDone(); } });
  };
  return (
    <form className="reports-form" onSubmit={submit}>
      <Choice label={t('reports.handover.direction')} value={direction} options={(['received', 'returned'] as const).map((id) => ({ id, name: t(`reports.handover.${id}`) }))} onChange={(id) => setDirection(id === 'returned' ? 'returned' : 'received')} />
      {field('onDate', t('reports.handover.onDate'), 'date')}
      {field('books', t('reports.book.books'), 'number')}
      {field('cases', t('reports.book.cases'), 'number')}
      {field('pages', t('reports.book.pages'), 'number')}
      {field('files', t('reports.book.files'), 'number')}
      {field('giver', t('reports.handover.giver'))}
      {field('taker', t('reports.handover.taker'))}
      {field('note', t('reports.handover.note'))}
      <div className="row"><Button type="submit" look="primary" isDisabled={!parsed.success || save.isPending}>{t('reports.handover.save')}</Button></div>
    </form>
  );
}
