import type { TFunction } from 'i18next';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import { currentLanguage } from '../i18n/language.ts';

/** "Khai sinh" for KS; null is a record of no known type, 'auto' a batch whose types are found page by page. */
export function recordTypeName(t: TFunction, code: string | null): string {
  if (code === null) return t('recordType.unknown');
  const spec = RECORD_TYPES[code];
  if (!spec) return t('recordType.auto');
  return currentLanguage() === 'vi' ? spec.nameVi : spec.nameEn;
}
