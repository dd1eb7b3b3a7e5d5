// Stands before everything: the door while nobody is at work here, the work behind it otherwise. Locked, the work
// stays mounted and hidden, with whatever was being typed; another person's work begins anew.
import { Fragment, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { holderStore, isAtWork, loadSession, sessionStore } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { Button } from '../../ui/button.tsx';
import { Door } from './door.tsx';
import './people.css';
import { useAutoLock } from './use-auto-lock.ts';

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const session = useStore(sessionStore);
  const holder = useStore(holderStore);
  useEffect(() => void loadSession(), []);
  useAutoLock(session.state === 'signed-in' && isAtWork(session) ? session.lockAfterMinutes : null);
  if (session.state === 'loading') return null;
  if (session.state === 'no-answer') {
    return (
      <div className="door-ground">
        <div className="door-card" role="alert">
          <p>{t('error.no-connection')}</p>
          <div className="buttons"><Button look="primary" onPress={() => void loadSession()}>{t('common.again')}</Button></div>
        </div>
      </div>
    );
  }
  const isOpen = isAtWork(session);
  return (
    <>
      {holder === null ? null : <div className={isOpen ? 'work' : 'work covered'} inert={!isOpen}><Fragment key={holder}>{children}</Fragment></div>}
      {isOpen ? null : <Door session={session} />}
    </>
  );
}
