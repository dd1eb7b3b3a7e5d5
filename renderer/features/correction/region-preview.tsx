import { Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RegionScope } from '../../actions/action.ts';
import { Button } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import type { Region } from './use-region.ts';

/** What was read in the frame, before it lands in the field. */
export function RegionPreview({ region, scope }: { region: Region; scope: RegionScope }) {
  const { t } = useTranslation();
  if (region.state === 'framing') return <p className="region-preview" role="status">{t('region.framing')}</p>;
  if (region.state === 'reading') return <p className="region-preview" role="status"><Loader size={14} aria-hidden /> {t('region.reading')}</p>;
  const isEmpty = region.text === '';
  return (
    <div className="region-preview" role="status">
      {isEmpty ? <p>{t('region.nothing')}</p> : <p><span className="quiet">{t('region.read', { value: Math.round(region.confidence * 100) })}</span> <b>{region.text}</b></p>}
      <div className="row">
        {isEmpty ? null : <Button look="primary" onPress={scope.confirm}>{t('region.take')}<Chord chord="Enter" /></Button>}
        <Button onPress={scope.cancel}>{t('region.drop')}<Chord chord="Escape" /></Button>
      </div>
    </div>
  );
}
