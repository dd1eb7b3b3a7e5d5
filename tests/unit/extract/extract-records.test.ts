import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { BIRTH, DEATH, DECISION, MARRIAGE, NATION, page, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const extract = (text: string, recordType = 'auto') => {
  const [draft] = extractRecords([page(text)], { recordType });
  if (!draft) throw new Error('no record');
  return draft.reading;
};
const valuesOf = (text: string) => Object.fromEntries(Object.entries(extract(text).fields).map(([key, field]) => [key, field.value]));

describe('a birth certificate', () => {
  it('gives every printed field, and nothing for what is empty', () => {
    expect(valuesOf(BIRTH)).toEqual({
      so: '63/2006', nksHoTen: 'CAO THANH ĐỨC', nksNgaySinh: '11.08.2005', nksNgaySinhBangChu: 'Ngày mười một tháng tám năm hai nghìn không trăm linh năm',
      nksGioiTinh: 'Nam', nksDanToc: 'Kinh', nksQuocTich: 'Việt Nam', nksNoiSinh: 'Trạm y tế phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh',
      nksQueQuan: 'phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh', meHoTen: 'BÙI THỊ TUYẾT DUYÊN', meNgaySinh: '1971', meDanToc: 'Tày', meQuocTich: 'Việt Nam',
      meNoiCuTru: 'thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh', chaHoTen: 'CAO THANH THỊNH', chaNgaySinh: '1970', chaDanToc: 'Kinh', chaQuocTich: 'Việt Nam',
      chaNoiCuTru: 'thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh', nycHoTen: 'CAO THANH THỊNH', nycLoaiGiayToTuyThan: '1', nycSoGiayToTuyThan: '100860136',
      nycNgayCapGiayToTuyThan: '26.09.2008', nycNoiCapGiayToTuyThan: 'Công an tỉnh Quảng Ninh', noiDangKy: 'Ủy ban nhân dân phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh',
      ngayDangKy: '07.12.2006', nguoiKy: 'Đinh Văn Khuê', chucVuNguoiKy: 'PHÓ CHỦ TỊCH',
    });
  });

  it('keeps where each value stands', () => {
    const { fields } = extract(BIRTH);
    const name = fields['nksHoTen'];
    expect(name?.page).toBe(1);
    expect(name?.box[0]).toBeGreaterThan(500);
    expect(name?.box[2]).toBeGreaterThan(200);
  });

  it('reads labels that lost marks, letters, spaces and colons', () => {
    const damaged = BIRTH.replace('Họ, chữ đệm, tên: CAO', 'Ho, chu dệm, tén CAO').replace('Giới tính: Nam   Dân tộc: Kinh   Quốc tịch: Việt Nam\nNơi sinh', 'Giớitính:Nam Dântộc:Kinh Quốctịch:Việt Nam\nNoi sinh')
      .replace('tên người mẹ:', 'tên nguòi mẹ.').replace('Nơi đăng ký khai sinh', 'Nơi dăng ký khai sịnh');
    const values = valuesOf(damaged);
    expect(values).toMatchObject({ nksHoTen: 'CAO THANH ĐỨC', nksGioiTinh: 'Nam', nksDanToc: 'Kinh', nksQuocTich: 'Việt Nam', meHoTen: 'BÙI THỊ TUYẾT DUYÊN', nksNoiSinh: 'Trạm y tế phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh' });
    expect(values['noiDangKy']).toContain('phường Hồng Hải');
  });

  it('does not take the mother for the father when her label is lost', () => {
    const values = valuesOf(BIRTH.replace('Họ, chữ đệm, tên người mẹ: BÙI THỊ TUYẾT DUYÊN\n', ''));
    expect(values['chaHoTen']).toBe('CAO THANH THỊNH');
    expect(values['chaNgaySinh']).toBe('1970');
    expect(values['meHoTen']).toBeUndefined();
    expect(values['nksDanToc']).toBe('Kinh');
  });

  it('reads the father before the mother as older papers print them', () => {
    const older = `${NATION}^GIẤY KHAI SINH\n>   Số: 12/2001\n>   Quyển số: 01/2001\nHọ và tên: LÊ VĂN AN   Giới tính: Nam\nNgày, tháng, năm sinh: 02/03/2001\n(Ghi bằng chữ): Ngày hai tháng ba năm hai nghìn linh một\nNơi sinh: xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam\nHọ và tên cha: LÊ VĂN BÌNH\nDân tộc: Kinh   Quốc tịch: Việt Nam   Năm sinh: 1970\nHọ và tên mẹ: TRẦN THỊ CÚC\nDân tộc: Co   Quốc tịch: Việt Nam   Năm sinh: 1975\nNơi đăng ký: UBND xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam\nNgày, tháng, năm đăng ký: 05/03/2001\nHọ và tên, quan hệ với trẻ của người đi khai sinh: LÊ VĂN BÌNH, cha đẻ`;
    expect(valuesOf(older)).toMatchObject({ so: '12/2001', quyenSo: '01/2001', chaHoTen: 'LÊ VĂN BÌNH', chaNgaySinh: '1970', meHoTen: 'TRẦN THỊ CÚC', meDanToc: 'Co', meNgaySinh: '1975', nycHoTen: 'LÊ VĂN BÌNH', nycQuanHe: 'cha đẻ', ngayDangKy: '05.03.2001' });
  });

  it('takes number and date of an extract from the register entry, not from the head', () => {
    const copy = DEATH.replace('75/TLKT', '09/TLKT-BS').replace('Nguyên nhân chết: Bệnh già\nHọ, chữ đệm, tên người đi khai tử: ĐẶNG ĐỨC KHUÊ', 'Đã được đăng ký khai tử tại: UBND xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam\nSố: 31/2017   Ngày: 14/11/2017\nGhi chú:');
    expect(valuesOf(copy)).toMatchObject({ so: '31/2017', ngayDangKy: '14.11.2017', noiDangKy: 'UBND xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam' });
  });
});

describe('the other certificates', () => {
  it('reads wife and husband of a marriage certificate apart', () => {
    expect(valuesOf(MARRIAGE)).toMatchObject({
      so: '88/2008', voHoTen: 'ĐỖ HOÀNG KHÁNH TRÂM', voNgaySinh: '11.10.1981', voDanToc: 'Kinh', voSoGiayToTuyThan: '205900357', voNgayCapGiayToTuyThan: '05.08.2009',
      chongHoTen: 'DƯƠNG ĐỨC PHÚC', chongNgaySinh: '25.12.1979', chongDanToc: 'Hoa', chongSoGiayToTuyThan: '205604846', ngayDangKy: '03.05.2008', nguoiKy: 'Trịnh Công Khang',
    });
  });

  it('reads a death extract with time, place and cause', () => {
    expect(valuesOf(DEATH)).toMatchObject({ so: '75/TLKT', nktHoTen: 'VŨ XUÂN ĐỨC', nktSoDinhDanh: '049067416842', nktNgayChet: '13.11.2017', nktGioPhutChet: '02:21', nktNoiChet: 'Bệnh viện Đa khoa tỉnh Quảng Nam', nktNguyenNhanChet: 'Bệnh già', nycHoTen: 'ĐẶNG ĐỨC KHUÊ', nguoiKy: 'Lý Bá Đức' });
  });

  it('reads a marital status with the whole sentence and the date of its head', () => {
    expect(valuesOf(SINGLE)).toMatchObject({ so: '440/UBND-XNTTHN', ngayDangKy: '22.04.2022', nxnHoTen: 'TỪ THỊ KIM HẰNG', nxnGioiTinh: 'Nữ', nxnSoGiayToTuyThan: '205993765', nxnTinhTrangHonNhan: 'Đã ly hôn theo Bản án số 20/2021/HNGĐ-ST; hiện tại chưa đăng ký kết hôn với ai', nguoiKy: 'Trần Hữu Thịnh' });
  });

  it('reads a decision by the places of an administrative document', () => {
    const record = extract(DECISION);
    expect(record.recordType).toBe('VB');
    expect(Object.fromEntries(Object.entries(record.fields).map(([key, field]) => [key, field.value]))).toEqual({
      TypeName: 'Quyết định', CodeNumber: '3326', CodeNotation: '3326/QĐ-UBND', IssuedDate: '02.10.2021', OrganName: 'ỦY BAN NHÂN DÂN HUYỆN BÌNH LIÊU',
      Subject: 'Về việc công nhận quyền sử dụng đất cho hộ gia đình, cá nhân tại địa bàn xã', nguoiKy: 'Phan Quốc Vỹ',
    });
  });

  it('reads a letter without a title by its V/v', () => {
    const letter = DECISION.replace('Số: 3326/QĐ-UBND ||', 'Số: 12/UBND-VP ||').replace('\n^QUYẾT ĐỊNH\n^Về việc công nhận quyền sử dụng đất cho hộ gia đình, cá nhân tại địa bàn xã\n^CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BÌNH LIÊU', 'V/v báo cáo kết quả số hóa sổ ||\nhộ tịch ||\n\nKính gửi: Sở Tư pháp').replace('^QUYẾT ĐỊNH:', '');
    expect(valuesOf(letter)).toMatchObject({ CodeNotation: '12/UBND-VP', Subject: 'V/v báo cáo kết quả số hóa sổ hộ tịch' });
  });
});

describe('pages that are not what they seem', () => {
  it('takes an application that names a birth for a dossier document', () => {
    expect(extract(`${NATION}\n^TỜ KHAI\n^Đăng ký lại khai sinh\nKính gửi: Ủy ban nhân dân xã Tam Thanh\nTôi tên là: LÊ VĂN AN`).recordType).toBe('VB');
  });

  it('knows a marriage certificate whose lines lost their first letters', () => {
    const cut = MARRIAGE.split('\n').map((row) => (/^[A-ZĐa-z]/.test(row) ? row.slice(1).replace(':', '') : row)).join('\n');
    expect(extract(cut).recordType).toBe('KH');
    expect(extract(cut).fields['voHoTen']?.value).toBe('ĐỖ HOÀNG KHÁNH TRÂM');
  });

  it.each([
    ['an empty page', ''],
    ['pure noise', Array.from({ length: 60 }, (_, i) => `.;~3 '|~1 ${'ilIO0'.charAt(i % 5)}~4 ﹏~2`).join('\n')],
    ['a shopping list', 'Đi chợ\n2 kg gạo nếp\nrau muống, cà chua\nthịt ba chỉ 3 lạng'],
    ['letters upside down', BIRTH.split('\n').toReversed().map((row) => [...row.replace(/\|\|/g, '')].toReversed().join('')).join('\n')],
  ])('says of %s that it is of no known type', (_, text) => {
    const record = extract(text);
    expect(record.recordType).toBeNull();
    expect(record.fields).toEqual({});
    expect(record.warnings.map((warning) => warning.code)).toContain('type-unknown');
  });

  it('reads the upper half of a torn page without inventing the rest', () => {
    const values = valuesOf(BIRTH.split('\n').slice(0, 12).join('\n'));
    expect(values).toMatchObject({ nksHoTen: 'CAO THANH ĐỨC', so: '63/2006' });
    expect(Object.keys(values).filter((key) => /^(me|cha|nguoiKy|ngayDangKy)/.test(key))).toEqual([]);
  });

  it('knows a birth certificate by its labels when the title is torn off', () => {
    const record = extract(BIRTH.split('\n').slice(5).join('\n'));
    expect(record.recordType).toBe('KS');
    expect(record.recordTypeConfidence).toBeLessThan(0.98);
    expect(record.warnings.map((warning) => warning.code)).toContain('type-from-labels');
  });

  it('does not put a fixed type in question', () => {
    expect(extract(BIRTH.replace('^GIẤY KHAI SINH', '^GI  X KH I S NH'), 'KS').recordType).toBe('KS');
  });

  it('reads ten thousand words within a second and without a record', () => {
    const started = Date.now();
    expect(extract(Array.from({ length: 1000 }, (_, i) => `dòng ${i} của một văn bản rất dài không nói gì`).join('\n')).recordType).toBeNull();
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('gives the same record twice', () => {
    expect(extract(MARRIAGE)).toEqual(extract(MARRIAGE));
  });
});

describe('doubt', () => {
  it('doubts a word that the reader doubts', () => {
    const sure = extract(DEATH).fields['nktNguyenNhanChet'];
    const unsure = extract(DEATH.replace('Bệnh già', 'Bệnh~30 già~30')).fields['nktNguyenNhanChet'];
    expect(unsure?.confidence).toBeLessThan(sure?.confidence ?? 0);
    expect(unsure?.reasons).toContain('faint');
  });

  it('warns when words and figures differ, and suggests what the words say', () => {
    const field = extract(BIRTH.replace('11/08/2005', '11/03/2005')).fields['nksNgaySinh'];
    expect(field?.value).toBe('11.03.2005');
    expect(field?.warnings).toContainEqual({ code: 'words-differ-from-figures', suggestion: '11.08.2005' });
  });

  it('never reads an impossible date as its year', () => {
    const field = extract(DEATH.replace('24/03/1967', '44/77/1967')).fields['nktNgaySinh'];
    expect(field?.value).toBe('');
    expect(field?.confidence).toBe(0);
    expect(field?.warnings.map((warning) => warning.code)).toContain('not-a-date');
  });

  it('warns of an identifier of the other sex or year', () => {
    const codes = extract(DEATH.replace('049067416842', '049168416842')).fields['nktSoDinhDanh']?.warnings.map((warning) => warning.code);
    expect(codes).toEqual(expect.arrayContaining(['identifier-birth-year', 'identifier-gender']));
  });

  it('leaves a handwritten value empty with its place and the reason', () => {
    const reading = readingFrom(DEATH.replace('Nguyên nhân chết: Bệnh già', 'Nguyên nhân chết:'));
    const label = reading.lines.find((line) => line.words[0]?.text === 'Nguyên');
    const marks = [{ kind: 'handwriting', box: [700, label?.box[1] ?? 0, 600, 50] }] as const;
    const [draft] = extractRecords([{ pageId: 'a', reading: { ...reading, marks }, quality: QUALITY }], { recordType: 'auto' });
    const field = draft?.reading.fields['nktNguyenNhanChet'];
    expect(field).toMatchObject({ value: '', confidence: 0, warnings: [{ code: 'handwritten' }] });
    expect(field?.box[0]).toBe(700);
  });

  it('leaves a signer whose name is in scraps empty with its place', () => {
    const field = extract(DEATH.replace('Lý Bá Đức', 'L~40 ứ~30')).fields['nguoiKy'];
    expect(field).toMatchObject({ value: '', confidence: 0, warnings: [{ code: 'unreadable' }] });
    expect(field?.box[2]).toBeGreaterThan(100);
  });

  it('takes the better reading of a name printed twice', () => {
    const values = valuesOf(BIRTH.replace('khai sinh: CAO THANH THỊNH', 'khai sinh: CAO THANH THÍNH~55'));
    expect(values['nycHoTen']).toBe('CAO THANH THỊNH');
  });

  it('leaves two sure readings of a name as they are, and warns', () => {
    const { fields } = extract(BIRTH.replace('khai sinh: CAO THANH THỊNH', 'khai sinh: CAO THANH THÍNH'));
    expect(fields['nycHoTen']?.value).toBe('CAO THANH THÍNH');
    expect(fields['nycHoTen']?.warnings.map((warning) => warning.code)).toContain('name-differs-by-mark');
  });
});

describe('damage that was met on pages', () => {
  it.each([
    ['leaders read into the value', DEATH, 'nktHoTen', 'VŨ XUÂN ĐỨC', 'VŨ.XUÂN.ĐỨC_', 'VŨ XUÂN ĐỨC'],
    ['a wrong mark in a family name', DEATH, 'nycHoTen', 'ĐẶNG ĐỨC KHUÊ', 'ĐĂNG~70 ĐỨC KHUÊ', 'ĐẶNG ĐỨC KHUÊ'],
    ['a lost stroke in the number', SINGLE, 'so', '440/UBND-XNTTHN', '440UBND-XNTTHN', '440/UBND-XNTTHN'],
    ['spaces in the number', BIRTH, 'so', '63/2006', '63 / 2006', '63/2006'],
    ['letters for figures', DEATH, 'nktSoDinhDanh', '049067416842', 'O49O67416842', '049067416842'],
    ['a 0 read as 9 in an impossible month', DEATH, 'nktNgaySinh', '24/03/1967', '24/93/1967', '24.03.1967'],
    ['a misread word of the date line', SINGLE, 'ngayDangKy', '22 tháng 04 năm', '22 thúng 04 nãm', '22.04.2022'],
    ['noise after the nationality', DEATH, 'nktQuocTich', 'Quốc tịch: Việt Nam', "Quốc tịch: Việt Nam 'Ô~20", 'Việt Nam'],
    ['an ethnic group a mark away', DEATH, 'nktDanToc', 'Xơ Đăng', 'Xo Đăng', 'Xơ Đăng'],
    ['a set phrase a mark away', SINGLE, 'nxnTinhTrangHonNhan', 'hiện tại chưa', 'hiên tai chưa', 'Đã ly hôn theo Bản án số 20/2021/HNGĐ-ST; hiện tại chưa đăng ký kết hôn với ai'],
    ['specks after the date in words', BIRTH, 'nksNgaySinhBangChu', 'linh năm', 'linh năm l©~10 ẹ~10', 'Ngày mười một tháng tám năm hai nghìn không trăm linh năm'],
    ['a swallowed first word of the office', BIRTH, 'noiDangKy', 'Ủy ban nhân dân', 'ban nhân dân', 'Ủy ban nhân dân phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh'],
    ['the sex glued to its neighbour', DEATH, 'nktGioiTinh', 'Giới tính: Nam   Dân tộc', 'Giới tính:NamDân tộc', 'Nam'],
  ])('%s', (_, text, key, whole, damaged, value) => {
    expect(text).toContain(whole);
    expect(extract(text.replace(whole, damaged)).fields[key]?.value).toBe(value);
  });
});

describe('pages that belong together', () => {
  const decisionHead = DECISION.split('\n').slice(0, 12).join('\n');
  const decisionTail = `^2\n${DECISION.split('\n').slice(12).join('\n')}`;

  it('joins the second sheet of a decision to the first', () => {
    const drafts = extractRecords([page(decisionHead, 'a'), page(decisionTail, 'b'), page(BIRTH, 'c')], { recordType: 'auto' });
    expect(drafts.map((draft) => draft.pageIds)).toEqual([['a', 'b'], ['c']]);
    expect(drafts[0]?.reading.fields['nguoiKy']).toMatchObject({ value: 'Phan Quốc Vỹ', page: 2 });
  });

  it('joins the back of a certificate that carries on its labels', () => {
    const rows = BIRTH.split('\n');
    const cut = rows.findIndex((row) => row.startsWith('Họ, chữ đệm, tên người cha'));
    const [draft, ...rest] = extractRecords([page(rows.slice(0, cut).join('\n'), 'a'), page(rows.slice(cut).join('\n'), 'b')], { recordType: 'auto' });
    expect(rest).toEqual([]);
    expect(draft?.pageIds).toEqual(['a', 'b']);
    expect(draft?.reading.fields['chaHoTen']).toMatchObject({ value: 'CAO THANH THỊNH', page: 2 });
  });

  it('keeps a page of no known type to itself', () => {
    const drafts = extractRecords([page(MARRIAGE, 'a'), page('Đi chợ\n2 kg gạo', 'b'), page(MARRIAGE, 'c')], { recordType: 'auto' });
    expect(drafts.map((draft) => draft.pageIds)).toEqual([['a'], ['b'], ['c']]);
  });

  it('makes one record of each of two equal certificates', () => {
    expect(extractRecords([page(BIRTH, 'a'), page(BIRTH, 'b')], { recordType: 'auto' })).toHaveLength(2);
  });

  it('parts two certificates printed below one another on one scan', () => {
    const drafts = extractRecords([page(`${MARRIAGE}\n\n${DEATH}`, 'a')], { recordType: 'auto' });
    expect(drafts.map((draft) => [draft.reading.recordType, draft.pageIds])).toEqual([['KH', ['a']], ['KT', ['a']]]);
    expect(drafts[0]?.reading.fields['nguoiKy']?.value).toBe('Trịnh Công Khang');
    expect(drafts[1]?.reading.fields['nktHoTen']?.value).toBe('VŨ XUÂN ĐỨC');
    expect(drafts[1]?.reading.fields['nktHoTen']?.box[1]).toBeGreaterThan(1500);
    for (const draft of drafts) expect(draft.reading.warnings.map((warning) => warning.code)).toContain('several-records-on-page');
  });

  it('parts two certificates lying side by side', () => {
    const one = readingFrom(MARRIAGE);
    const two = readingFrom(BIRTH);
    const beside = two.lines.map((line) => ({ ...line, block: line.block + 10, words: line.words.map((word) => ({ ...word, box: [word.box[0] + 2480, word.box[1], word.box[2], word.box[3]] as const })), box: [line.box[0] + 2480, line.box[1], line.box[2], line.box[3]] as const }));
    const drafts = extractRecords([{ pageId: 'a', reading: { ...one, widthPx: 4960, lines: [...one.lines, ...beside] }, quality: QUALITY }], { recordType: 'auto' });
    expect(drafts.map((draft) => draft.reading.recordType)).toEqual(['KH', 'KS']);
    expect(drafts[1]?.reading.fields['meHoTen']?.value).toBe('BÙI THỊ TUYẾT DUYÊN');
    expect(drafts[1]?.reading.fields['meHoTen']?.box[0]).toBeGreaterThan(2480);
  });

  it('has nothing to say of no pages', () => {
    expect(extractRecords([], { recordType: 'auto' })).toEqual([]);
  });

  it('stands a reading without words', () => {
    const [draft] = extractRecords([{ pageId: 'x', reading: readingFrom(''), quality: QUALITY }], { recordType: 'KS' });
    expect(draft?.reading.recordType).toBeNull();
  });
});
