import { Languages, MoonStar, Search, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBatch } from '../../api/batches.ts';
import { connectionStore } from '../../api/connection.ts';
import { useStore } from '../../api/store.ts';
import { useRoute } from '../../app-route.ts';
import { ActionButton } from '../../ui/button.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { PersonMenu } from '../people/person-menu.tsx';
import { placeTopBarSlot } from './top-bar-slot.ts';

/** Which book, of what kind: always in sight. */
function Where() {
  const { t } = useTranslation();
  const route = useRoute();
  const batch = useBatch(route.batchId);
  const isOnBatch = route.batchId !== null && batch.data !== undefined;
  return (
    <div className="where cut">
      <b>{t('app.name')}</b>
      {isOnBatch ? (
        <span className="cut">
          {batch.data.name}
          <span className="quiet">{t('shell.crumb')}{recordTypeName(t, batch.data.recordType)}</span>
        </span>
      ) : <span className="quiet">{t(`screen.${route.screen}`)}</span>}
    </div>
  );
}

function Connection() {
  const { t } = useTranslation();
  const connection = useStore(connectionStore);
  if (connection !== 'lost') return null;
  return <span className="chip doubtful" role="status"><WifiOff size={14} aria-hidden />{t('shell.lost')}</span>;
}

export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <Where />
      <div className="top-slot grow" ref={placeTopBarSlot} />
      <Connection />
      <ActionButton id="open-palette" look="plain" icon={<Search size={15} aria-hidden />} text={t('shell.find')} />
      <ActionButton id="next-language" look="plain" isIcon icon={<Languages size={17} aria-hidden />} />
      <ActionButton id="next-theme" look="plain" isIcon icon={<MoonStar size={17} aria-hidden />} />
      <PersonMenu />
    </header>
  );
}
