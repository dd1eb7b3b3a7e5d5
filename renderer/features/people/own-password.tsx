import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordFault } from '../../../shared/domain/password-rules.ts';
import { changePassword, sessionStore, signOutEverywhere } from '../../api/session.ts';
import { createStore, useStore } from '../../api/store.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toasts.tsx';
import { DoorForm } from './door-form.tsx';
import { PasswordField } from './password-field.tsx';

const isOpenStore = createStore(false);
export const openOwnPassword = (): void => isOpenStore.set(true);

/** One's own password, and signing out at every other computer. */
export function OwnPassword() {
  const isOpen = useStore(isOpenStore);
  return isOpen ? <Form onClose={() => isOpenStore.set(false)} /> : null;
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useStore(sessionStore);
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  if (session.state !== 'signed-in') return null;
  const fault = next === '' ? undefined : passwordFault(next, session.person);
  const run = async (): Promise<void> => {
    await changePassword(old, next);
    say(t('people.passwordChanged'));
    onClose();
  };
  return (
    <Modal title={t('people.ownPassword')} hidesTitle onClose={onClose}>
      <DoorForm title={t('people.ownPassword')} about={t('people.ownPasswordAbout')} submit={t('people.change.submit')} canSubmit={old !== '' && next !== '' && fault === undefined && again === next} run={run}
        aside={<Button look="plain" onPress={() => void signOutEverywhere()}>{t('people.everywhere')}</Button>}>
        <PasswordField label={t('people.oldPassword')} value={old} onChange={setOld} autoFocus />
        <PasswordField label={t('people.newPassword')} value={next} onChange={setNext} isNew hint={t('people.passwordHint')} error={fault === undefined ? null : t(`people.fault.${fault}`)} />
        <PasswordField label={t('people.again')} value={again} onChange={setAgain} isNew error={again !== '' && again !== next ? t('people.differs') : null} />
      </DoorForm>
    </Modal>
  );
}
