import { useTranslation } from 'react-i18next';
import type { UploadProfile } from '../../../shared/api/uploads.ts';
import { bringBack, useHeldPackages, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatBytes, formatMoment } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';

/** What the place holds; any of it comes back as a batch, to be corrected and sent again as its next version. */
export function HeldPackagesDialog({ profile, onClose }: { profile: UploadProfile; onClose: () => void }) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const held = useHeldPackages(profile.id);
  const fetch = useUploadChange((pack: { sha256: string; name: string }) => bringBack(profile.id, pack));
  return (
    <Modal title={t('uploads.heldBy', { name: profile.name })} isWide onClose={onClose}>
      <p className="quiet">{t('uploads.bringBackHint')}</p>
      <LoadTrouble query={held} />
      {held.isPending ? <div className="skeleton package-skeleton" /> : null}
      {held.data?.length === 0 ? <p className="quiet">{t('uploads.holdsNothing')}</p> : null}
      <ul className="uploads-list held-list">
        {(held.data ?? []).map(({ sha256, name, identifier, at, bytes }) => (
          <li key={sha256} className="row">
            <span className="column grow held-facts"><b className="cut">{name}</b><span className="quiet small cut">{identifier} · {formatMoment(at)} · {formatBytes(bytes)}</span></span>
            <Button isDisabled={fetch.isPending} onPress={() => fetch.mutate({ sha256, name }, { onError: trouble, onSuccess: onClose })}>{t('uploads.fetch')}</Button>
          </li>
        ))}
      </ul>
      <div className="row dialog-buttons"><Button onPress={onClose}>{t('common.close')}</Button></div>
    </Modal>
  );
}
