import { useTranslation } from 'react-i18next';
import type { FieldReading, FieldWarning } from '../../../shared/domain/field.ts';

/** What the rules say about a value, beside it. */
export function FieldWarnings({ field, warnings, isOpen }: { field: FieldReading | undefined; warnings: readonly FieldWarning[]; isOpen: boolean }) {
  const { t } = useTranslation();
  // What the head already gives as the reason, and an option beside it mends, is not said twice.
  const shown = warnings.filter((warning, index) => !(warning.suggestion && field?.reasons?.[0] === warning.code) && warnings.findIndex((other) => other.code === warning.code) === index);
  if (shown.length === 0) return null;
  return (
    <ul className={isOpen ? 'field-warnings' : 'field-warnings quiet'}>
      {shown.map((warning) => (
        <li key={warning.code}>{t([`warning.${warning.code}`, 'warning.other'], { ...warning.detail, suggestion: warning.suggestion ?? '', code: warning.code })}</li>
      ))}
    </ul>
  );
}
