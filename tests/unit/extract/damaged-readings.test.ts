import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { BIRTH, DEATH, DECISION, MARRIAGE, NATION, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const fieldsOf = (reading: PageReading): Readonly<Record<string, FieldReading>> => extractRecords([{ pageId: 'p1', reading, quality: QUALITY }], { recordType: 'auto' })[0]?.reading.fields ?? {};
const extract = (text: string) => fieldsOf(readingFrom(text));
const value = (text: string, key: string) => extract(text)[key]?.value;

/** The page with one word of one line gone, its place left white. */
const without = (text: string, line: string, word: string): PageReading => {
  const reading = readingFrom(text);
  return { ...reading, lines: reading.lines.map((one) => (one.words.map((each) => each.text).join(' ').startsWith(line) ? { ...one, words: one.words.filter((each) => each.text !== word) } : one)) };
};

describe('words that the reader lost', () => {
  it('are completed where the gazetteer leaves one reading', () => {
    const { nksQueQuan } = fieldsOf(without(BIRTH, 'Quê quán', 'phố'));
    expect(nksQueQuan?.value).toBe('phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh');
    expect(nksQueQuan?.reasons).toContain('mended');
  });

  it('inside a name are doubted, for the gap they leave', () => {
    const { meHoTen } = fieldsOf(without(BIRTH, 'Họ, chữ đệm, tên người mẹ', 'TUYẾT'));
    expect(meHoTen?.value).toBe('BÙI THỊ DUYÊN');
    expect(meHoTen?.reasons).toContain('gap-in-text');
    expect(meHoTen && isDoubtful(meHoTen)).toBe(true);
  });

  it('at the end of a place are taken from the same place elsewhere on the paper', () => {
    const text = BIRTH.replace('Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh\nHọ, chữ đệm, tên người cha', 'Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Qu\nHọ, chữ đệm, tên người cha');
    expect(value(text, 'meNoiCuTru')).toBe('thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh');
  });

  it('leave half a nationality, which only one country has', () => {
    const { nksQuocTich } = extract(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Việt\nNơi sinh'));
    expect(nksQuocTich?.value).toBe('Việt Nam');
    expect(nksQuocTich?.reasons).toContain('completed-from-list');
    expect(value(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Xyz\nNơi sinh'), 'nksQuocTich')).toBe('Xyz');
  });
});

describe('an ethnic group that is written with either mark', () => {
  const withGroup = (name: string, confidence: number) => {
    const reading = readingFrom(BIRTH.replace('Dân tộc: Kinh', `Dân tộc: ${name}`));
    const doubted = { ...reading, lines: reading.lines.map((line) => ({ ...line, words: line.words.map((word) => (word.text === name ? { ...word, confidence } : word)) })) };
    return fieldsOf(doubted)['nksDanToc'];
  };

  it('is no surer for standing in the list, which has both', () => {
    const doubted = withGroup('Gié-Triêng', 0.53);
    expect(doubted?.value).toBe('Gié-Triêng');
    expect(doubted && isDoubtful(doubted)).toBe(true);
    const sound = withGroup('Giẻ-Triêng', 0.99);
    expect(sound && isDoubtful(sound)).toBe(false);
  });
});

describe('a date that was read as none', () => {
  const withYear = (read: string, ...others: readonly string[]) => {
    const reading = readingFrom(BIRTH.replace('Năm sinh: 1971', `Năm sinh: ${read}`));
    return fieldsOf({ ...reading, lines: reading.lines.map((line) => ({ ...line, words: line.words.map((word) => (word.text === read ? { ...word, confidence: 0.6, alternatives: others.map((text) => ({ text, confidence: 0.2 })) } : word)) })) })['meNgaySinh'];
  };

  it('is taken from another reading of the same print, and doubted', () => {
    const whole = withYear('117/05/1971', '. 17/05/1971');
    expect(whole?.value).toBe('17.05.1971');
    expect(whole?.reasons).toContain('figure-mended');
    expect(whole && isDoubtful(whole)).toBe(true);
    expect(withYear('/971', '1971')?.value).toBe('1971');
  });

  it('stays empty where no reading is one', () => {
    expect(withYear('/97', 'x97')?.value).toBe('');
  });
});

describe('a birth date in figures and in words', () => {
  const WORDS = 'Ngày mười một tháng tám năm hai\nnghìn không trăm linh năm';

  it('lets whole words mend figures that look alike', () => {
    const { nksNgaySinh } = extract(BIRTH.replace('11/08/2005', '11/98/2995'));
    expect(nksNgaySinh?.value).toBe('11.08.2005');
    expect(extract(BIRTH.replace('11/08/2005', '11/08/2095~80'))['nksNgaySinh']?.value).toBe('11.08.2005');
  });

  it('fills unreadable figures from whole words', () => {
    expect(value(BIRTH.replace('11/08/2005', '2005'), 'nksNgaySinh')).toBe('11.08.2005');
  });

  it('completes words that were cut off from the figures, and says so', () => {
    const { nksNgaySinhBangChu } = extract(BIRTH.replace(WORDS, 'Ngày mười một tháng tám năm hai nghìn không'));
    expect(nksNgaySinhBangChu?.value).toMatch(/^Ngày mười một tháng tám năm hai nghìn không trăm l(inh|ẻ) năm$/u);
    expect(nksNgaySinhBangChu?.reasons).toContain('from-figures');
    // bốn or tư, linh or lẻ: figures do not tell
    expect(nksNgaySinhBangChu && isDoubtful(nksNgaySinhBangChu)).toBe(true);
  });

  it('leaves both and warns where they differ by more than a look-alike', () => {
    const { nksNgaySinh, nksNgaySinhBangChu } = extract(BIRTH.replace('11/08/2005', '24/08/2005'));
    expect(nksNgaySinh?.value).toBe('24.08.2005');
    expect(nksNgaySinhBangChu?.value).toContain('mười một');
    expect(nksNgaySinh?.warnings.map((warning) => warning.code)).toContain('words-differ-from-figures');
  });

  it('drops what was read behind the last word', () => {
    expect(value(BIRTH.replace('linh năm\nGiới', 'linh năm Ghi chú\nGiới'), 'nksNgaySinhBangChu')).toBe('Ngày mười một tháng tám năm hai nghìn không trăm linh năm');
  });
});

describe('names', () => {
  it('are found where their label is unreadable', () => {
    const { nksHoTen } = extract(BIRTH.replace('Họ, chữ đệm, tên: CAO', 'Họv t CAO'));
    expect(nksHoTen?.value).toBe('CAO THANH ĐỨC');
    expect(nksHoTen?.reasons).toContain('label-unreadable');
  });

  it('that grew together are parted', () => {
    expect(value(BIRTH.replace('BÙI THỊ TUYẾT', 'BÙI THỊTUYẾT'), 'meHoTen')).toBe('BÙI THỊ TUYẾT DUYÊN');
  });

  it('end before the relation, and begin after a scrap', () => {
    expect(value(BIRTH.replace('khai sinh: CAO THANH THỊNH', 'khai sinh: CAO THANH THỊNH CHA ĐẺ'), 'nycHoTen')).toBe('CAO THANH THỊNH');
    expect(value(BIRTH.replace('người cha: CAO', 'người cha: O CAO'), 'chaHoTen')).toBe('CAO THANH THỊNH');
  });

  it('a mark from a known one are read as that when the reader is unsure, and stay doubted', () => {
    const { voHoTen } = extract(MARRIAGE.replace('ĐỖ HOÀNG KHÁNH TRÂM', 'NGUYỄN THỊ DỤNG~90'));
    expect(voHoTen?.value).toBe('NGUYỄN THỊ DUNG');
    expect(voHoTen && isDoubtful(voHoTen)).toBe(true);
  });

  it('that begin with a small letter lost their first one and are doubted', () => {
    const { nguoiKy } = extract(BIRTH.replace('Đinh Văn Khuê', 'inh Văn Khuê'));
    expect(nguoiKy && isDoubtful(nguoiKy)).toBe(true);
  });

  it('are no offices a letter off', () => {
    expect(value(BIRTH.replace('PHÓ CHỦ TỊCH', 'PHÓ CHỦ ỊCH'), 'nguoiKy')).toBe('Đinh Văn Khuê');
  });
});

describe('pages with things beside the print', () => {
  it('a heading with the words of a label is not that label', () => {
    const register = '^SỔ CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN\nSố: 06/2025   Quyển: 03/2025\nNgày, tháng, năm đăng ký: 16/12/2025\n^Người được cấp Giấy xác nhận tình trạng hôn nhân\nHọ và tên: MAI THỊ LAN\nNgày, tháng, năm sinh: 01/09/2002\nGiới tính: Nữ   Dân tộc: Kinh   Quốc tịch: Việt Nam\nNơi thường trú/tạm trú: thôn 2, phường Hòa Quý, quận Ngũ Hành Sơn, thành phố Đà Nẵng\nTình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai\nMục đích sử dụng: Vay vốn ngân hàng';
    expect(value(register, 'nxnTinhTrangHonNhan')).toBe('Hiện tại chưa đăng ký kết hôn với ai');
  });

  it('opens the bracket that only closes', () => {
    const text = SINGLE.replace('Đã ly hôn theo Bản án số 20/2021/HNGĐ-ST; hiện tại chưa đăng', 'Có đăng ký kết hôn, nhưng chồng đã chết trích lục khai tử số 27/TLKT năm 2020, ông MAI VĂN AN); hiện tại chưa đăng');
    expect(value(text, 'nxnTinhTrangHonNhan')).toBe('Có đăng ký kết hôn, nhưng chồng đã chết (Trích lục khai tử số 27/TLKT năm 2020, ông MAI VĂN AN); hiện tại chưa đăng ký kết hôn với ai');
  });

  it('a receiving stamp is no part of the subject, nor the code of a body a letter too long', () => {
    const text = DECISION.replace('^Về việc công nhận quyền sử dụng đất cho hộ gia đình, cá nhân tại địa bàn xã', '^UBND - VĂN PHÒNG Về việc công nhận quyền sử dụng đất').replace('3326/QĐ-UBND', '3326/QĐ-UUBND');
    const fields = extract(text);
    expect(fields['Subject']?.value).toBe('Về việc công nhận quyền sử dụng đất');
    expect(fields['CodeNotation']?.value).toBe('3326/QĐ-UBND');
  });

  it('a short line of a narrow column goes on where the next word had no room', () => {
    const register = `^SỔ ĐĂNG KÝ KHAI TỬ
Số: 12/2018   Quyển: 01/2018
Ngày, tháng, năm đăng ký: 05/06/2018
Họ, chữ đệm, tên người chết: LƯƠNG
MẠNH KHUÊ
Ngày sinh: 01/02/1940
Giới tính: Nam
Dân tộc: Kinh
Quốc tịch: Việt Nam
Đã chết vào lúc: 02 giờ 21 phút
Nguyên nhân chết: Bệnh già`;
    const narrow = readingFrom(register);
    const right = 190 + 22 * 'Họ, chữ đệm, tên người chết: LƯƠNG MẠ'.length;
    const lines = narrow.lines.map((line) => ({ ...line, words: line.words.filter((word) => word.box[0] < right) }));
    const page = { pageId: 'p1', reading: { ...narrow, widthPx: right + 100, lines }, quality: QUALITY };
    expect(extractRecords([page], { recordType: 'KT' })[0]?.reading.fields['nktHoTen']?.value).toBe('LƯƠNG MẠNH KHUÊ');
  });

  it('a death time stays out of the date and the date out of the time', () => {
    expect(extract(DEATH)).toMatchObject({ nktGioPhutChet: { value: '02:21' }, nktNgayChet: { value: '13.11.2017' } });
  });

  it('an empty page gives no record and no error', () => {
    expect(extractRecords([{ pageId: 'p1', reading: readingFrom(''), quality: QUALITY }], { recordType: 'auto' })[0]?.reading.fields ?? {}).toEqual({});
    expect(extract(NATION)).toEqual({});
  });
});
