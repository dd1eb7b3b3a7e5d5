// What has passed its time, each with the request that erases it, and the times themselves. Erasing is for two
// administrators; this screen only starts it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsentSubject } from '../../../shared/api/people.ts';
import { RETAINED_TYPES, type Retention, type RetentionSettings } from '../../../shared/api/retention.ts';
import { saveRetention, usePeopleChange, useRetention } from '../../api/people.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatMoment } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

type Ask = (subject: ConsentSubject, title: string) => void;
const KEEP = 'keep';
const YEARS = [1, 2, 3, 5, 10, 20] as const;
const DAYS = { bin: [7, 30, 90, 365], export: [1, 7, 30], signIn: [90, 365, 730, 1825] } as const;

/** A length of time, or for ever where that is allowed. */
function Length({ label, unit, choices, value, mayKeep, onChange }: { label: string; unit: 'years' | 'days'; choices: readonly number[]; value: number | null; mayKeep: boolean; onChange: (value: number | null) => void }) {
  const { t } = useTranslation();
  const lengths = [...new Set([...choices, ...(value === null ? [] : [value])])].sort((a, b) => a - b);
  const options = [...lengths.map((count) => ({ id: String(count), name: t(`people.retention.${unit}`, { count }) })), ...(mayKeep ? [{ id: KEEP, name: t('people.retention.keep') }] : [])];
  return <Choice label={label} value={value === null ? KEEP : String(value)} options={options} onChange={(id) => onChange(id === KEEP ? null : Number(id))} />;
}

function Times({ settings, onClose }: { settings: RetentionSettings; onClose: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const save = usePeopleChange(saveRetention);
  const [draft, setDraft] = useState(settings);
  const setYears = (type: string, years: number | null): void => {
    const others = Object.entries(draft.batchYears).filter(([key]) => key !== type);
    setDraft({ ...draft, batchYears: Object.fromEntries(years === null ? others : [...others, [type, years]]) });
  };
  const done = (): void => {
    say(t('people.retention.saved'));
    onClose();
  };
  return (
    <Modal title={t('people.retention.title')} onClose={onClose}>
      <p className="quiet">{t('people.retention.about')}</p>
      <div className="retention-times">
        {RETAINED_TYPES.map((type) => <Length key={type} label={t('people.retention.recordType', { name: recordTypeName(t, type) })} unit="years" choices={YEARS} value={draft.batchYears[type] ?? null} mayKeep onChange={(years) => setYears(type, years)} />)}
        <Length label={t('people.retention.bin')} unit="days" choices={DAYS.bin} value={draft.binDays} mayKeep onChange={(binDays) => setDraft({ ...draft, binDays })} />
        <Length label={t('people.retention.export')} unit="days" choices={DAYS.export} value={draft.exportDays} mayKeep={false} onChange={(days) => setDraft({ ...draft, exportDays: days ?? draft.exportDays })} />
        <Length label={t('people.retention.signIn')} unit="days" choices={DAYS.signIn} value={draft.signInDays} mayKeep={false} onChange={(days) => setDraft({ ...draft, signInDays: days ?? draft.signInDays })} />
      </div>
      <div className="buttons">
        <Button look="plain" onPress={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" isDisabled={save.isPending} onPress={() => save.mutate(draft, { onError: trouble, onSuccess: done })}>{t('people.save')}</Button>
      </div>
    </Modal>
  );
}

function DueList({ batches, bins, onAsk }: Pick<Retention, 'batches' | 'bins'> & { onAsk: Ask }) {
  const { t } = useTranslation();
  if (batches.length + bins.length === 0) return <p className="quiet">{t('people.retention.none')}</p>;
  return (
    <ul className="consents">
      {batches.map((batch) => (
        <li key={batch.id} className="consent waiting">
          <b className="cut">{batch.name}</b>
          <span className="quiet small">{t('people.retention.batchDue', { since: formatMoment(batch.dueSince), last: formatMoment(batch.lastWorkAt) })}</span>
          <div><Button onPress={() => onAsk({ kind: 'erase-batch', batchId: batch.id }, batch.name)}>{t('people.retention.erase')}</Button></div>
        </li>
      ))}
      {bins.map((bin) => (
        <li key={`bin-${bin.batchId}`} className="consent waiting">
          <b className="cut">{bin.name}</b>
          <span className="quiet small">{t('people.retention.binDue', { count: bin.pages, last: formatMoment(bin.lastWorkAt) })}</span>
          <div><Button onPress={() => onAsk({ kind: 'empty-bin', batchId: bin.batchId }, bin.name)}>{t('people.retention.empty')}</Button></div>
        </li>
      ))}
    </ul>
  );
}

export function RetentionSection({ onAsk }: { onAsk: Ask }) {
  const { t } = useTranslation();
  const query = useRetention();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="column">
      <h2>{t('people.retention.title')}</h2>
      <LoadTrouble query={query} />
      {query.data === undefined ? null : (
        <>
          <DueList {...query.data} onAsk={onAsk} />
          <p className="quiet small">{t('people.retention.byItself')}</p>
          <div><Button onPress={() => setOpen(true)}>{t('people.retention.change')}</Button></div>
          {isOpen ? <Times settings={query.data.settings} onClose={() => setOpen(false)} /> : null}
        </>
      )}
    </section>
  );
}
