// Nơi nhận: the places that packages go to, whether they answer, and whether they still hold what they said.
import { Check, Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadProfile } from '../../../shared/api/uploads.ts';
import { resendDifferences, startReconciliation, tryProfile, useReconciliation, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { HeldPackagesDialog } from './held-packages-dialog.tsx';
import { ProfileForm, type Template } from './profile-form.tsx';
import { TrialResult } from './trial-result.tsx';
import { uploadProblemText } from './upload-text.ts';

export function ProfileList({ profiles, templates }: { profiles: readonly UploadProfile[]; templates: readonly Template[] }) {
  const { t } = useTranslation();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section className="column" aria-label={t('uploads.places')}>
      <div className="row"><h2 className="uploads-heading grow">{t('uploads.places')}</h2><Button look="plain" onPress={() => setIsAdding(true)}><Plus size={15} aria-hidden />{t('uploads.addPlace')}</Button></div>
      {profiles.length === 0 ? <p className="quiet">{t('uploads.noPlaces')}</p> : null}
      <ul className="uploads-list">{profiles.map((profile) => <Place key={profile.id} profile={profile} templates={templates} />)}</ul>
      {isAdding ? <ProfileForm profile={null} templates={templates} onClose={() => setIsAdding(false)} /> : null}
    </section>
  );
}

function Place({ profile, templates }: { profile: UploadProfile; templates: readonly Template[] }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [open, setOpen] = useState<'form' | 'held' | null>(null);
  const trial = useUploadChange(() => tryProfile(profile.id));
  const check = useUploadChange(() => startReconciliation(profile.id));
  const { hours, kilobytesPerSecond } = profile.settings;
  const canBeAsked = profile.kind !== 'documents' && profile.kind !== 'tus';
  return (
    <li className="sheet-box place" data-place={profile.id}>
      <div className="column place-head"><b className="cut">{profile.name}</b><span className="quiet cut small">{profile.address}</span></div>
      {hours === undefined && kilobytesPerSecond === undefined ? null : <p className="quiet small">{[hours === undefined ? '' : t('uploads.inHours', hours), kilobytesPerSecond === undefined ? '' : t('uploads.atMost', { number: formatNumber(kilobytesPerSecond) })].filter(Boolean).join(' · ')}</p>}
      <div className="row wrap">
        <Button isDisabled={trial.isPending} onPress={() => trial.mutate(undefined, { onError: trouble })}>{t(trial.isPending ? 'uploads.trying' : 'uploads.try')}</Button>
        {canBeAsked ? <Button isDisabled={check.isPending} onPress={() => check.mutate(undefined, { onError: trouble })}>{t('uploads.check')}</Button> : null}
        {canBeAsked ? <Button onPress={() => setOpen('held')}>{t('uploads.bringBack')}</Button> : null}
        <Button look="plain" onPress={() => setOpen('form')}>{t('uploads.edit')}</Button>
      </div>
      {trial.data ? <TrialResult trial={trial.data} /> : null}
      {canBeAsked ? <CheckResult profileId={profile.id} /> : null}
      {open === 'form' ? <ProfileForm profile={profile} templates={templates} onClose={() => setOpen(null)} /> : null}
      {open === 'held' ? <HeldPackagesDialog profile={profile} onClose={() => setOpen(null)} /> : null}
    </li>
  );
}

function CheckResult({ profileId }: { profileId: string }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const check = useReconciliation(profileId);
  const resend = useUploadChange(() => resendDifferences(profileId));
  const data = check.data;
  if (!data) return null;
  if (data.state === 'running') return <p className="quiet small" role="status">{t('uploads.checking')}</p>;
  if (data.state === 'failed' || data.result === null) return data.problem === null ? null : <p className="doubt small" role="alert">{t('uploads.checkFailed')} {uploadProblemText(t, data.problem)}</p>;
  const { checked, differences } = data.result;
  const when = formatMoment(data.endedAt ?? data.startedAt);
  if (differences.length === 0) return <p className="row small quiet" role="status"><Check size={14} className="tick" aria-hidden /><span>{t('uploads.checkSame', { count: checked, number: formatNumber(checked), when })}</span></p>;
  return (
    <div className="notice small" role="alert">
      <TriangleAlert size={15} aria-hidden />
      <div className="column grow">
        <p>{t('uploads.checkDiffers', { count: differences.length, number: formatNumber(differences.length), when })}</p>
        <ul>{differences.map(({ uploadId, packageName, kind, count }) => <li key={uploadId}>{packageName}: {t(`uploads.difference.${kind}`, { count, number: formatNumber(count) })}</li>)}</ul>
        <div><Button isDisabled={resend.isPending} onPress={() => resend.mutate(undefined, { onError: trouble })}>{t('uploads.resend')}</Button></div>
      </div>
    </div>
  );
}
