import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** A certain field: one line; it opens when focus enters it. */
export function FieldRow({ fieldKey, label, value, name, isRead, onFocus }: { fieldKey: string; label: string; value: string; name?: string | undefined; isRead: boolean; onFocus: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="field-row" data-field={fieldKey} onFocus={onFocus} onClick={onFocus}>
      <span className="field-row-label">{label}</span>
      <span className="field-row-value">{value === '' ? <span className="quiet">{t('desk.nothing')}</span> : value}{name === undefined ? null : <span className="quiet">{t('common.dot')}{name}</span>}</span>
      {isRead ? <Check size={15} className="tick" aria-hidden /> : <span />}
    </button>
  );
}
