// A fresh draft meets the record as it stands: what a clerk wrote stays, whatever the reader now thinks;
// the reader's own view is kept beside it. Pure.
import type { FieldReading } from '../../shared/domain/field.ts';

/** `handedFrom`: the hidden record that a clerk wrote this value into. */
export type HeldField = { readonly reading: FieldReading; readonly machine: FieldReading | null; readonly handedFrom: string | null };

export function mergeFields(draft: Readonly<Record<string, FieldReading>>, held: Readonly<Record<string, HeldField>>): Record<string, HeldField> {
  const merged: Record<string, HeldField> = {};
  for (const [field, reading] of Object.entries(draft)) merged[field] = { reading, machine: reading, handedFrom: null };
  for (const [field, { reading, handedFrom }] of Object.entries(held)) {
    if (reading.from === 'clerk') merged[field] = { reading, machine: draft[field] ?? null, handedFrom };
  }
  return merged;
}
