import { describe, expect, it } from 'vitest';
import type { HeldField } from '../../../backend/records/merge-draft.ts';
import { refreshWarnings } from '../../../backend/records/refresh-warnings.ts';
import type { FieldReading, FieldWarning } from '../../../shared/domain/field.ts';
import { checkRecord } from '../../../shared/domain/rules/check-record.ts';

const DATE = 'nksNgaySinh';
const WORDS = 'nksNgaySinhBangChu';
const wrong = { [DATE]: '02.03.2018', [WORDS]: 'Ngày hai tháng ba năm hai nghìn không trăm mười chín' };
const right = { ...wrong, [DATE]: '02.03.2019' };

const warningsOf = (values: Record<string, string>, key: string): readonly FieldWarning[] => checkRecord('KS', values).flatMap((finding) => (finding.kind === 'warning' && finding.keys.includes(key) ? [finding.warning] : []));
const read = (value: string, warnings: readonly FieldWarning[] = []): FieldReading => ({ value, confidence: 0.95, page: 1, box: [0, 0, 1, 1], from: 'ocr', warnings: [...warnings] });
const machine = (reading: FieldReading): HeldField => ({ reading, machine: reading, handedFrom: null });
const byClerk = (value: string, was: FieldReading): HeldField => ({ reading: { ...read(value), from: 'clerk', confidence: 1 }, machine: was, handedFrom: null });

describe('warnings after an edit', () => {
  const date = read(wrong[DATE], warningsOf(wrong, DATE));
  const own: FieldWarning = { code: 'not-in-list' };
  const words = read(wrong[WORDS], [...warningsOf(wrong, WORDS), own]);

  it('start from a real contradiction', () => {
    expect(warningsOf(wrong, WORDS).length).toBeGreaterThan(0);
    expect(warningsOf(right, WORDS)).toEqual([]);
  });

  it('go where the contradiction was put right, and the reader\'s own doubts stay', () => {
    const after = refreshWarnings('KS', { [DATE]: byClerk(right[DATE], date), [WORDS]: machine(words) });
    expect(after[WORDS]?.reading.warnings).toEqual([own]);
    expect(after[DATE]?.reading.warnings).toEqual([]);
  });

  it('come back exactly when the edit is undone', () => {
    const fields = { [DATE]: machine(date), [WORDS]: machine(words) };
    const edited = refreshWarnings('KS', { ...fields, [DATE]: byClerk(right[DATE], date) });
    const undone = refreshWarnings('KS', { ...edited, [DATE]: machine(date) });
    expect(undone).toEqual(fields);
  });

  it('show a contradiction that the edit has made, on the field that is not confirmed', () => {
    const calm = { [DATE]: read(right[DATE]), [WORDS]: read(right[WORDS]) };
    const after = refreshWarnings('KS', { [DATE]: byClerk(wrong[DATE], calm[DATE] ?? date), [WORDS]: machine(calm[WORDS] ?? words) });
    expect(after[WORDS]?.reading.warnings.length).toBeGreaterThan(0);
    expect(after[DATE]?.reading.warnings).toEqual([]);
  });

  it('leave records of no known type alone', () => {
    const fields = { [DATE]: machine(date) };
    expect(refreshWarnings(null, fields)).toEqual(fields);
  });
});
