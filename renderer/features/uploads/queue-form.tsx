import { CloudUpload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadProfile, UploadRow } from '../../../shared/api/uploads.ts';
import { usePackages } from '../../api/packages.ts';
import { enqueueUploads, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { formatBytes, formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

/** Every ready package that the chosen place was not yet asked to take, in one press. */
export function QueueForm({ profiles, uploads }: { profiles: readonly UploadProfile[]; uploads: readonly UploadRow[] }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const packages = usePackages();
  const [chosen, setChosen] = useState('');
  const profile = profiles.find(({ id }) => id === chosen) ?? profiles[0];
  const send = useUploadChange((ids: readonly string[]) => enqueueUploads(ids, profile?.id ?? ''));
  if (profile === undefined) return null;
  const known = new Set(uploads.filter(({ profileId }) => profileId === profile.id).map(({ packageId }) => packageId));
  const waiting = (packages.data ?? []).filter((pack) => pack.state === 'ready' && !known.has(pack.id));
  const bytes = waiting.reduce((sum, pack) => sum + pack.bytes, 0);
  return (
    <div className="row queue-form">
      <Choice label={t('uploads.to')} value={profile.id} options={profiles.map(({ id, name }) => ({ id, name }))} onChange={setChosen} />
      <Button look="primary" isDisabled={waiting.length === 0 || send.isPending} onPress={() => send.mutate(waiting.map(({ id }) => id), { onError: trouble })}><CloudUpload size={16} aria-hidden />{t('uploads.send')}</Button>
      <p className="quiet grow">{waiting.length === 0 ? t('uploads.allSent') : t('uploads.toSend', { count: waiting.length, number: formatNumber(waiting.length), bytes: formatBytes(bytes) })}</p>
    </div>
  );
}
