// The frame of every form at the door: one thing at a time, one sentence about what is wrong, Enter goes on.
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailure } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { problemText } from '../../ui/problem-text.ts';

export type DoorTrouble = { readonly code: string; readonly text: string; readonly fault: string | null };

type Props = { title: string; about?: string; submit: string; canSubmit: boolean; run: () => Promise<unknown>; children: ReactNode; aside?: ReactNode; onTrouble?: (trouble: DoorTrouble) => void };

export function DoorForm({ title, about, submit, canSubmit, run, children, aside, onTrouble }: Props) {
  const { t } = useTranslation();
  const [trouble, setTrouble] = useState<DoorTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const go = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!canSubmit || isBusy) return;
    setBusy(true);
    setTrouble(null);
    try {
      await run();
    } catch (error) {
      const problem = error instanceof RequestFailure ? error.problem : null;
      const fault = problem?.detail['fault'];
      const found = { code: problem?.code ?? 'other', text: problem ? problemText(t, problem) : t('error.other', { code: String(error) }), fault: typeof fault === 'string' ? fault : null };
      setTrouble(found);
      onTrouble?.(found);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="door-form" onSubmit={(event) => void go(event)} noValidate>
      <header>
        <h1>{title}</h1>
        {about ? <p className="quiet">{about}</p> : null}
      </header>
      {children}
      {trouble ? <p className="door-trouble" role="alert">{trouble.fault === null ? trouble.text : t([`people.fault.${trouble.fault}`, 'error.password-too-weak'])}</p> : null}
      <div className="door-buttons">
        {aside}
        <Button look="primary" type="submit" isDisabled={!canSubmit || isBusy}>{isBusy ? t('people.oneMoment') : submit}</Button>
      </div>
    </form>
  );
}
