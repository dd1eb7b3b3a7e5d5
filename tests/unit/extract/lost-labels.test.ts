// Labels in the black, under a stamp or faded away, beside values that are legible.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import { BIRTH, DEATH, MARRIAGE, page, SINGLE } from './page-from-text.ts';

const extract = (text: string): Readonly<Record<string, FieldReading>> => extractRecords([page(text)], { recordType: 'auto' })[0]?.reading.fields ?? {};
const doubtful = (field: FieldReading | undefined): boolean => field !== undefined && isDoubtful(field);
const HOME = 'phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh';

describe('a label of which a few letters are left', () => {
  it('is known by them, by the value and by the order of the form, and its field is doubted', () => {
    const fields = extract(BIRTH.replace('Họ, chữ đệm, tên: CAO', '3n, tên : CAO').replace('Họ, chữ đệm, tên người đi khai sinh:', '; đi khai sinh :').replace('Nơi đăng ký khai sinh:', '5 - sinh :'));
    expect(fields).toMatchObject({ nksHoTen: { value: 'CAO THANH ĐỨC' }, nycHoTen: { value: 'CAO THANH THỊNH' }, noiDangKy: { value: `Ủy ban nhân dân ${HOME}` } });
    for (const key of ['nksHoTen', 'nycHoTen', 'noiDangKy']) expect(doubtful(fields[key])).toBe(true);
  });
});

describe('the last letters of a parent\'s label', () => {
  const cut = BIRTH.replace('Họ, chữ đệm, tên người mẹ:', 'ẹ:').replace('Họ, chữ đệm, tên người cha:', 'ha:');

  it('before a name tell the mother from the father', () => {
    expect(extract(cut)).toMatchObject({ meHoTen: { value: 'BÙI THỊ TUYẾT DUYÊN' }, chaHoTen: { value: 'CAO THANH THỊNH' } });
  });

  it('do so whichever of them the paper names first', () => {
    const [before = '', after = ''] = cut.split(/ẹ: [\s\S]*?(?=ha:)/u);
    const mother = cut.slice(before.length, cut.length - after.length);
    const father = after.slice(0, after.indexOf('Họ, chữ đệm, tên người đi'));
    const fields = extract(before + father + mother + after.slice(father.length));
    expect(fields).toMatchObject({ meHoTen: { value: 'BÙI THỊ TUYẾT DUYÊN' }, chaHoTen: { value: 'CAO THANH THỊNH' }, meNgaySinh: { value: '1971' }, chaNgaySinh: { value: '1970' } });
    for (const key of ['meHoTen', 'chaHoTen']) expect(doubtful(fields[key])).toBe(true);
  });
});

describe('a value without any label', () => {
  it('goes to the only field of its kind between two labels', () => {
    const fields = extract(MARRIAGE.replace('Ngày, tháng, năm sinh: 11/10/1981', 'ĐẾN 11/10/1981').replace('Dân tộc: Hoa   Quốc', '31 Hoa   Quốc'));
    expect(fields).toMatchObject({ voNgaySinh: { value: '11.10.1981', reasons: expect.arrayContaining(['by-place']) }, chongDanToc: { value: 'Hoa' } });
    for (const key of ['voNgaySinh', 'chongDanToc']) expect(doubtful(fields[key])).toBe(true);
  });

  it('of two places in a row is the first and the second', () => {
    const fields = extract(BIRTH.replace('Nơi sinh: Trạm', '7 Trạm').replace('Quê quán: ', ''));
    expect(fields).toMatchObject({ nksNoiSinh: { value: `Trạm y tế ${HOME}` }, nksQueQuan: { value: HOME } });
  });

  it('is none where it is the rest of the title', () => {
    const fields = extract(DEATH.replace('^TRÍCH LỤC KHAI TỬ', '^TRÍCH LỤC KHAI TỬ\n^LỤC KHẢI TỬ').replace(/^Họ, chữ đệm, tên: .*$/mu, ''));
    expect(fields['nktHoTen']?.value ?? '').toBe('');
  });

  it('stays without a field where two could have it', () => {
    const fields = extract(BIRTH.replace(/Nơi sinh: .*\nQuê quán: /u, ''));
    expect([fields['nksNoiSinh'], fields['nksQueQuan']]).toEqual([undefined, undefined]);
  });

  it('is never the home of a person when it is an office', () => {
    const fields = extract(MARRIAGE.replace('Nơi đăng ký kết hôn: ', '').replace(/Nơi cư trú: khu 5, xã Tam Thanh.*\n/u, ''));
    expect(fields['noiDangKy']?.value).toBe('Ủy ban nhân dân phường Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam');
    expect(fields['chongNoiCuTru']).toBeUndefined();
  });

  it('is an identity paper by its own words', () => {
    const { chongSoGiayToTuyThan } = extract(MARRIAGE.replace('Giấy tờ tùy thân: CMND số 205604846', 'in: CMND số 205604846'));
    expect(chongSoGiayToTuyThan?.value).toBe('205604846');
    expect(doubtful(chongSoGiayToTuyThan)).toBe(true);
  });

  it('that is hardly read is a place to look at and no value', () => {
    const { voNgaySinh } = extract(MARRIAGE.replace('Ngày, tháng, năm sinh: 11/10/1981', 'v8h 11/10/1981~4'));
    expect(voNgaySinh).toMatchObject({ value: '', warnings: [{ code: 'unreadable' }] });
  });

  it('is not the second line of the value above', () => {
    const fields = extract(MARRIAGE.replace('khu 5, phường Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam', 'khu 5, khối phố Xuân Thuận, phường Cẩm Phô, thành phố Hội An, tỉnh\nQuảng Nam'));
    expect(fields['voNoiCuTru']?.value).toMatch(/tỉnh Quảng Nam$/u);
    expect(Object.values(fields).some(({ reasons = [] }) => reasons.includes('by-place'))).toBe(false);
  });
});

describe('ordinary pages', () => {
  it.each([BIRTH, MARRIAGE, DEATH, SINGLE])('place nothing', (text) => {
    expect(Object.values(extract(text)).some(({ reasons = [] }) => reasons.includes('by-place'))).toBe(false);
  });
});

describe('lines that stand once for each person', () => {
  it('are doubted where neither person\'s name has a label', () => {
    const fields = extract(MARRIAGE.replace('Họ, chữ đệm, tên vợ: ĐỖ', 'GỖ').replace('Họ, chữ đệm, tên chồng: DƯƠNG', 'D1NG'));
    for (const key of ['voDanToc', 'chongDanToc', 'voNgaySinh', 'chongNgaySinh']) expect([key, fields[key] === undefined || doubtful(fields[key])]).toEqual([key, true]);
  });

  it('are doubted where one is left and the second person is not named', () => {
    const fields = extract(MARRIAGE.replace('Họ, chữ đệm, tên chồng: DƯƠNG ĐỨC PHÚC\n', '').replace('Ngày, tháng, năm sinh: 11/10/1981\nDân tộc: Kinh   Quốc tịch: Việt Nam\nNơi cư trú: khu 5, phường Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam\nGiấy tờ tùy thân: CMND số 205900357 do Công an tỉnh Quảng Nam cấp ngày 05/08/2009\n', ''));
    expect(fields['voNgaySinh']?.value).toBe('25.12.1979');
    expect(doubtful(fields['voNgaySinh'])).toBe(true);
  });
});

describe('labels that are not there', () => {
  it('are not made of the remark under a caption', () => {
    expect(extract(MARRIAGE.replace(/Họ, chữ đệm, tên vợ: .*\n/u, '').replace('>   CHỦ TỊCH', '>   (Ký, ghi rõ họ, chữ đệm, tên vợ, chức vụ)\n>   CHỦ TỊCH'))['voHoTen']?.value ?? '').not.toContain('chức');
  });

  it('are not made of a name in the letterhead', () => {
    const text = DEATH.replace(/Tam Thanh, ngày/u, 'Bình Nguyên, ngày').replace(/Ngày, tháng, năm sinh: .*\n/u, '');
    expect(extract(text)['nktNgaySinh']).toBeUndefined();
  });
});

describe('a number', () => {
  it('grown together with its label is read', () => {
    const copy = BIRTH.replace(/Họ, chữ đệm, tên người đi khai sinh: (?:.*\n){3}/u, '').replace('GIẤY KHAI SINH\n', 'TRÍCH LỤC KHAI SINH\n').replace('Số: 63/2006', 'Số: 335/TLKS-BS').replace(/Nơi đăng ký khai sinh: (.*)\n(.*)\nNgày, tháng, năm đăng ký: 07\/12\/2006/u, 'Đăng ký khai sinh tại $1\n$2\nSố41/2006   ngày 07/12/2006');
    expect(extract(copy)['so']?.value).toBe('41/2006');
  });

  it('of an identity paper is none of the record', () => {
    expect(extract(SINGLE.replace('Số: 440/UBND-XNTTHN', '').replace('Giấy tờ tùy thân: CMND số', 'số'))['so']).toBeUndefined();
  });
});

describe('an ethnic group', () => {
  it('is parted from the rest of the label beside it, and doubted', () => {
    const { voDanToc } = extract(MARRIAGE.replace('Dân tộc: Kinh   Quốc tịch: Việt', 'Dân tộc: Kinh Quốc úc: Việt'));
    expect(voDanToc?.value).toBe('Kinh');
    expect(doubtful(voDanToc)).toBe(true);
  });
});

describe('words at the end of a line that went into the black', () => {
  it('leave a registry without its district in doubt', () => {
    const { noiDangKy } = extract(MARRIAGE.replace('Ủy ban nhân dân phường Cẩm Phô, thành phố Hội An, tỉnh', 'Ủy ban nhân dân xã A Tiêng, tỉnh'));
    expect(doubtful(noiDangKy)).toBe(true);
  });

  it('are missed where the next line goes on although its first word had room', () => {
    const { nksNgaySinhBangChu } = extract(BIRTH.replace('năm hai\nnghìn không trăm linh năm', 'năm\nhai nghìn linh năm'));
    expect(nksNgaySinhBangChu?.reasons).toContain('line-ends-early');
    expect(doubtful(nksNgaySinhBangChu)).toBe(true);
  });
});

describe('a province in a hospital\'s name', () => {
  it('without its marks is doubted', () => {
    const bornAt = (name: string) => extract(BIRTH.replace(/Nơi sinh: .*/u, `Nơi sinh: Bệnh viện ${name}, phường Thạch Thang, quận Hải Châu, thành phố Đà Nẵng`))['nksNoiSinh'];
    expect([doubtful(bornAt('Đà Nang')), doubtful(bornAt('Đà Nẵng'))]).toEqual([true, false]);
  });
});
