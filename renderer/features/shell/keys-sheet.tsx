import { useTranslation } from 'react-i18next';
import { ACTION_GROUPS } from '../../actions/action.ts';
import { mayRun } from '../../actions/deeds.ts';
import { ACTIONS } from '../../actions/registry.ts';
import { useScope } from '../../actions/scope.ts';
import { Chord } from '../../ui/chord.tsx';
import { Modal } from '../../ui/modal.tsx';

export function KeysSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { roles } = useScope();
  const groups = ACTION_GROUPS.map((group) => ({ group, actions: ACTIONS.filter((action) => action.group === group && action.keys.length > 0 && mayRun(action.id, roles)) })).filter(({ actions }) => actions.length > 0);
  return (
    <Modal title={t('action.open-keys')} isWide onClose={onClose}>
      <p className="quiet">{t('shell.keysHint')}</p>
      <div className="keys-room" tabIndex={0} role="group" aria-label={t('action.open-keys')}>
        <div className="keys">
          {groups.map(({ group, actions }) => (
            <section key={group}>
              <h2>{t(`group.${group}`)}</h2>
              <ul>
                {actions.map((action) => (
                  <li key={action.id}>
                    <span>{t(`action.${action.id}`)}</span>
                    <span className="row">{action.keys.map((chord) => <Chord key={chord} chord={chord} />)}</span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Modal>
  );
}
