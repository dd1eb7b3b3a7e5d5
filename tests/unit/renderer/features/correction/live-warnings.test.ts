import { describe, expect, it } from 'vitest';
import type { FieldReading } from '../../../../../shared/domain/field.ts';
import { checkRecord } from '../../../../../shared/domain/rules/check-record.ts';
import { liveWarnings } from '../../../../../renderer/features/correction/live-warnings.ts';

const VALUES = { nksHoTen: 'LÊ THỊ MAI', nksGioiTinh: 'Nữ', nksNgaySinh: '15.08.2001', nksSoDinhDanh: '049301001234', meNgaySinh: '02.02.1975', nksDanToc: 'Kinh' };

/** As the back end would store them, with the rules' own warnings. */
function fieldsOf(values: Readonly<Record<string, string>>, more: Readonly<Record<string, FieldReading['warnings']>> = {}): Record<string, FieldReading> {
  const found = checkRecord('KS', values);
  return Object.fromEntries(Object.entries(values).map(([key, value]) => {
    const ofRules = found.flatMap((finding) => (finding.kind === 'warning' && finding.keys.includes(key) ? [finding.warning] : []));
    return [key, { value, confidence: 0.95, page: 1, box: [0, 0, 0, 0] as const, from: 'ocr' as const, warnings: [...ofRules, ...(more[key] ?? [])] }];
  }));
}
const codes = (warnings: readonly { code: string }[] | undefined): readonly string[] => (warnings ?? []).map((warning) => warning.code);

describe('rules while one types', () => {
  it('say nothing new where nothing is typed', () => {
    const fields = fieldsOf(VALUES, { nksHoTen: [{ code: 'faint' }] });
    expect(codes(liveWarnings('KS', fields, {})['nksHoTen'])).toEqual(['faint']);
    expect(codes(liveWarnings('KS', fields, { nksHoTen: VALUES.nksHoTen })['nksHoTen'])).toEqual(['faint']);
  });

  it('speak beside both fields that contradict each other, and fall silent when it is put right', () => {
    const wrong = liveWarnings('KS', fieldsOf(VALUES), { nksNgaySinh: '15.08.1999' });
    expect(codes(wrong['nksNgaySinh'])).toContain('identifier-birth-year');
    expect(codes(wrong['nksSoDinhDanh'])).toContain('identifier-birth-year');
    const stored = fieldsOf({ ...VALUES, nksNgaySinh: '15.08.1999' });
    expect(codes(stored['nksSoDinhDanh']?.warnings)).toContain('identifier-birth-year');
    const right = liveWarnings('KS', stored, { nksNgaySinh: '15.08.2001' });
    expect(codes(right['nksSoDinhDanh'])).not.toContain('identifier-birth-year');
  });

  it('forget the reader\'s doubt about a value that is being replaced, and keep it on others', () => {
    const fields = fieldsOf(VALUES, { nksHoTen: [{ code: 'faint' }], meNgaySinh: [{ code: 'faint' }] });
    const live = liveWarnings('KS', fields, { nksHoTen: 'LÊ THỊ MÂY' });
    expect(codes(live['nksHoTen'])).not.toContain('faint');
    expect(codes(live['meNgaySinh'])).toContain('faint');
  });

  it.each([
    ['nksNgaySinh', '31.02.2001', 'not-a-date'], ['ngayDangKy', '2001', 'date-incomplete'], ['nksNgaySinh', 'hôm qua', 'not-a-date'],
    ['nksDanToc', 'Kih', 'not-in-list'], ['nksNoiSinh', 'xã A, tỉnh Quảng Nma', 'place-not-known'],
  ])('tell that %s cannot be "%s"', (key, value, code) => {
    expect(codes(liveWarnings('KS', fieldsOf(VALUES), { [key]: value })[key])).toContain(code);
  });

  it('suggest what a list has', () => {
    expect(liveWarnings('KS', fieldsOf(VALUES), { nksDanToc: 'Gie Trieng' })['nksDanToc']).toEqual([{ code: 'not-in-gazetteer', suggestion: 'Giẻ-Triêng' }]);
    expect(liveWarnings('KS', fieldsOf(VALUES), { nksDanToc: 'Giẻ' })['nksDanToc']).toEqual([{ code: 'not-in-gazetteer', suggestion: 'Giẻ-Triêng' }]);
  });

  it('keep silent about a record of no known type and an emptied field', () => {
    expect(liveWarnings(null, fieldsOf(VALUES), { nksNgaySinh: 'x' })['nksNgaySinh']).toEqual([]);
    expect(codes(liveWarnings('KS', fieldsOf(VALUES), { nksDanToc: '' })['nksDanToc'])).toEqual([]);
  });
});
