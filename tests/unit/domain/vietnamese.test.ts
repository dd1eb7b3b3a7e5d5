import { describe, expect, it } from 'vitest';
import { parseNumberWords, writeNumberWords } from '../../../shared/domain/numbers-in-words.ts';
import { nearest, substitutionCost, textDistance } from '../../../shared/domain/text-distance.ts';
import { isVietnameseSyllable, syllableShare } from '../../../shared/domain/vietnamese-syllable.ts';
import { foldMarks, foldTonePlacement, inCaseOf, isUpperCase, lettersOnly, sameText, splitTone, tidy, withTone } from '../../../shared/domain/vietnamese-text.ts';

describe('Vietnamese letters', () => {
  it('makes NFD, zero-width and doubled spaces one plain form', () => {
    expect(tidy('  Nguye\u0302\u0303n\u200b   Thi\u0323\n')).toBe('Nguyễn Thị');
  });

  it('takes every mark off, the stroke of đ too', () => {
    expect(foldMarks('Đặng Thị Mỹ Dũng ƯỚC')).toBe('dang thi my dung uoc');
    expect(lettersOnly('Họ, chữ đệm, tên:')).toBe('hochudemten');
  });

  it('splits a syllable into letters and tone and puts a tone on a letter', () => {
    expect(splitTone('hoà')).toEqual({ plain: 'hoa', tone: 1 });
    expect(splitTone('NẶNG')).toEqual({ plain: 'năng', tone: 5 });
    expect(withTone('ê', 2)).toBe('ế');
    expect(withTone('Ớ', 3)).toBe('Ở');
  });

  it.each([['hoà', 'hòa'], ['thuỷ', 'thủy'], ['Khoẻ', 'khỏe'], ['XÃ HOÀ BÌNH', 'xã Hòa Bình']])('holds %s and %s for the same text', (a, b) => {
    expect(sameText(a, b)).toBe(true);
  });

  it('does not hold different tones for the same', () => {
    expect(foldTonePlacement('Thịnh')).not.toBe(foldTonePlacement('Thỉnh'));
  });

  it('knows capitals with marks', () => {
    expect(isUpperCase('ĐẶNG')).toBe(true);
    expect(isUpperCase('Đặng')).toBe(false);
    expect(isUpperCase('12')).toBe(false);
    expect(inCaseOf('Đặng', 'ĐĂNG')).toBe('ĐẶNG');
    expect(inCaseOf('Đặng', 'Đăng')).toBe('Đặng');
  });
});

describe('syllables', () => {
  it.each('nghiêng quyển giếng gì khuỷu oanh ướt đường yến Ưng Ý hoà hòa thuở quốc xoong'.split(' '))('%s can be one', (word) => { expect(isVietnameseSyllable(word)).toBe(true); });
  it.each('Bộnh xyz ngm Quỏng1 khal stơ bằc hoat uơng'.split(' '))('%s cannot', (word) => { expect(isVietnameseSyllable(word)).toBe(false); });
  it('a stopped rime carries only sắc or nặng', () => {
    expect(isVietnameseSyllable('mát')).toBe(true);
    expect(isVietnameseSyllable('màt')).toBe(false);
  });
  it('counts the share of real syllables', () => {
    expect(syllableShare('Bộnh viện')).toBe(0.5);
    expect(syllableShare('12/2020')).toBe(1);
  });
});

describe('distance', () => {
  it('is cheap for what readers confuse', () => {
    expect(substitutionCost('Ỳ', 'Ý')).toBeLessThan(substitutionCost('ơ', 'ở') + 0.01);
    expect(substitutionCost('0', 'O')).toBeLessThan(1);
    expect(substitutionCost('a', 'o')).toBeLessThan(substitutionCost('a', 'k'));
    expect(textDistance('ĐĂNG', 'ĐẶNG')).toBeLessThan(0.3);
    expect(textDistance('xõ', 'xã')).toBeLessThan(0.5);
  });

  it('is symmetric, zero for the same and stops above its limit', () => {
    expect(textDistance('Hạ Long', 'Ha Lang')).toBeCloseTo(textDistance('Ha Lang', 'Hạ Long'));
    expect(textDistance('', '')).toBe(0);
    expect(textDistance('', 'abc')).toBe(3);
    expect(textDistance('Quảng Nam', 'Thừa Thiên', 1)).toBe(Infinity);
  });

  it('finds the nearest entry and says how near the next is', () => {
    const found = nearest('Quỏng Nom', ['Quảng Nam', 'Quảng Ninh', 'Quảng Trị'], (name) => name, 1.2);
    expect(found?.entry).toBe('Quảng Nam');
    expect(found?.runnerUp).toBeGreaterThan(found?.distance ?? 9);
    expect(nearest('xyz', ['Quảng Nam'], (name) => name, 1)).toBeUndefined();
  });
});

describe('numbers in words', () => {
  it('reads back every number that it writes, in every style', () => {
    for (const style of [{}, { thousand: 'ngàn', zeroTens: 'lẻ' }, { four: 'tư' }, { emptyHundreds: false }] as const) {
      for (let value = 0; value <= 9999; value += value < 120 ? 1 : 37) expect(parseNumberWords(writeNumberWords(value, style))).toBe(value);
    }
  });

  it.each([['mười lăm', 15], ['hai mươi mốt', 21], ['hai mươi tư', 24], ['HAI NGHÌN LẺ BA', 2003], ['một ngàn chín trăm chín mươi', 1990], ['ba mươi nhăm', 35]])('reads %s', (words, value) => {
    expect(parseNumberWords(words)).toBe(value);
  });

  it.each(['', 'tháng', 'hai ba bốn', 'nghìn'])('does not read "%s"', (words) => { expect(parseNumberWords(words)).toBeUndefined(); });
});
