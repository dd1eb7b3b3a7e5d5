// Marks, strokes and letters that print and reader lose where lists or rules leave one reading: put right, told,
// and never certain. What is read whole stays.
import { describe, expect, it } from 'vitest';
import { chooseNameWord } from '../../../backend/extract/choose-word.ts';
import { likelierPlaceWord } from '../../../backend/extract/choose-hamlet.ts';
import { registrationNumber, parseDateValue } from '../../../backend/extract/parse-figures.ts';
import { parsePlace } from '../../../backend/extract/parse-place.ts';
import { parsePersonName } from '../../../backend/extract/parse-name.ts';
import type { Piece, Span } from '../../../backend/extract/value-span.ts';
import { makeSpan } from '../../../backend/extract/value-span.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import { BIRTH, DEATH, MARRIAGE, page, SINGLE } from './page-from-text.ts';

const pieceOf = (text: string, confidence = 0.96, x = 0): Piece => {
  const box = [x, 0, text.length * 22, 46] as const;
  return { text, box, word: { text, confidence, box } };
};
/** Words as "nvụ~48 Bùi". */
const spanOf = (text: string): Span => {
  let x = 0;
  return makeSpan(text.split(' ').map((raw) => {
    const [word = '', figure = '96'] = raw.split('~');
    const piece = pieceOf(word, Number(figure) / 100, x);
    x += (word.length + 1) * 22;
    return piece;
  }), [0, 0, 1, 1]);
};
const nameWord = (text: string, index: number, confidence = 0.96) => chooseNameWord(pieceOf(text, confidence), { index, count: 3 });
const reading = (text: string) => extractRecords([page(text)], { recordType: 'auto' })[0]?.reading;

describe('a name whose letters bear two marks', () => {
  it.each([['HÃNG', 'HẰNG'], ['MÃN', 'MẪN'], ['HÔNG', 'HỒNG'], ['NGOC', 'NGỌC'], ['HOANG', 'HOÀNG'], ['Quôc', 'Quốc']])('%s is %s, and told', (read, meant) => {
    expect(nameWord(read, 2)).toMatchObject({ text: meant, reason: 'name-mended' });
  });

  it.each([['Hiêu', 'Hiếu'], ['HIÊU', 'HIẾU']])('%s is %s: a swallowed acute is likelier than a lost dot', (read, meant) => {
    expect(nameWord(read, 2)).toMatchObject({ text: meant, reason: 'name-mended' });
  });

  it('bears a hook where an acute over a capital Ơ or Ư makes no name, however sure the reader is', () => {
    expect(nameWord('HƯỚNG', 2, 0.99)).toMatchObject({ text: 'HƯỞNG', reason: 'name-mended' });
    expect(nameWord('Hướng', 2, 0.99).text).toBe('Hướng');
    expect(nameWord('PHƯỚC', 2, 0.99).text).toBe('PHƯỚC');
  });

  it('is mended behind "ông" and "bà" in running text too, and nowhere else in it', () => {
    const state = (text: string) => reading(SINGLE.replace('Đã ly hôn theo Bản án số 20/2021/HNGĐ-ST; hiện tại chưa đăng\nký kết hôn với ai', text))?.fields['nxnTinhTrangHonNhan']?.value;
    expect(state('Hiện tại đang có chồng là ông LÝ VĂN HƯỚNG')).toBe('Hiện tại đang có chồng là ông LÝ VĂN HƯỞNG');
    expect(state('Hiện tại đang có chồng là ông LÝ VĂN TUẤN')).toBe('Hiện tại đang có chồng là ông LÝ VĂN TUẤN');
    expect(state('Chồng đã chết (Trích lục khai tử số 13/TLKT năm 2016, ông VŨ NGỌC HIÊU)')).toContain('ông VŨ NGỌC HIẾU)');
  });

  it.each([['ĐỎ', 'ĐỖ'], ['Hô', 'Hồ'], ['NGUYÊN', 'NGUYỄN'], ['TA', 'TẠ']])('as the family name %s is %s', (read, meant) => {
    expect(nameWord(read, 0)).toMatchObject({ text: meant, reason: 'family-name-mended' });
  });

  it.each(['THĂNG', 'HIỂN', 'LÝ', 'MINH', 'PHƯƠNG'])('%s is a name itself and stays', (read) => {
    expect(nameWord(read, 2)).toEqual({ text: read, mended: 0 });
  });

  it('stays where every reading was certain, where marks were added and not lost, and where two names are as near', () => {
    expect(nameWord('HÃNG', 2, 0.99).text).toBe('HÃNG');
    expect(nameWord('LỢAN', 2, 0.97).text).toBe('LỢAN');
    expect(nameWord('PHƯỚNG', 2, 0.9).text).toBe('PHƯỚNG');
  });

  it('is doubtful on the record, whatever else speaks for it', () => {
    const mother = reading(BIRTH.replace('TUYẾT DUYÊN', 'THU HÃNG'))?.fields['meHoTen'];
    expect(mother?.value).toBe('BÙI THỊ THU HẰNG');
    expect(mother && isDoubtful(mother)).toBe(true);
  });
});

describe('a family name without its first letter', () => {
  it('is known where it was read unsurely, and stays where it was read well', () => {
    expect(nameWord('RƯƠNG', 0, 0.91).text).toBe('TRƯƠNG');
    expect(nameWord('RƯƠNG', 0, 0.96).text).toBe('RƯƠNG');
    expect(nameWord('ƯƠNG', 0, 0.91).text).toBe('ƯƠNG');
  });
});

describe('a word of a name that is no syllable', () => {
  const wordWith = (text: string, confidence: number, ...others: readonly string[]) => chooseNameWord({ ...pieceOf(text), word: { ...pieceOf(text, confidence).word, alternatives: others.map((other) => ({ text: other, confidence: 0.2 })) } }, { index: 2, count: 3 });

  it('gives way to another reading of it that is a name, and is told', () => {
    expect(wordWith('Đạf', 0.85, 'Đạl', 'Đạt')).toMatchObject({ text: 'Đạt', reason: 'other-reading-taken' });
  });

  it('stays where it was read well or nothing else was seen that is a name', () => {
    expect(wordWith('Đạf', 0.93, 'Đạt').text).toBe('Đạf');
    expect(wordWith('Đạf', 0.85, 'Đạl').text).toBe('Đạf');
    expect(wordWith('Khoa', 0.85, 'Khoá').text).toBe('Khoa');
  });
});

describe('a family name whose first letter lies under a seal or pen', () => {
  it('is the one common name with the same rest, where the letter was guessed, and told', () => {
    expect(nameWord('cê', 0, 0.6)).toEqual({ text: 'Lê', mended: 1, reason: 'family-name-mended' });
    expect(nameWord('TÝ', 0, 0.7)).toEqual({ text: 'LÝ', mended: 1, reason: 'family-name-mended' });
  });

  it('stays where it was read well, and where none or several have that rest', () => {
    expect(nameWord('Tý', 0, 0.93).text).toBe('Tý');
    expect(nameWord('Xung', 0, 0.5).text).toBe('Xung');
    expect(nameWord('Siu', 0, 0.5).text).toBe('Siu');
  });
});

describe('scraps before a name', () => {
  it('of pen, seal or leader fall away', () => {
    expect(parsePersonName(spanOf('nvụ~48 Bùi Công Ưng'), 'nguoiKy')?.value).toBe('Bùi Công Ưng');
    expect(parsePersonName(spanOf('o NGUYÊN VĂN TRƯỜNG'), 'chaHoTen')?.value).toBe('NGUYỄN VĂN TRƯỜNG');
  });

  it('are none where they are read surely or the name would be left with one word', () => {
    expect(parsePersonName(spanOf('Kpă Bùi Công Ưng'), 'nguoiKy')?.value).toContain('Kpă');
    expect(parsePersonName(spanOf('Kso~40 Bùi Ưng'), 'nguoiKy')?.value).toContain('Kso');
  });
});

describe('slanted round letters of a hamlet', () => {
  it('are those of the word that many places bear', () => {
    expect(likelierPlaceWord('Nờ')).toBe('Nà');
    expect(likelierPlaceWord('Nà')).toBeUndefined();
    expect(likelierPlaceWord('Bờ')).toBe(likelierPlaceWord('Bờ'));
  });

  it('are told', () => {
    const home = reading(SINGLE.replace('tổ 7, xã', 'bản Nờ~90 Choòng, xã'))?.fields['nxnNoiCuTru'];
    expect(home?.value).toContain('bản Nà Choòng');
    expect(home?.reasons).toContain('tone-mark-unsure');
  });
});

describe('lost strokes', () => {
  it.each([['192002', '19/2002'], ['7 1998', '7/1998'], ['3152011', '315/2011']])('of the number %s are put back before its year', (read, meant) => {
    expect(registrationNumber([])(spanOf(read), 'so')).toMatchObject({ value: meant, reasons: ['figure-mended'] });
  });

  it.each(['189', '441201', '123456789'])('are not made up for %s', (read) => {
    expect(registrationNumber([])(spanOf(read), 'so')?.reasons).toEqual(['number-incomplete']);
  });

  it('of a date of eight figures are put back if it is a date', () => {
    expect(parseDateValue(spanOf('28 051926'), 'nktNgaySinh')).toMatchObject({ value: '28.05.1926', reasons: ['figure-mended'] });
    expect(parseDateValue(spanOf('48 051926'), 'nktNgaySinh')?.value).not.toBe('48.05.1926');
    expect(parseDateValue(spanOf('205993765'), 'nktNgaySinh')?.value).toBe('');
  });

  it('of a date are put back where one of them is left', () => {
    expect(parseDateValue(spanOf('31/07 2012'), 'ngayDangKy')).toMatchObject({ value: '31.07.2012', reasons: ['figure-mended'] });
    expect(parseDateValue(spanOf('số 31 2012'), 'ngayDangKy')?.value).toBe('2012');
  });

  it('between wide letters of an ending are none', () => {
    const read = registrationNumber(['UBND-XNTTHN']);
    expect(read(spanOf('135/UBND-XNTI HN'), 'so')?.value).toBe('135/UBND-XNTTHN');
    expect(read(spanOf('135/UBND-VP ngày'), 'so')?.value).toBe('135/UBND-VP');
  });
});

describe('a number whose year lost a figure', () => {
  const numberOf = (text: string, ...others: readonly string[]) => {
    const box = [0, 0, 200, 46] as const;
    const word = { text, confidence: 0.66, box, alternatives: others.map((other) => ({ text: other, confidence: 0.4 })) };
    return registrationNumber([])(makeSpan([{ text, box, word }], box), 'so')?.value;
  };

  it('is the one of another reading that has all four', () => {
    expect(numberOf('297/201', '297/2O1', '297/2011')).toBe('297/2011');
    expect(numberOf('297/2011', '297/2017')).toBe('297/2011');
    expect(numberOf('297/201', '29/7201')).toBe('297/201');
  });
});

describe('a unit word that a leader tore', () => {
  it('is whole again, inside the place alone', () => {
    expect(parsePlace(spanOf('xã Hòa Tiến hu ên Hòa Vang, thành phố Đà Nẵng'), 'noiDangKy')?.value).toBe('xã Hòa Tiến, huyện Hòa Vang, thành phố Đà Nẵng');
    expect(parsePlace(spanOf('xã Hòa Tiến, huyện Hòa Vang, thành phố Đà Nẵng'), 'noiDangKy')).toMatchObject({ value: 'xã Hòa Tiến, huyện Hòa Vang, thành phố Đà Nẵng', mended: 0 });
  });
});

describe('scraps of a seal on the row of the signer', () => {
  const signerOf = (line: string) => reading(BIRTH.replace('Đinh Văn Khuê', line))?.fields['nguoiKy']?.value;

  it('are no part of the name', () => {
    expect(signerOf('sa~39 sx"~45 Doãn Thị Trâm')).toBe('Doãn Thị Trâm');
    expect(signerOf('Doãn Thị Trâm z%~30')).toBe('Doãn Thị Trâm');
  });

  it('are none where what is left begins with no family name', () => {
    expect(signerOf('Pxsz~40 Thị Ngọc Thảo') ?? '').not.toBe('Thị Ngọc Thảo');
  });
});

describe('the signer below a heading that cannot be read', () => {
  const foot = SINGLE.replace(/\n> {3}NGƯỜI KÝ GIẤY XÁC NHẬN\n> {3}CHỦ TỊCH\n/u, '\n\n\n\n\n\n\n\n\n\n\n');

  it('is the lowest line at the right that is a name and nothing else, and never certain', () => {
    const signer = reading(foot)?.fields['nguoiKy'];
    expect(signer?.value).toBe('Trần Hữu Thịnh');
    expect(signer && isDoubtful(signer)).toBe(true);
  });

  it.each(['Trần Hữu Thịnh đã ký', 'Đại Hiệp', 'Tại nhà ông', 'THƯ KÝ'])('is not "%s"', (line) => {
    expect(reading(foot.replace('Trần Hữu Thịnh', line))?.fields['nguoiKy']?.value ?? '').toBe('');
  });
});

describe('a title whose beginning is lost', () => {
  const headless = MARRIAGE.replace(/^\^GIẤY CHỨNG NHẬN KẾT HÔN$/mu, '^ÚC KẾT HÔN').split('\n').filter((row) => !/^(?:Họ|Dân|Ngày|Giới|Giấy tờ)/u.test(row)).join('\n');

  it('still tells the type where labels agree, unsurely', () => {
    const record = reading(headless);
    expect(record?.recordType).toBe('KH');
    expect(record?.recordTypeConfidence ?? 1).toBeLessThanOrEqual(0.97);
  });

  it('tells nothing by itself', () => {
    expect(reading('^ÚC KẾT HÔN\nmột dòng chữ')?.recordType).toBeNull();
  });
});

describe('the day of a notice of death', () => {
  it('is that of its own label, not of a line that runs on in small letters', () => {
    const paper = DEATH.replace(/Giấy tờ tùy thân: .*/u, 'Giấy tờ tùy thân: CMND số 205413936 do Công an tỉnh Quảng Nam\ncấp ngày 07/12/1999');
    expect(reading(paper)?.fields['gbtNgay']?.value ?? '').not.toBe('07.12.1999');
  });
});

describe('a place that ends in a unit without a name', () => {
  it('is doubtful: its last line was not read', () => {
    const home = reading(SINGLE.replace(/Nơi cư trú: .*/u, 'Nơi cư trú: tổ 7, xã Đại Hiệp, thị xã'))?.fields['nxnNoiCuTru'];
    expect(home?.value).toContain('thị xã');
    expect(home && isDoubtful(home)).toBe(true);
  });
});
