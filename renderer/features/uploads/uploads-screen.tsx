// Tải lên: what is on its way, what waits and why, what failed and how to repair it, and the receipts; at the
// side, the places that packages go to.
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadRow } from '../../../shared/api/uploads.ts';
import { pauseQueue, useUploadProfiles, useUploadQueue, useUploadChange } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { BroughtBackList } from './brought-back-list.tsx';
import { ProfileList } from './profile-list.tsx';
import { QueueForm } from './queue-form.tsx';
import { UploadItem } from './upload-item.tsx';
import '../packages/packages.css';
import './uploads.css';

const SECTIONS = ['sending', 'failed', 'queued', 'acknowledged'] as const;
const SHOWN_AT_FIRST = 20;
const sectionOf = (upload: UploadRow): (typeof SECTIONS)[number] => (upload.state === 'sent' ? 'sending' : upload.state);

export function UploadsScreen() {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const queue = useUploadQueue();
  const profiles = useUploadProfiles();
  const pause = useUploadChange(pauseQueue);
  const uploads = queue.data?.uploads ?? [];
  const isPaused = queue.data?.isPaused === true;
  return (
    <div className="plain-screen uploads-screen">
      <div className="uploads-main">
        <div className="row">
          <h1 className="grow">{t('uploads.title')}</h1>
          {queue.isSuccess ? <Button isDisabled={pause.isPending} onPress={() => pause.mutate(!isPaused, { onError: trouble })}>{isPaused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}{t(isPaused ? 'uploads.goOnAll' : 'uploads.pauseAll')}</Button> : null}
        </div>
        <LoadTrouble query={queue} />
        {queue.isPending ? <div className="skeleton package-skeleton" /> : null}
        {isPaused ? <p className="notice" role="status">{t('uploads.allPaused')}</p> : null}
        <QueueForm profiles={profiles.data?.profiles ?? []} uploads={uploads} />
        {queue.isSuccess && uploads.length === 0 ? <p className="quiet">{t('uploads.none')}</p> : null}
        {SECTIONS.map((section) => <Section key={section} name={section} uploads={uploads.filter((upload) => sectionOf(upload) === section)} />)}
      </div>
      <aside className="uploads-side">
        <LoadTrouble query={profiles} />
        {profiles.data ? <ProfileList profiles={profiles.data.profiles} templates={profiles.data.templates} /> : null}
        <BroughtBackList />
      </aside>
    </div>
  );
}

function Section({ name, uploads }: { name: (typeof SECTIONS)[number]; uploads: readonly UploadRow[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  if (uploads.length === 0) return null;
  return (
    <section className="column" data-section={name} aria-label={t(`uploads.state.${name}`)}>
      <h2 className="uploads-heading">{t(`uploads.state.${name}`)}<span className="quiet"> · {formatNumber(uploads.length)}</span></h2>
      <ul className="uploads-list">{uploads.slice(0, shown).map((upload) => <UploadItem key={upload.id} upload={upload} />)}</ul>
      {uploads.length > shown ? <div><Button look="plain" onPress={() => setShown(shown + 100)}>{t('uploads.more', { number: formatNumber(uploads.length - shown) })}</Button></div> : null}
    </section>
  );
}
