// The head of an original extract has the record's own number and day; the head of a copy has the copy's.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { BIRTH, DEATH, QUALITY, readingFrom } from './page-from-text.ts';

const fieldsOf = (text: string) => extractRecord([analysePage(readingFrom(text), QUALITY, 'auto')]).fields;

const ENTRY = 'Đã được đăng ký khai tử tại: Ủy ban nhân dân xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam\nSố: 75/2017   Ngày: 14/11/2017';
const copyOf = (number: string, mark: string, entry: string): string =>
  DEATH.replace('75/TLKT', number).replace('ngày 14 tháng 11 năm 2017', 'ngày 03 tháng 05 năm 2021').replace('^TRÍCH LỤC KHAI TỬ', `^TRÍCH LỤC KHAI TỬ\n^${mark}`).replace('Họ, chữ đệm, tên người đi khai tử: ĐẶNG ĐỨC KHUÊ', entry);

describe('the day in the head', () => {
  it('of an extract that is no copy is the day of registration', () => {
    expect(fieldsOf(DEATH)['ngayDangKy']).toMatchObject({ value: '14.11.2017' });
  });

  it('of a copy is not: its entry has the day of registration', () => {
    expect(fieldsOf(copyOf('19/TLKT-BS', '(BẢN SAO)', ENTRY))).toMatchObject({ ngayDangKy: { value: '14.11.2017' }, so: { value: '75/2017' } });
  });

  it.each([['the title says so', '19/TLKT', '(BẢN SAO)'], ['a letter of that is misread', '19/TLKT', '(BÁN SÀO)'], ['its number says so', '19/TLKT-BS', '']])('of a copy whose entry could not be read is nothing\'s, where %s', (_, number, mark) => {
    expect(fieldsOf(copyOf(number, mark, ''))['ngayDangKy']).toBeUndefined();
  });
});

it('the number in a copy\'s head is not the record\'s where the entry could not be read', () => {
  expect(fieldsOf(copyOf('19/TLKT', '(BẢN SAO)', ''))['so']).toBeUndefined();
});

describe('the signer of a copy of a birth certificate', () => {
  const signed = (left: string, right: string): string => `${BIRTH.split('NGƯỜI KÝ')[0]?.trimEnd() ?? ''}\nNGƯỜI KÝ GIẤY KHAI SINH\n>NGƯỜI KÝ\n(Đã ký)\n>(Ký, ghi rõ họ, tên)\nCHỦ TỊCH\n>PHÓ CHỦ TỊCH\n \n${left}\n>${right}`;

  it('is who signed the certificate, not who signs the copy', () => {
    const fields = fieldsOf(signed('Nghiêm Văn Trí', 'Trần Đình Quân'));
    expect(fields).toMatchObject({ nguoiKy: { value: 'Nghiêm Văn Trí' }, chucVuNguoiKy: { value: 'CHỦ TỊCH' } });
  });

  it('is told by the clearer of both where one person signed twice', () => {
    const fields = fieldsOf(signed('Nghiêm~60 Vãn~40 Trí~70', 'Nghiêm Văn Trí'));
    expect(fields['nguoiKy']).toMatchObject({ value: 'Nghiêm Văn Trí', reasons: expect.arrayContaining(['disputed-under-mark']) as unknown });
  });
});
