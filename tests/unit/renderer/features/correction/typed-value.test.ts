import { describe, expect, it } from 'vitest';
import { isNumeric, kindOf, typedDate, typedValue } from '../../../../../renderer/features/correction/typed-value.ts';

const YEAR = 2026;

describe('a typed date', () => {
  it.each([
    ['15081992', '15.08.1992'],
    ['081992', '08.1992'],
    ['150892', '15.08.1992'],
    ['1992', '1992'],
    ['15/8/92', '15.08.1992'],
    ['15-8-1992', '15.08.1992'],
    ['15 8 1992', '15.08.1992'],
    ['15.08.1992', '15.08.1992'],
    ['8/1992', '08.1992'],
    ['1/2/18', '01.02.2018'],
    ['29022000', '29.02.2000'],
  ])('%j is %j', (typed, expected) => {
    expect(typedDate(typed, YEAR)).toBe(expected);
  });

  it.each(['31021992', '29021990', '1513', '99', 'hôm qua', '1/2/3/4', '', '15/13/1992', '123456789'])('%j is none', (typed) => {
    expect(typedDate(typed, YEAR)).toBeUndefined();
  });
});

describe('a typed value', () => {
  it('that cannot be understood is kept as it was typed', () => {
    expect(typedValue('date', '31/02/1992', YEAR)).toBe('31/02/1992');
  });

  it('has single spaces and composed letters', () => {
    expect(typedValue('personName', `  Nguyễn   Văn ${'Tý'.normalize('NFD')} `, YEAR)).toBe('Nguyễn Văn Tý');
  });

  it.each([['9h05', '09:05'], ['9 giờ 30 phút', '09:30'], ['2145', '21:45'], ['25:00', '25:00']])('as a time: %j is %j', (typed, expected) => {
    expect(typedValue('timeOfDay', typed, YEAR)).toBe(expected);
  });

  it('takes a digit as text in dates and numbers, not in names', () => {
    expect(isNumeric(kindOf('KS', 'nksNgaySinh'))).toBe(true);
    expect(isNumeric(kindOf('KS', 'nksSoDinhDanh'))).toBe(true);
    expect(isNumeric(kindOf('KS', 'nksHoTen'))).toBe(false);
    expect(kindOf(null, 'whatever')).toBe('text');
  });
});
