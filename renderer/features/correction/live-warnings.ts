// Rules speak as one types: what the rules say about the values as they would stand if the field were left now.
// What the reader itself doubted about a value goes as soon as the value is changed. Pure.
import { isRealDate, parseStoredDate } from '../../../shared/domain/dates.ts';
import type { FieldReading, FieldWarning } from '../../../shared/domain/field.ts';
import { checkRecord } from '../../../shared/domain/rules/check-record.ts';
import type { Values } from '../../../shared/domain/rules/rule.ts';
import { matchPlace } from '../../../shared/domain/places.ts';
import { findInList, isInList, valueListOf } from './value-lists.ts';
import { kindOf } from './typed-value.ts';

export type WarningsByField = Readonly<Record<string, readonly FieldWarning[]>>;

/** `drafts`: the values that are being typed, as they would be stored. */
export function liveWarnings(recordType: string | null, fields: Readonly<Record<string, FieldReading>>, drafts: Values): WarningsByField {
  const stored = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]));
  const as: Readonly<Record<string, readonly FieldWarning[]>> = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.warnings]));
  const changed = Object.entries(drafts).filter(([key, value]) => value !== (stored[key] ?? ''));
  if (recordType === null || changed.length === 0) return as;
  const before = ruleWarnings(recordType, stored);
  const now = ruleWarnings(recordType, { ...stored, ...drafts });
  const changedKeys = new Set(changed.map(([key]) => key));
  const keys = new Set([...Object.keys(as), ...Object.keys(now), ...changedKeys]);
  return Object.fromEntries([...keys].map((key) => {
    if (changedKeys.has(key)) return [key, [...(now[key] ?? []), ...formWarnings(recordType, key, drafts[key] ?? '')]];
    const old = new Set((before[key] ?? []).map(idOf));
    return [key, [...(as[key] ?? []).filter((warning) => !old.has(idOf(warning))), ...(now[key] ?? [])]];
  }));
}

const idOf = (warning: FieldWarning): string => JSON.stringify(warning);

function ruleWarnings(recordType: string, values: Values): Record<string, readonly FieldWarning[]> {
  const byField: Record<string, readonly FieldWarning[]> = {};
  for (const finding of checkRecord(recordType, values)) {
    if (finding.kind !== 'warning') continue;
    for (const key of finding.keys) byField[key] = [...(byField[key] ?? []), finding.warning];
  }
  return byField;
}

/** Whether a value has the form that its kind asks for. */
function formWarnings(recordType: string, key: string, value: string): readonly FieldWarning[] {
  if (value === '') return [];
  const kind = kindOf(recordType, key);
  if (kind === 'date' || kind === 'partialDate') {
    const date = parseStoredDate(value);
    if (date === undefined || !isRealDate(date)) return [{ code: 'not-a-date' }];
    return kind === 'date' && date.day === undefined ? [{ code: 'date-incomplete' }] : [];
  }
  if (kind === 'timeOfDay') return /^\d{2}:\d{2}$/.test(value) ? [] : [{ code: 'not-a-time' }];
  if (kind === 'place') return unknownUnit(value) ? [{ code: 'place-not-known' }] : [];
  const list = valueListOf(recordType, key);
  if (list?.isClosed !== true || isInList(list, value)) return [];
  const suggestion = findInList(list, value, [])[0]?.value;
  return [suggestion === undefined ? { code: 'not-in-list' } : { code: 'not-in-gazetteer', suggestion }];
}

/** A province that is in no list: most often a slip of the finger; lower units are not all known, so they are let be. */
function unknownUnit(value: string): boolean {
  return /(^|,)\s*tỉnh\s/iu.test(value) && matchPlace(value).province === undefined;
}
