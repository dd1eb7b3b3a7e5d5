import { describe, expect, it } from 'vitest';
import { plainLetters } from '../../../../renderer/ui/plain-letters.ts';
import { spanOf } from '../../../../renderer/ui/span.ts';

describe('time left', () => {
  it.each([[0.2, 'seconds', 1], [42.4, 'seconds', 42], [89, 'seconds', 89], [90, 'minutes', 2], [3600, 'minutes', 60], [9000, 'hours', 2.5]])('%d s is said in %s: %d', (seconds, unit, count) => {
    expect(spanOf(seconds)).toEqual({ unit, count });
  });
});

describe('plain letters', () => {
  it('find Vietnamese words without their marks', () => {
    expect(plainLetters(' Đợt Số Hoá ')).toBe('dot so hoa');
    expect(plainLetters('Nguyễn'.normalize('NFD'))).toBe('nguyen');
  });
});
