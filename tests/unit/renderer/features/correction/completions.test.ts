import { describe, expect, it } from 'vitest';
import { completePlace } from '../../../../../renderer/features/correction/complete-place.ts';
import { completions, repeatsInBook } from '../../../../../renderer/features/correction/completions.ts';
import { fieldOptions, offeredOptions } from '../../../../../renderer/features/correction/field-options.ts';
import { expandAbbreviation, matchRank, valueListOf } from '../../../../../renderer/features/correction/value-lists.ts';
import { valueToStore } from '../../../../../renderer/features/correction/value-to-store.ts';

describe('a place by its first letters', () => {
  const caDy = 'xã Cà Dy, huyện Nam Giang, tỉnh Quảng Nam';

  it.each(['cà d', 'ca dy', 'xã cà', 'xa ca dy', 'Cà Dy'])('is found by "%s"', (typed) => {
    expect(completePlace(typed, [], 6)).toContain(caDy);
  });

  it('is found by initials, nearest to this book first', () => {
    expect(completePlace('cd', [caDy], 4)[0]).toBe(caDy);
  });

  it('completes only the last part and keeps what stands before', () => {
    expect(completePlace('thôn 2, cà dy', [], 4)[0]).toBe(`thôn 2, ${caDy}`);
  });

  it('minds marks that were typed, and needs none', () => {
    expect(completePlace('cá dy', [], 6)).not.toContain(caDy);
    expect(completePlace('quang nam', [], 3)).toContain('tỉnh Quảng Nam');
  });

  it('keeps silent for one letter, for nothing and for what is complete', () => {
    expect(completePlace('c', [], 4)).toEqual([]);
    expect(completePlace('', [], 4)).toEqual([]);
    expect(completePlace('zzzz', [], 4)).toEqual([]);
    expect(completePlace(caDy, [], 4)).not.toContain(caDy);
  });
});

describe('a value of a closed list', () => {
  it('is meant by one letter, this book\'s values first', () => {
    expect(valueToStore('KS', 'nksDanToc', 'k', [])).toBe('Kinh');
    expect(valueToStore('KS', 'nksDanToc', 'g', ['Giẻ-Triêng'])).toBe('Giẻ-Triêng');
    expect(valueToStore('KS', 'nksDanToc', 'gt', [])).toBe('Giẻ-Triêng');
    expect(valueToStore('KS', 'nksGioiTinh', 'n', ['Nữ'])).toBe('Nữ');
    expect(valueToStore('KS', 'nksQuocTich', 'vn', [])).toBe('Việt Nam');
  });

  it('is a code for its name', () => {
    expect(valueToStore('KS', 'meLoaiGiayToTuyThan', 'cmnd', [])).toBe('1');
    expect(valueToStore('KS', 'meLoaiGiayToTuyThan', '1', [])).toBe('1');
  });

  it('never changes a word that stands on paper for one that is near to it', () => {
    for (const written of ['Thanh Y', 'Ca dong', 'Mường', 'kinh tế', 'Giẻ']) {
      const stored = valueToStore('KS', 'nksDanToc', written, []);
      if (written.length > 4) expect(stored).toBe(written);
    }
    expect(valueToStore('KS', 'nksHoTen', 'k', [])).toBe('k');
    expect(expandAbbreviation(valueListOf('KS', 'nksDanToc'), 'Co', [])).toBeUndefined();
  });

  it('takes dates and places as they were typed', () => {
    expect(valueToStore('KS', 'nksNgaySinh', '15081992', [])).toBe('15.08.1992');
    expect(valueToStore('KS', 'nksNoiSinh', 'cd', [])).toBe('cd');
  });
});

describe('what is offered', () => {
  it('has this book\'s values before the gazetteer\'s, each once, at most four', () => {
    const own = 'thôn Pà Dấu, xã Cà Dy, huyện Nam Giang, tỉnh Quảng Nam';
    const found = completions({ recordType: 'KS', key: 'nksNoiSinh', typed: 'cà dy', bookValues: [own] });
    expect(found[0]).toEqual({ value: own, from: 'book' });
    expect(found.length).toBeLessThanOrEqual(4);
    expect(new Set(found.map((option) => option.value)).size).toBe(found.length);
  });

  it('offers no other person\'s name, number or date', () => {
    for (const key of ['so', 'nksHoTen', 'nksNgaySinh', 'nksSoDinhDanh']) {
      expect(repeatsInBook('KS', key)).toBe(false);
      expect(completions({ recordType: 'KS', key, typed: '', bookValues: ['LÊ A'] })).toEqual([]);
    }
    expect(completions({ recordType: 'KS', key: 'nguoiKy', typed: '', bookValues: ['LÊ A'] })).toEqual([{ value: 'LÊ A', from: 'book' }]);
  });

  it('is the reader\'s other readings while the text is as it was, and what the letters mean once it is not', () => {
    const field = { value: 'Cà Dỳ', confidence: 0.5, page: 1, box: [0, 0, 1, 1] as const, from: 'ocr' as const, warnings: [], alternatives: [{ text: 'Cà Dy', confidence: 0.4 }] };
    const ofBook = [{ value: 'Cà Dy, huyện', from: 'book' as const }];
    expect(fieldOptions(field)).toEqual([{ value: 'Cà Dy', from: 'reading' }]);
    expect(offeredOptions({ readings: fieldOptions(field), text: field.value, isUntouched: true, warnings: [], completions: ofBook })).toEqual([{ value: 'Cà Dy', from: 'reading' }]);
    expect(offeredOptions({ readings: fieldOptions(field), text: 'Cà', isUntouched: false, warnings: [{ code: 'not-in-gazetteer', suggestion: 'Cà Dy' }], completions: ofBook })).toEqual([{ value: 'Cà Dy', from: 'rule' }, ...ofBook]);
    expect(offeredOptions({ readings: fieldOptions(undefined), text: '', isUntouched: true, warnings: [], completions: ofBook })).toEqual(ofBook);
  });
});

describe('how well letters name a text', () => {
  it('goes from the same, over the beginning, to a word inside', () => {
    const ranks = ['giẻ-triêng', 'giẻ', 'gie', 'gt', 'trieng', 'x'].map((typed) => matchRank('Giẻ-Triêng', typed));
    expect(ranks).toEqual([0, 1, 2, 3, 5, undefined]);
  });
});
