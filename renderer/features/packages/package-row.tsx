import { Check, CloudUpload, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { createUploadSchema, type Finding, type PackageSummary, type Verification } from '../../../shared/api/packages.ts';
import { useBatchChange } from '../../api/batches.ts';
import { startUpload, usePackageFindings, verifyPackage } from '../../api/packages.ts';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatMoment, formatNumber } from '../../ui/numbers.ts';
import { problemText } from '../../ui/problem-text.ts';
import { isString, useRemembered } from '../../ui/remembered.ts';
import { RepairList } from './repair-list.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

export function PackageRow({ pack }: { pack: PackageSummary }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const verify = useBatchChange(verifyPackage);
  const isReady = pack.state === 'ready';
  return (
    <li className="sheet-box" data-package={pack.id}>
      <div className="row">
        <b className="grow cut">{t(`profile.${pack.profile}`)}{t('common.dot')}{formatMoment(pack.createdAt)}</b>
        <span className={pack.state === 'failed' ? 'chip doubtful' : 'chip done'}>{isReady ? <Check size={14} aria-hidden /> : null}{t(`packages.state.${pack.state}`)}</span>
      </div>
      {pack.state === 'failed' ? null : <p className="quiet">{isReady ? t('packages.size', { records: formatNumber(pack.records), files: formatNumber(pack.files), bytes: formatBytes(pack.bytes) }) : t('packages.inWork')}</p>}
      {isReady ? <p className="quiet">{pack.signature === null ? t('packages.unsigned') : t('packages.signed', { name: pack.signature.role === undefined ? pack.signature.name : t('packages.signerInRole', { name: pack.signature.name, role: pack.signature.role }), level: pack.signature.level, issuer: pack.signature.issuer })}</p> : null}
      {isReady && pack.warnings > 0 ? <Noted pack={pack} /> : null}
      {pack.problem ? <div className="notice" role="alert"><TriangleAlert size={16} aria-hidden /><p>{problemText(t, pack.problem)}</p></div> : null}
      {isReady ? (
        <>
          <div className="row wrap">
            <Button isDisabled={verify.isPending} onPress={() => verify.mutate(pack.id, { onError: trouble })}><ShieldCheck size={15} aria-hidden />{t('packages.verify')}</Button>
            {verify.data ? <Checked verification={verify.data} /> : null}
          </div>
          <SendPackage packageId={pack.id} />
        </>
      ) : null}
    </li>
  );
}

/** What was told while the package was made; fetched when asked for. */
function Noted({ pack }: { pack: PackageSummary }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const noted = usePackageFindings(pack.id, isOpen);
  if (isOpen && noted.data) return <RepairList batchId={pack.batchId} findings={noted.data.findings} total={noted.data.total} />;
  return <div className="row"><Button look="plain" isDisabled={isOpen} onPress={() => setIsOpen(true)}><TriangleAlert size={15} aria-hidden />{t('packages.noted', { count: pack.warnings, number: formatNumber(pack.warnings) })}</Button></div>;
}

function Checked({ verification }: { verification: Verification }) {
  const { t } = useTranslation();
  const wrong = verification.findings.filter((finding) => !finding.ok);
  if (verification.ok) return <span className="chip done" role="status"><Check size={14} aria-hidden />{t('packages.verified', { files: formatNumber(verification.files), bytes: formatBytes(verification.bytes) })}</span>;
  return (
    <div className="notice grow" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <ul className="grow">{wrong.map((finding) => <li key={`${finding.code}${finding.path ?? ''}`}>{checkText(t, finding)}</li>)}</ul>
    </div>
  );
}

function checkText(t: TFunction, { code, path = '', detail = {} }: Finding): string {
  const problem = String(detail['problem'] ?? '');
  return t([`check.${code}`, 'check.other'], { path, name: path, ...detail, problem: problem === '' ? '' : t(`check.problem.${problem}`, { defaultValue: problem }), code });
}

function SendPackage({ packageId }: { packageId: string }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const [target, setTarget] = useRemembered<string>('target', '', isString);
  const send = useBatchChange((address: string) => startUpload(packageId, address));
  const parsed = createUploadSchema.safeParse({ target });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (parsed.success) send.mutate(parsed.data.target, { onError: trouble, onSuccess: () => navigate({ screen: 'uploads' }) });
  };
  return (
    <form className="row send-form" onSubmit={submit}>
      <TextField className="grow" value={target} onChange={setTarget} type="url">
        <Label className="label">{t('uploads.target')}</Label>
        <Input className="input" placeholder={t('uploads.targetHint')} />
      </TextField>
      <Button type="submit" isDisabled={!parsed.success || send.isPending}><CloudUpload size={16} aria-hidden />{t('uploads.send')}</Button>
    </form>
  );
}
