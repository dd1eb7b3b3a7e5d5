import { CheckCheck, Eye, Undo2 } from 'lucide-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { FieldWarning } from '../../../shared/domain/field.ts';
import type { PageDetail } from '../../../shared/api/pages.ts';
import { useMay } from '../../actions/deeds.ts';
import { ActionButton, Button } from '../../ui/button.tsx';
import { Chord } from '../../ui/chord.tsx';
import { recordTypeName } from '../../ui/record-type-name.ts';
import { FieldRemarks, ReturnedNotes, useOpenRemarks } from '../review/returned-notes.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { FieldCard } from './field-card.tsx';
import { fieldLabel, fullFieldLabel, groupLabel } from './field-label.ts';
import { needsLook, orderFields } from './field-order.ts';
import { FieldRow } from './field-row.tsx';
import { OfferedTexts } from './offered-texts.tsx';
import { RecordNotes } from './record-notes.tsx';
import { valueName } from './value-name.ts';
import type { Place } from './place.ts';
import type { useDesk } from './use-desk.ts';

type RecordFormProps = { desk: ReturnType<typeof useDesk>; place: Place; doneButton: RefObject<HTMLButtonElement | null>; pageOf: (number: number) => PageDetail | undefined; /** What was read in a frame, shown in the field in focus. */ preview: ReactNode };

const NO_WARNINGS: readonly FieldWarning[] = [];

/** The form: what needs a look, open; the rest one line each; at the end "record done". */
export function RecordForm({ desk, place, doneButton, pageOf, preview }: RecordFormProps) {
  const { t } = useTranslation();
  const [showsEmpty, setShowsEmpty] = useState(false);
  const { record, queue, activeKey, drafts } = desk;
  const mayKey = useMay('key-fields');
  const remarks = useOpenRemarks(record.id);
  const rest = orderFields(record.recordType, Object.keys(record.fields).filter((key) => !queue.includes(key)));
  const all = orderFields(record.recordType, Object.keys(record.fields));
  // A field that is on no list yet stands by itself until something is written in it.
  const added = activeKey !== null && record.fields[activeKey] === undefined ? activeKey : null;
  const empty = all.empty.filter((key) => key !== added);
  const card = (key: string, label: string) => {
    const field = record.fields[key];
    return (
      <FieldCard
        key={key}
        fieldKey={key}
        label={label}
        recordType={record.recordType}
        field={field}
        page={pageOf(drafts[key]?.evidence?.page ?? field?.page ?? 1)}
        draft={drafts[key]}
        warnings={desk.warnings[key] ?? NO_WARNINGS}
        options={desk.optionsOf(key)}
        runs={desk.evidenceOf(key).runs}
        pointed={desk.pointed?.key === key ? desk.pointed.run : undefined}
        storedValue={desk.storedValueOf(key, drafts[key]?.text ?? field?.value ?? '')}
        preview={<><FieldRemarks remarks={remarks} fieldKey={key} />{key === activeKey ? preview : null}</>}
        isActive={key === activeKey}
        isReadOnly={!mayKey}
        isOpen={field === undefined || needsLook(field)}
        onFocus={() => desk.focusField(key)}
        onType={(text) => desk.type(key, text)}
        onLeave={() => desk.leave(key)}
        onChoose={desk.commands.choose}
      />
    );
  };
  const row = (key: string) =>
    key === activeKey ? card(key, fieldLabel(t, record.recordType, key)) : <FieldRow key={key} fieldKey={key} label={fieldLabel(t, record.recordType, key)} value={record.fields[key]?.value ?? ''} name={valueName(record.recordType, key, record.fields[key]?.value ?? '')} isRead={record.fields[key] !== undefined} onFocus={() => desk.focusField(key)} />;
  const conflicts = desk.saverState.conflicts.filter((conflict) => conflict.recordId === record.id);
  return (
    <section className="side form-side" aria-label={t('desk.form')}>
      <header className="form-head">
        <h1 className="cut">{record.title || recordTypeName(t, record.recordType)}</h1>
        <span className="quiet small">{recordTypeName(t, record.recordType)}</span>
      </header>
      <ReturnedNotes recordId={record.id} recordType={record.recordType} remarks={remarks} onField={desk.focusField} />
      {conflicts.map((conflict) => <ConflictNotice key={conflict.field} conflict={conflict} label={fullFieldLabel(t, record.recordType, conflict.field)} onSettle={(keep) => desk.settle(conflict, keep)} />)}
      {desk.offered.length > 0 ? <OfferedTexts offered={desk.offered} recordType={record.recordType} onTake={desk.commands.takeOffered} onDrop={desk.dropOffered} /> : null}
      {record.recordType === null ? <div className="notice stacked"><p>{t('desk.unknownType')}</p><ActionButton id="change-record-type" /></div> : null}
      <RecordNotes record={record} />
      {queue.length > 0 ? <h2>{t('desk.toLookAt')}</h2> : null}
      {added === null ? null : card(added, fullFieldLabel(t, record.recordType, added))}
      {queue.map((key) => card(key, fullFieldLabel(t, record.recordType, key)))}
      {rest.groups.map((group) => (
        <section key={group.name} className="field-group" aria-label={groupLabel(t, group.name)}>
          <h2>{groupLabel(t, group.name)}</h2>
          {group.keys.map(row)}
        </section>
      ))}
      {empty.length > 0 && mayKey ? (
        <section className="field-group">
          <Button look="plain" onPress={() => setShowsEmpty(!showsEmpty)}>{t(showsEmpty ? 'desk.hideEmpty' : 'desk.showEmpty', { count: empty.length })}</Button>
          {showsEmpty ? empty.map((key) => <FieldRow key={key} fieldKey={key} label={fullFieldLabel(t, record.recordType, key)} value="" isRead={false} onFocus={() => desk.focusField(key)} />) : null}
        </section>
      ) : null}
      {mayKey ? <footer className="form-foot">
        <AriaButton ref={doneButton} className="button primary done-button" onPress={desk.commands.acceptRecord} onFocus={() => desk.focusField(null)}>
          <CheckCheck size={16} aria-hidden />
          {t(place.nextId === null ? 'desk.doneLast' : 'desk.done')}
          <Chord chord="Ctrl+Enter" />
        </AriaButton>
        <ActionButton id="undo" icon={<Undo2 size={15} aria-hidden />} />
      </footer> : <footer className="form-foot"><p className="row quiet"><Eye size={16} aria-hidden />{t('desk.onlyLook')}</p></footer>}
    </section>
  );
}
