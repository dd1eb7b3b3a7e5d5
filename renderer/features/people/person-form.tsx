// A new person, or one that is there: name, roles, and the temporary password shown once.
import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { loginSchema, type ConsentSubject, type PersonFacts } from '../../../shared/api/people.ts';
import type { Role } from '../../../shared/domain/roles.ts';
import { addPerson, changePerson, resetPassword, usePeopleChange } from '../../api/people.ts';
import { RequestFailure } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toasts.tsx';
import { AskConsent } from './ask-consent.tsx';
import { DoorForm } from './door-form.tsx';
import { suggestedLogin } from './first-start.tsx';
import { RoleBoxes } from './role-boxes.tsx';

type Made = { readonly name: string; readonly login: string; readonly password: string; readonly waits: boolean };

export function TemporaryPassword({ made, onClose }: { made: Made; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal title={t('people.made.title', { name: made.name })} onClose={onClose}>
      <p>{t('people.made.about')}</p>
      <dl className="made"><dt>{t('people.login')}</dt><dd>{made.login}</dd><dt>{t('people.temporary')}</dt><dd className="made-password">{made.password}</dd></dl>
      {made.waits ? <p className="notice">{t('people.made.waits')}</p> : null}
      <div className="buttons"><Button look="primary" autoFocus onPress={onClose}>{t('people.made.handed')}</Button></div>
    </Modal>
  );
}

export function NewPerson({ onClose, onMade }: { onClose: () => void; onMade: (made: Made) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [typedLogin, setLogin] = useState<string | null>(null);
  const [roles, setRoles] = useState<readonly Role[]>(['clerk']);
  const add = usePeopleChange(addPerson);
  const login = typedLogin ?? suggestedLogin(name);
  const run = async (): Promise<void> => {
    const { person, temporaryPassword, consentId } = await add.mutateAsync({ login, name, roles });
    onMade({ name: person.name, login: person.login, password: temporaryPassword, waits: consentId !== null });
  };
  return (
    <Modal title={t('people.add')} hidesTitle onClose={onClose}>
      <DoorForm title={t('people.add')} submit={t('people.add')} canSubmit={name.trim() !== '' && loginSchema.safeParse(login).success && roles.length > 0} run={run} aside={<Button look="plain" onPress={onClose}>{t('common.cancel')}</Button>}>
        <TextField value={name} onChange={setName} autoFocus isRequired><Label className="label">{t('people.name')}</Label><Input className="input" maxLength={100} /></TextField>
        <TextField value={login} onChange={setLogin} isRequired><Label className="label">{t('people.login')}</Label><Input className="input" maxLength={40} spellCheck={false} autoCapitalize="none" /><p className="hint">{t('people.loginHint')}</p></TextField>
        <RoleBoxes value={roles} onChange={setRoles} />
      </DoorForm>
    </Modal>
  );
}

const needsConsent = (error: unknown): boolean => error instanceof RequestFailure && error.problem.code === 'consent-needed';

export function EditPerson({ person, isSelf, onClose, onReset }: { person: PersonFacts; isSelf: boolean; onClose: () => void; onReset: (made: Made) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  const [subject, setSubject] = useState<ConsentSubject | null>(null);
  const change = usePeopleChange(changePerson);
  const reset = usePeopleChange(resetPassword);
  const orAsk = async (work: () => Promise<void>, otherwise: ConsentSubject): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!needsConsent(error)) throw error;
      setSubject(otherwise);
    }
  };
  const apply = (next: { name?: string; roles?: Role[]; state?: PersonFacts['state'] }): Promise<void> => {
    const wanted = { ...next, revision: person.revision };
    return orAsk(async () => {
      await change.mutateAsync({ id: person.id, change: wanted });
      say(t('people.saved', { name: person.name }));
      onClose();
    }, { kind: 'change-person', personId: person.id, change: wanted });
  };
  const resetNow = (): Promise<void> => orAsk(async () => {
    const { temporaryPassword } = await reset.mutateAsync(person.id);
    onReset({ name: person.name, login: person.login, password: temporaryPassword, waits: false });
  }, { kind: 'reset-password', personId: person.id });
  const sameRoles = [...roles].sort().join() === [...person.roles].sort().join();
  if (subject !== null) return <AskConsent subject={subject} title={`${person.name} (${person.login})`} onClose={onClose} />;
  const toggled = person.state === 'active' ? 'disabled' : 'active';
  return (
    <Modal title={person.name} hidesTitle onClose={onClose}>
      <DoorForm title={person.name} about={person.login} submit={t('people.save')} canSubmit={name.trim() !== '' && roles.length > 0 && (name !== person.name || !sameRoles)} run={() => apply({ ...(name === person.name ? {} : { name }), ...(sameRoles ? {} : { roles: [...roles] }) })} aside={<Button look="plain" onPress={onClose}>{t('common.cancel')}</Button>}>
        <TextField value={name} onChange={setName} autoFocus isRequired><Label className="label">{t('people.name')}</Label><Input className="input" maxLength={100} /></TextField>
        <RoleBoxes value={roles} onChange={setRoles} />
        {isSelf ? null : (
          <div className="row wrap">
            <Button onPress={() => void resetNow().catch(() => undefined)}>{t('people.reset')}</Button>
            <Button onPress={() => void apply({ state: toggled }).catch(() => undefined)}>{t(`people.set.${toggled}`)}</Button>
          </div>
        )}
      </DoorForm>
    </Modal>
  );
}
