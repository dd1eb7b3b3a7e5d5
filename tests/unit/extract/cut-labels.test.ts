import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import { BIRTH, page } from './page-from-text.ts';

const extract = (text: string): Readonly<Record<string, FieldReading>> => extractRecords([page(text)], { recordType: 'auto' })[0]?.reading.fields ?? {};

/** What the shadow of the spine left of the labels at the left edge. */
const IN_SHADOW = BIRTH.replace('Giới tính: Nam   Dân tộc: Kinh', '3n tộc : Kinh   Giới tính: Nam')
  .replace('Nơi sinh:', '2i sinh :')
  .replace('Quê quán:', 'sê quón:')
  .replace('Họ, chữ đệm, tên người mẹ:', 'ệm, tên ngườ mẹ:');

describe('labels whose beginning is lost', () => {
  it('are known by their end, and what they name is looked at by a person', () => {
    const fields = extract(IN_SHADOW);
    expect(fields).toMatchObject({ nksDanToc: { value: 'Kinh' }, nksNoiSinh: { value: 'Trạm y tế phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' }, nksQueQuan: { value: 'phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' }, meHoTen: { value: 'BÙI THỊ TUYẾT DUYÊN' } });
    for (const key of ['nksDanToc', 'nksNoiSinh']) {
      expect(fields[key]?.reasons).toContain('label-unreadable');
      expect(fields[key] && isDoubtful(fields[key])).toBe(true);
    }
  });

  it('end the value before them', () => {
    const { nksNgaySinhBangChu } = extract(IN_SHADOW);
    expect(nksNgaySinhBangChu?.value).toBe('Ngày mười một tháng tám năm hai nghìn không trăm linh năm');
  });

  it('leave whole labels as they are', () => {
    const fields = extract(IN_SHADOW);
    expect(fields['chaHoTen']).toMatchObject({ value: 'CAO THANH THỊNH' });
    expect(fields['chaHoTen']?.reasons ?? []).not.toContain('label-unreadable');
    expect(fields['meDanToc']?.value).toBe('Tày');
    expect(Object.values(extract(BIRTH)).some(({ reasons = [] }) => reasons.includes('label-unreadable'))).toBe(false);
  });

  it('name no place where there are figures alone', () => {
    expect(extract(BIRTH.replace('Nơi sinh: Trạm', '3i sinh: Trạm'))['nksNoiSinh']?.value).toContain('Trạm');
    expect(extract(BIRTH.replace(/Nơi sinh: .*/u, '3i sinh: 1999'))['nksNoiSinh']).toBeUndefined();
  });

  it('of three letters are taken for what the form has there, and doubted', () => {
    const fields = extract(BIRTH.replace('Quê quán:', 'uán:').replace('Nơi cư trú: thôn', 'trú: thôn'));
    expect(fields).toMatchObject({ nksQueQuan: { value: 'phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' }, meNoiCuTru: { value: 'thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' } });
    for (const key of ['nksQueQuan', 'meNoiCuTru']) {
      expect(fields[key]?.reasons).toContain('by-place');
      expect(fields[key] && isDoubtful(fields[key])).toBe(true);
    }
  });
});

describe('labels of which a third is wrong', () => {
  it('are known where a row or a column begins with them and a colon follows', () => {
    const fields = extract(BIRTH.replace('Ngày, tháng, năm sinh:', 'Ngùy. thángršmrsinh:').replace('Năm sinh: 1971   Dân tộc:', 'Năm sinh: 1971   Dôn t c:').replace('Nơi cư trú: thôn', 'Nơỉ c1 trù; thôn'));
    expect(fields).toMatchObject({ nksNgaySinh: { value: '11.08.2005' }, meDanToc: { value: 'Tày' }, meNoiCuTru: { value: 'thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' } });
    for (const key of ['nksNgaySinh', 'meDanToc']) expect(fields[key] && isDoubtful(fields[key])).toBe(true);
  });

  it('are not made of the words of a value', () => {
    const fields = extract(BIRTH.replace('Quê quán: phường Hồng Hải', 'Quê quán: phường Đan Tác: Hồng Hải'));
    expect(fields['nksDanToc']?.value).toBe('Kinh');
    expect(fields['nksDanToc']?.reasons ?? []).not.toContain('label-unreadable');
  });
});

describe('the number of a copy', () => {
  const COPY = `^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^Số: 49/TLKH-BS

^TRÍCH LỤC KẾT HÔN
^(BẢN SAO)
Họ, chữ đệm, tên vợ: LÊ NGỌC GIANG
Ngày, tháng, năm sinh: 18/05/1975
Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: thôn Pà Rồng, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam
Họ, chữ đệm, tên chồng: NGUYỄN HOÀNG NHẬT
Ngày, tháng, năm sinh: 03/07/1973
Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: thôn Pà Rồng, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam
Đăng ký kết hôn tại: Ủy ban nhân dân xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam
Số: 117/1999   ngày: 29/04/1999
Ghi chú:`;

  it('is not the number of the entry', () => {
    expect(extract(COPY)['so']?.value).toBe('117/1999');
  });

  it('does not stand for it where the entry could not be read', () => {
    expect(extract(COPY.replace('Số: 117/1999   ngày: 29/04/1999\n', ''))['so']).toBeUndefined();
  });
});

describe('a place with a figure for the first letter of a word', () => {
  const bornAt = (place: string) => extract(BIRTH.replace(/Nơi sinh: .*/u, `Nơi sinh: ${place}`))['nksNoiSinh'];

  it('is looked at by a person', () => {
    const [read, whole] = [bornAt('7RẠM Y.TẾ PHƯỜNG HỒNG HẢI, THÀNH PHỐ HẠ LONG, TỈNH QUẢNG NINH'), bornAt('TRẠM Y TẾ PHƯỜNG HỒNG HẢI, THÀNH PHỐ HẠ LONG, TỈNH QUẢNG NINH')];
    expect(read && isDoubtful(read)).toBe(true);
    expect(whole && isDoubtful(whole)).toBe(false);
  });
});
