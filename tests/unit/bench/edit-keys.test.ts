import { describe, expect, it } from 'vitest';
import { editKeys, lettersWrong } from '../../../bench/support/edit-keys.ts';

const at = (text: string, from = text.length, to = from, runs: readonly { start: number; end: number; rank: number }[] = []) => ({ text, from, to, runs });
const keysOf = (...given: Parameters<typeof editKeys>): string => editKeys(...given).keys.join(' ');

describe('the fewest keys', () => {
  it('type over what is selected', () => {
    expect(keysOf(at('TUYẾN', 3, 4), 'TUYỀN')).toBe('Ề');
    expect(keysOf(at('Công an cấp', 7, 11), 'Công an')).toBe('Delete');
    expect(keysOf(at('Xuân Rửn', 5, 8), 'Xuân Bửu')).toBe('B ử u');
  });

  it('walk through the doubtful letters when the first are not the wrong ones', () => {
    expect(keysOf(at('ải cũng Khạm', 0, 2, [{ start: 0, end: 2, rank: 0 }, { start: 10, end: 11, rank: 1 }]), 'ải cũng Khậm')).toBe('Alt+ArrowRight ậ');
  });

  it('else go by arrows, from the nearer end', () => {
    expect(keysOf(at('abcdefgh'), 'Xbcdefgh')).toBe('Home Delete X');
    expect(keysOf(at('abcdefgh', 0), 'abcdefgX')).toBe('End Backspace X');
    expect(keysOf(at('ab'), 'ab')).toBe('');
  });

  it('write anew what is all different, and mend two places one by one', () => {
    expect(keysOf(at('xyz'), 'Lê')).toBe('Control+a L ê');
    expect(editKeys(at('XbcdefghijklmnopqrstuvwxyZ'), 'abcdefghijklmnopqrstuvwxyz').keys.length).toBe(6);
  });
});

describe('letters that are wrong', () => {
  it.each([['Viet', 'Việt', 1], ['', 'Lê', 2], ['Lê', '', 2], ['rịnh', 'Trịnh', 1], ['29.03.2011', '28.04.2019', 3], ['abc', 'abc', 0]])('%j for %j: %i', (from, to, count) => {
    expect(lettersWrong(from, to)).toBe(count);
  });
});
