// One small page for each kind of mistake that rare types and register pages were read with.
import { describe, expect, it } from 'vitest';
import { analysePage, extractRecord } from '../../../backend/extract/extract-record.ts';
import { cleanWord } from '../../../backend/extract/clean-word.ts';
import type { TextLine, Word } from '../../../shared/domain/reading.ts';
import { NATION, QUALITY, readingFrom } from './page-from-text.ts';

type Placed = readonly [xPx: number, text: string];
const LETTER_PX = 22;
const HEIGHT_PX = 46;
const PITCH_PX = 76;

/** A line of words that stand where they are put: several pieces on one line are one line of the reader. */
function line(row: number, ...pieces: readonly Placed[]): TextLine {
  const words = pieces.flatMap(([fromPx, text]) => {
    let x = fromPx;
    return text.split(' ').map((word): Word => {
      const box = [x, 160 + PITCH_PX * row, word.length * LETTER_PX, HEIGHT_PX] as const;
      x += (word.length + 1) * LETTER_PX;
      return { text: word, confidence: 0.96, box };
    });
  });
  const [first, last] = [words[0]?.box ?? [0, 0, 0, 0], words.at(-1)?.box ?? [0, 0, 0, 0]];
  return { words, block: 0, box: [first[0], first[1], last[0] + last[2] - first[0], HEIGHT_PX] };
}

const valuesOf = (lines: readonly TextLine[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(extractRecord([analysePage({ ...readingFrom(''), lines }, QUALITY, 'auto')]).fields).map(([key, field]) => [key, field.value]));
const fromText = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(extractRecord([analysePage(readingFrom(text), QUALITY, 'auto')]).fields).map(([key, field]) => [key, field.value]));

const [L, R] = [190, 1300];

describe('an adoption entry\'s two columns', () => {
  const entry = [
    line(0, [900, 'SỔ ĐĂNG KÝ NUÔI CON NUÔI']), line(1, [L, 'Số: 03/2019'], [1000, 'Quyển: 01/2019']), line(2, [L, 'Họ, chữ đệm, tên con nuôi: LÊ THỊ AN']),
    line(3, [650, 'ÔNG'], [1750, 'BÀ']),
    line(4, [L, 'Họ, chữ đệm, tên: TRƯƠNG VĂN MINH LÂM'], [R, 'Họ, chữ đệm, tên: LÊ THỊ BÍCH']),
    line(5, [R, 'NGỌC']),
    line(6, [L, 'Dân tộc: Kinh'], [700, 'Quốc tịch: Việt Nam'], [R, 'Dân tộc: Kinh'], [1800, 'Quốc tịch: Việt Nam']),
    line(7, [L, 'Nơi cư trú: thôn Phước Cẩm, xã Bình Nguyên,'], [R, 'Nơi cư trú: tổ 7, xã Bình Nguyên, huyện']),
    line(8, [L, 'huyện Thăng Bình, tỉnh Quảng Nam'], [R, 'Thăng Bình, tỉnh Quảng Nam']),
    line(9, [L, 'Bên giao con nuôi: TRẦN THỊ TƯ']),
    line(10, [L, 'Quan hệ của bên giao với con nuôi: Mẹ đề']),
  ];

  it('give each parent the address that wraps within the own column', () => {
    expect(valuesOf(entry)).toMatchObject({
      chaNuoiHoTen: 'TRƯƠNG VĂN MINH LÂM', meNuoiHoTen: 'LÊ THỊ BÍCH NGỌC', chaNuoiQuocTich: 'Việt Nam', meNuoiDanToc: 'Kinh',
      chaNuoiNoiCuTru: 'thôn Phước Cẩm, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam', meNuoiNoiCuTru: 'tổ 7, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam',
    });
  });

  it('begin below their heading although its first label was torn', () => {
    const torn = line(4, [L, 'Họ, chữđ m, tên: TRƯƠNG VĂN MINH LÂM'], [R, 'Họ, chữ đệm, tên:']);
    expect(valuesOf([...entry.slice(0, 4), torn, line(5, [R, 'LÊ THỊ BÍCH NGỌC']), ...entry.slice(6)])).toMatchObject({ meNuoiHoTen: 'LÊ THỊ BÍCH NGỌC', meNuoiDanToc: 'Kinh' });
  });

  it('go on below a label in which an a was read as o', () => {
    const misread = entry.map((one, row) => (row < 4 ? one : { ...one, words: one.words.map((word) => ({ ...word, text: word.text === 'Dân' && word.box[0] > 1000 ? 'Dôn' : word.text })) }));
    const shifted = [...misread.slice(0, 6), line(6, [L, 'Dân tộc: Kinh'], [700, 'Quốc tịch: Việt Nam'], [R, 'Ngày, tháng, năm sinh: 05/06/1990']), line(7, [L, 'Nơi cư trú: thôn Phước Cẩm, xã Bình Nguyên,'], [R, 'Dôn tộc: Kinh'], [1800, 'Quốc tịch: Việt Nam']),
      line(8, [L, 'huyện Thăng Bình, tỉnh Quảng Nam'], [R, 'Nơi cư trú: tổ 7, xã Bình Nguyên, huyện']), line(9, [R, 'Thăng Bình, tỉnh Quảng Nam']), line(10, [L, 'Bên giao con nuôi: TRẦN THỊ TƯ'])];
    expect(valuesOf(shifted)).toMatchObject({
      chaNuoiDanToc: 'Kinh', chaNuoiNoiCuTru: 'thôn Phước Cẩm, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam', meNuoiNoiCuTru: 'tổ 7, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam',
    });
  });

  it('give the mother her own name where a home for children gives the child away', () => {
    const home = [line(9, [L, 'Cơ sở nuôi dưỡng: Trung tâm Bảo trợ xã hội Quảng Nam']), line(10, [L, 'Người đại diện cơ sở nuôi dưỡng: ĐỖ THỊ BÍCH DUNG'])];
    const { meNuoiHoTen, coSoNuoiDuong, benGiaoHoTen } = extractRecord([analysePage({ ...readingFrom(''), lines: [...entry.slice(0, 9), ...home] }, QUALITY, 'auto')]).fields;
    expect([meNuoiHoTen?.value, coSoNuoiDuong?.value, benGiaoHoTen?.value]).toEqual(['LÊ THỊ BÍCH NGỌC', 'Trung tâm Bảo trợ xã hội Quảng Nam', 'ĐỖ THỊ BÍCH DUNG']);
    expect(meNuoiHoTen?.reasons ?? []).not.toContain('by-place');
  });

  it('go on below where the next word, with the white that this print has between words, had no room', () => {
    const left = 178;
    const tight = [line(7, [left, 'Nơi cư trú: khối phố Xuân Thuận, xã Bình'], [R, 'Nơi cư trú: tổ 7, xã Bình Nguyên, huyện']), line(8, [left, 'Nguyên, huyện Thăng Bình, tỉnh Quảng Nam'], [R, 'Thăng Bình, tỉnh Quảng Nam'])];
    expect(valuesOf([...entry.slice(0, 7), ...tight, ...entry.slice(9)])).toMatchObject({ chaNuoiNoiCuTru: 'khối phố Xuân Thuận, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam' });
  });

  it('have the date that stands on the row below its label, lower figures after low letters', () => {
    const born = [line(5, [L, 'Ngày, tháng, năm sinh:'], [R, 'Ngày, tháng, năm sinh:']), line(6, [L, '16/08/1988'], [R, '05/06/1990'])]
      .map((one) => ({ ...one, words: one.words.map((word): Word => (/^sinh/.test(word.text) ? { ...word, box: [word.box[0], word.box[1], word.box[2], 30] } : /\//.test(word.text) ? { ...word, box: [word.box[0], word.box[1] + 12, word.box[2], 34] } : word)) }));
    expect(valuesOf([...entry.slice(0, 5), ...born, ...entry.slice(7)])).toMatchObject({ chaNuoiNgaySinh: '16.08.1988', meNuoiNgaySinh: '05.06.1990' });
  });

  it('go on past a speck at the sheet\'s edge', () => {
    const speck = line(6.6, [60, 'ử']);
    expect(valuesOf([...entry.slice(0, 9), speck, ...entry.slice(9)])).toMatchObject({
      chaNuoiNoiCuTru: 'thôn Phước Cẩm, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam', meNuoiNoiCuTru: 'tổ 7, xã Bình Nguyên, huyện Thăng Bình, tỉnh Quảng Nam',
    });
  });

  it('end where a line of the whole page begins', () => {
    expect(valuesOf(entry)).toMatchObject({ benGiaoHoTen: 'TRẦN THỊ TƯ', benGiaoQuanHe: 'Mẹ đẻ' });
  });

  it('may name the giver under ÔNG or BÀ, or the home and who speaks for it', () => {
    const giver = [line(9, [L, 'Bên giao con nuôi']), line(10, [650, 'ÔNG'], [1750, 'BÀ']), line(11, [L, 'Họ, chữ đệm, tên:'], [R, 'Họ, chữ đệm, tên: TRẦN THỊ TƯ'])];
    expect(valuesOf([...entry.slice(0, 9), ...giver])).toMatchObject({ benGiaoHoTen: 'TRẦN THỊ TƯ' });
    const home = [line(9, [L, 'Cơ sở nuôi dưỡng: Trung tâm Bảo trợ xã hội Quảng Nam']), line(10, [L, 'Người đại diện cơ sở nuôi dưỡng: TRẦN THỊ TƯ'])];
    expect(valuesOf([...entry.slice(0, 9), ...home])).toMatchObject({ coSoNuoiDuong: 'Trung tâm Bảo trợ xã hội Quảng Nam', benGiaoHoTen: 'TRẦN THỊ TƯ' });
  });
});

describe('a register page\'s margin', () => {
  const body = [
    line(0, [700, 'SỔ ĐĂNG KÝ KẾT HÔN']), line(1, [L, 'Số: 12/2018'], [900, 'Quyển: 01/2018']), line(2, [L, 'Họ, chữ đệm, tên người vợ: LÊ THỊ LAN']),
    line(3, [L, 'Nơi cư trú: thôn 2, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam']), line(4, [L, 'Họ, chữ đệm, tên người chồng: TRẦN VĂN LONG']),
    line(5, [L, 'Nơi cư trú: thôn 2, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam']), line(6, [L, 'Họ, chữ đệm, tên, chức vụ người ký Giấy chứng nhận kết hôn: Đỗ Văn An']),
  ];

  it('has its note whole, and the box named "Ghi chú kết hôn" is none', () => {
    const margin = [line(1.5, [1950, 'Kết hôn lần đầu']), line(2.5, [1950, 'Ghi chú kết hôn']), line(7, [2000, 'Ghi chú']), line(8, [1950, 'Ngày 06/08/2024 cấp']), line(9, [1950, 'lại bản']), line(10, [1950, 'chính số 65.'])];
    expect(valuesOf([...body, ...margin])['ghiChu']).toBe('Ngày 06/08/2024 cấp lại bản chính số 65');
  });
});

describe('copies of rare papers', () => {
  it.each(['Số: 32/2016', 'Số:32/2016'])('have the entry\'s number and day, not the copy\'s own: "%s"', (entry) => {
    const values = fromText(`UBND XÃ BÌNH QUÝ || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 138/TLGH-BS || Độc lập - Tự do - Hạnh phúc
^TRÍCH LỤC ĐĂNG KÝ GIÁM HỘ
^(BẢN SAO)
Họ, chữ đệm, tên người giám hộ: TRẦN VĂN LONG
Họ, chữ đệm, tên người được giám hộ: LÊ GIA BẢO
Đăng ký giám hộ tại: Ủy ban nhân dân xã Bình Quý, huyện Thăng Bình, tỉnh Quảng Nam
${entry}   ngày: 29/09/2016`);
    expect(values).toMatchObject({ so: '32/2016', ngayDangKy: '29.09.2016', noiDangKy: 'Ủy ban nhân dân xã Bình Quý, huyện Thăng Bình, tỉnh Quảng Nam' });
  });

  it('give the number and day of the guardianship that ended', () => {
    const values = fromText(`${NATION}^TRÍCH LỤC CHẤM DỨT GIÁM HỘ
Họ, chữ đệm, tên người giám hộ: TRẦN VĂN LONG
Họ, chữ đệm, tên người được giám hộ: LÊ GIA BẢO
Đăng ký giám hộ số 10/2016 ngày 19/09/2016
Lý do chấm dứt việc giám hộ: Người được giám hồ đã thành niên`);
    expect(values).toMatchObject({ giamHoSo: '10/2016', giamHoNgay: '19.09.2016', lyDoChamDut: 'Người được giám hộ đã thành niên' });
  });
});

describe('small words that look like labels', () => {
  it('are none inside a longer word: "Do" is not "Đồng Rui"', () => {
    const values = fromText(`${NATION}^GIẤY CHỨNG TỬ
Họ, chữ đệm, tên: VŨ VĂN TÂM
Nơi chết: Bệnh viện
Giấy báo tử số: 12/GBT do Ủy ban nhân dân huyện Tiên Yên thuộc tỉnh Quảng Ninh, xã
Đồng Rui cấp ngày 09/09/2004`);
    expect(values['gbtCoQuanCap']).toContain('Đồng Rui');
    expect(values['gbtNgay']).toBe('09.09.2004');
  });

  it('are none where a small letter goes on from the line above: "cấp / ngày …" is no day of registration', () => {
    const values = fromText(`${NATION}^TRÍCH LỤC KHAI TỬ
Họ, chữ đệm, tên: VŨ VĂN TÂM
Nơi chết: Bệnh viện Đa khoa tỉnh Quảng Nam
Họ, chữ đệm, tên người đi khai tử: VŨ THỊ LAN
Giấy tờ tùy thân: CMND số 205216528 do Công an tỉnh Quảng Nam cấp
ngày 03/11/2015`);
    expect(values['ngayDangKy']).toBeUndefined();
  });
});

it('an ethnic group that breaks in its cell is one name', () => {
  const entry = [
    line(0, [700, 'SỔ ĐĂNG KÝ GIÁM HỘ']), line(1, [L, 'Số: 12/2018'], [900, 'Quyển: 01/2018']), line(2, [L, 'Họ, chữ đệm, tên người giám hộ: LÊ THỊ LAN']),
    line(3, [L, 'Giới tính: Nữ'], [900, 'Dân tộc: Xơ']), line(4, [L, 'Đăng'], [500, 'Quốc tịch: Việt Nam']), line(5, [L, 'Họ, chữ đệm, tên người được giám hộ: LÊ GIA BẢO']),
  ];
  expect(valuesOf(entry)).toMatchObject({ nghDanToc: 'Xơ Đăng', nghQuocTich: 'Việt Nam' });
});

it('a stroke of another alphabet is the stroke between number and year', () => {
  expect(cleanWord('03\u20442019').map(({ text }) => text)).toEqual(['03/2019']);
});

it('an office behind the signer\'s name is no part of it, though a speck stands in it', () => {
  const values = fromText(`^SỔ ĐĂNG KÝ GIÁM HỘ
Họ, chữ đệm, tên người giám hộ: LÊ THỊ LAN
Họ, chữ đệm, tên người được giám hộ: LÊ GIA BẢO
Họ, chữ đệm, tên, chức vụ người ký Trích lục: Trịnh Đức Khuê, Chủ. tịch`);
  expect(values['nguoiKy']).toBe('Trịnh Đức Khuê');
});

it('a court\'s number that lost its first figure to a letter has it back', () => {
  const values = fromText(`${NATION}^TRÍCH LỤC GHI CHÚ LY HÔN
Họ, chữ đệm, tên người vợ: LÊ THỊ LAN
Họ, chữ đệm, tên người chồng: TRẦN VĂN LONG
Bản án/Quyết định ly hôn số: J3/2023/HNGĐ-ST ngày: 12/04/2023`);
  expect(values).toMatchObject({ banAnSo: '13/2023/HNGĐ-ST', banAnNgay: '12.04.2023' });
});

it('a label with a misread letter ends at its colon, not where a shorter label of the field would', () => {
  const values = fromText(`${NATION}^TRÍCH LỤC THAY ĐỔI, CẢI CHÍNH HỘ TỊCH
Họ, chữ đệm, tên người được thay đổi, cỏi chính: CHÂU THANH TÂN
Tên giấy tờ hộ tịch: Giấy khai sinh`);
  expect(values['ntdHoTen']).toBe('CHÂU THANH TÂN');
});

it('the long label of a marriage register\'s signer leaves nothing of itself in the name', () => {
  const values = fromText(`^SỔ ĐĂNG KÝ KẾT HÔN
Họ, chữ đệm, tên người vợ: LÊ THỊ LAN
Họ, chữ đệm, tên người chồng: TRẦN VĂN LONG
Họ, chữ đệm, tên, chức vụ người ký Giấy chứng nhận kết hôn/Trích lục ghi chú kết hôn: Lê Xuân Thọ, Phó chủ tịch`);
  expect(values['nguoiKy']).toBe('Lê Xuân Thọ');
});

it('the headings of husband and wife beside the clerk\'s are no part of the signer\'s office', () => {
  const entry = [
    line(0, [700, 'SỔ ĐĂNG KÝ KẾT HÔN']), line(1, [L, 'Số: 12/2018'], [900, 'Quyển: 01/2018']), line(2, [L, 'Họ, chữ đệm, tên người vợ: LÊ THỊ LAN']), line(4, [L, 'Họ, chữ đệm, tên người chồng: TRẦN VĂN LONG']),
    line(5, [L, 'Họ, chữ đệm, tên, chức vụ người ký Giấy chứng nhận kết hôn: Ngô Văn Mạnh, Chủ tịch']),
    line(6.5, [400, 'Vợ'], [1000, 'Chồng'], [1600, 'Người thực hiện']), line(9, [1580, 'Trương Tấn Thọ']),
  ];
  expect(valuesOf(entry)).toMatchObject({ nguoiKy: 'Ngô Văn Mạnh', chucVuNguoiKy: 'Chủ tịch' });
});
