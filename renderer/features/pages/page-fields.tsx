import { useTranslation } from 'react-i18next';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { needsLook, orderFields } from '../correction/field-order.ts';
import { fieldLabel, groupLabel } from '../correction/field-label.ts';
import { valueName } from '../correction/value-name.ts';
import { recordTypeName } from '../../ui/record-type-name.ts';

/** The fields that stand on this page, as read; corrected on the desk. */
export function PageFields({ record, pageNumber }: { record: RecordDetail; pageNumber: number }) {
  const { t } = useTranslation();
  const { groups } = orderFields(record.recordType, Object.keys(record.fields));
  return (
    <section className="column">
      <h2>{recordTypeName(t, record.recordType)}</h2>
      {groups.map((group) => {
        const keys = group.keys.filter((key) => record.fields[key]?.page === pageNumber);
        return keys.length === 0 ? null : (
          <div key={group.name}>
            <h3>{groupLabel(t, group.name)}</h3>
            <dl className="read-fields">
              {keys.map((key) => {
                const field = record.fields[key];
                const name = valueName(record.recordType, key, field?.value ?? '');
                return field ? <div key={key} className={needsLook(field) ? 'read-field doubtful' : 'read-field'}><dt>{fieldLabel(t, record.recordType, key)}</dt><dd>{field.value}{name === undefined ? null : <span className="quiet">{t('common.dot')}{name}</span>}</dd></div> : null;
              })}
            </dl>
          </div>
        );
      })}
    </section>
  );
}
