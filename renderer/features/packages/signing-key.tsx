// Where the signing key is: a file on the machine that packs, or a token plugged into it.
import { Usb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMutation } from '@tanstack/react-query';
import { listTokens } from '../../api/packages.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { SettingField, type SetDraft } from './setting-field.tsx';
import type { SettingsDraft } from './settings-draft.ts';

const KINDS = ['none', 'pkcs12', 'pkcs11'] as const;

export function SigningKey({ draft, set }: { draft: SettingsDraft; set: SetDraft }) {
  const { t } = useTranslation();
  return (
    <fieldset className="settings-grid">
      <legend>{t('packages.settings.signing')}</legend>
      <Choice label={t('packages.settings.key')} value={draft.keyKind} options={KINDS.map((id) => ({ id, name: t(`packages.settings.keys.${id}`) }))} onChange={(value) => set({ keyKind: KINDS.find((kind) => kind === value) ?? 'none' })} />
      {draft.keyKind === 'pkcs12' ? <SettingField id="keyPath" value={draft.keyPath} onChange={(keyPath) => set({ keyPath })} hint={t('packages.settings.keyPathHint')} /> : null}
      {draft.keyKind === 'pkcs11' ? <TokenFields draft={draft} set={set} /> : null}
      {draft.keyKind === 'none' ? <p className="quiet">{t('packages.settings.unsigned')}</p> : (
        <>
          <SettingField id="name" value={draft.name} onChange={(name) => set({ name })} hint={t('packages.settings.nameHint')} />
          <SettingField id="role" value={draft.role} onChange={(role) => set({ role })} hint={t('packages.settings.roleHint')} />
          <SettingField id="timestampUrl" value={draft.timestampUrl} onChange={(timestampUrl) => set({ timestampUrl })} hint="http://" />
          <p className="quiet settings-wide">{t('packages.settings.secretHint')}</p>
        </>
      )}
    </fieldset>
  );
}

function TokenFields({ draft, set }: { draft: SettingsDraft; set: SetDraft }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const look = useMutation({ mutationFn: listTokens });
  const tokens = look.data ?? [];
  return (
    <>
      <SettingField id="library" value={draft.library} onChange={(library) => set({ library })} hint={t('packages.settings.libraryHint')} />
      <div className="row settings-wide">
        <Button isDisabled={draft.library.trim() === '' || look.isPending} onPress={() => look.mutate(draft.library.trim(), { onError: trouble, onSuccess: ([first]) => { if (first && draft.label === '') set({ label: first.label }); } })}><Usb size={15} aria-hidden />{t('packages.settings.look')}</Button>
        {look.isSuccess && tokens.length === 0 ? <span className="quiet" role="status">{t('packages.settings.noToken')}</span> : null}
        {tokens.length > 0 ? <Choice hidesLabel label={t('packages.settings.label')} value={draft.label} options={tokens.map(({ label, model, isPinLocked }) => ({ id: label, name: `${label} (${model})${isPinLocked ? t('packages.settings.locked') : ''}` }))} onChange={(label) => set({ label })} /> : null}
        {tokens.length === 0 && draft.label !== '' ? <span>{t('packages.settings.chosenToken', { label: draft.label })}</span> : null}
      </div>
    </>
  );
}
