// What a rule takes and gives. Rules never change a value: they agree, or they warn and may suggest.
import type { FieldWarning } from '../field.ts';

export type Values = Readonly<Record<string, string>>;
export type Finding =
  | Readonly<{ kind: 'warning'; keys: readonly string[]; warning: FieldWarning }>
  | Readonly<{ kind: 'agreement'; keys: readonly string[]; code: string }>;

export type Rule = (values: Values, recordType: string) => readonly Finding[];
