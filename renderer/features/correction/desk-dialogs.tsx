import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { RECORD_TYPE_CODES, RECORD_TYPES } from '../../../shared/domain/record-types.ts';
import type { DeskDialog } from '../../actions/action.ts';
import { keys } from '../../api/keys.ts';
import { setRecordType, useRecords } from '../../api/records.ts';
import { navigate } from '../../app-route.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { overlayStore } from '../shell/overlay.ts';
import { fullFieldLabel } from './field-label.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { PickDialog } from './pick-dialog.tsx';
import { useAllRecords } from './use-all-records.ts';

type DeskDialogsProps = { dialog: DeskDialog; record: RecordDetail; batchId: string; onField: (key: string) => void; onClose: () => void };

export function DeskDialogs(props: DeskDialogsProps) {
  // While a layer is open the keys belong to it.
  useEffect(() => {
    overlayStore.set('desk');
    return () => overlayStore.set(null);
  }, []);
  switch (props.dialog) {
    case 'record-type':
      return <TypeDialog {...props} />;
    case 'add-field':
      return <AddFieldDialog {...props} />;
    case 'jump':
      return <JumpDialog {...props} />;
    case 'history':
      return <HistoryDialog record={props.record} onClose={props.onClose} />;
  }
}

function TypeDialog({ record, batchId, onClose }: DeskDialogsProps) {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const client = useQueryClient();
  const choices = RECORD_TYPE_CODES.map((code) => ({ id: code, name: recordTypeName(t, code), alsoFoundBy: code, aside: code === record.recordType ? <span className="quiet small">{t('desk.typeNow')}</span> : null }));
  const pick = (code: string): void => {
    if (code === record.recordType) return;
    setRecordType(batchId, record.id, code)
      .then(async () => {
        say(t('desk.typeSet', { type: recordTypeName(t, code) }));
        await client.invalidateQueries({ queryKey: keys.record(record.id) });
      })
      .catch(trouble);
  };
  return <PickDialog title={t('action.change-record-type')} hint={t('desk.typeHint')} choices={choices} onPick={pick} onClose={onClose} />;
}

function AddFieldDialog({ record, onField, onClose }: DeskDialogsProps) {
  const { t } = useTranslation();
  const specs = record.recordType === null ? [] : (RECORD_TYPES[record.recordType]?.fields ?? []);
  const choices = specs.filter((spec) => record.fields[spec.key] === undefined).map((spec) => ({ id: spec.key, name: fullFieldLabel(t, record.recordType, spec.key), alsoFoundBy: spec.key }));
  return <PickDialog title={t('action.add-field')} hint={t('desk.addFieldHint')} choices={choices} onPick={onField} onClose={onClose} />;
}

function JumpDialog({ record, batchId, onClose }: DeskDialogsProps) {
  const { t } = useTranslation();
  const { records } = useAllRecords(useRecords(batchId));
  const choices = records.map((one) => ({
    id: one.id,
    name: `${formatNumber(one.seq)}${t('common.dot')}${one.title}`,
    alsoFoundBy: String(one.seq),
    aside: one.doubtfulFields > 0 ? <span className="chip doubtful">{t('desk.doubts', { count: one.doubtfulFields })}</span> : null,
  }));
  const go = (id: string): void => (id === record.id ? undefined : navigate({ screen: 'correction', batchId, itemId: id }, { replace: true }));
  return <PickDialog title={t('action.jump-to-record')} hint={t('desk.jumpHint')} choices={choices} onPick={go} onClose={onClose} />;
}
