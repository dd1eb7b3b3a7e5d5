import { UserRound, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { DoorForm } from './door-form.tsx';
import { forgetPerson, knownPeople, rememberPerson, type Known } from './known-people.ts';
import { PasswordField } from './password-field.tsx';

type Props = { /** Who just left, when the screen was locked to switch. */ onBack?: () => void; onTemporary: (password: string) => void };

function KnownPeople({ people, onPick, onForget }: { people: readonly Known[]; onPick: (known: Known) => void; onForget: (known: Known) => void }) {
  const { t } = useTranslation();
  return (
    <ul className="known" aria-label={t('people.known')}>
      {people.map((known) => (
        <li key={known.login}>
          <AriaButton className="known-person" onPress={() => onPick(known)}><UserRound size={18} aria-hidden /><span className="cut">{known.name}</span><span className="quiet small">{known.login}</span></AriaButton>
          <Button look="plain" isIcon label={t('people.forget', { name: known.name })} onPress={() => onForget(known)}><X size={15} /></Button>
        </li>
      ))}
    </ul>
  );
}

export function SignIn({ onBack, onTemporary }: Props) {
  const { t } = useTranslation();
  const [people, setPeople] = useState(knownPeople);
  const [chosen, setChosen] = useState<Known | null>(people.length === 1 && !onBack ? (people[0] ?? null) : null);
  const [isOther, setOther] = useState(people.length === 0);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const name = chosen?.login ?? login;
  const run = async (): Promise<void> => {
    const session = await signIn(name, password);
    if (session.state !== 'signed-in') return;
    rememberPerson(session.person);
    if (session.mustChangePassword) onTemporary(password);
  };
  const back = onBack ? <Button look="plain" onPress={onBack}>{t('people.back')}</Button> : null;
  if (chosen === null && !isOther) {
    return (
      <div className="door-form">
        <header><h1>{t('people.who')}</h1></header>
        <KnownPeople people={people} onPick={setChosen} onForget={(known) => { forgetPerson(known.login); setPeople(knownPeople()); setOther(knownPeople().length === 0); }} />
        <div className="door-buttons">{back}<Button autoFocus={people.length === 0} onPress={() => setOther(true)}>{t('people.other')}</Button></div>
      </div>
    );
  }
  const toList = people.length > 0 ? <Button look="plain" onPress={() => { setChosen(null); setOther(false); setPassword(''); }}>{t('people.otherPerson')}</Button> : back;
  return (
    <DoorForm title={chosen ? chosen.name : t('people.signIn')} {...(chosen ? { about: chosen.login } : {})} submit={t('people.enter')} canSubmit={name.trim() !== '' && password !== ''} run={run} aside={toList} onTrouble={() => setPassword('')}>
      {chosen ? null : (
        <TextField value={login} onChange={setLogin} autoFocus isRequired>
          <Label className="label">{t('people.login')}</Label>
          <Input className="input" maxLength={40} autoComplete="username" spellCheck={false} autoCapitalize="none" />
        </TextField>
      )}
      <PasswordField label={t('people.password')} value={password} onChange={setPassword} autoFocus={chosen !== null} />
    </DoorForm>
  );
}
