import { describe, expect, it } from 'vitest';
import { COMMUNES, DISTRICTS, PROVINCES } from '../../../shared/domain/gazetteer.ts';
import { checkIdentifier, identifierFacts } from '../../../shared/domain/identifiers.ts';
import { mendPlace } from '../../../shared/domain/mend-place.ts';
import { genderHint, isFamilyName, nameLikeness, sameName, titleCase } from '../../../shared/domain/names.ts';
import { currentProvince, matchPlace, splitPlace } from '../../../shared/domain/places.ts';

describe('the gazetteer', () => {
  it('holds 63 provinces of before July 2025 in 34 of today, each code once', () => {
    expect(PROVINCES).toHaveLength(63);
    expect(new Set(PROVINCES.map((province) => province.since2025)).size).toBe(34);
    expect(new Set(PROVINCES.map((province) => province.code)).size).toBe(63);
  });

  it('puts every commune into a known district and province', () => {
    for (const commune of COMMUNES) expect(DISTRICTS.some((district) => district.name === commune.district && district.province === commune.province)).toBe(true);
  });
});

describe('mending a place', () => {
  it.each([
    ['THÔN TRUNG HÀ ĐÔNG, XÃ TRÀ LENG, HUYỆN NAM TRÀ MY, TĨNH QUẢNG NAM', 'THÔN TRUNG HÀ ĐÔNG, XÃ TRÀ LENG, HUYỆN NAM TRÀ MY, TỈNH QUẢNG NAM'],
    ['Trạm y tế xõ Quế Phú, huyện Quế Sơn, tỉnh Quỏng Ngm', 'Trạm y tế xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam'],
    ['Tại nhà .thôn Đông Yên .xã Tiền An .thị xã Quảng Yên, tỉnh Quảng Ninh', 'Tại nhà, thôn Đông Yên, xã Tiền An, thị xã Quảng Yên, tỉnh Quảng Ninh'],
    ['xã Tam Thành, thành phố Tam Kỳ, tỉnh Quảng Nam', 'xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam'],
    ['thôn 2, xã Trà Leng, huyện Nam Trà My tỉnh Quảng Nam', 'thôn 2, xã Trà Leng, huyện Nam Trà My, tỉnh Quảng Nam'],
    ["khu 5, xã A Tiêng, huyện Tây Giang, tỉnh Quảng Nam 'Ô 9", 'khu 5, xã A Tiêng, huyện Tây Giang, tỉnh Quảng Nam'],
    ['xã Hòa Bắc, huyện Hòa Vang thành phố Đà Nẵng', 'xã Hòa Bắc, huyện Hòa Vang, thành phố Đà Nẵng'],
    ['KHU PHÔ HÒA LẠC, XÃ ĐẠI HIỆP, HUYỆN ĐẠI LỘC, TỈNH QUẢNG NAM', 'KHU PHỐ HÒA LẠC, XÃ ĐẠI HIỆP, HUYỆN ĐẠI LỘC, TỈNH QUẢNG NAM'],
    ['Bộnh viện Đa khoa tỉnh Quảng Nam', 'Bệnh viện Đa khoa tỉnh Quảng Nam'],
    ['Ủy ban nhân dân phường Thạch Thang, quận Hải Châu, thành phố Đà Nống', 'Ủy ban nhân dân phường Thạch Thang, quận Hải Châu, thành phố Đà Nẵng'],
  ])('sets right %s', (read, right) => { expect(mendPlace(read).text).toBe(right); });

  it.each([
    'thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh', 'Bệnh viện Phụ sản - Nhi Đà Nẵng, phường Hải Châu, thành phố Đà Nẵng', 'ỦY BAN NHÂN DÂN HUYỆN BÌNH LIÊU',
    'xã Thanh Sơn, huyện Thanh Hà, tỉnh Hải Dương', 'số 12 đường Trần Phú, phường Hải Châu I, quận Hải Châu, TP. Đà Nẵng', 'Hà Nội', 'California, Hoa Kỳ', 'khu Phố Hiến, phường Hiến Nam, thành phố Hưng Yên, tỉnh Hưng Yên',
  ])('leaves %s as it is', (text) => { expect(mendPlace(text).text).toBe(text); });

  it('tells what it knows and what it does not', () => {
    expect(mendPlace('xã Lạ Hoắc, huyện Đại Lộc, tỉnh Quảng Nam')).toMatchObject({ known: 2, unknown: 1, hasProvince: true, mended: 0 });
    expect(mendPlace('xã Đại Hiệp').hasProvince).toBe(false);
    expect(mendPlace('')).toMatchObject({ text: '', known: 0 });
  });
});

describe('places', () => {
  it('names the parts and their levels', () => {
    expect(splitPlace('thôn 2, xã Tam Thanh, TP. Tam Kỳ, tỉnh Quảng Nam').map((part) => [part.level, part.name])).toEqual([['hamlet', '2'], ['commune', 'Tam Thanh'], ['district', 'Tam Kỳ'], ['province', 'Quảng Nam']]);
  });

  it('tells Đà Nẵng the province from Tam Kỳ the district town', () => {
    expect(splitPlace('quận Hải Châu, thành phố Đà Nẵng').at(-1)?.level).toBe('province');
    expect(splitPlace('xã Tam Thanh, thành phố Tam Kỳ').at(-1)?.level).toBe('district');
  });

  it('finds units whatever the tone placement', () => {
    expect(matchPlace('xã Hoà Tiến, huyện Hoà Vang, thành phố Đà Nẵng').commune?.name).toBe('Hòa Tiến');
  });

  it('suggests the province of today only where it changed', () => {
    expect(currentProvince('xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam')).toBe('Đà Nẵng');
    expect(currentProvince('phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh')).toBeUndefined();
    expect(currentProvince('một nơi nào đó')).toBeUndefined();
  });
});

describe('names', () => {
  it('compares without case and tone placement', () => {
    expect(sameName('NGUYỄN THỊ HOÀ', 'Nguyễn Thị Hòa')).toBe(true);
    expect(sameName('ĐỨC', 'ĐỰC')).toBe(false);
  });

  it('takes the sex from the middle name only', () => {
    expect(genderHint('LÊ THỊ HỒNG')).toBe('Nữ');
    expect(genderHint('TRẦN VĂN LONG')).toBe('Nam');
    expect(genderHint('TRẦN GIA BẢO')).toBeUndefined();
    expect(genderHint('THỊ NỞ')).toBeUndefined();
  });

  it('knows how like a name a text is', () => {
    expect(nameLikeness('ĐINH VIẾT THỊNH')).toBeGreaterThan(0.9);
    expect(nameLikeness('xyz 12 ngm')).toBeLessThan(0.4);
    expect(nameLikeness('')).toBe(0);
    expect(isFamilyName('ĐINH')).toBe(true);
    expect(isFamilyName('ĐỈNH')).toBe(false);
    expect(titleCase('ĐINH VIẾT THỊNH')).toBe('Đinh Viết Thịnh');
  });
});

describe('identifiers', () => {
  it('reads province, sex and year out of twelve figures', () => {
    expect(identifierFacts('049219970840')).toEqual({ provinceCode: '049', provinceName: 'Quảng Nam', gender: 'Nam', birthYear: 2019 });
    expect(identifierFacts('205900357')).toBeUndefined();
  });

  it('says what does not fit and nothing else', () => {
    expect(checkIdentifier('049067416842', { gender: 'Nam', birthYear: 1967 })).toEqual([]);
    expect(checkIdentifier('049167416842', { gender: 'Nam', birthYear: 1968 })).toEqual(['identifier-birth-year', 'identifier-gender']);
    expect(checkIdentifier('999067416842')).toEqual(['identifier-province']);
    expect(checkIdentifier('12345')).toEqual(['identifier-length']);
    expect(checkIdentifier('205900357', { gender: 'Nữ' })).toEqual([]);
  });
});
