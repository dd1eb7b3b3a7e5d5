import type { TFunction } from 'i18next';
import { fieldSpec } from '../../../shared/domain/record-types.ts';
import { splitKey } from './field-order.ts';

/** The name of a field within its group: "Nơi sinh" for nksNoiSinh. */
export function fieldLabel(t: TFunction, recordType: string | null, key: string): string {
  const { part } = splitKey(key);
  const onPaper = recordType === null ? undefined : fieldSpec(recordType, key)?.labelOnPaper;
  return t([`field.${key}`, `field.${part}`], { defaultValue: onPaper ?? key });
}

export const groupLabel = (t: TFunction, name: string): string => t(`person.${name}`);

/** Whose record it is: the person who needs no naming. */
const MAIN_PERSONS: readonly string[] = ['registration', 'nks', 'nkt', 'nxn', 'ntd'];

/** With its group, where the group's heading is not in sight: "Mẹ · Họ, chữ đệm, tên". */
export function fullFieldLabel(t: TFunction, recordType: string | null, key: string): string {
  const { person } = splitKey(key);
  const label = fieldLabel(t, recordType, key);
  return MAIN_PERSONS.includes(person) ? label : `${groupLabel(t, person)}${t('common.dot')}${label}`;
}
