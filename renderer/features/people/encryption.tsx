import { useTranslation } from 'react-i18next';
import { usePeopleSettings } from '../../api/people.ts';

const COMMAND = 'sohoa encrypt';

/** Whether the workspace is encrypted at rest; switching it on needs the program closed, so the screen says how. */
export function Encryption() {
  const { t } = useTranslation();
  const settings = usePeopleSettings();
  if (settings.data === undefined) return null;
  return (
    <section className="column">
      <h2>{t('people.encryption.title')}</h2>
      {settings.data.isEncrypted ? <p>{t('people.encryption.on')}</p> : (
        <>
          <p>{t('people.encryption.off')}</p>
          <p className="quiet">{t('people.encryption.how')}</p>
          <code className="made-password">{COMMAND}</code>
          <p className="quiet">{t('people.encryption.after')}</p>
        </>
      )}
      <p className="quiet small">{t('people.encryption.cost')}</p>
    </section>
  );
}
