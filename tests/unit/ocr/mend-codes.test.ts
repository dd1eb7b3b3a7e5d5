import { describe, expect, it } from 'vitest';
import { mendCode, mendedCode } from '../../../backend/ocr/mend-codes.ts';
import type { Word } from '../../../shared/domain/reading.ts';

const word = (text: string, ...others: readonly string[]): Word => ({ text, confidence: 0.9, box: [0, 0, 100, 30], alternatives: others.map((other) => ({ text: other, confidence: 0.4 })) });

describe('codes of documents', () => {
  it.each([
    ['252/TTY-BNV', '252/TTr-BNV'],
    ['10/TTV-HĐND', '10/TTr-HĐND'],
    ['4123/8C-BNNMT', '4123/BC-BNNMT'],
    ['48/2014/0H13,', '48/2014/QH13,'],
    ['12/2019/7T-BCA;', '12/2019/TT-BCA;'],
    ['19/@BT', '19/GBT'],
    ['59/JGBT', '59/GBT'],
    ['số:26/@Đ-UBND', 'số:26/QĐ-UBND'],
    ['o7/0Đ-UBND', '07/QĐ-UBND'],
    ['42/2022/HN6Đ-ST;', '42/2022/HNGĐ-ST;'],
    ['51/2019/JHNGĐ-ST;', '51/2019/HNGĐ-ST;'],
  ])('"%s" is "%s"', (read, meant) => {
    expect(mendedCode(read)).toBe(meant);
  });

  it.each(['729/QĐ-TTg', '48/2014/QH13', '12/2019', '05/03/2019', '63/2006', '177/UBND-VP', '15/UBND-XNTTHN', '1/2', 'ngày', '', '12/XYZ-ABC', '12/W-1', '20/2021/HNGĐ-ST;', '4/@X-UBND', 'o7/XY-UBND', 'Số:12/2019'])('"%s" stays', (read) => {
    expect(mendedCode(read)).toBeUndefined();
    expect(mendCode(word(read)).text).toBe(read);
  });

  it('takes another reading that is a code before it mends one', () => {
    expect(mendCode(word('10/TTV-HĐND', '10/TT-HĐND')).text).toBe('10/TT-HĐND');
  });

  it('takes the reading of figures alone, and no other, for a number with strokes in it', () => {
    expect(mendCode(word('3]', '31'))).toMatchObject({ text: '31', alternatives: [{ text: '3]' }] });
    expect(mendCode(word('3]', '317')).text).toBe('3]');
    expect(mendCode(word('3]')).text).toBe('3]');
    expect(mendCode(word('I', '1')).text).toBe('I');
  });

  it('has the stroke that was read as a letter', () => {
    expect(mendCode(word('59JGBT')).text).toBe('59/GBT');
    expect(mendCode(word('59JXYZ')).text).toBe('59JXYZ');
  });

  it('is doubtful from then on and keeps what was read', () => {
    expect(mendCode(word('252/TTY-BNV', '252/TTỵ-BNV'))).toMatchObject({ confidence: 0.85, alternatives: [{ text: '252/TTY-BNV' }, { text: '252/TTỵ-BNV' }] });
  });
});
