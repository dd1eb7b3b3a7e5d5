import { typedValue, kindOf } from './typed-value.ts';
import { expandAbbreviation, valueListOf } from './value-lists.ts';

/** What is stored for what was typed: dates and times in their form, one letter of a closed list as the value it means. */
export function valueToStore(recordType: string | null, key: string, typed: string, bookValues: readonly string[]): string {
  const value = typedValue(kindOf(recordType, key), typed, new Date().getFullYear());
  return expandAbbreviation(valueListOf(recordType, key), value, bookValues) ?? value;
}
