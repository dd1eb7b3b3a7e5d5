// Statistics of the language choose only where the print leaves a choice: round letters that a typeface hides,
// marks above a hamlet's letters, small letters in a name of capitals.
import { describe, expect, it } from 'vitest';
import { likelierPlaceWord } from '../../../backend/extract/choose-hamlet.ts';
import { confusesRoundLetters, roundReading } from '../../../backend/extract/round-letters.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import { syllableCount } from '../../../shared/domain/syllable-frequency.ts';
import { BIRTH, DECISION, MARRIAGE, NATION, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const record = (text: string) => extractRecords([{ pageId: 'p1', reading: readingFrom(text), quality: QUALITY }], { recordType: 'auto' })[0]?.reading;
const field = (text: string, key: string) => record(text)?.fields[key];

/** Labels of a page whose typeface hides the stroke of the a. */
const CONFUSED = SINGLE.replace('có giá trị sử dụng', 'có gió trị sử dụng').replace('kể từ ngày cấp', 'kể từ ngòy cốp').replace('thời hạn 6 tháng', 'thời hợn 6 thóng');

describe('round letters', () => {
  it.each([['tóc', 'tác'], ['khoi', 'khai'], ['dôn', 'dân'], ['Lọc', 'Lạc'], ['BÓO', 'BÁO'], ['Xóc', 'Xác'], ['Phøn', 'Phan']])('of %s are those of %s', (read, meant) => {
    expect(roundReading(read)).toBe(meant);
  });

  it.each(['thôn', 'THÔN', 'một', 'không', 'LOAN', 'SƠN', 'Hòa', 'phòng', 'Q', '12', ''])('of "%s" stay', (word) => {
    expect(roundReading(word)).toBeUndefined();
  });

  it('are looked at only on a page that confuses them', () => {
    expect(confusesRoundLetters(readingFrom(CONFUSED))).toBe(true);
    expect(confusesRoundLetters(readingFrom(SINGLE))).toBe(false);
    expect(confusesRoundLetters(readingFrom(''))).toBe(false);
  });

  it('are put right in the values of such a page, and told', () => {
    const home = (text: string) => field(text.replace('tổ 7, xã', 'khu phố Hòa Lọc, xã'), 'nxnNoiCuTru');
    expect(home(CONFUSED)?.value).toBe('khu phố Hòa Lạc, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
    expect(home(CONFUSED)?.reasons).toEqual(expect.arrayContaining(['round-letters', 'mended']));
    expect(home(SINGLE)?.value).toBe('khu phố Hòa Lọc, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
  });
});

describe('syllables', () => {
  it('are counted whatever their case and composition, and 0 when never met', () => {
    expect(syllableCount('KHAI'.normalize('NFD'))).toBe(syllableCount('khai'));
    expect(syllableCount('khai')).toBeGreaterThan(10);
    expect(syllableCount('khoi')).toBe(0);
    expect(syllableCount('')).toBe(0);
  });
});

describe('marks of a hamlet', () => {
  it('are those of the one syllable that place names have', () => {
    expect(likelierPlaceWord('Cấm')).toBe('Cẩm');
    expect(likelierPlaceWord('CẤM')).toBe('CẨM');
    expect(likelierPlaceWord('Cẩm')).toBeUndefined();
    expect(likelierPlaceWord('Choòng')).toBeUndefined();
  });

  it('are taken where the word was not read surely', () => {
    const home = field(SINGLE.replace('tổ 7, xã', 'thôn Phước Cấm,~93 xã'), 'nxnNoiCuTru');
    expect(home?.value).toBe('thôn Phước Cẩm, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
    expect(home?.reasons).toContain('tone-mark-unsure');
  });

  it('stay as read surely, with the other as a suggestion', () => {
    const home = field(SINGLE.replace('tổ 7, xã', 'thôn Phước Cấm,~99 xã'), 'nxnNoiCuTru');
    expect(home?.value).toBe('thôn Phước Cấm, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
    expect(home?.warnings.map((warning) => warning.suggestion)).toEqual(['thôn Phước Cẩm, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam']);
    expect(home && isDoubtful(home)).toBe(true);
  });
});

describe('small damage', () => {
  it('at the end of a name: small letters were capitals, a lone letter is a speck', () => {
    expect(field(BIRTH.replace('TUYẾT DUYÊN', 'MỸ cúc~60'), 'meHoTen')?.value).toBe('BÙI THỊ MỸ CÚC');
    expect(field(BIRTH.replace('TUYẾT DUYÊN', 'TUYẾT DUYÊN Ễ~10'), 'meHoTen')?.value).toBe('BÙI THỊ TUYẾT DUYÊN');
    expect(field(BIRTH.replace('TUYẾT DUYÊN', 'TUYẾT Ý'), 'meHoTen')?.value).toBe('BÙI THỊ TUYẾT Ý');
  });

  it('of capitals in the name of a unit, and of a comma in the name of a house', () => {
    expect(field(BIRTH.replace('Quê quán: phường Hồng', 'Quê quán: phường hồng'), 'nksQueQuan')?.value).toBe('phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh');
    expect(field(BIRTH.replace('Trạm y tế phường', 'Bệnh viện Đa khoa, tỉnh Quảng Ninh, phường'), 'nksNoiSinh')?.value).toBe('Bệnh viện Đa khoa tỉnh Quảng Ninh, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh');
  });

  it('of commas within a date in words, and of full stops and specks in a set phrase', () => {
    expect(field(BIRTH.replace('không trăm linh năm', 'không trăm, linh năm'), 'nksNgaySinhBangChu')?.value).toBe('Ngày mười một tháng tám năm hai nghìn không trăm linh năm');
    expect(field(SINGLE.replace(/Tình trạng hôn nhân: .*\nký kết hôn với ai/u, 'Tình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai 4'), 'nxnTinhTrangHonNhan')?.value).toBe('Hiện tại chưa đăng ký kết hôn với ai');
    expect(field(SINGLE.replace(/Tình trạng hôn nhân: .*\nký kết hôn với ai/u, 'Tình trạng hôn nhân: Hiện tại đang có chồng là ông. QUÁCH. VĂN KHÁNH'), 'nxnTinhTrangHonNhan')?.value).toBe('Hiện tại đang có chồng là ông QUÁCH VĂN KHÁNH');
  });
});

describe('a title cut by a seal', () => {
  it('to the title of another kind of paper gives way to plenty of labels', () => {
    expect(record(MARRIAGE.replace('GIẤY CHỨNG NHẬN KẾT HÔN\n^Số', 'GIẤY CHỨNG NHẬN\n^Số'))?.recordType).toBe('KH');
    expect(record(`${NATION}^GIẤY CHỨNG NHẬN\n^Hộ nghèo, hộ cận nghèo\nHọ và tên: LÊ VĂN AN`)?.recordType).toBe('VB');
  });
});

describe('places on the paper', () => {
  it('of a subject that begins with "Đề nghị" is below the title', () => {
    const text = `${NATION}^ĐƠN\n^Đề nghị trợ giúp xã hội\nKính gửi: Ủy ban nhân dân xã Đại Hiệp\nTên tôi là: LÊ VĂN AN, sinh năm 1960, trú tại thôn 2, xã Đại Hiệp`;
    expect(field(text, 'Subject')?.value).toBe('Đề nghị trợ giúp xã hội');
    expect(field(DECISION, 'Subject')?.value).toContain('công nhận quyền sử dụng đất');
  });

  it('of the day a marriage was founded is behind both persons, and tells a marriage from a divorce whose title is lost', () => {
    const entry = MARRIAGE.replace(/^[\s\S]*?\n(?=Họ, chữ đệm, tên vợ)/u, '').replace('Nơi đăng ký kết hôn:', 'Ngày, tháng, năm xác nhận quan hệ hôn nhân: 03/05/2008\nNơi đăng ký:');
    const page = record(`Số: 41/2010   Quyển: 03/2010\nNgày đăng ký: 26/01/2010\n${entry}`);
    expect(page?.recordType).toBe('KH');
    expect(page?.fields['ngayXacLapQuanHeHonNhan']?.value).toBe('03.05.2008');
  });
});
