// An identifier carries the bearer's year of birth, sex and province. Where what was read contradicts the
// record, or has too few or too many figures, and just one other reading of its word agrees, that one is taken.
import { checkIdentifiers } from '../../shared/domain/rules/check-identifiers.ts';
import { otherReadings } from './other-readings.ts';
import { parseIdNumber } from './parse-figures.ts';
import type { PlacedValue } from './placed-value.ts';

const PROPER = /^(?:\d{9}|\d{12})$/;

/** How many of the rules speak against this number on this record. */
function against(values: Readonly<Record<string, string>>, key: string, digits: string): number {
  const warnings = checkIdentifiers({ ...values, [key]: digits }, '').filter((finding) => finding.kind === 'warning' && finding.keys.includes(key)).length;
  return warnings + (PROPER.test(digits) ? 0 : 1);
}

function heard(value: PlacedValue, values: Readonly<Record<string, string>>): PlacedValue {
  if (value.kind !== 'idNumber' || value.value === '' || against(values, value.key, value.value) === 0) return value;
  const fitting = new Set(otherReadings(value.span).map((other) => parseIdNumber(other, value.key)?.value ?? '').filter((digits) => PROPER.test(digits) && against(values, value.key, digits) === 0));
  const [only] = fitting;
  return fitting.size !== 1 || only === undefined ? value : { ...value, value: only, mended: value.mended + 0.5, reasons: [...value.reasons.filter((reason) => reason !== 'identifier-length'), 'other-reading-taken'] };
}

export function agreeOnIdentifiers(values: readonly PlacedValue[]): readonly PlacedValue[] {
  const byKey = Object.fromEntries(values.map(({ key, value }) => [key, value]));
  return values.map((value) => heard(value, byKey));
}
