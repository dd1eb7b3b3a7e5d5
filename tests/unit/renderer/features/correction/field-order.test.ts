import { describe, expect, it } from 'vitest';
import { RECORD_TYPES } from '../../../../../shared/domain/record-types.ts';
import type { FieldReading } from '../../../../../shared/domain/field.ts';
import { fieldOptions } from '../../../../../renderer/features/correction/field-options.ts';
import { needsLook, orderFields, splitKey } from '../../../../../renderer/features/correction/field-order.ts';

const field = (more: Partial<FieldReading> = {}): FieldReading => ({ value: 'x', confidence: 0.99, page: 1, box: [0, 0, 10, 10], from: 'ocr', warnings: [], ...more });

describe('the order of fields', () => {
  it('has the persons of the paper first and the registration last, each in the order of the table', () => {
    const { groups } = orderFields('KS', ['ngayDangKy', 'meHoTen', 'nksNgaySinh', 'nksHoTen', 'so']);
    expect(groups).toEqual([
      { name: 'nks', keys: ['nksHoTen', 'nksNgaySinh'] },
      { name: 'me', keys: ['meHoTen'] },
      { name: 'registration', keys: ['so', 'ngayDangKy'] },
    ]);
  });

  it('does not lose a field that the table does not know', () => {
    expect(orderFields('KS', ['somethingNew']).groups.flatMap((group) => group.keys)).toEqual(['somethingNew']);
    expect(orderFields(null, ['a', 'b']).groups.flatMap((group) => group.keys)).toEqual(['a', 'b']);
  });

  it('names what is empty on paper only where the paper has a label for it', () => {
    const { empty } = orderFields('KS', ['so']);
    expect(empty).toContain('nksHoTen');
    expect(empty).not.toContain('so');
    expect(empty).not.toContain('nksMatTich');
  });

  it('shows every field of every type exactly once', () => {
    for (const [type, spec] of Object.entries(RECORD_TYPES)) {
      const all = spec.fields.map((one) => one.key);
      expect(orderFields(type, all).groups.flatMap((group) => group.keys).sort(), type).toEqual([...all].sort());
    }
  });

  it.each([['chaNuoiHoTen', 'chaNuoi', 'HoTen'], ['chaHoTen', 'cha', 'HoTen'], ['chongHoTen', 'chong', 'HoTen'], ['ndghHoTen', 'ndgh', 'HoTen'], ['chucVuNguoiKy', 'registration', 'chucVuNguoiKy'], ['meNoiCuTru', 'me', 'NoiCuTru']])('%s is about %s', (key, person, part) => {
    expect(splitKey(key)).toEqual({ person, part });
  });
});

describe('a field needs a look', () => {
  it('when the reader was not sure or a rule speaks', () => {
    expect(needsLook(field({ confidence: 0.5 }))).toBe(true);
    expect(needsLook(field({ warnings: [{ code: 'w' }] }))).toBe(true);
    expect(needsLook(field())).toBe(false);
  });

  it('no more once a clerk has seen it, even where a rule still speaks', () => {
    expect(needsLook(field({ from: 'clerk', confidence: 0.1, warnings: [{ code: 'w' }] }))).toBe(false);
  });
});

describe('the readings offered', () => {
  it('are the rule\'s suggestion first, then the reader\'s by likelihood, each once, at most four', () => {
    const offered = fieldOptions(field({
      value: 'Giỏ', warnings: [{ code: 'not-in-list', suggestion: 'Giẻ' }],
      alternatives: [{ text: 'Gió', confidence: 0.1 }, { text: 'Giẻ', confidence: 0.4 }, { text: 'Giỏ', confidence: 0.3 }, { text: 'Giò', confidence: 0.2 }, { text: 'Gio', confidence: 0.05 }, { text: '', confidence: 0.9 }, { text: 'G', confidence: 0.01 }],
    }));
    expect(offered).toEqual([{ value: 'Giẻ', from: 'rule' }, { value: 'Giò', from: 'reading' }, { value: 'Gió', from: 'reading' }, { value: 'Gio', from: 'reading' }]);
  });

  it('are none for a field that is not there', () => {
    expect(fieldOptions(undefined)).toEqual([]);
  });
});
