import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ConsentSubject, PersonFacts } from '../../../shared/api/people.ts';
import { usePeople } from '../../api/people.ts';
import { sessionStore } from '../../api/session.ts';
import { useStore } from '../../api/store.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatMoment } from '../../ui/numbers.ts';
import { AskConsent } from './ask-consent.tsx';
import { ConsentList } from './consent-list.tsx';
import { EditPerson, NewPerson, TemporaryPassword } from './person-form.tsx';
import { PersonalData } from './personal-data.tsx';

type Open = { kind: 'new' } | { kind: 'edit'; person: PersonFacts } | { kind: 'made'; made: Parameters<typeof TemporaryPassword>[0]['made'] } | { kind: 'ask'; subject: ConsentSubject; title: string } | null;

function Row({ person, onOpen }: { person: PersonFacts; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <AriaButton className={person.state === 'active' ? 'person-row' : 'person-row off'} onPress={onOpen}>
      <span className="column person-who"><b className="cut">{person.name}</b><span className="quiet small cut">{person.login}</span></span>
      <span className="row wrap">{person.roles.map((role) => <span key={role} className="chip">{t(`people.role.${role}`)}</span>)}</span>
      <span className="quiet small person-state">{person.state === 'disabled' ? t('people.disabled') : person.mustChangePassword ? t('people.notYet') : person.sessions > 0 ? t('people.here') : formatMoment(person.createdAt)}</span>
    </AriaButton>
  );
}

export function PeopleScreen() {
  const { t } = useTranslation();
  const session = useStore(sessionStore);
  const query = usePeople();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const me = session.state === 'signed-in' ? session.person.id : '';
  const isAdmin = session.state === 'signed-in' && session.person.roles.includes('admin');
  return (
    <div className="two-parts">
      <section className="batches-main people-main">
        <header className="batches-head">
          <h1>{t('people.title')}</h1>
          {isAdmin ? <Button look="primary" onPress={() => setOpen({ kind: 'new' })}><UserPlus size={16} aria-hidden />{t('people.add')}</Button> : null}
        </header>
        <LoadTrouble query={query} />
        <div className="person-list">{(query.data ?? []).map((person) => <Row key={person.id} person={person} onOpen={() => (isAdmin ? setOpen({ kind: 'edit', person }) : undefined)} />)}</div>
      </section>
      <aside className="side people-side">
        <ConsentList me={me} />
        {isAdmin ? <PersonalData onAsk={(subject, title) => setOpen({ kind: 'ask', subject, title })} /> : null}
      </aside>
      {open?.kind === 'new' ? <NewPerson onClose={close} onMade={(made) => setOpen({ kind: 'made', made })} /> : null}
      {open?.kind === 'edit' ? <EditPerson person={open.person} isSelf={open.person.id === me} onClose={close} onReset={(made) => setOpen({ kind: 'made', made })} /> : null}
      {open?.kind === 'made' ? <TemporaryPassword made={open.made} onClose={close} /> : null}
      {open?.kind === 'ask' ? <AskConsent subject={open.subject} title={open.title} onClose={close} /> : null}
    </div>
  );
}
