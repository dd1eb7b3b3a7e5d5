// Where the first reading makes no value, or one that the record contradicts, another reading of the same word,
// or what print is known to do to a stroke or a letter, makes one: it is taken, and told.
import { describe, expect, it } from 'vitest';
import { agreeOnIdentifiers } from '../../../backend/extract/agree-on-identifiers.ts';
import { agreeOnNumbers } from '../../../backend/extract/agree-on-numbers.ts';
import { chooseHamlet, likelierPlaceWord } from '../../../backend/extract/choose-hamlet.ts';
import { chooseNameWord } from '../../../backend/extract/choose-word.ts';
import { parseDateValue, parseIdNumber, parseTimeValue, registrationNumber } from '../../../backend/extract/parse-figures.ts';
import { parsePlace } from '../../../backend/extract/parse-place.ts';
import { parseEthnicGroup, parseNationality } from '../../../backend/extract/parse-listed.ts';
import { parsePersonName } from '../../../backend/extract/parse-name.ts';
import { parseText, parseTextWith } from '../../../backend/extract/parse-words.ts';
import type { PlacedValue } from '../../../backend/extract/placed-value.ts';
import { mendRoundLetters } from '../../../backend/extract/round-letters.ts';
import { makeSpan } from '../../../backend/extract/value-span.ts';
import type { Piece, Span } from '../../../backend/extract/value-span.ts';
import { mendPlace } from '../../../shared/domain/mend-place.ts';
import { QUALITY, readingFrom } from './page-from-text.ts';

const pieceOf = (raw: string, x = 0, confidence = 0.6): Piece => {
  const [text = '', ...others] = raw.split('~');
  const box = [x, 0, text.length * 22, 46] as const;
  return { text, box, word: { text, confidence: others.length > 0 ? confidence : 0.96, box, ...(others.length > 0 ? { alternatives: others.map((other) => ({ text: other, confidence: 0.5 })) } : {}) } };
};
/** Words as "và~xã~vã": read first, and otherwise. */
const spanOf = (text: string): Span => makeSpan(text.split(' ').map((raw, index) => pieceOf(raw, index * 200)), [0, 0, 1, 1]);
/** A place as the whole way of its field reads it, every word sure. */
const parsePlaceField = (text: string): string | undefined => {
  const span = makeSpan(text.split(' ').map((word, index) => { const piece = pieceOf(word, index * 200); return { ...piece, word: { ...piece.word, confidence: 0.98 } }; }), [0, 0, 1, 1]);
  const value = parsePlace(span, 'meNoiCuTru');
  return value && chooseHamlet(value).value;
};
const place = (text: string) => parsePlace(spanOf(text), 'noiDangKy');

describe('a place of whose words one was read in two ways', () => {
  it('takes the reading that names a unit, and tells', () => {
    expect(place('Ủy ban nhân dân và~vã~xã Hoành Mô, huyện Bình Liêu, tỉnh Quảng Ninh')).toMatchObject({ value: 'Ủy ban nhân dân xã Hoành Mô, huyện Bình Liêu, tỉnh Quảng Ninh', reasons: ['other-reading-taken'] });
  });

  it('stays as read where all its units are known, and where no other reading names one', () => {
    expect(place('xã Hoành Mô,~Hoánh~Mô, huyện Bình Liêu, tỉnh Quảng Ninh')?.reasons).not.toContain('other-reading-taken');
    expect(place('thôn Vĩnh, xã Xyzt,~Xyzs, huyện Bình Liêu, tỉnh Quảng Ninh')?.value).toContain('xã Xyzt');
  });
});

describe('a listed value of which no list knows the first reading', () => {
  it.each([['ơTu~Cơ Tu', 'Cơ Tu'], ['Dzo~Dao', 'Dao']])('%s is %s', (read, meant) => {
    const [first = '', other = ''] = read.split('~');
    const piece = pieceOf(first);
    const span = makeSpan([{ ...piece, word: { ...piece.word, alternatives: [{ text: other, confidence: 0.5 }] } }], [0, 0, 1, 1]);
    expect(parseEthnicGroup(span, 'nksDanToc')).toMatchObject({ value: meant, listed: true, reasons: ['other-reading-taken'] });
  });

  it('is taken though its list has it with and without marks', () => {
    expect(parseNationality(spanOf('Việt an~Nam'), 'nksQuocTich')).toMatchObject({ value: 'Việt Nam', reasons: ['other-reading-taken'] });
  });

  it('is whole where two words grew together, and has no stroke through a letter', () => {
    expect(parseNationality(spanOf('ViệNam'), 'chaQuocTich')).toMatchObject({ value: 'Việt Nam', reasons: ['completed-from-list'] });
    expect(parseEthnicGroup(spanOf('Hoø'), 'nktDanToc')?.value).toBe('Hoa');
  });

  it('has no figures in it', () => {
    expect(parseEthnicGroup(spanOf('61ẻ-Triêng'), 'voDanToc')?.value).toBe('Giẻ-Triêng');
  });
});

describe('an identifier that contradicts the record', () => {
  const valueOf = (key: string, kind: PlacedValue['kind'], span: Span, value: string): PlacedValue => ({ key, kind, value, span, mended: 0, reasons: [], page: 1, reading: readingFrom(''), quality: QUALITY });
  const heard = (number: string, born: string) => {
    const span = spanOf(number);
    return agreeOnIdentifiers([valueOf('nksNgaySinh', 'partialDate', spanOf(born), born), valueOf('nksGioiTinh', 'gender', spanOf('Nam'), 'Nam'), valueOf('nksSoDinhDanh', 'idNumber', span, parseIdNumber(span, 'nksSoDinhDanh')?.value ?? '')]).at(-1);
  };

  it('gives way to the one other reading that agrees with the year of birth', () => {
    expect(heard('022224650084~o222214650084~022221650084', '05.03.2021')).toMatchObject({ value: '022221650084', reasons: ['other-reading-taken'] });
  });

  it('stays where it agrees already, and where no other reading does', () => {
    expect(heard('022221650084~022224650084', '05.03.2021')?.reasons).toEqual([]);
    expect(heard('022224650084~022225650084', '05.03.2021')?.value).toBe('022224650084');
  });
});

describe('the stroke of a number and the 1 of a date', () => {
  const number = (text: string) => registrationNumber([])(spanOf(text), 'so');
  it.each([['24J1994', '24/1994'], ['240, 1988', '240/1988'], ['27712020', '277/2020'], ['192002', '19/2002'], ['312020', '31/2020'], ['60-1991', '60/1991'], ['56.2006', '56/2006'], ['56.20()6~56.2006', '56/2006']])('number %s is %s, and told', (read, meant) => {
    expect(number(read)).toMatchObject({ value: meant, reasons: ['figure-mended'] });
  });

  it.each([['J964', '1964'], ['/966', '1966'], ['7974', '1974'], ['20:08/1990', '20.08.1990']])('date %s is %s, and told', (read, meant) => {
    const found = parseDateValue(spanOf(read), 'chaNgaySinh');
    expect(found?.value).toBe(meant);
    expect(found?.reasons).toContain('figure-mended');
  });

  it('beside a reading with a colon is what stands behind the colon', () => {
    const piece = pieceOf('1297/1992.');
    const span = makeSpan([{ ...piece, word: { ...piece.word, alternatives: [{ text: ': 97/1992.', confidence: 0.5 }] } }], [0, 0, 1, 1]);
    expect(registrationNumber([])(span, 'so')?.value).toBe('97/1992');
  });

  it('before an office in capitals is one, whatever was read', () => {
    expect(registrationNumber(['UBND-XNTTHN'])(spanOf("225'UBND-XNTTHN"), 'so')?.value).toBe('225/UBND-XNTTHN');
  });

  it('takes the lost figure of its year from the day of registration, and only then', () => {
    const base = { span: spanOf('x'), mended: 0, reasons: [], page: 1, reading: readingFrom(''), quality: QUALITY } as const;
    const heard = (so: string, day: string) => agreeOnNumbers([{ ...base, key: 'ngayDangKy', kind: 'partialDate', value: day }, { ...base, key: 'so', kind: 'registrationNumber', value: so }])[1];
    expect(heard('102/198', '30.05.1998')).toMatchObject({ value: '102/1998', reasons: ['figure-mended'] });
    expect(heard('102/198', '30.05.2003')?.value).toBe('102/198');
    expect(heard('102/1997', '30.05.1998')?.value).toBe('102/1997');
  });

  it('a time that no day has gives way to another reading, and a minute may touch its word', () => {
    expect(parseTimeValue(spanOf('30~10~39 giờ 21 phút'), 'nktGioPhutChet')).toMatchObject({ value: '10:21', reasons: ['figure-mended'] });
    expect(parseTimeValue(spanOf('30 giờ 21 phút'), 'nktGioPhutChet')).toMatchObject({ value: '', reasons: ['not-a-time'] });
    expect(parseTimeValue(spanOf('18 giờ33 phút'), 'nktGioPhutChet')?.value).toBe('18:33');
  });

  it('a day in words that could not be read is looked for in the other readings', () => {
    expect(parseDateValue(spanOf('ngày Ti~1l~1ï tháng 02 năm 2019'), 'ngayDangKy')?.value).toBe('11.02.2019');
    expect(parseDateValue(spanOf('tháng 02 năm 2019'), 'ngayDangKy')?.value).toBe('02.2019');
  });

  it('day 1ï is the eleventh', () => {
    expect(parseDateValue(spanOf('ngày 1ï tháng 8 năm 2010'), 'IssuedDate')?.value).toBe('11.08.2010');
  });

  it('before the letters of a decision is a stroke, and a speck behind a semicolon is none', () => {
    expect(parseText(spanOf('Bản án số 10/2017JHNGĐ-ST;. hiện tại'), 'x')?.value).toBe('Bản án số 10/2017/HNGĐ-ST; hiện tại');
    expect(parseTextWith([])(spanOf('Trích lục khai tử số 37/ TLKT: hiện tại chưa đăng ký'), 'x')?.value).toBe('Trích lục khai tử số 37/TLKT; hiện tại chưa đăng ký');
  });
});

describe('a name of which another reading is a name', () => {
  const word = (raw: string, index: number, confidence = 0.85) => chooseNameWord(pieceOf(raw, 0, confidence), { index, count: 3 });
  it.each([['ĐOÃN~DOÃN', 0, 'DOÃN'], ['VẾN~YẾN', 2, 'YẾN']] as const)('%s', (raw, index, meant) => {
    expect(word(raw, index)).toMatchObject({ text: meant, reason: 'other-reading-taken' });
  });

  it('keeps a sure word, and a name', () => {
    expect(word('VẾN~YẾN', 2, 0.97).text).toBe('VẾN');
    expect(word('HÙNG~HƯNG', 2).text).toBe('HÙNG');
  });

  it('is the one family name a letter away where it is no syllable', () => {
    expect(word('ĐTNH', 0)).toMatchObject({ text: 'ĐINH', reason: 'family-name-mended' });
  });

  it.each([['bõ~ĐỒ', 'ĐỖ'], ['LUONG', 'LƯƠNG'], ['RÂN', 'TRẦN']])('%s is the family name %s', (raw, meant) => {
    expect(word(raw, 0, 0.7).text.toLocaleUpperCase('vi')).toBe(meant);
  });

  it('has Văn for VAN in its middle, and loses the stamp beside it', () => {
    expect(chooseNameWord(pieceOf('VAN', 0, 0.92), { index: 1, count: 3 }).text).toBe('VAN');
    expect(parsePersonName(spanOf('DOÃN VAN~VÁN PHÚC'), 'nktHoTen')?.value).toBe('DOÃN VĂN PHÚC');
    expect(parsePersonName(spanOf('DOÃN THỊ THANH VÂN ĐEN'), 'voHoTen')?.value).toBe('DOÃN THỊ THANH VÂN');
  });

  it('keeps a first word that was read in two ways, one of them a family name', () => {
    expect(parsePersonName(spanOf('NGUYẼỄN~NGUYÊN~NGUYẼN HOÀNG KHÁNH DIỄM'), 'nksHoTen')?.value).toBe('NGUYỄN HOÀNG KHÁNH DIỄM');
  });

  it('loses the dot that its leader put beneath it', () => {
    expect(chooseNameWord(pieceOf('CHẬU'), { index: 0, count: 3 })).toMatchObject({ text: 'CHÂU', reason: 'family-name-mended' });
  });
});

describe('a hamlet', () => {
  it.each([['Thuân', 'Thuận'], ['Lac', 'Lạc']])('%s lost the dot below that only %s has', (read, meant) => {
    expect(likelierPlaceWord(read)).toBe(meant);
  });

  it('is put right however sure the reader is where it is blind, and keeps the words of units', () => {
    const hamlet = (text: string) => parsePlaceField(text);
    expect(hamlet('bản Nờ Choòng, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam')).toBe('bản Nà Choòng, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam');
    expect(hamlet('thôn Phước Cấm, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam')).toBe('thôn Phước Cẩm, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam');
    expect(hamlet('THÔN 1,PHƯỜNG MẠO KHÊ, THỊ XÃ ĐÔNG TRIỀU, TỈNH QUẢNG NINH')).toContain('PHƯỜNG MẠO KHÊ');
  });

  it('keeps a word that places bear', () => {
    expect(likelierPlaceWord('Tân')).toBeUndefined();
  });

  it.each([['khu phố Hòa Lợc', 'khu phố Hòa Lạc'], ['thôn Vĩnh Ngm', 'thôn Vĩnh Nam'], ['khu phố Hòa Lợi', 'khu phố Hòa Lợi']])('%s: what can be no word has an a', (read, meant) => {
    const value = { key: 'meNoiCuTru', kind: 'place', value: read, span: spanOf(read), mended: 0, reasons: [] } as const;
    expect(mendRoundLetters([value], readingFrom('một trang'))[0]?.value).toBe(meant);
  });
});

describe('a place whose small print was read together', () => {
  it.each([
    ['Trạm ytế xã Đồng Rui, huyện Tiên Yên, tỉnh Quảng Ninh', 'Trạm y tế xã Đồng Rui, huyện Tiên Yên, tỉnh Quảng Ninh'],
    ['Bệnh viện khoa tỉnh Quảng Nam, phường An Mỹ, thành phố Tam Kỳ, tỉnh Quảng Nam', 'Bệnh viện Đa khoa tỉnh Quảng Nam, phường An Mỹ, thành phố Tam Kỳ, tỉnh Quảng Nam'],
    ['thôn Đông Yên Pp, hường Cẩm Sơn, thành phố Cẩm Phả, tỉnh Quảng Ninh', 'thôn Đông Yên, phường Cẩm Sơn, thành phố Cẩm Phả, tỉnh Quảng Ninh'],
    ['ôn Vĩnh Nam, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam', 'thôn Vĩnh Nam, xã Quế Phú, huyện Quế Sơn, tỉnh Quảng Nam'],
    ['Trạny tế xã Đồng Rui, huyện Tiên Yên, tỉnh Quảng Ninh', 'Trạm y tế xã Đồng Rui, huyện Tiên Yên, tỉnh Quảng Ninh'],
    ['Bệnh viện Phụ sản - Nhi Đà Nẵng phường Thạch Thang, quận Hải Châu, thành phố Đà Nẵng', 'Bệnh viện Phụ sản - Nhi Đà Nẵng, phường Thạch Thang, quận Hải Châu, thành phố Đà Nẵng'],
    ['khối phố xuân Thuận phường Điện Ngọc, thị xã Điện Bàn, tỉnh Quảng Nam', 'khối phố xuân Thuận, phường Điện Ngọc, thị xã Điện Bàn, tỉnh Quảng Nam'],
  ])('%s', (read, meant) => {
    expect(mendPlace(read).text.toLowerCase()).toBe(meant.toLowerCase());
  });
});
