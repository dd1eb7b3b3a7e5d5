// One text of the package settings.
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SettingsDraft } from './settings-draft.ts';

export type SetDraft = (more: Partial<SettingsDraft>) => void;

export function SettingField({ id, value, onChange, hint }: { id: string; value: string; onChange: (value: string) => void; hint?: string }) {
  const { t } = useTranslation();
  return (
    <TextField value={value} onChange={onChange} autoComplete="off">
      <Label className="label">{t(`packages.settings.${id}`)}</Label>
      <Input className="input" {...(hint === undefined ? {} : { placeholder: hint })} />
    </TextField>
  );
}
