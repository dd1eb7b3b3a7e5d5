import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import { fullFieldLabel } from './field-label.ts';
import type { Unsaved } from './unsaved-store.ts';

/** What was being typed when a window went away, offered back; it is not saved until the clerk accepts it. */
export function OfferedTexts({ offered, recordType, onTake, onDrop }: { offered: readonly Unsaved[]; recordType: string | null; onTake: () => void; onDrop: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="notice" role="status">
      <History size={16} aria-hidden />
      <div className="column grow">
        <p>{t('offered.what')}</p>
        <ul>{offered.map((one) => <li key={one.field}><span className="quiet">{fullFieldLabel(t, recordType, one.field)}{t('common.colon')}</span> <b>{one.written.value}</b></li>)}</ul>
        <div className="row wrap">
          <Button onPress={onTake}>{t('offered.take')}<Chord chord="Alt+Y" /></Button>
          <Button onPress={onDrop}>{t('offered.drop')}</Button>
        </div>
      </div>
    </div>
  );
}
