// Đóng gói: what would go into a package and what still stands in its way, the packages made so far, each
// with its checks and the way to the repository.
import { PackagePlus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isSignedProfile } from '../../../shared/api/packages.ts';
import { PROFILES, profileSchema, type BatchSummary } from '../../../shared/api/batches.ts';
import { useBatch, useBatchChange } from '../../api/batches.ts';
import { buildPackage, usePackageCheck, usePackages, usePackageSettings } from '../../api/packages.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { PackageGate } from '../review/package-gate.tsx';
import { NoBatch } from '../shell/no-batch.tsx';
import { PackageRow } from './package-row.tsx';
import { PackageSettingsForm } from './package-settings.tsx';
import { RepairList } from './repair-list.tsx';
import './packages.css';

export function PackagesScreen() {
  const { t } = useTranslation();
  const route = useRoute();
  const batch = useBatch(route.batchId);
  const packages = usePackages();
  if (route.batchId === null) return <NoBatch />;
  const ofBatch = (packages.data ?? []).filter((one) => one.batchId === route.batchId);
  return (
    <div className="plain-screen">
      <div className="plain-column">
        <h1>{t('packages.title')}</h1>
        <LoadTrouble query={batch} />
        <LoadTrouble query={packages} />
        <PackageGate batchId={route.batchId} />
        {batch.data ? <BuildPackage key={batch.data.id} batch={batch.data} /> : <div className="skeleton package-skeleton" />}
        {packages.isSuccess && ofBatch.length === 0 ? <p className="quiet">{t('packages.none')}</p> : null}
        <ul className="column">{ofBatch.map((one) => <PackageRow key={one.id} pack={one} />)}</ul>
      </div>
    </div>
  );
}

function BuildPackage({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [profile, setProfile] = useState(batch.profile);
  const settings = usePackageSettings(batch.id);
  const check = usePackageCheck(batch.id, profile);
  const [secret, setSecret] = useState('');
  const willSign = isSignedProfile(profile) && (settings.data?.signing ?? null) !== null;
  const build = useBatchChange((chosen: typeof profile) => buildPackage(batch.id, chosen, willSign && secret !== '' ? secret : undefined));
  const { counts } = batch;
  const warnings = [
    counts.doubtfulFields > 0 ? t('packages.doubtsLeft', { count: counts.doubtfulFields, number: formatNumber(counts.doubtfulFields) }) : null,
    counts.pagesFailed > 0 ? t('packages.failedLeft', { count: counts.pagesFailed, number: formatNumber(counts.pagesFailed) }) : null,
    batch.state === 'importing' || batch.state === 'reading' ? t('packages.stillReading') : null,
  ].filter((text) => text !== null);
  return (
    <section className="sheet-box">
      <p>{t('packages.what', { records: formatNumber(counts.records), pages: formatNumber(counts.pages) })}</p>
      {warnings.map((text) => (
        <div key={text} className="notice">
          <TriangleAlert size={16} aria-hidden />
          <p className="grow">{text}</p>
        </div>
      ))}
      <RepairList batchId={batch.id} findings={check.data?.findings ?? []} total={check.data?.total ?? 0} />
      <div className="row wrap package-build">
        <div className="package-profile"><Choice label={t('newBatch.profile')} value={profile} onChange={(id) => setProfile(profileSchema.catch(profile).parse(id))} options={PROFILES.filter((id) => id !== 'none').map((id) => ({ id, name: t(`profile.${id}`) }))} /></div>
        {willSign ? (
          <TextField value={secret} onChange={setSecret} type="password" autoComplete="off" className="package-secret">
            <Label className="label">{t('packages.secret')}</Label>
            <Input className="input" />
          </TextField>
        ) : null}
        <Button look="primary" isDisabled={build.isPending || counts.records === 0} onPress={() => build.mutate(profile, { onError: trouble, onSettled: () => setSecret('') })}><PackagePlus size={16} aria-hidden />{willSign && secret !== '' ? t('packages.buildSigned') : t('packages.build')}</Button>
        {counts.doubtfulFields > 0 ? <Button onPress={() => navigate({ screen: 'correction', batchId: batch.id })}>{t('packages.goCorrect')}</Button> : null}
      </div>
      {willSign && secret === '' ? <p className="quiet">{t('packages.unsignedNow')}</p> : null}
      {settings.data ? <PackageSettingsForm key={`${profile}${JSON.stringify(settings.data)}`} batchId={batch.id} profile={profile} settings={settings.data} /> : null}
    </section>
  );
}
