// What an office sets once for its packages: facts for the archive, names of files, where the signing key is.
// Never its password or PIN: that is asked for each time.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../../shared/api/batches.ts';
import { isSignedProfile, packageSettingsSchema, WORKBOOK_VARIANTS, type PackageSettings } from '../../../shared/api/packages.ts';
import { useBatchChange } from '../../api/batches.ts';
import { changePackageSettings } from '../../api/packages.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { draftOf, settingsOf, type SettingsDraft } from './settings-draft.ts';
import { SettingField, type SetDraft } from './setting-field.tsx';
import { SigningKey } from './signing-key.tsx';

const RETENTIONS = ['01', '02', '03', '04', '05', '06', '07'] as const;
const ACCESS = ['01', '02', '03'] as const;
const NOT_SAID = '-';

export function PackageSettingsForm({ batchId, profile, settings }: { batchId: string; profile: Profile; settings: PackageSettings }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const save = useBatchChange((wanted: PackageSettings) => changePackageSettings(batchId, wanted));
  const set: SetDraft = (more) => setDraft((known) => ({ ...known, ...more }));
  const parsed = packageSettingsSchema.safeParse(settingsOf(draft));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(settings));
  return (
    <details className="package-settings">
      <summary>{t('packages.settings.title')}</summary>
      <div className="column">
        {profile === 'ho-tich' ? <CivilFields draft={draft} set={set} /> : <ArchiveFields draft={draft} set={set} />}
        {isSignedProfile(profile) ? <SigningKey draft={draft} set={set} /> : null}
        <div className="row">
          <Button isDisabled={!parsed.success || !isChanged || save.isPending} onPress={() => { if (parsed.success) save.mutate(parsed.data, { onError: trouble }); }}>{t('packages.settings.save')}</Button>
          {parsed.success ? null : <span className="quiet" role="alert">{t('packages.settings.incomplete')}</span>}
        </div>
      </div>
    </details>
  );
}

function ArchiveFields({ draft, set }: { draft: SettingsDraft; set: SetDraft }) {
  const { t } = useTranslation();
  const codes = (name: 'retentions' | 'accesses', list: readonly string[]): { id: string; name: string }[] => [{ id: NOT_SAID, name: t('packages.settings.notSaid') }, ...list.map((id) => ({ id, name: t(`packages.settings.${name}.${id}`) }))];
  const chosen = (value: string): string => (value === NOT_SAID ? '' : value);
  return (
    <fieldset className="settings-grid">
      <legend>{t('packages.settings.archive')}</legend>
      {(['agencyCode', 'agencyName', 'fileCode', 'fileTitle'] as const).map((id) => <SettingField key={id} id={id} value={draft[id]} onChange={(value) => set({ [id]: value })} />)}
      <Choice label={t('packages.settings.retention')} value={draft.retention || NOT_SAID} options={codes('retentions', RETENTIONS)} onChange={(value) => set({ retention: chosen(value) })} />
      <Choice label={t('packages.settings.access')} value={draft.access || NOT_SAID} options={codes('accesses', ACCESS)} onChange={(value) => set({ access: chosen(value) })} />
      <SettingField id="physicalState" value={draft.physicalState} onChange={(physicalState) => set({ physicalState })} />
      <Choice label={t('packages.settings.pictures')} value={draft.pictures} options={(['plain', 'mixed'] as const).map((id) => ({ id, name: t(`packages.settings.pictureKinds.${id}`) }))} onChange={(value) => set({ pictures: value === 'mixed' ? 'mixed' : 'plain' })} />
    </fieldset>
  );
}

function CivilFields({ draft, set }: { draft: SettingsDraft; set: SetDraft }) {
  const { t } = useTranslation();
  return (
    <fieldset className="settings-grid">
      <legend>{t('packages.settings.civil')}</legend>
      <Choice label={t('packages.settings.workbook')} value={draft.workbook} options={WORKBOOK_VARIANTS.map((id) => ({ id, name: t(`packages.settings.workbooks.${id}`) }))} onChange={(value) => set({ workbook: value === 'older' ? 'older' : 'current' })} />
      <SettingField id="pdf" value={draft.pdf} onChange={(pdf) => set({ pdf })} />
      <SettingField id="book" value={draft.book} onChange={(book) => set({ book })} />
      <SettingField id="document" value={draft.document} onChange={(document) => set({ document })} />
      <p className="quiet settings-wide">{t('packages.settings.namesHint')}</p>
    </fieldset>
  );
}
