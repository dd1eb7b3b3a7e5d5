import { describe, expect, it } from 'vitest';
import { inverseOf } from '../../../backend/page-actions/page-patch.ts';
import { planMove } from '../../../backend/page-actions/plan-move.ts';
import { planTransform } from '../../../backend/page-actions/plan-transform.ts';

const size = { widthPx: 1000, heightPx: 500 };
const pages = ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({ id, position: (index + 1) * 10 }));
const orderAfter = (moved: readonly string[], before: string | null): string => {
  const placed = new Map(planMove(pages, moved, before).placed.map((page) => [page.id, page.position]));
  return [...pages].sort((a, b) => (placed.get(a.id) ?? a.position) - (placed.get(b.id) ?? b.position)).map((page) => page.id).join('');
};

describe('a move', () => {
  it('deals out the old places anew', () => {
    expect([orderAfter(['d', 'b'], 'a'), orderAfter(['a'], null), orderAfter(['e'], 'b'), orderAfter(['b', 'c'], 'd'), orderAfter(['c', 'b'], 'd')]).toEqual(['dbace', 'bcdea', 'aebcd', 'abcde', 'acbde']);
  });
  it('touches only pages between the first and the last that move, and names those with a new neighbour', () => {
    expect(planMove(pages, ['c'], 'b')).toEqual({ placed: [{ id: 'c', position: 20 }, { id: 'b', position: 30 }], unsettled: ['c', 'b', 'd'] });
    expect(planMove(pages, ['b'], 'c')).toEqual({ placed: [], unsettled: [] });
  });
});

describe('a change of the picture', () => {
  it('adds turns up, a whole turn to none', () => {
    expect(planTransform([], size, { do: 'rotate', angleDeg: 90 })).toEqual([{ kind: 'rotate', angleDeg: 90 }]);
    expect(planTransform([{ kind: 'rotate', angleDeg: 270 }], size, { do: 'rotate', angleDeg: 180 })).toEqual([{ kind: 'rotate', angleDeg: 90 }]);
    expect(planTransform([{ kind: 'rotate', angleDeg: 270 }], size, { do: 'rotate', angleDeg: 90 })).toEqual([]);
    expect(planTransform([{ kind: 'deskew', angleDeg: 1 }], size, { do: 'rotate', angleDeg: 90 })).toHaveLength(2);
  });
  it('keeps a crop inside the page, whatever the frame', () => {
    for (const box of [[-1, -1, 5, 5], [0.99, 0.99, 0.5, 0.5], [0.2, 0.2, 0, 0], [2, 2, 1, 1], [0.1, 0.1, -1, 0.5]] as const) {
      const [crop] = planTransform([], size, { do: 'crop', box }) ?? [];
      if (crop?.kind !== 'crop') throw new Error('a crop expected');
      expect(crop.xPx >= 0 && crop.yPx >= 0 && crop.widthPx > 0 && crop.heightPx > 0, JSON.stringify(box)).toBe(true);
      expect(crop.xPx + crop.widthPx <= size.widthPx && crop.yPx + crop.heightPx <= size.heightPx, JSON.stringify(box)).toBe(true);
    }
  });
  it('lets the program decide again', () => {
    expect(planTransform([{ kind: 'mirror' }], size, { do: 'reset' })).toBeNull();
    expect(planTransform([{ kind: 'mirror' }], size, { do: 'straighten', angleDeg: 0 })).toEqual([{ kind: 'mirror' }]);
  });
});

describe('an inverse', () => {
  it('is the same columns exchanged, and its own inverse\'s inverse', () => {
    const patches = [{ id: 'a', before: { bin: 0 }, after: { bin: 1 } }];
    expect(inverseOf(patches)).toEqual([{ id: 'a', before: { bin: 1 }, after: { bin: 0 } }]);
    expect(inverseOf(inverseOf(patches))).toEqual(patches);
  });
});
