// What the paper has and the reader has not: words lifted off as a signature, words at the edge of what was read.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { BIRTH, DEATH, MARRIAGE, QUALITY, readingFrom, SINGLE } from './page-from-text.ts';

const fieldsOf = (reading: PageReading): Readonly<Record<string, FieldReading>> => extractRecords([{ pageId: 'p1', reading, quality: QUALITY }], { recordType: 'auto' })[0]?.reading.fields ?? {};
const extract = (text: string) => fieldsOf(readingFrom(text));

/** The page with one word of one line gone and a mark of a signature in its place, as tall as `shareOfLine`. */
function lifted(text: string, line: string, word: string, shareOfLine = 1.3): PageReading {
  const reading = readingFrom(text);
  const home = reading.lines.find((one) => one.words.map((each) => each.text).join(' ').startsWith(line));
  const gone = home?.words.find((each) => each.text === word);
  if (!home || !gone) throw new Error('no such word');
  const [x, y, w, h] = gone.box;
  const box = [x - 4, y - (h * (shareOfLine - 1)) / 2, w + 8, h * shareOfLine] as const;
  return { ...reading, marks: [{ kind: 'signature', box }], lines: reading.lines.map((one) => (one === home ? { ...one, words: one.words.filter((each) => each !== gone) } : one)) };
}

describe('ink of a line that was taken off', () => {
  it('leaves the end of a name in doubt', () => {
    const { nksHoTen } = fieldsOf(lifted(BIRTH, 'Họ, chữ đệm, tên: CAO', 'ĐỨC'));
    expect(nksHoTen?.value).toBe('CAO THANH');
    expect(nksHoTen?.reasons).toContain('ink-taken-off');
    expect(nksHoTen && isDoubtful(nksHoTen)).toBe(true);
  });

  it('leaves the beginning of a name in doubt, and never makes Thị a family name', () => {
    const { meHoTen } = fieldsOf(lifted(BIRTH, 'Họ, chữ đệm, tên người mẹ', 'BÙI'));
    expect(meHoTen?.value).toBe('THỊ TUYẾT DUYÊN');
    expect(meHoTen?.reasons).toEqual(expect.arrayContaining(['name-incomplete', 'ink-taken-off']));
    expect(meHoTen && isDoubtful(meHoTen)).toBe(true);
  });

  it('gives an empty value its box when it was the whole value', () => {
    const { voDanToc } = fieldsOf(lifted(MARRIAGE, 'Dân tộc: Kinh', 'Kinh'));
    expect(voDanToc?.value).toBe('');
    expect(voDanToc?.warnings).toEqual([{ code: 'unreadable' }]);
    expect(voDanToc?.box[2]).toBeGreaterThan(40);
  });

  it('does not put in question what a true signature, taller than print, stands beside', () => {
    const { nksHoTen } = fieldsOf(lifted(`${BIRTH}`, 'Họ, chữ đệm, tên: CAO', 'ĐỨC', 4));
    expect(nksHoTen?.reasons ?? []).not.toContain('ink-taken-off');
  });
});

describe('names', () => {
  it('take the woman\'s middle name where the dot below was unsure', () => {
    expect(extract(BIRTH.replace('BÙI THỊ TUYẾT', 'BÙI THI~91 TUYẾT'))['meHoTen']?.value).toBe('BÙI THỊ TUYẾT DUYÊN');
  });

  it('keep Thi that was read surely, and ask', () => {
    const field = extract(BIRTH.replace('BÙI THỊ TUYẾT', 'BÙI THI~97 TUYẾT'))['meHoTen'];
    expect(field?.value).toBe('BÙI THI TUYẾT DUYÊN');
    expect(field && isDoubtful(field)).toBe(true);
  });

  it('get back a first letter of two signs', () => {
    expect(extract(BIRTH.replace('Đinh Văn Khuê', 'ần~60 Văn Khuê'))['nguoiKy']?.value).toBe('Trần Văn Khuê');
  });
});

describe('an ethnic group', () => {
  it('that is another one but for a letter is not completed to two words', () => {
    const field = extract(MARRIAGE.replace('Dân tộc: Kinh', 'Dân tộc: xinh~80'))['voDanToc'];
    expect(field?.value).not.toBe('Xinh Mun');
    expect(field && isDoubtful(field)).toBe(true);
  });
});

describe('numbers', () => {
  it('with two strokes have a thin 1 in one of them', () => {
    expect(extract(BIRTH.replace('Số: 63/2006', 'Số: 3/8/2006'))['so']?.value).toBe('318/2006');
  });

  it('of a death notice get back their stroke', () => {
    const text = DEATH.replace('Nguyên nhân chết', 'Giấy báo tử số: 42 GBT do Trạm y tế xã Tam Thanh cấp ngày 08/12/2017\nNguyên nhân chết');
    expect(extract(text)['gbtSo']?.value).toBe('42/GBT');
  });
});

describe('places', () => {
  it('end where an identity paper without a readable label begins', () => {
    const text = SINGLE.replace(/Giấy tờ tùy thân: .*\n/u, '').replace('huyện Đại Lộc, tỉnh Quảng Nam', 'huyện Đại Lộc, tỉnh Quảng Nam\nGiến tờ ùÿ3hân CMND số 205465362 do Công an tỉnh Quảng Nam');
    const { nxnNoiCuTru, nxnSoGiayToTuyThan } = extract(text);
    expect(nxnNoiCuTru?.value).toBe('tổ 7, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
    expect(nxnSoGiayToTuyThan?.value).toBe('205465362');
    expect(nxnSoGiayToTuyThan && isDoubtful(nxnSoGiayToTuyThan)).toBe(true);
  });

  it('lose a figure that stands alone between two units', () => {
    expect(extract(SINGLE.replace('huyện Đại Lộc, tỉnh', 'huyện Đại Lộc, 6 tỉnh'))['nxnNoiCuTru']?.value).toBe('tổ 7, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam');
  });

  it('with letters grown into figures are looked at', () => {
    const field = extract(SINGLE.replace('tổ 7, xã', 't617, xã'))['nxnNoiCuTru'];
    expect(field && isDoubtful(field)).toBe(true);
  });

  it('get their unit words right in capitals too', () => {
    const text = SINGLE.replace('tổ 7, xã Đại Hiệp, huyện Đại Lộc, tỉnh Quảng Nam', 'KHÔI PHÔ XUÂN THUẬN, XÃ ĐẠI HIỆP, HUYỆN ĐẠI LỘC, TỈNH QUẢNG NAM');
    expect(extract(text)['nxnNoiCuTru']?.value).toBe('KHỐI PHỐ XUÂN THUẬN, XÃ ĐẠI HIỆP, HUYỆN ĐẠI LỘC, TỈNH QUẢNG NAM');
  });
});
