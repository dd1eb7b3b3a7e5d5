import { describe, expect, it } from 'vitest';
import { maskIdentifiers, maskText } from '../../../shared/domain/mask-identifiers.ts';

describe('masking of identifiers', () => {
  it.each([
    ['Số định danh cá nhân: 049185001010.', 'Số định danh cá nhân: •••••••••010.'],
    ['CMND 201234567 do CA Quảng Nam cấp', 'CMND ••••••567 do CA Quảng Nam cấp'],
    ['CCCD 049 185 001 010', 'CCCD ••• ••• ••• 010'],
    ['hộ chiếu B1234567', 'hộ chiếu •••••567'],
    ['Căn cước công dân số 025188001010 do Cục', 'Căn cước công dân số •••••••••010 do Cục'],
    ['049185001010', '•••••••••010'],
  ])('%s', (text, masked) => expect(maskText(text)).toBe(masked));

  it.each(['25/2018', '15.08.1992', '2026-11-22T18:36:30.123Z', '0905123456', '01234567890', '5f3a049185001010aa', 'Số: 37/2019, quyển 01/2019', '1234567890123', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'])('leaves %s alone', (text) => expect(maskText(text)).toBe(text));

  it('goes through a whole record, and masks the fields of identifiers in any form', () => {
    const record = { id: 'x', title: '25/2018', fields: { nksHoTen: { value: 'Lan', alternatives: ['Lân'] }, meSoGiayToTuyThan: { value: 'QĐ 12/88', confidence: 0.4, alternatives: [{ value: '12345' }], box: [1, 2, 3, 4] } } };
    expect(maskIdentifiers(record)).toEqual({
      id: 'x', title: '25/2018', fields: { nksHoTen: { value: 'Lan', alternatives: ['Lân'] }, meSoGiayToTuyThan: { value: '•• ••/88', confidence: 0.4, alternatives: [{ value: '••345' }], box: [1, 2, 3, 4] } },
    });
  });

  it('masks what an edit of such a field had before and after', () => {
    expect(maskIdentifiers([{ field: 'nksSoDinhDanh', before: null, after: '0491 8500', by: 'lan' }, { field: 'nksHoTen', before: 'A', after: 'B' }]))
      .toEqual([{ field: 'nksSoDinhDanh', before: null, after: '•••• •500', by: 'lan' }, { field: 'nksHoTen', before: 'A', after: 'B' }]);
  });

  it('takes whatever comes', () => {
    for (const value of [null, undefined, 3, true, '', [], {}, [[null]]]) expect(maskIdentifiers(value)).toEqual(value);
  });
});
