import { describe, expect, it } from 'vitest';
import { chooseMarks, doubtMarks } from '../../../backend/ocr/choose-marks.ts';
import { pairForms } from '../../../backend/ocr/word-pairs.ts';
import type { Word } from '../../../shared/domain/reading.ts';

const words = (text: string, confidence = 0.95): readonly Word[] => text.split(' ').map((one, index) => ({ text: one, confidence, box: [index * 100, 0, 90, 40] }));
const chosen = (text: string): string => chooseMarks(words(text)).map((word) => word.text).join(' ');

describe('marks chosen by the neighbours of a word', () => {
  it.each([
    ['quy định khung sô lượng Phó Chủ tịch', 'quy định khung số lượng Phó Chủ tịch'],
    ['nhiệm vụ, quyên hạn và cơ cầu tổ chức', 'nhiệm vụ, quyền hạn và cơ cấu tổ chức'],
    ['SỬA ĐÓI, BÓ SUNG MỘT SÓ ĐIỀU', 'SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU'],
    ['sô 83/TTr-UBND ngày 31', 'số 83/TTr-UBND ngày 31'],
    ['Phó Chủ tịch Uy ban nhân dân', 'Phó Chủ tịch Ủy ban nhân dân'],
    ['thủ tục đề nghị phê chuẩn kêt quả', 'thủ tục đề nghị phê chuẩn kết quả'],
  ])('"%s" is meant to be "%s"', (read, meant) => {
    expect(chosen(read)).toBe(meant);
  });

  it.each([
    ['content words', 'Ủy ban nhân dân phường Hồng Hải, thành phố Hạ Long'],
    ['a name in capitals', 'Họ, chữ đệm, tên: NGUYỄN THỊ HOÀ'],
    ['a name in small letters', 'Đinh Hoàng Tân'],
    ['a hamlet of no list', 'thôn Cẩm Sến, xã Tam Thanh'],
    ['a value in capitals after its label', 'người đi khai tử HOÀNG TRỌNG TÍN'],
    ['one letter', 'mục a của điều này'],
    ['nothing', ''],
    ['figures alone', '12 / 2019 34.5'],
    ['words of another language', 'acte de naissance du registre'],
  ])('leaves %s as read', (_what, read) => {
    expect(chosen(read)).toBe(read);
  });

  it('never takes a mark away, nor a dot below for a mark above', () => {
    expect(chosen('tra lòng cống tại')).toBe('tra lòng cống tại');
    expect(chosen('xử lý đạt quy chuẩn')).toBe('xử lý đạt quy chuẩn');
  });

  it('does not look across a comma or a wide gap', () => {
    expect(chosen('cơ, câu')).toBe('cơ, câu');
    const [first, second] = words('cơ câu');
    if (first === undefined || second === undefined) throw new Error('two words');
    const apart = [first, { ...second, box: [900, 0, 90, 40] as const }];
    expect(chooseMarks(apart).map(({ text }) => text)).toEqual(['cơ', 'câu']);
  });

  it('keeps what was read as the first alternative and is doubtful from then on', () => {
    const word = chooseMarks(words('khung sô lượng'))[1];
    expect(word).toMatchObject({ text: 'số', confidence: 0.85 });
    expect(word?.alternatives?.[0]).toEqual({ text: 'sô', confidence: 0.5 });
  });

  it('believes another reading of the same word sooner than the language alone', () => {
    const read = words('Uy ban');
    const seen = read.map((word, index): Word => (index === 0 ? { ...word, alternatives: [{ text: 'Ủy', confidence: 0.4 }] } : word));
    expect(chooseMarks(read)[0]?.text).toBe('Uy');
    expect(chooseMarks(seen)[0]).toMatchObject({ text: 'Ủy', alternatives: [{ text: 'Uy' }] });
  });

  it('only doubts the word while the line is still to be read again', () => {
    expect(doubtMarks(words('khung sô lượng')).map(({ text, confidence }) => [text, confidence])).toEqual([['khung', 0.95], ['sô', 0.85], ['lượng', 0.95]]);
  });

  it('is the same when it is done twice', () => {
    const once = chooseMarks(words('SỬA ĐÓI, BÓ SUNG MỘT SÓ ĐIỀU'));
    expect(chooseMarks(once).map(({ text }) => text)).toEqual(once.map(({ text }) => text));
  });
});

describe('pairs of syllables', () => {
  it('know what stands side by side, and how well', () => {
    expect(pairForms('bổ', 'sung')).toBeGreaterThan(2);
    expect(pairForms('bó', 'sung')).toBe(0);
    expect(pairForms('số', '#')).toBeGreaterThan(0);
    expect(pairForms('xyz', 'sung')).toBe(0);
    expect(pairForms('', '')).toBe(0);
  });
});
