import { describe, expect, it } from 'vitest';
import { binarise } from '../../../backend/imaging/components.ts';
import { removeRules } from '../../../backend/imaging/rules.ts';
import { ink, letters, levelAt, whitePage } from './draw.ts';

const DPI = 200;

describe('solid rules', () => {
  it('takes a rule under text out and keeps the letters', () => {
    const page = whitePage(600, 80);
    letters(page, 20, 40, 30);
    ink(page, [10, 50, 500, 2]);
    const rules = removeRules(page, binarise(page, 128), DPI);
    expect(rules.map((rule) => rule.direction)).toEqual(['horizontal']);
    expect(levelAt(page, 300, 50)).toBe(255);
    expect(levelAt(page, 24, 30)).toBe(0);
  });

  it('keeps a descender that crosses the rule', () => {
    const page = whitePage(600, 100);
    ink(page, [10, 50, 500, 2]);
    ink(page, [100, 30, 4, 40]);
    removeRules(page, binarise(page, 128), DPI);
    expect(levelAt(page, 101, 51)).toBe(0);
    expect(levelAt(page, 101, 40)).toBe(0);
    expect(levelAt(page, 200, 51)).toBe(255);
  });

  it('goes on over gaps of two pixels in a rule and in a side, not over wider ones', () => {
    for (const [gapPx, found] of [[2, 2], [3, 0]] as const) {
      const page = whitePage(700, 700);
      ink(page, [40, 20, 600, 3]);
      ink(page, [20, 40, 3, 600]);
      for (let at = 50; at < 640; at += 40) {
        ink(page, [at, 20, gapPx, 3], 255);
        ink(page, [20, at, 3, gapPx], 255);
      }
      expect(removeRules(page, binarise(page, 128), DPI)).toHaveLength(found);
    }
  });

  it('takes a frame out on all four sides', () => {
    const page = whitePage(600, 400);
    ink(page, [20, 20, 560, 3]);
    ink(page, [20, 377, 560, 3]);
    ink(page, [20, 20, 3, 360]);
    ink(page, [577, 20, 3, 360]);
    const rules = removeRules(page, binarise(page, 128), DPI);
    expect(rules.filter((rule) => rule.direction === 'horizontal')).toHaveLength(2);
    expect(rules.filter((rule) => rule.direction === 'vertical')).toHaveLength(2);
    expect(page.data.filter((v) => v < 128).length).toBeLessThan(60);
  });

  it('leaves a hyphen, the bar of a large T and a solid block alone', () => {
    const page = whitePage(600, 200);
    ink(page, [20, 40, 30, 4]);
    ink(page, [100, 30, 50, 8]);
    ink(page, [120, 30, 10, 60]);
    ink(page, [300, 50, 200, 100]);
    const before = page.data.slice();
    expect(removeRules(page, binarise(page, 128), DPI)).toEqual([]);
    expect(page.data).toEqual(before);
  });

  it.each(['horizontal', 'vertical'] as const)('bridges gaps of two pixels in a %s rule, not of more', (direction) => {
    const drawn = (gapPx: number): number => {
      const page = whitePage(600, 600);
      for (let at = 10; at < 500; at += 20 + gapPx) ink(page, direction === 'horizontal' ? [at, 300, 20, 2] : [300, at, 2, 20]);
      return removeRules(page, binarise(page, 128), DPI).filter((rule) => rule.direction === direction).length;
    };
    expect([drawn(0), drawn(2), drawn(3)]).toEqual([1, 1, 0]);
  });

  it('finds rules that touch all edges of the page, and none on a white or a black one', () => {
    const page = whitePage(400, 400);
    for (const box of [[0, 0, 400, 2], [0, 398, 400, 2], [0, 0, 2, 400], [398, 0, 2, 400]] as const) ink(page, box);
    expect(removeRules(page, binarise(page, 128), DPI)).toHaveLength(4);
    expect(removeRules(whitePage(400, 400), binarise(whitePage(400, 400), 128), DPI)).toEqual([]);
    const black = whitePage(400, 400);
    black.data.fill(0);
    expect(removeRules(black, binarise(black, 128), DPI)).toEqual([]);
  });
});
