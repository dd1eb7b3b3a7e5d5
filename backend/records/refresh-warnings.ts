// Rules speak about the values as they stand: when a clerk puts one right, the doubt that it cast on
// another field goes, and a new contradiction shows. A field's other warnings (what the reader itself
// doubts) stay; a value that a person has confirmed carries none. Pure.
import type { FieldWarning } from '../../shared/domain/field.ts';
import { checkRecord } from '../../shared/domain/rules/check-record.ts';
import type { Values } from '../../shared/domain/rules/rule.ts';
import type { HeldField } from './merge-draft.ts';

type WarningsByField = ReadonlyMap<string, readonly FieldWarning[]>;

function ruleWarnings(recordType: string, values: Values): WarningsByField {
  const byField = new Map<string, FieldWarning[]>();
  for (const finding of checkRecord(recordType, values)) {
    if (finding.kind !== 'warning') continue;
    for (const key of finding.keys) byField.set(key, [...(byField.get(key) ?? []), finding.warning]);
  }
  return byField;
}

/** `held` as stored; returns the same fields with `reading.warnings` brought up to date. */
export function refreshWarnings(recordType: string | null, held: Readonly<Record<string, HeldField>>): Record<string, HeldField> {
  const entries = Object.entries(held);
  if (recordType === null) return Object.fromEntries(entries);
  const asRead = ruleWarnings(recordType, Object.fromEntries(entries.flatMap(([key, { machine }]) => (machine === null ? [] : [[key, machine.value]]))));
  const asIs = ruleWarnings(recordType, Object.fromEntries(entries.map(([key, { reading }]) => [key, reading.value])));
  return Object.fromEntries(entries.map(([key, field]) => {
    if (field.reading.from === 'clerk' || field.machine === null) return [key, field];
    const fromRules = new Set((asRead.get(key) ?? []).map((warning) => JSON.stringify(warning)));
    const own = field.machine.warnings.filter((warning) => !fromRules.has(JSON.stringify(warning)));
    return [key, { ...field, reading: { ...field.reading, warnings: [...(asIs.get(key) ?? []), ...own] } }];
  }));
}
