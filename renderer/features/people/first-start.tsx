import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { loginSchema } from '../../../shared/api/people.ts';
import { passwordFault } from '../../../shared/domain/password-rules.ts';
import { foldMarks } from '../../../shared/domain/vietnamese-text.ts';
import { firstStart } from '../../api/session.ts';
import { DoorForm } from './door-form.tsx';
import { PasswordField } from './password-field.tsx';

/** "Nguyễn Thị Lan" → "lan.nt": how offices name their accounts. */
export function suggestedLogin(name: string): string {
  const parts = foldMarks(name).toLowerCase().replace(/đ/g, 'd').split(/\s+/).map((part) => part.replace(/[^a-z0-9]/g, '')).filter(Boolean);
  const given = parts.at(-1) ?? '';
  const initials = parts.slice(0, -1).map((part) => part[0] ?? '').join('');
  return initials === '' ? given : `${given}.${initials}`;
}

/** The token that came with the address, taken out of sight at once. */
function takeToken(): string {
  const url = new URL(window.location.href);
  const token = url.searchParams.get('setup') ?? '';
  if (token !== '') {
    url.searchParams.delete('setup');
    window.history.replaceState(null, '', url);
  }
  return token;
}
let tokenOfAddress: string | undefined;

export function FirstStart({ needsToken }: { needsToken: boolean }) {
  const { t } = useTranslation();
  const [given] = useState(() => (tokenOfAddress ??= takeToken()));
  const [token, setToken] = useState(given);
  const [name, setName] = useState('');
  const [typedLogin, setLogin] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const login = typedLogin ?? suggestedLogin(name);
  const fault = password === '' ? undefined : passwordFault(password, { login, name });
  const differs = again !== '' && again !== password;
  const canSubmit = name.trim() !== '' && loginSchema.safeParse(login).success && password !== '' && fault === undefined && again === password && (!needsToken || token !== '');
  return (
    <DoorForm title={t('people.first.title')} about={t('people.first.about')} submit={t('people.first.submit')} canSubmit={canSubmit} run={() => firstStart({ ...(needsToken ? { token } : {}), login, name, password })}>
      {needsToken && given === '' ? (
        <TextField value={token} onChange={setToken} isRequired autoFocus>
          <Label className="label">{t('people.first.token')}</Label>
          <Input className="input" autoComplete="off" spellCheck={false} />
          <p className="hint">{t('people.first.tokenHint')}</p>
        </TextField>
      ) : null}
      <TextField value={name} onChange={setName} isRequired autoFocus={!needsToken || given !== ''}>
        <Label className="label">{t('people.name')}</Label>
        <Input className="input" maxLength={100} autoComplete="name" />
      </TextField>
      <TextField value={login} onChange={setLogin} isRequired>
        <Label className="label">{t('people.login')}</Label>
        <Input className="input" maxLength={40} autoComplete="username" spellCheck={false} autoCapitalize="none" />
        <p className="hint">{t('people.loginHint')}</p>
      </TextField>
      <PasswordField label={t('people.newPassword')} value={password} onChange={setPassword} isNew hint={t('people.passwordHint')} error={fault === undefined ? null : t(`people.fault.${fault}`)} />
      <PasswordField label={t('people.again')} value={again} onChange={setAgain} isNew error={differs ? t('people.differs') : null} />
    </DoorForm>
  );
}
