import { describe, expect, it } from 'vitest';
import { kept, NO_SELECTION, pick, pickMany, workedOn, type Selection } from '../../../../../renderer/features/pages/selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const shown = ({ chosen, focusId }: Selection): string => `${[...chosen].sort().join('')}|${focusId ?? ''}`;

describe('choosing pages', () => {
  it('one by one, some more, and a range from where it began', () => {
    const one = pick(NO_SELECTION, ids, 'b', 'one');
    expect(shown(one)).toBe('b|b');
    const more = pick(one, ids, 'd', 'toggle');
    expect(shown(more)).toBe('bd|d');
    expect(shown(pick(more, ids, 'd', 'toggle'))).toBe('b|d');
    expect(shown(pick(one, ids, 'd', 'range'))).toBe('bcd|d');
    expect(shown(pick(pick(one, ids, 'd', 'range'), ids, 'a', 'range'))).toBe('ab|a');
    expect(shown(pick(NO_SELECTION, ids, 'c', 'range'))).toBe('c|c');
    expect(shown(pick(one, ids, 'e', 'focus'))).toBe('b|e');
  });

  it('by a band, alone or added to what was chosen', () => {
    const one = pick(NO_SELECTION, ids, 'a', 'one');
    expect(shown(pickMany(one, ['c', 'd'], false))).toBe('cd|d');
    expect(shown(pickMany(one, ['c', 'd'], true))).toBe('acd|d');
    expect(shown(pickMany(one, [], false))).toBe('|a');
  });

  it('forgets pages that went, and looks at what stands in their place', () => {
    const two = pickMany(NO_SELECTION, ['b', 'c'], false);
    expect(shown(kept(two, ids, ['a', 'd', 'e']))).toBe('|d');
    expect(shown(kept(pick(NO_SELECTION, ids, 'e', 'one'), ids, ['a', 'b']))).toBe('|b');
    expect(shown(kept(two, ids, []))).toBe('|');
    expect(kept(two, ids, [...ids].reverse())).toBe(two);
  });

  it('is worked on in the order of the table, or the page in focus when none is chosen', () => {
    expect(workedOn(pickMany(NO_SELECTION, ['d', 'b'], false), ids)).toEqual(['b', 'd']);
    expect(workedOn({ ...NO_SELECTION, focusId: 'c' }, ids)).toEqual(['c']);
    expect(workedOn(NO_SELECTION, ids)).toEqual([]);
  });
});
