// Mistakes that generated pages showed as sure: each is put right, or left in doubt for a person to look at.
import { describe, expect, it } from 'vitest';
import { withTerms } from '../../../backend/extract/parse-words.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { isDoubtful, type FieldReading } from '../../../shared/domain/field.ts';
import type { PageReading, Word } from '../../../shared/domain/reading.ts';
import { mendPlace } from '../../../shared/domain/mend-place.ts';
import { hasPlaceRival } from '../../../shared/domain/places.ts';
import { BIRTH, DEATH, MARRIAGE, QUALITY, readingFrom } from './page-from-text.ts';

const fieldsOf = (reading: PageReading): Readonly<Record<string, FieldReading>> => extractRecords([{ pageId: 'p1', reading, quality: QUALITY }], { recordType: 'auto' })[0]?.reading.fields ?? {};
const extract = (text: string) => fieldsOf(readingFrom(text));
const doubtful = (field: FieldReading | undefined): boolean | undefined => field && isDoubtful(field);

/** The page with one word replaced by another reading of it. */
const withWord = (text: string, read: string, change: Partial<Word>): PageReading => {
  const reading = readingFrom(text);
  expect(reading.lines.flatMap((line) => line.words).filter((word) => word.text === read)).toHaveLength(1);
  return { ...reading, lines: reading.lines.map((line) => ({ ...line, words: line.words.map((word) => (word.text === read ? { ...word, ...change } : word)) })) };
};

describe('a date of death that stands there in words too', () => {
  const told = (figures: string, words: string): string => DEATH.replace(/ngày 13\/11\/2017\nGhi bằng chữ: [^\n]*/u, `ngày ${figures}\nGhi bằng chữ: ${words}`).replace('ngày 14 tháng 11 năm 2017', 'ngày 02 tháng 07 năm 2018');
  const words = 'Ngày hai mươi tám tháng sáu năm hai nghìn không trăm mười tám';

  it('is what both say', () => {
    const { nktNgayChet } = extract(told('28/06/2018', words));
    expect(nktNgayChet?.value).toBe('28.06.2018');
    expect(doubtful(nktNgayChet)).toBe(false);
    expect(nktNgayChet?.reasons ?? []).not.toContain('words-agree');
  });

  it('is taken from the words where an 8 was hardly told from a 6, and is doubted', () => {
    const { nktNgayChet } = extract(told('28/06/2016~80', words));
    expect(nktNgayChet?.value).toBe('28.06.2018');
    expect(nktNgayChet?.reasons).toContain('from-words');
  });

  it('stays as read surely, with the words as a suggestion', () => {
    const { nktNgayChet } = extract(told('28/06/2011', words));
    expect(nktNgayChet?.value).toBe('28.06.2011');
    expect(nktNgayChet?.warnings).toContainEqual({ code: 'words-differ-from-figures', suggestion: '28.06.2018' });
  });

  it('gives no field of its own', () => {
    expect(Object.keys(extract(told('28/06/2018', words))).filter((key) => key.includes('#'))).toEqual([]);
  });

  it('makes every such figure of the page doubtful, where it was read for another', () => {
    const fields = extract(told('28/06/2016~80', words).replace('Số: 75/TLKT', 'Số: 96/TLKT'));
    expect(fields['so']?.value).toBe('96/TLKT');
    expect(doubtful(fields['so'])).toBe(true);
    expect(doubtful(extract(told('28/06/2018', words).replace('Số: 75/TLKT', 'Số: 96/TLKT'))['so'])).toBe(false);
  });
});

describe('two readings of one word', () => {
  it('that differ in a mark of a name leave it in doubt', () => {
    expect(doubtful(fieldsOf(withWord(MARRIAGE, 'PHÚC', { alternatives: [{ text: 'PHỤC', confidence: 0.5 }] }))['chongHoTen'])).toBe(true);
    expect(doubtful(fieldsOf(withWord(MARRIAGE, 'PHÚC', { alternatives: [{ text: 'PHÚC.', confidence: 0.5 }] }))['chongHoTen'])).toBe(false);
  });

  it('that differ in a figure leave a number in doubt', () => {
    expect(doubtful(fieldsOf(withWord(MARRIAGE, '25/12/1979', { alternatives: [{ text: '25/12/1978', confidence: 0.5 }] }))['chongNgaySinh'])).toBe(true);
    expect(doubtful(fieldsOf(withWord(MARRIAGE, '25/12/1979', { alternatives: [{ text: '25/12/1979.', confidence: 0.5 }] }))['chongNgaySinh'])).toBe(false);
  });
});

describe('a nationality that lost its marks', () => {
  it('has them again on a paper whose other values have theirs, and is doubted', () => {
    const { nksQuocTich } = extract(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Viet Nam\nNơi sinh'));
    expect(nksQuocTich?.value).toBe('Việt Nam');
    expect(doubtful(nksQuocTich)).toBe(true);
    expect(extract(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Vict Nam\nNơi sinh'))['nksQuocTich']?.value).toBe('Việt Nam');
  });

  it('stays as read on a paper without any, with the one that has them suggested', () => {
    const plain = BIRTH.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
    const { nksQuocTich } = extract(plain);
    expect(nksQuocTich).toMatchObject({ value: 'Viet Nam', warnings: [{ code: 'not-in-list', suggestion: 'Việt Nam' }] });
  });

  it('is doubted where another mark was read', () => {
    expect(doubtful(extract(BIRTH)['nksQuocTich'])).toBe(false);
    const near = extract(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Víet Nam\nNơi sinh'))['nksQuocTich'];
    expect(near?.value === 'Việt Nam' || doubtful(near)).toBe(true);
  });

  it('is no doubt of print that has them', () => {
    const { nksQuocTich } = extract(BIRTH.replace('Quốc tịch: Việt Nam\nNơi sinh', 'Quốc tịch: Việt Nam~70\nNơi sinh'));
    expect(nksQuocTich).toMatchObject({ value: 'Việt Nam' });
    expect(nksQuocTich?.reasons ?? []).not.toContain('two-in-list');
    expect(nksQuocTich?.confidence).toBeGreaterThan(0.9);
  });
});

describe('an ethnic group whose two words grew together', () => {
  it('is doubted where the list has them with a dash and without', () => {
    const { nksDanToc } = extract(BIRTH.replace('Dân tộc: Kinh', 'Dân tộc: GiểTriêng'));
    expect(nksDanToc?.value).toMatch(/^Giẻ.Triêng$/u);
    expect(doubtful(nksDanToc)).toBe(true);
    expect(doubtful(extract(BIRTH.replace('Dân tộc: Kinh', 'Dân tộc: Cơ Tu'))['nksDanToc'])).toBe(false);
  });
});

describe('a name whose last word is hidden', () => {
  it('is doubted for the capital that is left of it', () => {
    const { nguoiKy } = extract(BIRTH.replace('Đinh Văn Khuê', 'Đinh Văn Khuê T'));
    expect(nguoiKy?.value).toBe('Đinh Văn Khuê');
    expect(nguoiKy?.reasons).toContain('name-incomplete');
    expect(doubtful(nguoiKy)).toBe(true);
  });

  it('keeps a family name that was hardly read, and a last word', () => {
    expect(extract(BIRTH.replace('BÙI THỊ TUYẾT DUYÊN', 'NGUYẾN~60 HOÀNG KHÁNH NGA'))['meHoTen']?.value).toMatch(/^NGUY.N HOÀNG KHÁNH NGA$/u);
    const { nguoiKy } = extract(BIRTH.replace('Đinh Văn Khuê', 'Đinh Hoàng Khánh Mơi~43'));
    expect(nguoiKy?.value).toMatch(/^Đinh Hoàng Khánh M/u);
    expect(doubtful(nguoiKy)).toBe(true);
  });

  it('is doubted for a capital word before it that was taken for a scrap', () => {
    const { nguoiKy } = extract(BIRTH.replace('Đinh Văn Khuê', 'TrịfÍ~0 Bá Văn Khuê'));
    expect(nguoiKy?.value.endsWith('Bá Văn Khuê')).toBe(true);
    expect(doubtful(nguoiKy)).toBe(true);
  });

  it('is not doubted for a rule beside it', () => {
    expect(extract(BIRTH.replace('Đinh Văn Khuê', 'Đinh Văn Khuê I'))['nguoiKy']?.reasons ?? []).not.toContain('name-incomplete');
  });
});

describe('a place', () => {
  const inCommune = 'phường Hồng Hải, thành phố Hạ Long, tỉnh Quảng Ninh';
  const withHamlet = (hamlet: string) => extract(BIRTH.replace('Nơi cư trú: thôn Pà Rồng', `Nơi cư trú: ${hamlet}`))['meNoiCuTru'];

  it('begins with the unit that its first small word can only be', () => {
    expect(mendPlace(`thên Vĩnh Nam, ${inCommune}`).text).toBe(`thôn Vĩnh Nam, ${inCommune}`);
    expect(mendPlace(`rổ 7, ${inCommune}`)).toMatchObject({ text: `tổ 7, ${inCommune}`, mended: 1 });
    expect(mendPlace(`khu 7, ${inCommune}`)).toMatchObject({ text: `khu 7, ${inCommune}`, mended: 0 });
  });

  it('with a mark that no Vietnamese letter has, or a lone consonant, is doubted', () => {
    for (const hamlet of ['thôn P Rồng', 'thôn Phước Ÿên']) expect([hamlet, doubtful(withHamlet(hamlet))]).toEqual([hamlet, true]);
    expect(doubtful(withHamlet('thôn A Rồng'))).toBe(false);
  });

  it('ends where the next line\'s label begins, also when a name in capitals looks like another label of that', () => {
    const fields = extract(BIRTH.replace('CAO THANH ĐỨC', 'NGUYỄN QUANG KIỆT'));
    expect(fields['nksHoTen']?.value).toBe('NGUYỄN QUANG KIỆT');
    expect(fields['nksNoiSinh']?.value).toBe(`Trạm y tế ${inCommune}`);
    expect(fields['nksQueQuan']?.value).toBe(inCommune);
  });

  it('that ran into the next line\'s is doubted', () => {
    const { nksNoiSinh } = extract(BIRTH.replace('\nQuê quán: phường Hồng Hải', ' tỉnh Hồng Hải'));
    expect(nksNoiSinh?.value).toContain('tỉnh Quảng Ninh');
    expect(doubtful(nksNoiSinh)).toBe(true);
  });

  it('has no commas where the leader\'s dots were read as stops', () => {
    expect(mendPlace('ỦY BAN. NHÂN. DÂN. XÃ. TAM..THANH, THÀNH PHỐ TAM KỲ, TỈNH QUẢNG NAM').text).toBe('ỦY BAN NHÂN DÂN XÃ TAM THANH, THÀNH PHỐ TAM KỲ, TỈNH QUẢNG NAM');
    expect(mendPlace('BỆNH. VIỆN. ĐA .KHOA. .TỈNH. .QUẢNG NAM,.. XÃ .TAM. THANH, THÀNH. PHỐ. TAM KỲ, TỈNH QUẢNG NAM').text).toBe('BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NAM, XÃ TAM THANH, THÀNH PHỐ TAM KỲ, TỈNH QUẢNG NAM');
  });

  it('is a clinic also where its lone letter grew to the word before', () => {
    expect(mendPlace('TRẠMY TẾ XÃ HOÀNH MÔ, HUYỆN BÌNH LIÊU, TỈNH QUẢNG NINH').text).toBe('TRẠM Y TẾ XÃ HOÀNH MÔ, HUYỆN BÌNH LIÊU, TỈNH QUẢNG NINH');
  });

  it('knows words of hamlets beside which place names have another tone', () => {
    expect(hasPlaceRival('Rông')).toBe(true);
    for (const word of ['Rồng', 'thôn', 'Xyz']) expect([word, hasPlaceRival(word)]).toEqual([word, false]);
  });
});

describe('a date of which the year alone could be read', () => {
  it('is doubted where an office wrote it, not where a parent was born', () => {
    const fields = extract(BIRTH.replace('đăng ký: 07/12/2006', 'đăng ký: 2006'));
    expect(fields['ngayDangKy']?.value).toBe('2006');
    expect(doubtful(fields['ngayDangKy'])).toBe(true);
    expect(fields['meNgaySinh']?.value).toBe('1971');
    expect(doubtful(fields['meNgaySinh'])).toBe(false);
  });

  it('is doubted when figures are left over', () => {
    const { ngayDangKy } = extract(BIRTH.replace('07/12/2006', '07k12k 2006'));
    expect(ngayDangKy === undefined || ngayDangKy.value === '' || doubtful(ngayDangKy)).toBe(true);
  });
});

describe('the subject of a paper', () => {
  const terms = ['sổ hộ tịch', 'tài liệu lưu trữ', 'bàn giao'];
  it('has its terms with the right marks', () => {
    expect(withTerms('Bòn giao số hộ tịch và tài liệu lưu trử', terms).text).toBe('Bàn giao sổ hộ tịch và tài liệu lưu trữ');
    expect(withTerms('BÀN GIAO SỐ HỘ TỊCH', terms).text).toBe('BÀN GIAO SỔ HỘ TỊCH');
  });

  it('keeps what is no term', () => {
    expect(withTerms('Báo cáo số hộ nghèo năm 2020', terms)).toEqual({ text: 'Báo cáo số hộ nghèo năm 2020', mended: 0 });
  });
});
