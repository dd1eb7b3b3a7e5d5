import type { ReactNode } from 'react';
import { Button as AriaButton, ToggleButton as AriaToggle } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMayRun } from '../actions/deeds.ts';
import { actionById } from '../actions/registry.ts';
import { currentScope } from '../actions/scope.ts';
import { Hint } from './hint.tsx';

type Look = 'normal' | 'primary' | 'plain';

type ButtonProps = { children: ReactNode; look?: Look; isIcon?: boolean; label?: string; isDisabled?: boolean; autoFocus?: boolean; onPress?: () => void; type?: 'button' | 'submit'; className?: string };

const classOf = (look: Look, isIcon: boolean, extra = ''): string => ['button', look === 'normal' ? '' : look, isIcon ? 'icon' : '', extra].filter(Boolean).join(' ');

export function Button({ children, look = 'normal', isIcon = false, label, isDisabled = false, autoFocus = false, onPress, type = 'button', className = '' }: ButtonProps) {
  return (
    <AriaButton type={type} className={classOf(look, isIcon, className)} isDisabled={isDisabled} autoFocus={autoFocus} {...(onPress ? { onPress } : {})} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </AriaButton>
  );
}

type ActionButtonProps = { id: string; icon?: ReactNode; look?: Look; isIcon?: boolean; isDisabled?: boolean; text?: string };

/** A button for a command of the registry: its name, its key and what it does come from there. */
export function ActionButton({ id, icon, look = 'normal', isIcon = false, isDisabled = false, text }: ActionButtonProps) {
  const { t } = useTranslation();
  const mayRun = useMayRun(id);
  const action = actionById(id);
  // What one may not do is not offered.
  if (!action || !mayRun) return null;
  const name = text ?? t(`action.${id}`);
  return (
    <Hint text={isIcon || text ? t(`action.${id}`) : null} chord={action.keys[0]}>
      <AriaButton className={classOf(look, isIcon)} isDisabled={isDisabled} onPress={() => action.run(currentScope())} {...(isIcon ? { 'aria-label': name } : {})}>
        {icon}
        {isIcon ? null : name}
      </AriaButton>
    </Hint>
  );
}

type ToggleProps = { children: ReactNode; isOn: boolean; onChange: (on: boolean) => void; label?: string; isIcon?: boolean };

export function Toggle({ children, isOn, onChange, label, isIcon = false }: ToggleProps) {
  return (
    <AriaToggle className={classOf('normal', isIcon)} isSelected={isOn} onChange={onChange} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </AriaToggle>
  );
}
