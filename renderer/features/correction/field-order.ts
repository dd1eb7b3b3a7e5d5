// The order of fields on the desk: first what needs a look, then the rest in groups as the paper has them
// (one group per person), each in the order of the national table.
import { isDoubtful, type FieldReading } from '../../../shared/domain/field.ts';
import { RECORD_TYPES } from '../../../shared/domain/record-types.ts';

/** Prefixes of field keys, the longer first: "chaNuoi" before "cha". */
const PERSONS = ['chaNuoi', 'meNuoi', 'benGiao', 'ndgh', 'nxn', 'nks', 'nkt', 'nyc', 'ngh', 'ntd', 'gbt', 'chong', 'cha', 'me', 'vo', 'cm', 'nc', 'cn'] as const;

export type FieldGroup = Readonly<{ name: string; keys: readonly string[] }>;
export type FieldOrder = Readonly<{ groups: readonly FieldGroup[]; empty: readonly string[] }>;

/** What a person has seen and put right needs no further look, even where a rule still has a word to say. */
export const needsLook = (field: FieldReading): boolean => field.from !== 'clerk' && field.from !== 'second-keying' && isDoubtful(field);

export function splitKey(key: string): Readonly<{ person: string; part: string }> {
  const person = PERSONS.find((prefix) => key.startsWith(prefix) && /^[A-Z]/.test(key.slice(prefix.length)));
  return person ? { person, part: key.slice(person.length) } : { person: 'registration', part: key };
}

export function orderFields(recordType: string | null, present: readonly string[]): FieldOrder {
  const specs = (recordType === null ? undefined : RECORD_TYPES[recordType]?.fields) ?? [];
  const known = specs.map((spec) => spec.key);
  const there = new Set(present);
  const ordered = [...known.filter((key) => there.has(key)), ...present.filter((key) => !known.includes(key))];
  const names = [...new Set(ordered.map((key) => splitKey(key).person))];
  // The persons before the registration, as on paper.
  const sorted = [...names.filter((name) => name !== 'registration'), ...names.filter((name) => name === 'registration')];
  return {
    groups: sorted.map((name) => ({ name, keys: ordered.filter((key) => splitKey(key).person === name) })),
    empty: specs.filter((spec) => !there.has(spec.key) && spec.labelOnPaper !== undefined && spec.labelOnPaper !== '').map((spec) => spec.key),
  };
}
