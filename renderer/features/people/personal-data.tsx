// What the law asks an office to be able to do with personal data, and the lock of idle windows. Each act that
// touches personal data goes through a second administrator.
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ConsentSubject } from '../../../shared/api/people.ts';
import { useBatches } from '../../api/batches.ts';
import { saveSettings, usePeopleChange, usePeopleSettings } from '../../api/people.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { Encryption } from './encryption.tsx';
import { RetentionSection } from './retention.tsx';

type Ask = (subject: ConsentSubject, title: string) => void;
const MINUTES = [5, 10, 15, 30, 60] as const;

function LockAfter() {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const settings = usePeopleSettings();
  const save = usePeopleChange(saveSettings);
  const now = settings.data?.lockAfterMinutes ?? 10;
  const options = [...new Set([...MINUTES, now])].sort((a, b) => a - b).map((minutes) => ({ id: String(minutes), name: t('people.minutes', { count: minutes }) }));
  return <Choice label={t('people.lockAfter')} value={String(now)} options={options} onChange={(id) => save.mutate(Number(id), { onError: trouble, onSuccess: () => say(t('people.settingsSaved')) })} />;
}

function ExportPerson({ onAsk }: { onAsk: Ask }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [identifier, setIdentifier] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') onAsk({ kind: 'export-person', name: name.trim(), identifier: identifier.trim() }, name.trim());
  };
  return (
    <form className="column" onSubmit={submit}>
      <p className="quiet">{t('people.data.exportAbout')}</p>
      <TextField value={name} onChange={setName}><Label className="label">{t('people.data.name')}</Label><Input className="input" maxLength={200} /></TextField>
      <TextField value={identifier} onChange={setIdentifier}><Label className="label">{t('people.data.identifier')}</Label><Input className="input" maxLength={40} inputMode="numeric" /></TextField>
      <div><Button type="submit" isDisabled={name.trim() === ''}>{t('people.consent.kind.export-person')}</Button></div>
    </form>
  );
}

function EraseBatch({ onAsk }: { onAsk: Ask }) {
  const { t } = useTranslation();
  const batches = useBatches().data ?? [];
  const [chosen, setChosen] = useState('');
  const batch = batches.find((one) => one.id === chosen) ?? batches[0];
  return (
    <div className="column">
      <p className="quiet">{t('people.data.eraseAbout')}</p>
      {batch === undefined ? <p className="quiet">{t('people.data.noBatch')}</p> : (
        <>
          <Choice label={t('people.data.batch')} value={batch.id} options={batches.map(({ id, name }) => ({ id, name }))} onChange={setChosen} />
          <div className="row wrap">
            <Button onPress={() => onAsk({ kind: 'delete-batch', batchId: batch.id }, batch.name)}>{t('people.consent.kind.delete-batch')}</Button>
            <Button onPress={() => onAsk({ kind: 'empty-bin', batchId: batch.id }, batch.name)}>{t('people.consent.kind.empty-bin')}</Button>
            <Button onPress={() => onAsk({ kind: 'erase-batch', batchId: batch.id }, batch.name)}>{t('people.consent.kind.erase-batch')}</Button>
          </div>
        </>
      )}
    </div>
  );
}

export function PersonalData({ onAsk }: { onAsk: Ask }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="column"><h2>{t('people.windows')}</h2><LockAfter /></section>
      <RetentionSection onAsk={onAsk} />
      <section className="column"><h2>{t('people.data.export')}</h2><ExportPerson onAsk={onAsk} /></section>
      <section className="column"><h2>{t('people.data.erase')}</h2><EraseBatch onAsk={onAsk} /></section>
      <Encryption />
    </>
  );
}
