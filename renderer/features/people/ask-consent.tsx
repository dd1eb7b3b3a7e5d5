import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ConsentSubject } from '../../../shared/api/people.ts';
import { requestConsent, usePeopleChange } from '../../api/people.ts';
import { Modal } from '../../ui/modal.tsx';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toasts.tsx';
import { DoorForm } from './door-form.tsx';

/** Asks the other administrators, with a reason. Nothing happens before one of them agrees. */
export function AskConsent({ subject, title, onClose }: { subject: ConsentSubject; title: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const request = usePeopleChange(requestConsent);
  const run = async (): Promise<void> => {
    await request.mutateAsync({ subject, reason });
    say(t('people.consent.sent'));
    onClose();
  };
  return (
    <Modal title={title} hidesTitle onClose={onClose}>
      <DoorForm title={t(`people.consent.kind.${subject.kind}`)} about={title} submit={t('people.consent.ask')} canSubmit={reason.trim().length >= 3} run={run} aside={<Button look="plain" onPress={onClose}>{t('common.cancel')}</Button>}>
        <p className="quiet">{t('people.consent.about')}</p>
        <TextField value={reason} onChange={setReason} autoFocus isRequired>
          <Label className="label">{t('people.consent.reason')}</Label>
          <Input className="input" maxLength={1000} />
        </TextField>
      </DoorForm>
    </Modal>
  );
}
