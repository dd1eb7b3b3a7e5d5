// The door itself, over everything: a modal layer of its own, so that a dialog that was open when the screen
// locked neither shows nor takes the keys.
import { useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../../shared/api/people.ts';
import { changePassword, isSwitchingStore, signOut, unlock, unseal } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { passwordFault } from '../../../shared/domain/password-rules.ts';
import { Button } from '../../ui/button.tsx';
import { DoorForm } from './door-form.tsx';
import { FirstStart } from './first-start.tsx';
import { PasswordField } from './password-field.tsx';
import { SignIn } from './sign-in.tsx';

type SignedIn = Extract<SessionState, { state: 'signed-in' }>;

function Locked({ session }: { session: SignedIn }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  return (
    <DoorForm
      title={session.person.name} about={t('people.locked')} submit={t('people.unlock')} canSubmit={password !== ''} run={() => unlock(password)} onTrouble={() => setPassword('')}
      aside={<Button look="plain" onPress={() => isSwitchingStore.set(true)}>{t('people.otherPerson')}</Button>}
    >
      <PasswordField label={t('people.password')} value={password} onChange={setPassword} autoFocus />
    </DoorForm>
  );
}

function NewPassword({ session, temporary }: { session: SignedIn; temporary: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  // It arrives a moment after this form: the sign-in that brought it is over by then.
  const old = temporary === '' ? typed : temporary;
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const fault = next === '' ? undefined : passwordFault(next, session.person);
  return (
    <DoorForm
      title={t('people.change.title', { name: session.person.name })} about={t('people.change.about')} submit={t('people.change.submit')}
      canSubmit={old !== '' && next !== '' && fault === undefined && again === next} run={() => changePassword(old, next)} aside={<Button look="plain" onPress={() => void signOut()}>{t('people.signOut')}</Button>}
    >
      {temporary === '' ? <PasswordField label={t('people.temporary')} value={old} onChange={setTyped} autoFocus /> : null}
      <PasswordField label={t('people.newPassword')} value={next} onChange={setNext} isNew autoFocus={temporary !== ''} hint={t('people.passwordHint')} error={fault === undefined ? null : t(`people.fault.${fault}`)} />
      <PasswordField label={t('people.again')} value={again} onChange={setAgain} isNew error={again !== '' && again !== next ? t('people.differs') : null} />
    </DoorForm>
  );
}

function Sealed() {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  return (
    <DoorForm title={t('people.sealed.title')} about={t('people.sealed.about')} submit={t('people.sealed.open')} canSubmit={passphrase !== ''} run={() => unseal(passphrase)} onTrouble={() => setPassphrase('')}>
      <PasswordField label={t('people.sealed.passphrase')} value={passphrase} onChange={setPassphrase} autoFocus />
    </DoorForm>
  );
}

function Inside({ session }: { session: SessionState }) {
  const isSwitching = useStore(isSwitchingStore);
  const [temporary, setTemporary] = useState('');
  switch (session.state) {
    case 'sealed':
      return <Sealed />;
    case 'first-start':
      return <FirstStart needsToken={session.needsToken} />;
    case 'signed-out':
      return <SignIn onTemporary={setTemporary} />;
    case 'signed-in':
      if (isSwitching) return <SignIn onTemporary={setTemporary} onBack={() => isSwitchingStore.set(false)} />;
      return session.isLocked ? <Locked session={session} /> : <NewPassword session={session} temporary={temporary} />;
  }
}

export function Door({ session }: { session: SessionState }) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="door-ground door" isOpen isKeyboardDismissDisabled>
      <Modal className="door-card">
        <Dialog className="door-dialog" aria-label={t('people.door')}>
          <p className="door-name">{t('app.name')}</p>
          <Inside session={session} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
