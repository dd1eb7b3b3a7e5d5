import type { TFunction } from 'i18next';
import { DOUBT_BELOW, type FieldReading } from '../../../shared/domain/field.ts';

/** Why a field is doubtful, in a few words: the reader's reasons, else how sure it was. */
export function doubtText(t: TFunction, field: FieldReading): string {
  const reasons = (field.reasons ?? []).slice(0, 1).map((reason) => t([`reason.${reason}`, 'reason.other'], { code: reason }));
  const sure = field.confidence < DOUBT_BELOW ? [t('common.percent', { value: Math.round(field.confidence * 100) })] : [];
  if (reasons.length === 0 && sure.length > 0) reasons.push(t('reason.unsure'));
  return [...reasons, ...sure].join(t('common.dot'));
}
