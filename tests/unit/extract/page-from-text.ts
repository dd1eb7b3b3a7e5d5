// Page readings made from text, as a reader would give them: one row per line, "   " (three spaces) is a wide
// gap, "^" centres a row, ">" sets it right. Words may carry a confidence: "KHUÊ~43".
import type { PageReading, QualityFacts, TextLine, Word } from '../../../shared/domain/reading.ts';

const WIDTH_PX = 2480;
const LETTER_PX = 22;
const HEIGHT_PX = 46;
const PITCH_PX = 76;
const LEFT_PX = 190;

export const QUALITY: QualityFacts = { dpi: 300, dpiFrom: 'file', skewDeg: 0, turnedDeg: 0, sharpness: 1, contrast: 0.9, clippedEdges: [], inkShare: 0.05, isBlank: false, findings: [] };

function wordsOf(text: string, fromPx: number, yPx: number): readonly Word[] {
  const words: Word[] = [];
  let x = fromPx;
  for (const raw of text.split(' ')) {
    const [, shown = raw, figure] = /^(.*?)(?:~(\d+))?$/u.exec(raw) ?? [];
    if (shown !== '') words.push({ text: shown, confidence: figure === undefined ? 0.96 : Number(figure) / 100, box: [x, yPx, shown.length * LETTER_PX, HEIGHT_PX] });
    x += (shown.length + 1) * LETTER_PX;
  }
  return words;
}

const lengthOf = (text: string): number => text.replace(/~\d+/g, '').length * LETTER_PX;

function rowOf(row: string, yPx: number, block: number): readonly TextLine[] {
  const parts = row.replace(/^[\^>]/u, '').split(/\s{3,}/u);
  const startPx = row.startsWith('^') ? (WIDTH_PX - lengthOf(parts[0] ?? '')) / 2 : row.startsWith('>') ? 1350 : LEFT_PX;
  let x = startPx;
  return parts.map((part) => {
    const words = wordsOf(part, x, yPx);
    const box: TextLine['box'] = [x, yPx, lengthOf(part), HEIGHT_PX];
    x += lengthOf(part) + 300;
    return { words, box, block };
  });
}

/** Two-column letterheads: "left || right". */
export function readingFrom(text: string, more: Partial<PageReading> = {}): PageReading {
  const lines: TextLine[] = [];
  let y = 160;
  for (const row of text.split('\n')) {
    if (row.includes('||')) {
      const [left = '', right = ''] = row.split('||').map((part) => part.trim());
      if (left !== '') lines.push(...rowOf(left, y, 1));
      if (right !== '') lines.push({ words: wordsOf(right, WIDTH_PX - 190 - lengthOf(right), y), box: [WIDTH_PX - 190 - lengthOf(right), y, lengthOf(right), HEIGHT_PX], block: 2 });
    } else if (row.trim() !== '') lines.push(...rowOf(row, y, 0));
    y += PITCH_PX;
  }
  return { widthPx: WIDTH_PX, heightPx: 3508, dpi: 300, lines, marks: [], engine: 'made-in-test', ...more };
}

export const page = (text: string, pageId = 'p1') => ({ pageId, reading: readingFrom(text), quality: QUALITY });

export const NATION = '^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^Độc lập - Tự do - Hạnh phúc\n';

export const BIRTH = `${NATION}
^GIẤY KHAI SINH
^Số: 63/2006
Họ, chữ đệm, tên: CAO THANH ĐỨC
Ngày, tháng, năm sinh: 11/08/2005 ghi bằng chữ: Ngày mười một tháng tám năm hai
nghìn không trăm linh năm
Giới tính: Nam   Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi sinh: Trạm y tế phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh
Quê quán: phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh
Số định danh cá nhân:
Họ, chữ đệm, tên người mẹ: BÙI THỊ TUYẾT DUYÊN
Năm sinh: 1971   Dân tộc: Tày   Quốc tịch: Việt Nam
Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh
Họ, chữ đệm, tên người cha: CAO THANH THỊNH
Năm sinh: 1970   Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: thôn Pà Rồng, phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh
Họ, chữ đệm, tên người đi khai sinh: CAO THANH THỊNH
Giấy tờ tùy thân: CMND số 100860136 do Công an tỉnh Quảng Ninh cấp ngày
26/09/2008
Nơi đăng ký khai sinh: Ủy ban nhân dân phường Hồng Hải, thành phố Hạ Long, tỉnh
Quảng Ninh
Ngày, tháng, năm đăng ký: 07/12/2006

>   NGƯỜI KÝ GIẤY KHAI SINH
>   (Ký, ghi rõ họ, chữ đệm, tên, chức vụ, đóng dấu)
>   KT. CHỦ TỊCH
>   PHÓ CHỦ TỊCH


>   Đinh Văn Khuê`;

export const MARRIAGE = `${NATION}
^GIẤY CHỨNG NHẬN KẾT HÔN
^Số: 88/2008
Họ, chữ đệm, tên vợ: ĐỖ HOÀNG KHÁNH TRÂM
Ngày, tháng, năm sinh: 11/10/1981
Dân tộc: Kinh   Quốc tịch: Việt Nam
Nơi cư trú: khu 5, phường Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam
Giấy tờ tùy thân: CMND số 205900357 do Công an tỉnh Quảng Nam cấp ngày 05/08/2009
Họ, chữ đệm, tên chồng: DƯƠNG ĐỨC PHÚC
Ngày, tháng, năm sinh: 25/12/1979
Dân tộc: Hoa   Quốc tịch: Việt Nam
Nơi cư trú: khu 5, xã Tam Thanh, thành phố Tam Kỳ, tỉnh Quảng Nam
Giấy tờ tùy thân: CMND số 205604846 do Công an tỉnh Quảng Nam cấp ngày 04/07/2013
Nơi đăng ký kết hôn: Ủy ban nhân dân phường Cẩm Phô, thành phố Hội An, tỉnh Quảng Nam
Ngày, tháng, năm đăng ký: 03/05/2008

>   NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN
>   CHỦ TỊCH


>   Trịnh Công Khang`;

export const DEATH = `TỈNH QUẢNG NAM || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THÀNH PHỐ TAM KỲ || Độc lập - Tự do - Hạnh phúc
UBND XÃ TAM THANH ||
Số: 75/TLKT || Tam Thanh, ngày 14 tháng 11 năm 2017

^TRÍCH LỤC KHAI TỬ
Họ, chữ đệm, tên: VŨ XUÂN ĐỨC
Ngày, tháng, năm sinh: 24/03/1967
Giới tính: Nam   Dân tộc: Xơ Đăng   Quốc tịch: Việt Nam
Số định danh cá nhân: 049067416842
Đã chết vào lúc: 02 giờ 21 phút, ngày 13/11/2017
Ghi bằng chữ: Ngày mười ba tháng mười một năm hai nghìn không trăm mười bảy
Nơi chết: Bệnh viện Đa khoa tỉnh Quảng Nam
Nguyên nhân chết: Bệnh già
Họ, chữ đệm, tên người đi khai tử: ĐẶNG ĐỨC KHUÊ

>   NGƯỜI KÝ TRÍCH LỤC
>   (Ký, ghi rõ họ, chữ đệm, tên, chức vụ, đóng dấu)
>   CHỦ TỊCH


>   Lý Bá Đức`;

export const SINGLE = `TỈNH QUẢNG NAM || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN ĐẠI LỘC || Độc lập - Tự do - Hạnh phúc
UBND XÃ ĐẠI HIỆP ||
Số: 440/UBND-XNTTHN || Đại Hiệp, ngày 22 tháng 04 năm 2022

^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
Xét đề nghị của ông/bà: TỪ THỊ KIM HẰNG về việc cấp Giấy xác nhận tình trạng hôn
nhân,
^XÁC NHẬN:
Họ, chữ đệm, tên: TỪ THỊ KIM HẰNG
Ngày, tháng, năm sinh: 26/01/1980
Giới tính: Nữ   Dân tộc: Kinh   Quốc tịch: Việt Nam
Giấy tờ tùy thân: CMND số 205993765 do Công an tỉnh Quảng Nam cấp ngày 07/02/2005
Nơi cư trú: tổ 7, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam
Tình trạng hôn nhân: Đã ly hôn theo Bản án số 20/2021/HNGĐ-ST; hiện tại chưa đăng
ký kết hôn với ai
Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp, được sử dụng để:
làm thủ tục đăng ký kết hôn.

>   NGƯỜI KÝ GIẤY XÁC NHẬN
>   CHỦ TỊCH


>   Trần Hữu Thịnh`;

export const DECISION = `ỦY BAN NHÂN DÂN || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN BÌNH LIÊU || Độc lập - Tự do - Hạnh phúc
Số: 3326/QĐ-UBND || Bình Liêu, ngày 02 tháng 10 năm 2021

^QUYẾT ĐỊNH
^Về việc công nhận quyền sử dụng đất cho hộ gia đình, cá nhân tại địa bàn xã
^CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BÌNH LIÊU
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Xét đề nghị của Trưởng phòng Tài nguyên và Môi trường tại Tờ trình số 127/TTr-TNMT,
^QUYẾT ĐỊNH:
Điều 1. Chấp thuận đề nghị công nhận quyền sử dụng đất cho hộ gia đình, cá nhân tại
địa bàn xã theo danh sách kèm theo.

>   CHỦ TỊCH
>   (Ký, ghi rõ họ, chữ đệm, tên, chức vụ, đóng dấu)


>   Phan Quốc Vỹ`;
