import { describe, expect, it } from 'vitest';
import { alignPlace, LOST_INK } from '../../../shared/domain/align-place.ts';
import { mendPlace } from '../../../shared/domain/mend-place.ts';

describe('a damaged place laid over the gazetteer', () => {
  it.each([
    ['a unit word that was not read', 'xã Đại Hiệp, Đại Lộc, tỉnh Quảng Nam', 'xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam'],
    ['a district of which a scrap is left', 'UBND xã Quảng An, huy tỉnh Quảng Ninh', 'UBND xã Quảng An, huyện Đầm Hà, tỉnh Quảng Ninh'],
    ['a district misread by a vowel', 'thôn Đông Yên, xã Quảng An, huyện Đầm Hù, tỉnh Quảng Ninh', 'thôn Đông Yên, xã Quảng An, huyện Đầm Hà, tỉnh Quảng Ninh'],
    ['a unit word grown into the name', 'khu 5, xãbình Dân, huyện Vân Đồn, tỉnh Quảng Ninh', 'khu 5, xã Bình Dân, huyện Vân Đồn, tỉnh Quảng Ninh'],
    ['a speck inside a name', 'xã Hoành Mô, huyện Bình Ị Liêu, tỉnh Quảng Ninh', 'xã Hoành Mô, huyện Bình Liêu, tỉnh Quảng Ninh'],
    ['an end that was cut off', 'thôn Đông Yên, phường Thạch Thang, quận Hải Châu, thành phố', 'thôn Đông Yên, phường Thạch Thang, quận Hải Châu, thành phố Đà Nẵng'],
    ['a broken unit word without a comma', 'tổ 12, xã Hoành Mô hu ện Bình Liêu, tỉnh Quảng Ninh', 'tổ 12, xã Hoành Mô, huyện Bình Liêu, tỉnh Quảng Ninh'],
    ['print in capitals', 'BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NAM, PHƯỜNG AN MỸ, THÀNH C Ø ề PHỐ TAM KỲ, TỈNH QUẢNG NAM', 'BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NAM, PHƯỜNG AN MỸ, THÀNH PHỐ TAM KỲ, TỈNH QUẢNG NAM'],
    ['a clinic without its lone letter', 'Trạm tế xã Bình Dân, huyện Vân Đồn, tỉnh Quảng Ninh', 'Trạm y tế xã Bình Dân, huyện Vân Đồn, tỉnh Quảng Ninh'],
    ['a hospital that lost a word', 'BỆNH ĐA KHOA TỈNH QUẢNG NINH, PHƯỜNG HỒNG HẢI, THÀNH PHỐ HẠ LONG, TỈNH QUẢNG NINH', 'BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NINH, PHƯỜNG HỒNG HẢI, THÀNH PHỐ HẠ LONG, TỈNH QUẢNG NINH'],
    ['a comma after the committee', 'UBND, xã Hòa Bắc, huyện Hòa Vang, thành phố Đà Nẵng', 'UBND xã Hòa Bắc, huyện Hòa Vang, thành phố Đà Nẵng'],
    ['a hamlet word misread', 'Tại nhà thân Đông Yên, xã Trà Leng, huyện Nam Trà My, tỉnh Quảng Nam', 'Tại nhà, thôn Đông Yên, xã Trà Leng, huyện Nam Trà My, tỉnh Quảng Nam'],
  ])('completes %s', (_, read, right) => { expect(mendPlace(read).text).toBe(right); });

  it.each([
    ['written without unit words', 'xã Đại Hiệp, Đại Lộc, Quảng Nam'], ['of two levels, as since July 2025', 'phường Hòa Quý, thành phố Đà Nẵng'], ['of an unknown commune', 'xã Lạ Hoắc, huyện Đại Lộc, tỉnh Quảng Nam'],
    ['of another province', 'xã Thanh Sơn, huyện Thanh Hà, tỉnh Hải Dương'], ['abroad', 'California, Hoa Kỳ'], ['that is empty', ''], ['of noise', '# 12 ~~ %%'],
  ])('leaves a place %s', (_, read) => { expect(alignPlace(read)).toBeUndefined(); });

  it('does not invent a province where the paper may well stop', () => {
    expect(mendPlace('xã Tiên Kỳ, huyện Tiên Phước').text).toBe('xã Tiên Kỳ, huyện Tiên Phước');
  });

  it('keeps the paper\'s own tone placement', () => {
    expect(mendPlace('xã Hoà Bắc, huyện Hoà Vang, thành phố C Đà Nẵng').text).toBe('xã Hoà Bắc, huyện Hoà Vang, thành phố Đà Nẵng');
  });

  it('fills a gap in the print more readily than plain text, and says so', () => {
    const mended = mendPlace(`xã Quảng An, ${LOST_INK} Đầm Hà, tỉnh Quảng Ninh`);
    expect(mended.text).toBe('xã Quảng An, huyện Đầm Hà, tỉnh Quảng Ninh');
    expect(mended.defects).toEqual(['completed-from-list', 'gap-in-text']);
    expect(mended.mended).toBeGreaterThan(0);
  });

  it('tells a comma it put in and a level it misses', () => {
    expect(mendPlace('quận Ngũ Hành Sơn thành phố Đà Nẵng').defects).toContain('comma-put-in');
    expect(mendPlace('xã Lạ Hoắc, tỉnh Quảng Nam').defects).toContain('level-missing');
  });

  it('takes no more than the square of the length for long hostile text', () => {
    const costMs = (times: number): number => {
      const started = performance.now();
      alignPlace(`xã ${'huyện Đại Lộc '.repeat(times)}tỉnh Quảng`);
      return performance.now() - started;
    };
    costMs(30);
    const short = Math.min(...[1, 2, 3].map(() => costMs(60)));
    expect(Math.min(costMs(300), costMs(300))).toBeLessThan(short * 25 * 3);
  });
});
