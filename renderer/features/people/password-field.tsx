import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';

type Props = { label: string; value: string; onChange: (value: string) => void; isNew?: boolean; autoFocus?: boolean; error?: string | null; hint?: string };

/** A password: shown on demand, with a word when Caps Lock is on. */
export function PasswordField({ label, value, onChange, isNew = false, autoFocus = false, error = null, hint }: Props) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [hasCaps, setCaps] = useState(false);
  return (
    <TextField value={value} onChange={onChange} type={isShown ? 'text' : 'password'} autoFocus={autoFocus} isRequired isInvalid={error !== null} validationBehavior="aria" autoComplete={isNew ? 'new-password' : 'current-password'}>
      <Label className="label">{label}</Label>
      <div className="password">
        <Input className="input" maxLength={200} spellCheck={false} onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))} />
        <Button look="plain" isIcon label={t(isShown ? 'people.hidePassword' : 'people.showPassword')} onPress={() => setShown(!isShown)}>{isShown ? <EyeOff size={16} /> : <Eye size={16} />}</Button>
      </div>
      {hasCaps ? <p className="hint doubt">{t('people.capsLock')}</p> : null}
      {hint && error === null ? <p className="hint">{hint}</p> : null}
      <FieldError className="hint doubt">{error}</FieldError>
    </TextField>
  );
}
