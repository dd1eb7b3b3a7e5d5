import { useTranslation } from 'react-i18next';
import { navigate } from '../../app-route.ts';
import { Button } from '../../ui/button.tsx';

/** Shown where a batch is needed and none has been chosen yet. */
export function NoBatch() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <div>
        <h1>{t('noBatch.title')}</h1>
        <p>{t('noBatch.what')}</p>
        <Button look="primary" onPress={() => navigate({ screen: 'batches' })}>{t('noBatch.go')}</Button>
      </div>
    </div>
  );
}
