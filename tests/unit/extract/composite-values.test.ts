// Values that fill several fields, each with the misreadings that tore them.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { BIRTH, MARRIAGE, NATION, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const fieldsOf = (text: string) => extractRecord([analysePage(readingFrom(text), QUALITY, 'auto')]).fields;
const valuesOf = (text: string): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(fieldsOf(text)).map(([key, field]) => [key, field.value]));

const PAPER = 'CMND số 205900357 do Công an tỉnh Quảng Nam cấp ngày 05/08/2009';
const withPaper = (paper: string): string => MARRIAGE.replace(PAPER, paper);

describe('an identity paper', () => {
  it.each([['CCCP', '4'], ['CGCD', '4'], ['CMNP', '1'], ['CMHD', '1']])('named %s by a misread letter keeps its kind', (name, kind) => {
    expect(valuesOf(withPaper(PAPER.replace('CMND', name)))).toMatchObject({ voLoaiGiayToTuyThan: kind, voSoGiayToTuyThan: '205900357' });
  });

  it('of a name between two kinds has none', () => {
    expect(valuesOf(withPaper(PAPER.replace('CMND', 'CCND')))['voLoaiGiayToTuyThan']).toBeUndefined();
  });

  it.each(['.', ';', ','])('has its agency and its day apart where a speck behind "cấp" is read as %s', (speck) => {
    expect(valuesOf(withPaper(PAPER.replace('cấp ngày', `cấp${speck} ngày`)))).toMatchObject({ voNoiCapGiayToTuyThan: 'Công an tỉnh Quảng Nam', voNgayCapGiayToTuyThan: '05.08.2009' });
  });
});

it('a time of residence whose words have grown together begins and ends on its days', () => {
  const values = valuesOf(SINGLE.replace('Tình trạng hôn nhân:', 'Trong thời gian cư trú tại: tổ 7, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam từngày 29/04/2018 đếnngày 30/08/2021\nTình trạng hôn nhân:'));
  expect(values).toMatchObject({ nxnThoiGianCuTruTu: '29.04.2018', nxnThoiGianCuTruDen: '30.08.2021' });
});

describe('an office of which half is there', () => {
  const OFFICE = '>   KT. CHỦ TỊCH\n>   PHÓ CHỦ TỊCH';

  it('is never sure where the paper was cut below "KT. CHỦ TỊCH"', () => {
    const office = fieldsOf(BIRTH.slice(0, BIRTH.indexOf('>   PHÓ CHỦ TỊCH')))['chucVuNguoiKy'];
    expect(office?.value).toBe('KT. CHỦ TỊCH');
    expect(office?.confidence).toBeLessThan(0.9);
    expect(office?.reasons).toContain('office-incomplete');
  });

  it('is never sure where a book names whom the signer stood for', () => {
    const office = fieldsOf(`^SỔ ĐĂNG KÝ GIÁM HỘ
Họ, chữ đệm, tên người giám hộ: LÊ THỊ LAN
Họ, chữ đệm, tên người được giám hộ: LÊ GIA BẢO
Họ, chữ đệm, tên, chức vụ người ký Trích lục: Trịnh Đức Khuê, KT. Chủ tịch`)['chucVuNguoiKy'];
    expect(office?.confidence).toBeLessThan(0.9);
  });

  it('is as sure as any other where its second line follows', () => {
    expect(BIRTH).toContain(OFFICE);
    expect(fieldsOf(BIRTH)['chucVuNguoiKy']).toMatchObject({ value: 'PHÓ CHỦ TỊCH' });
    expect(fieldsOf(BIRTH)['chucVuNguoiKy']?.confidence).toBeGreaterThan(0.9);
  });
});

it('the office that gave notice of a death is a place that the gazetteer knows', () => {
  const notice = fieldsOf(`^SỔ ĐĂNG KÝ KHAI TỬ
Họ, chữ đệm, tên: ĐỖ THỊ MỸ HUỆ
Đã chết vào lúc: 07 giờ 17 phút, ngày 06/08/2006
Nơi chết: Tại nhà
Giấy báo tử số: 34/GBT
Do: Ủy bạn nhân dân xã Trà Giong, huyện Bắc Trà My, tỉnh Quảng Nam
Cấp ngày: 07/08/2006
Họ, chữ đệm, tên người đi khai tử: ĐỖ THỊ NGỌC NGUYỆT`)['gbtCoQuanCap'];
  expect(notice?.value).toBe('Ủy ban nhân dân xã Trà Giang, huyện Bắc Trà My, tỉnh Quảng Nam');
});

it.each([['27/2020/HNeĐ ST', '27/2020/HNGĐ-ST'], ['73/2017/H NGĐ-ST', '73/2017/HNGĐ-ST'], ['73/2017/HNGĐ-PT', '73/2017/HNGĐ-PT'], ['73/2017/XYZW-ST', '73/2017/XYZW-ST']])("a ruling read as %s is %s", (read, meant) => {
  expect(valuesOf(`^TRÍCH LỤC GHI CHÚ LY HÔN
Họ, chữ đệm, tên vợ: LÊ THỊ LAN
Họ, chữ đệm, tên chồng: TRẦN VĂN AN
Bản án/Quyết định ly hôn số: ${read} ngày: 12/04/2023
Của Tòa án: Tòa án nhân dân huyện Tây Giang`)['banAnSo']).toBe(meant);
});

describe('what a change changes', () => {
  const changed = (change: string) => valuesOf(`${NATION}^TRÍCH LỤC THAY ĐỔI, CẢI CHÍNH HỘ TỊCH
Họ, chữ đệm, tên người được thay đổi, cải chính: TÔ THỊ HOÀ
Tên giấy tờ hộ tịch: Giấy khai sinh
Được thay đổi từ: ${change}`);

  it('is a name like any other where it is one', () => {
    expect(changed('TÔ. THỊ. HOÀ thành: ĐỎ VĂN BỬU')).toMatchObject({ thayDoiTu: 'TÔ THỊ HOÀ', thayDoiThanh: 'ĐỖ VĂN BỬU' });
  });

  it('has no dots of a leader between its words', () => {
    expect(changed('DÂN. TỘC. KINH thành: DÂN. TỘC CƠ TU')).toMatchObject({ thayDoiTu: 'DÂN TỘC KINH', thayDoiThanh: 'DÂN TỘC CƠ TU' });
    expect(valuesOf(SINGLE.replace('Đã ly hôn', 'Năm. 2019 đã ly hôn'))['nxnTinhTrangHonNhan']).toContain('Năm 2019');
    expect(valuesOf(SINGLE.replace('Bản án số 20/2021', 'Bản án số. 20/2021'))['nxnTinhTrangHonNhan']).toContain('án số 20/2021/HNGĐ-ST');
  });

  it('is taken as printed where it is none', () => {
    expect(changed('Năm sinh 1960 thành: 1961')).toMatchObject({ thayDoiTu: 'Năm sinh 1960', thayDoiThanh: '1961' });
  });
});

it.each([['mẹ đề', 'mẹ đẻ'], ['cha dẻ', 'cha đẻ'], ['ông nội', 'ông nội'], ['chú họ', 'chú họ']])('a relation behind a name, read as "%s", is "%s" in small letters', (read, relation) => {
  const values = valuesOf(`${NATION}^GIẤY KHAI SINH
>   Số: 12/2001
>   Quyển số: 01/2001
Họ và tên: LÊ VĂN AN   Giới tính: Nam
Ngày, tháng, năm sinh: 02/03/2001
Họ và tên cha: LÊ VĂN BÌNH
Họ và tên mẹ: TRẦN THỊ CÚC
Họ và tên, quan hệ với trẻ của người đi khai sinh: LÊ VĂN BÌNH, ${read}`);
  expect(values).toMatchObject({ nycHoTen: 'LÊ VĂN BÌNH', nycQuanHe: relation });
});
