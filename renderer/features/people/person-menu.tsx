// Who works here, in the bar at the top: lock, change over, sign out; the number of requests that wait for an
// administrator's consent.
import { KeyRound, Lock, LogOut, UserRound, Users } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOffer } from '../../actions/scope.ts';
import { actionById } from '../../actions/registry.ts';
import type { PersonScope } from '../../actions/action.ts';
import { useConsents } from '../../api/people.ts';
import { lock, sessionStore, signOut, switchPerson } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { openOwnPassword } from './own-password.tsx';

function WaitingConsents({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const consents = useConsents();
  const waiting = (consents.data ?? []).filter((consent) => consent.state === 'waiting' && consent.requestedBy !== personId).length;
  if (waiting === 0) return null;
  return <Button look="plain" className="chip doubtful" onPress={() => navigate({ screen: 'people' })}>{t('people.waiting', { count: waiting })}</Button>;
}

const Line = ({ icon, text, action }: { icon: ReactNode; text: string; action?: string }) => {
  const chord = action === undefined ? undefined : actionById(action)?.keys[0];
  return <>{icon}<span className="grow">{text}</span>{chord === undefined ? null : <Chord chord={chord} />}</>;
};

export function PersonMenu() {
  const { t } = useTranslation();
  const session = useStore(sessionStore);
  const trouble = useSayTrouble();
  // The local operator of a window without accounts has nobody to change over to.
  const hasAccount = session.state === 'signed-in' && session.lockAfterMinutes !== null;
  const commands = useMemo<PersonScope | null>(() => (hasAccount ? { lock: () => void lock().catch(trouble), switchPerson: () => void switchPerson().catch(trouble), signOut: () => void signOut().catch(trouble) } : null), [hasAccount, trouble]);
  useOffer('person', commands);
  if (session.state !== 'signed-in' || commands === null) return null;
  const { person } = session;
  const run = { lock: commands.lock, switch: commands.switchPerson, password: openOwnPassword, out: commands.signOut } as const;
  return (
    <>
      {person.roles.includes('admin') ? <WaitingConsents personId={person.id} /> : null}
      <MenuTrigger>
        <AriaButton className="button plain person-button" aria-label={t('people.you', { name: person.name })}><UserRound size={16} aria-hidden /><span className="cut">{person.name}</span></AriaButton>
        <Popover className="popover" placement="bottom end">
          <Menu className="person-menu" onAction={(key) => run[key as keyof typeof run]()}>
            <MenuItem id="lock" className="option" textValue={t('action.lock-screen')}><Line icon={<Lock size={15} aria-hidden />} text={t('action.lock-screen')} action="lock-screen" /></MenuItem>
            <MenuItem id="switch" className="option" textValue={t('action.switch-person')}><Line icon={<Users size={15} aria-hidden />} text={t('action.switch-person')} action="switch-person" /></MenuItem>
            <MenuItem id="password" className="option" textValue={t('people.ownPassword')}><Line icon={<KeyRound size={15} aria-hidden />} text={t('people.ownPassword')} /></MenuItem>
            <MenuItem id="out" className="option" textValue={t('action.sign-out')}><Line icon={<LogOut size={15} aria-hidden />} text={t('action.sign-out')} /></MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
}
