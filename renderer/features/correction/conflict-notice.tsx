import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { MarkedText } from './marked-text.tsx';
import type { Conflict } from './record-saver.ts';

/** Two people wrote the same field: both values, and the clerk chooses. */
export function ConflictNotice({ conflict, label, onSettle }: { conflict: Conflict; label: string; onSettle: (keep: 'mine' | 'theirs') => void }) {
  const { t } = useTranslation();
  return (
    <div className="notice" role="alert">
      <Users size={16} aria-hidden />
      <div className="column grow">
        <p>{t('conflict.what', { label })}</p>
        <p><span className="quiet">{t('conflict.theirs')}</span> <b><MarkedText text={conflict.theirs} other={conflict.mine.value} /></b></p>
        <p><span className="quiet">{t('conflict.mine')}</span> <b><MarkedText text={conflict.mine.value} other={conflict.theirs} /></b></p>
        <div className="row wrap">
          <Button onPress={() => onSettle('theirs')}>{t('conflict.keepTheirs')}</Button>
          <Button onPress={() => onSettle('mine')}>{t('conflict.keepMine')}</Button>
        </div>
      </div>
    </div>
  );
}
