// A record whose type was changed keeps what a clerk wrote under the other type; what is shown, counted and
// packaged are the fields of the type it has now. Pure.
import { fieldSpec } from '../../shared/domain/record-types.ts';
import type { FieldReading } from '../../shared/domain/field.ts';

export function fieldsOfType(recordType: string | null, fields: Readonly<Record<string, FieldReading>>): Record<string, FieldReading> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => recordType === null || fieldSpec(recordType, key) !== undefined));
}
