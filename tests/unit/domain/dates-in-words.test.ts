import { describe, expect, it } from 'vitest';
import { mendDateWords, parseDateWords } from '../../../shared/domain/dates-in-words.ts';

describe('a date in words', () => {
  it.each([
    ['a figure between the words', 'Ngày hai mươi hai tháng một năm một nghìn chín trăm chín mươi 2 ba', 'Ngày hai mươi hai tháng một năm một nghìn chín trăm chín mươi ba'],
    ['two words grown together', 'NGÀY MƯỜI TÁM THÁNG BANĂM HAI NGHÌN KHÔNG TRĂM MƯỜI', 'NGÀY MƯỜI TÁM THÁNG BA NĂM HAI NGHÌN KHÔNG TRĂM MƯỜI'],
    ['ten for tens', 'Ngày hai mười lăm tháng năm năm hai ngàn không trăm mười chín', 'Ngày hai mươi lăm tháng năm năm hai ngàn không trăm mười chín'],
    ['tens for ten', 'Ngày mươi tháng mươi năm hai nghìn', 'Ngày mười tháng mười năm hai nghìn'],
    ['the second of two commas', 'Ngày mười sáu, tháng mười năm một nghìn chín trăm tám mươi chín', 'Ngày mười sáu, tháng mười, năm một nghìn chín trăm tám mươi chín'],
    ['capitals at each word', 'Ngày Hai Mười Ba Tháng Ba Năm Hai Nghìn', 'Ngày Hai Mươi Ba Tháng Ba Năm Hai Nghìn'],
  ])('is mended for %s', (_, read, right) => {
    const mended = mendDateWords(read);
    expect(mended.text).toBe(right);
    expect(mended.distance).toBeGreaterThan(0);
  });

  it.each(['Ngày mười lăm tháng năm năm hai nghìn không trăm mười', 'Ngày hai mươi tháng mười hai năm một nghìn chín trăm chín mươi lăm', 'Ngày ba, tháng ba, năm hai nghìn linh bốn', 'Ngày mùng năm tháng giêng năm hai ngàn lẻ tám'])('that is whole stays: %s', (text) => {
    expect(mendDateWords(text)).toEqual({ text, distance: 0, mended: 0 });
    expect(parseDateWords(text)).toBeDefined();
  });

  it('of nothing stays nothing', () => { expect(mendDateWords('').text).toBe(''); });
});
