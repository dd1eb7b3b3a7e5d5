import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { loadForms } from '../../../backend/extract/form-definition.ts';
import { RECORD_TYPES } from '../../../shared/domain/record-types.ts';
import { BIRTH, NATION, QUALITY, readingFrom } from './page-from-text.ts';

const FORMS = fileURLToPath(new URL('../../../resources/forms/', import.meta.url));
const made: string[] = [];
const folder = (): string => {
  const at = mkdtempSync(path.join(tmpdir(), 'sohoa-forms-'));
  made.push(at);
  return at;
};
afterEach(() => { for (const at of made.splice(0)) rmSync(at, { recursive: true }); });

const extract = (text: string, forms = loadForms()) => extractRecord([analysePage(readingFrom(text), QUALITY, 'auto', forms)]);

describe('form files', () => {
  it('cover every civil-status type, each field known to its type', () => {
    const types = new Set(loadForms().map((form) => form.recordType));
    for (const type of Object.keys(RECORD_TYPES)) if (type !== 'VB') expect(types).toContain(type);
  });

  it('have names of their own', () => {
    const names = loadForms().map((form) => form.form);
    expect(new Set(names).size).toBe(names.length);
  });

  it('add a form without a line of code', () => {
    const forms = folder();
    for (const name of readdirSync(FORMS)) copyFileSync(path.join(FORMS, name), path.join(forms, name));
    writeFileSync(path.join(forms, 'ks-invented.json'), JSON.stringify({
      form: 'KS.invented', recordType: 'KS', titles: ['PHIẾU BÁO TRẺ MỚI RA ĐỜI'],
      sections: [{ id: 'child', fields: [{ key: 'nksHoTen', labels: ['Tên gọi của cháu bé'], opens: true }, { key: 'nksNgaySinh', labels: ['Chào đời hôm'] }, { key: 'nksGioiTinh', labels: ['Trai hay gái'], oneLine: true }] }],
    }));
    const text = `${NATION}\n^PHIẾU BÁO TRẺ MỚI RA ĐỜI\nTên gọi của cháu bé: LÊ GIA BẢO\nChào đời hôm: 05/03/2019\nTrai hay gái: Nam`;
    const record = extract(text, loadForms(forms));
    expect(record.form).toBe('KS.invented');
    expect(Object.fromEntries(Object.entries(record.fields).map(([key, field]) => [key, field.value]))).toEqual({ nksHoTen: 'LÊ GIA BẢO', nksNgaySinh: '05.03.2019', nksGioiTinh: 'Nam' });
    expect(extract(text).recordType).not.toBe('KS');
  });

  it('refuse a field that the record type does not have', () => {
    const forms = folder();
    writeFileSync(path.join(forms, 'bad.json'), JSON.stringify({ form: 'KS.bad', recordType: 'KS', titles: ['X'], sections: [{ id: 'a', fields: [{ key: 'khongCo', labels: ['Y'] }] }] }));
    expect(() => loadForms(forms)).toThrow(/bad\.json.*khongCo/);
  });

  it('read each title as its own type', () => {
    for (const form of loadForms()) {
      for (const title of form.titles) {
        const labels = form.sections.flatMap((section) => section.fields).filter((field) => field.key !== null).slice(0, 9).map((field) => `${(field.labels[0] ?? '').replace(/[[\]]/g, '')}: Không rõ`).join('\n');
        expect([title, extract(`${NATION}\n^${title}\n${labels}`).recordType]).toEqual([title, form.recordType]);
      }
    }
  });
});

describe('register pages', () => {
  const entry = `^SỔ ĐĂNG KÝ KẾT HÔN
Số: 12/2018   Quyển: 01/2018
Ngày, tháng, năm đăng ký: 05/06/2018
Họ, chữ đệm, tên người vợ: LÊ THỊ LAN
Ngày, tháng, năm sinh: 01/02/1990
Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: thôn 2, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam
Giấy tờ tùy thân: CCCD số 049190000001 do Cục Cảnh sát QLHC về TTXH cấp ngày 20/11/2016
Họ, chữ đệm, tên người chồng: TRẦN VĂN LONG
Ngày, tháng, năm sinh: 03/04/1988
Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: tổ 7, phường An Mỹ, thành phố Tam Kỳ, tỉnh Quảng Nam
Họ, chữ đệm, tên, chức vụ người ký Giấy chứng nhận kết hôn: Phạm Văn Đức, Phó Chủ tịch`;

  it('give number, book and both persons', () => {
    const { fields } = extract(entry);
    const values = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]));
    expect(values).toMatchObject({
      so: '12/2018', quyenSo: '01/2018', ngayDangKy: '05.06.2018', voHoTen: 'LÊ THỊ LAN', voLoaiGiayToTuyThan: '4', voSoGiayToTuyThan: '049190000001', voNoiCapGiayToTuyThan: 'Cục Cảnh sát QLHC về TTXH',
      voNgayCapGiayToTuyThan: '20.11.2016', chongHoTen: 'TRẦN VĂN LONG', chongNgaySinh: '03.04.1988', nguoiKy: 'Phạm Văn Đức', chucVuNguoiKy: 'Phó Chủ tịch',
    });
  });

  it('keep the margin out of the body', () => {
    const reading = readingFrom(entry);
    const note = (text: string, row: number) => ({ block: 9, box: [2160, 312 + 76 * row, 300, 46] as const, words: text.split(' ').map((word, index) => ({ text: word, confidence: 0.95, box: [2160 + 90 * index, 312 + 76 * row, 80, 46] as const })) });
    const lines = [...reading.lines, note('Kết hôn lần', 1), note('Đăng ký lại', 3), note('Ghi chú', 4), note('cấp bản sao', 6)];
    const { fields } = extractRecord([analysePage({ ...reading, lines }, QUALITY, 'auto')]);
    expect(fields['voQuocTich']?.value).toBe('Việt Nam');
    expect(fields['voHoTen']?.value).toBe('LÊ THỊ LAN');
  });

  it('read adoptive parents in two columns, ÔNG before BÀ', () => {
    const text = `^SỔ ĐĂNG KÝ NUÔI CON NUÔI
Số: 03/2016   Quyển: 01/2016
Họ, chữ đệm, tên con nuôi: NGÔ THỊ PHƯỢNG
Ngày, tháng, năm sinh: 05/03/2014
ÔNG                                 BÀ
Họ, chữ đệm, tên: HUỲNH DŨNG      Họ, chữ đệm, tên: QUÁCH TRINH
Ngày, tháng, năm sinh: 01/01/1980   Ngày, tháng, năm sinh: 02/02/1982
Bên giao con nuôi: TRẦN THỊ TƯ`;
    const { fields } = extract(text);
    expect(fields['chaNuoiHoTen']?.value).toBe('HUỲNH DŨNG');
    expect(fields['meNuoiHoTen']?.value).toBe('QUÁCH TRINH');
    expect(fields['chaNuoiNgaySinh']?.value).toBe('01.01.1980');
    expect(fields['meNuoiNgaySinh']?.value).toBe('02.02.1982');
  });
});

it('is unmoved by where the sheet lies in the scan', () => {
  const reading = readingFrom(BIRTH);
  const moved = { ...reading, widthPx: reading.widthPx + 700, heightPx: reading.heightPx + 300, lines: reading.lines.map((line) => ({ ...line, box: [line.box[0] + 600, line.box[1] + 250, line.box[2], line.box[3]] as const, words: line.words.map((word) => ({ ...word, box: [word.box[0] + 600, word.box[1] + 250, word.box[2], word.box[3]] as const })) })) };
  const values = (one: typeof reading) => Object.fromEntries(Object.entries(extractRecord([analysePage(one, QUALITY, 'auto')]).fields).map(([key, field]) => [key, field.value]));
  expect(values(moved)).toEqual(values(reading));
});
