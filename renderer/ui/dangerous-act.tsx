// An act that cannot be taken back: says what will be gone and what stays, and asks once more. Where the office has
// people of its own, the act waits for a second administrator: then a reason is asked for and the request is sent.
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ConsentSubject } from '../../shared/api/people.ts';
import { RequestFailure, sendJson } from '../api/client.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { problemText } from './problem-text.ts';
import { say } from './toasts.tsx';

type DangerousActProps = {
  title: string;
  text: string;
  actName: string;
  /** What must be typed first, e.g. the batch's name; null: nothing. */
  typed?: string | null;
  subject: ConsentSubject;
  run: () => Promise<void>;
  onClose: () => void;
};

const sayTrouble = (t: ReturnType<typeof useTranslation>['t'], error: unknown): void =>
  say(error instanceof RequestFailure ? problemText(t, error.problem) : t('error.other', { code: String(error) }), { isTrouble: true });

export function DangerousAct({ title, text, actName, typed = null, subject, run, onClose }: DangerousActProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [needsConsent, setNeedsConsent] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isReady = (typed === null || name.trim().normalize('NFC') === typed.normalize('NFC')) && (!needsConsent || reason.trim().length >= 3);
  const attempt = async (): Promise<void> => {
    setIsBusy(true);
    try {
      if (needsConsent) {
        await sendJson(z.unknown(), 'POST', 'consents', { subject, reason: reason.trim() });
        say(t('danger.requested'));
      } else await run();
      onClose();
    } catch (error) {
      if (error instanceof RequestFailure && error.problem.code === 'consent-needed') setNeedsConsent(true);
      else sayTrouble(t, error);
    } finally {
      setIsBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isBusy) void attempt();
  };
  return (
    <Modal title={title} onClose={onClose}>
      <form className="column form" onSubmit={submit}>
        <p>{text}</p>
        {typed === null || needsConsent ? null : (
          <TextField value={name} onChange={setName} autoFocus>
            <Label className="label">{t('danger.typeName', { name: typed })}</Label>
            <Input className="input" autoComplete="off" />
          </TextField>
        )}
        {needsConsent ? (
          <TextField value={reason} onChange={setReason} autoFocus>
            <Label className="label">{t('danger.reason')}</Label>
            <Input className="input" maxLength={500} />
          </TextField>
        ) : null}
        <div className="buttons">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={!isReady || isBusy}>{needsConsent ? t('danger.request') : actName}</Button>
        </div>
      </form>
    </Modal>
  );
}
