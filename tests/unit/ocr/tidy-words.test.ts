import { describe, expect, it } from 'vitest';
import type { LayoutLine } from '../../../backend/imaging/page-layout.ts';
import { tidyWords } from '../../../backend/ocr/tidy-words.ts';

const line: LayoutLine = { box: [0, 0, 500, 40], xHeightPx: 18, baselinePx: [30, 30], block: 0, foreign: new Int32Array(0), letters: 10 };
const tidy = (text: string, confidence = 0.95): string[] => tidyWords([{ text, confidence, box: [0, 10, 40, 18] }], line).map((word) => word.text);

describe('tidying words', () => {
  it.each(['.', '_', '...', '……', '|', '~'])('drops the phantom %s', (text) => expect(tidy(text)).toEqual([]));
  it.each(['-', '–', '/', ':', '(1)', 'và/hoặc'])('keeps %s', (text) => expect(tidy(text)).toEqual([text]));
  it.each([
    ['phưỜng', 'phường'],
    ['mƯời', 'mười'],
    ['chỮ', 'chữ'],
    ['sỬa', 'sửa'],
  ])('sets %s in one case: %s', (wrong, right) => expect(tidy(wrong)).toEqual([right]));
  it.each(['UBND', 'NĐ-CP', 'TTr-BNV', 'Quảng', 'TP.HCM', '63/2006', 'XNTTHN', 'Đức'])('leaves %s as it is', (text) => expect(tidy(text)).toEqual([text]));
  it.each([['tbôn', 'thôn'], ['kbu', 'khu'], ['tinb', 'tinh'], ['Pbường', 'Phường'], ['Tbị', 'Thị']])('opens the loop of %s: %s', (wrong, right) => expect(tidy(wrong)).toEqual([right]));
  it.each(['TB-UBND', '222/TB-UBND', 'Cục', 'bản', 'Abc1b', 'Zơrâm', 'Bnướch', 'Ab'])('leaves the b of %s', (text) => expect(tidy(text)).toEqual([text]));
  it('takes leader remains off a word', () => expect(tidy('Kinh......')).toEqual(['Kinh']));
  it('drops marks that the reader doubts', () => expect(tidy('*', 0.3)).toEqual([]));
});
