import { useTranslation } from 'react-i18next';
import { isOffered, mayRun } from '../../actions/deeds.ts';
import { ACTIONS } from '../../actions/registry.ts';
import { useScope } from '../../actions/scope.ts';
import { Chord } from '../../ui/chord.tsx';
import { useRoute } from '../../app-route.ts';
import { placeFooterSlot } from './top-bar-slot.ts';

/** What the keys do here, straight from the registry. */
export function Footer() {
  const { t } = useTranslation();
  const scope = useScope();
  useRoute();
  const shown = ACTIONS.filter((action) => action.inFooter === true && action.keys.length > 0 && isOffered(action, scope));
  const options = mayRun('choose-option-1', scope.roles) ? (scope.desk?.optionCount ?? 0) : 0;
  return (
    <footer className="footer">
      <ul className="footer-keys">
        {shown.map((action) => (
          <li key={action.id}><Chord chord={action.keys[0] ?? ''} />{t([`short.${action.id}`, `action.${action.id}`])}</li>
        ))}
        {options > 0 ? <li><kbd>{scope.desk?.digitsAreText ? t('desk.altKey', { number: options > 1 ? `1–${options}` : '1' }) : options > 1 ? `1–${options}` : '1'}</kbd>{t('short.choose-option')}</li> : null}
      </ul>
      <div className="footer-slot" ref={placeFooterSlot} />
      <span className="footer-all"><Chord chord="?" />{t('short.open-keys')}</span>
    </footer>
  );
}
