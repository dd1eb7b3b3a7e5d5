// Blind second keying: the paper, and empty inputs for the fields that are keyed twice. Enter goes to the next,
// after the last one it is done. Nothing that was read or typed before is on this page or asked for by it.
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckCheck } from 'lucide-react';
import type { BlindForm } from '../../../shared/api/review.ts';
import { area } from '../../../shared/domain/geometry.ts';
import type { ReviewCommand } from '../../actions/action.ts';
import { useOffer } from '../../actions/scope.ts';
import { sendSecondKeying, useBlindForm } from '../../api/review.ts';
import { Button } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { DeskSkeleton } from '../correction/desk-skeleton.tsx';
import { fullFieldLabel } from '../correction/field-label.ts';
import { Strip } from '../correction/strip.tsx';
import { orderFields } from '../correction/field-order.ts';
import { valueToStore } from '../correction/value-to-store.ts';
import type { PageBox } from '../viewer/page-box.ts';
import { HeldNotice } from './held-notice.tsx';
import { Paper, usePaper } from './paper.tsx';
import { leaveWork } from './review-route.ts';
import { useClaim } from './use-claim.ts';
import { useNextWork } from './use-next-work.ts';

const NO_VALUES: readonly string[] = [];

/** As on paper. */
function inOrder(form: BlindForm): BlindForm {
  const order = orderFields(form.recordType, form.fields.map(({ key }) => key)).groups.flatMap((group) => group.keys);
  return { ...form, fields: form.fields.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key)) };
}

export function BlindDesk({ batchId, recordId }: { batchId: string; recordId: string }) {
  const form = useBlindForm(recordId);
  if (form.isError) return <div className="empty"><div><LoadTrouble query={form} /></div></div>;
  if (!form.data) return <DeskSkeleton />;
  return <OpenForm batchId={batchId} form={inOrder(form.data)} />;
}

function OpenForm({ batchId, form }: { batchId: string; form: BlindForm }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const next = useNextWork(batchId);
  const held = useClaim(form.recordId, 'second');
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [activeKey, setActiveKey] = useState(form.fields[0]?.key ?? '');
  const [isSending, setIsSending] = useState(false);
  const pages = usePaper(form.pageIds);
  const active = form.fields.find((field) => field.key === activeKey);
  const send = async (): Promise<void> => {
    const values = Object.fromEntries(form.fields.map(({ key }) => [key, valueToStore(form.recordType, key, typed[key] ?? '', NO_VALUES)]));
    setIsSending(true);
    try {
      const { state } = await sendSecondKeying(form.recordId, form.revision, values);
      say(t(state === 'arbitrating' ? 'review.blind.differs' : 'review.blind.same'));
      await next('second', form.recordId);
    } catch (error) {
      trouble(error);
    } finally {
      setIsSending(false);
    }
  };
  const goOn = (key: string): void => {
    const after = form.fields[form.fields.findIndex((field) => field.key === key) + 1];
    if (after === undefined) void send();
    else inputs.current.get(after.key)?.focus();
  };
  useOffer('review', useMemo(() => ({ can: (command: ReviewCommand) => command === 'review-leave', run: () => leaveWork(batchId) }), [batchId]));
  const boxesOf = (number: number): readonly PageBox[] => form.fields.filter((field) => field.page === number && area(field.box) > 0).map((field) => ({ id: field.key, box: field.box, look: 'field' }));
  return (
    <div className="two-parts desk">
      <Paper pages={pages} wanted={active?.page ?? 1} boxesOf={boxesOf} focusId={activeKey} onPick={(key) => inputs.current.get(key)?.focus()} />
      <section className="side form-side" aria-label={t('review.blind.title')}>
        <header className="form-head">
          <h1>{t('review.blind.title')}</h1>
          <span className="quiet small">{t('review.blind.record', { seq: form.seq })}{t('common.dot')}{recordTypeName(t, form.recordType)}</span>
        </header>
        <p className="quiet">{t('review.blind.what')}</p>
        {held === null ? null : <HeldNotice held={held} />}
        {form.fields.map((field, index) => {
          const page = pages[field.page - 1];
          return (
            <div key={field.key} className={field.key === activeKey ? 'field-card active' : 'field-card'} data-field={field.key}>
              <label className="quiet" htmlFor={`blind-${field.key}`}>{fullFieldLabel(t, form.recordType, field.key)}</label>
              {page && area(field.box) > 0 ? <Strip page={page} box={field.box} /> : null}
              <input
                id={`blind-${field.key}`}
                className="input blind-input"
                autoComplete="off"
                spellCheck={false}
                autoFocus={index === 0}
                ref={(node) => { if (node) inputs.current.set(field.key, node); else inputs.current.delete(field.key); }}
                value={typed[field.key] ?? ''}
                onFocus={() => setActiveKey(field.key)}
                onChange={(event) => setTyped((now) => ({ ...now, [field.key]: event.target.value }))}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey) return;
                  event.preventDefault();
                  goOn(field.key);
                }}
              />
            </div>
          );
        })}
        <footer className="form-foot"><Button look="primary" className="done-button" isDisabled={isSending || held !== null} onPress={() => void send()}><CheckCheck size={16} aria-hidden />{t('review.blind.done')}<Chord chord="Enter" /></Button></footer>
      </section>
    </div>
  );
}
