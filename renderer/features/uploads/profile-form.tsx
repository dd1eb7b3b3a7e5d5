// A place as a form: kind, address, credentials, certificates, proxy, speed, hours; tried before it is kept.
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Checkbox, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { profileInputSchema, TARGET_KINDS, type ProfileInput, type ProfileSettings, type TargetKind, type UploadProfile } from '../../../shared/api/uploads.ts';
import { removeProfile, saveProfile, tryInput, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { TrialResult } from './trial-result.tsx';

export type Template = Pick<UploadProfile, 'name' | 'kind' | 'address' | 'settings'>;
type Draft = { readonly name: string; readonly kind: TargetKind; readonly address: string; readonly secret: string; readonly hasHours: boolean; readonly from: string; readonly until: string } & Readonly<Record<'user' | 'region' | 'hostKey' | 'ca' | 'pinSha256' | 'proxy' | 'speed', string>>;

const toDraft = ({ name, kind, address, settings }: Template): Draft => ({
  name, kind, address, secret: '', user: settings.user ?? '', region: settings.region ?? '', hostKey: settings.hostKey ?? '', ca: settings.ca ?? '', pinSha256: settings.pinSha256 ?? '', proxy: settings.proxy ?? '',
  speed: settings.kilobytesPerSecond === undefined ? '' : String(settings.kilobytesPerSecond), hasHours: settings.hours !== undefined, from: settings.hours?.from ?? '18:00', until: settings.hours?.until ?? '06:00',
});

function toInput(draft: Draft, keepNightly: boolean | undefined): ProfileInput | null {
  const texts = Object.fromEntries((['user', 'region', 'hostKey', 'ca', 'pinSha256', 'proxy'] as const).map((key) => [key, draft[key].trim()]).filter(([, value]) => value !== '')) as Partial<ProfileSettings>;
  const settings = { ...texts, ...(draft.speed.trim() === '' ? {} : { kilobytesPerSecond: Number(draft.speed) }), ...(draft.hasHours ? { hours: { from: draft.from, until: draft.until } } : {}), ...(keepNightly === undefined ? {} : { nightlyCheck: keepNightly }) };
  const parsed = profileInputSchema.safeParse({ name: draft.name, kind: draft.kind, address: draft.address, settings, ...(draft.secret === '' ? {} : { secret: draft.secret }) });
  return parsed.success ? parsed.data : null;
}

const needsUser = (kind: TargetKind): boolean => kind === 's3' || kind === 'sftp';
const isWeb = (kind: TargetKind): boolean => kind !== 'folder' && kind !== 'sftp';

export function ProfileForm({ profile, templates, onClose }: { profile: UploadProfile | null; templates: readonly Template[]; onClose: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const first = profile ?? templates.find(({ kind }) => kind === 'repository') ?? { name: '', kind: 'repository' as const, address: '', settings: {} };
  const [draft, setDraft] = useState<Draft>(() => toDraft(profile === null ? { ...first, name: '' } : first));
  const input = toInput(draft, profile?.settings.nightlyCheck);
  const trial = useUploadChange((value: ProfileInput) => tryInput(value));
  const save = useUploadChange((value: ProfileInput) => saveProfile(profile?.id ?? null, value));
  const remove = useUploadChange(() => removeProfile(profile?.id ?? ''));
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const choose = (kind: string): void => {
    const template = templates.find((one) => one.kind === kind);
    if (template) setDraft({ ...toDraft(template), name: draft.name });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (input) save.mutate(input, { onError: trouble, onSuccess: onClose });
  };
  return (
    <Modal title={t(profile === null ? 'uploads.newPlace' : 'uploads.editPlace')} isWide onClose={onClose}>
      <form className="column place-form" onSubmit={submit}>
        <Choice label={t('uploads.kind')} value={draft.kind} options={TARGET_KINDS.map((kind) => ({ id: kind, name: t(`uploads.kinds.${kind}`) }))} onChange={choose} />
        <div className="place-grid">
          <Field label={t('uploads.name')} value={draft.name} onChange={(name) => change({ name })} autoFocus />
          <Field label={t('uploads.address')} value={draft.address} onChange={(address) => change({ address })} isMono />
          {needsUser(draft.kind) ? <Field label={t(draft.kind === 's3' ? 'uploads.accessKey' : 'uploads.user')} value={draft.user} onChange={(user) => change({ user })} /> : null}
          {draft.kind === 'folder' ? null : <Field label={t(`uploads.secret.${draft.kind}`)} value={draft.secret} onChange={(secret) => change({ secret })} type="password" {...(profile?.hasSecret ? { hint: t('uploads.secretKept') } : {})} />}
          {draft.kind === 's3' ? <Field label={t('uploads.region')} value={draft.region} onChange={(region) => change({ region })} /> : null}
          {draft.kind === 'sftp' ? <Field label={t('uploads.hostKey')} value={draft.hostKey} onChange={(hostKey) => change({ hostKey })} isMono hint={t('uploads.hostKeyHint')} /> : null}
          <Field label={t('uploads.speedLimit')} value={draft.speed} onChange={(speed) => change({ speed: speed.replace(/\D/g, '') })} />
          {isWeb(draft.kind) ? <Field label={t('uploads.proxy')} value={draft.proxy} onChange={(proxy) => change({ proxy })} isMono /> : null}
          {isWeb(draft.kind) ? <Field label={t('uploads.pin')} value={draft.pinSha256} onChange={(pinSha256) => change({ pinSha256 })} isMono /> : null}
        </div>
        <div className="row">
          <Checkbox className="check" isSelected={draft.hasHours} onChange={(hasHours) => change({ hasHours })}><span className="check-box" aria-hidden />{t('uploads.onlyInHours')}</Checkbox>
          {draft.hasHours ? <><ClockField label={t('uploads.from')} value={draft.from} onChange={(from) => change({ from })} /><ClockField label={t('uploads.until')} value={draft.until} onChange={(until) => change({ until })} /></> : null}
        </div>
        {isWeb(draft.kind) ? <details><summary>{t('uploads.ca')}</summary><TextField aria-label={t('uploads.ca')} value={draft.ca} onChange={(ca) => change({ ca })}><TextArea className="input place-pem" rows={4} /></TextField></details> : null}
        <p className="quiet small">{t(`uploads.secretsIn.${profile?.secretsIn ?? 'key-file'}`)}</p>
        {trial.data ? <TrialResult trial={trial.data} /> : null}
        <div className="row dialog-buttons">
          {profile === null ? null : <Button look="plain" isDisabled={remove.isPending} onPress={() => remove.mutate(undefined, { onError: trouble, onSuccess: onClose })}>{t('uploads.removePlace')}</Button>}
          <span className="grow" />
          <Button isDisabled={input === null || trial.isPending || (profile?.hasSecret === true && draft.secret === '')} onPress={() => (input ? trial.mutate(input, { onError: trouble }) : undefined)}>{t(trial.isPending ? 'uploads.trying' : 'uploads.try')}</Button>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={input === null || save.isPending}>{t('uploads.save')}</Button>
        </div>
      </form>
    </Modal>
  );
}

type FieldProps = { label: string; value: string; onChange: (value: string) => void; isMono?: boolean; autoFocus?: boolean; type?: string; hint?: string };

function Field({ label, value, onChange, isMono = false, autoFocus = false, type = 'text', hint }: FieldProps) {
  return <TextField value={value} onChange={onChange} type={type} autoFocus={autoFocus} autoComplete="off"><Label className="label">{label}</Label><Input className={isMono ? 'input mono' : 'input'} />{hint === undefined ? null : <p className="hint">{hint}</p>}</TextField>;
}

const ClockField = ({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) => <TextField className="row" value={value} onChange={onChange}><Label className="quiet">{label}</Label><Input className="input clock" type="time" /></TextField>;
