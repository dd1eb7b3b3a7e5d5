import { describe, expect, it } from 'vitest';
import { differingStretches, markDifferences } from '../../../../../renderer/features/correction/differing-marks.ts';

const marked = (text: string, other: string): string => markDifferences(text, other).map((part) => (part.differs ? `[${part.text}]` : part.text)).join('');

describe('differing letters', () => {
  it.each([
    ['xã Cà Dỳ', 'xã Cà Dy', 'xã Cà D[ỳ]'],
    ['CHÂU HOÀNG KHÁNH TỴ', 'CHÂU HOÀNG KHÁNH TY', 'CHÂU HOÀNG KHÁNH T[Ỵ]'],
    ['Giẻ-Triêng', 'Giỏ-Triêng', 'Gi[ẻ]-Triêng'],
    ['Nguyễn', 'Nguyễn', 'Nguyễn'],
    ['Nguyễn Văn An', 'Nguyễn An', 'Nguyễn [Văn ]An'],
    ['Nguyễn An', 'Nguyễn Văn An', 'Nguyễn An'],
    ['', 'abc', ''],
    ['abc', '', '[abc]'],
  ])('of %j against %j are %j', (text, other, expected) => {
    expect(marked(text, other)).toBe(expected);
  });

  it('are found whether marks come composed or apart', () => {
    expect(marked('Dỳ'.normalize('NFD'), 'Dy')).toBe('D[ỳ]');
  });

  it('of very long texts are given as a whole instead of taking forever', () => {
    const long = 'a'.repeat(5000);
    expect(markDifferences(long, `${long}b`)).toEqual([{ text: long, differs: true }]);
  });

  it('always give back the whole text', () => {
    for (const [a, b] of [['Ủy ban nhân dân', 'Uỷ ban nhan dan'], ['12/5/1990', '12.05.1990'], ['aaa', 'aa']] as const) {
      expect(markDifferences(a, b).map((part) => part.text).join('')).toBe(a);
    }
  });
});

describe('stretches that differ', () => {
  it.each([
    ['xã Cà Dỳ', 'xã Cà Dy', [[7, 8]]],
    ['rịnh Thị', 'Trịnh Thị', [[0, 0]]],
    ['Nguyễn Văn An', 'Nguyễn An', [[7, 11]]],
    ['Kinh', 'Kinh', []],
    ['', 'abc', [[0, 0]]],
    ['abc', '', [[0, 3]]],
    ['abcd', 'xbcy', [[0, 1], [3, 4]]],
  ])('of %j against %j are %j', (text, other, expected) => {
    expect(differingStretches(text, other).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it('of very long texts are one, unless they are the same', () => {
    const long = 'a'.repeat(5000);
    expect(differingStretches(long, `${long}b`)).toEqual([{ start: 0, end: 5000 }]);
    expect(differingStretches(long, long)).toEqual([]);
  });
});
