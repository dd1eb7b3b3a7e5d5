import { describe, expect, it } from 'vitest';
import { lastValues } from '../../../../../renderer/features/correction/last-values.ts';
import { afterFinishing, type Pace } from '../../../../../renderer/features/correction/pace.ts';

const start: Pace = { day: 'Mon', finished: 0, secondsEach: null, lastAt: null };

describe('the pace', () => {
  it('counts records and takes the time between two', () => {
    const one = afterFinishing(start, 1_000, 'Mon');
    const two = afterFinishing(one, 21_000, 'Mon');
    expect(one).toMatchObject({ finished: 1, secondsEach: null });
    expect(two).toMatchObject({ finished: 2, secondsEach: 20 });
  });

  it('does not take a lunch for slow work', () => {
    const before = afterFinishing(afterFinishing(start, 0, 'Mon'), 20_000, 'Mon');
    expect(afterFinishing(before, 4_000_000, 'Mon')).toMatchObject({ finished: 3, secondsEach: 20 });
  });

  it('starts anew on a new day', () => {
    const monday = afterFinishing(afterFinishing(start, 0, 'Mon'), 20_000, 'Mon');
    expect(afterFinishing(monday, 30_000, 'Tue')).toMatchObject({ day: 'Tue', finished: 1, secondsEach: null });
  });
});

describe('the last record\'s value', () => {
  it('is that of the record before, not of this one', () => {
    lastValues.learn('KS', 'noiDangKy', 'xã A', 'r1');
    expect(lastValues.of('KS', 'noiDangKy', 'r1')).toBeUndefined();
    expect(lastValues.of('KS', 'noiDangKy', 'r2')).toBe('xã A');
    lastValues.learn('KS', 'noiDangKy', 'xã B', 'r2');
    expect(lastValues.of('KS', 'noiDangKy', 'r2')).toBe('xã A');
    expect(lastValues.of('KS', 'noiDangKy', 'r3')).toBe('xã B');
  });

  it('is not taken from another kind of paper, nor from an empty field', () => {
    lastValues.learn('KS', 'nguoiKy', '', 'r1');
    expect(lastValues.of('KS', 'nguoiKy', 'r2')).toBeUndefined();
    expect(lastValues.of('KH', 'noiDangKy', 'r9')).toBeUndefined();
  });
});
