import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** A certain field: one line; it opens when focus enters it. */
export function FieldRow({ label, value, isRead, onFocus }: { label: string; value: string; isRead: boolean; onFocus: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="field-row" onFocus={onFocus} onClick={onFocus}>
      <span className="field-row-label">{label}</span>
      <span className="field-row-value">{value === '' ? <span className="quiet">{t('desk.nothing')}</span> : value}</span>
      {isRead ? <Check size={15} className="tick" aria-hidden /> : <span />}
    </button>
  );
}
