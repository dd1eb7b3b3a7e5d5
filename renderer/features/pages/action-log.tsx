import { useTranslation } from 'react-i18next';
import type { LoggedAction } from '../../../shared/api/page-actions.ts';
import { ActionButton } from '../../ui/button.tsx';
import { formatMoment, formatNumber } from '../../ui/numbers.ts';
import { Redo2, Undo2 } from 'lucide-react';

/** What was done to the pages, newest first; what was taken back is struck through. */
export function ActionLog({ actions, canUndo, canRedo }: { actions: readonly LoggedAction[]; canUndo: boolean; canRedo: boolean }) {
  const { t } = useTranslation();
  const done = actions.filter((action) => action.undoes === null);
  return (
    <section className="column tray">
      <div className="row">
        <ActionButton id="undo-pages" text={t('pages.undo')} icon={<Undo2 size={15} aria-hidden />} isDisabled={!canUndo} />
        <ActionButton id="redo-pages" text={t('pages.redo')} icon={<Redo2 size={15} aria-hidden />} isDisabled={!canRedo} />
      </div>
      {done.length === 0 ? <p className="quiet">{t('pages.noActions')}</p> : null}
      <ol className="action-log">
        {done.map((action) => (
          <li key={action.seq} className={action.isUndone ? 'undone' : ''}>
            <span>{t(`pages.did.${action.kind}`, { count: action.pages, number: formatNumber(action.pages) })}</span>
            <span className="quiet small">{action.isUndone ? t('pages.takenBack') : null} {formatMoment(action.at)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
