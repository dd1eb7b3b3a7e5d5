import { useTranslation } from 'react-i18next';
import type { Edit, RecordDetail } from '../../../shared/api/records.ts';
import { useEdits } from '../../api/records.ts';
import { Button } from '../../ui/button.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { Modal } from '../../ui/modal.tsx';
import { formatMoment } from '../../ui/numbers.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { fullFieldLabel } from './field-label.ts';
import { MarkedText } from './marked-text.tsx';

/** Who changed what in this record and when, newest first; what was taken back stays to be seen. */
export function HistoryDialog({ record, onClose }: { record: RecordDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useEdits(record.id);
  const edits = [...(query.data?.edits ?? [])].reverse();
  const undone = new Set(edits.map((edit) => edit.undoes));
  return (
    <Modal title={t('history.title')} isWide onClose={onClose}>
      {query.isError ? <LoadTrouble query={query} /> : null}
      {query.isSuccess && edits.length === 0 ? <p className="quiet">{t('history.none')}</p> : null}
      <ol className="history" tabIndex={0} aria-label={t('history.title')}>
        {edits.map((edit) => <HistoryLine key={edit.seq} edit={edit} label={fullFieldLabel(t, record.recordType, edit.field)} isUndone={undone.has(edit.seq)} />)}
      </ol>
      <div className="buttons"><Button look="primary" autoFocus onPress={onClose}>{t('common.close')}</Button></div>
    </Modal>
  );
}

function HistoryLine({ edit, label, isUndone }: { edit: Edit; label: string; isUndone: boolean }) {
  const { t } = useTranslation();
  const before = edit.before ?? '';
  const after = edit.after ?? '';
  const what = edit.undoes !== null ? 'history.undid' : edit.redoes !== null ? 'history.redid' : edit.mark !== null ? `mark.${edit.mark}` : before === after ? 'history.accepted' : null;
  return (
    <li className={isUndone ? 'history-line undone' : 'history-line'}>
      <span className="quiet small number">{formatMoment(edit.at)}</span>
      <span><PersonName id={edit.by} /></span>
      <span>
        <b>{label}</b>{what === null ? null : <span className="quiet">{t('common.dot')}{t(what)}</span>}
        {isUndone ? <span className="quiet">{t('common.dot')}{t('history.undone')}</span> : null}
        {before === after ? <div>{after}</div> : <div><s><MarkedText text={before === '' ? t('desk.nothing') : before} other={after} /></s>{t('history.arrow')}<MarkedText text={after === '' ? t('desk.nothing') : after} other={before} /></div>}
      </span>
    </li>
  );
}
