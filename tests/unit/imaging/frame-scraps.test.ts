import { describe, expect, it } from 'vitest';
import { withoutFrameScraps } from '../../../backend/imaging/frame-scraps.ts';
import type { TextSegment } from '../../../backend/imaging/text-lines.ts';

const LETTER_PX = 20;

const segment = (x0: number, x1: number, y0: number, letters: number): TextSegment => ({ members: [], x0, x1, y0, y1: y0 + 20, top: y0, bottom: y0 + 20, letters, letterPx: LETTER_PX });

/** Twelve rows of print, some short. */
const PRINT = Array.from({ length: 12 }, (_, row) => segment(200, row % 3 === 0 ? 500 : 1000, 100 + row * 40, 20));
/** Slivers one below the other, a little askew. */
const column = (x: number, count: number): TextSegment[] => Array.from({ length: count }, (_, k) => segment(x + k, x + k + 10, 100 + k * 35, 1));

describe('the sides of a frame', () => {
  it('that were left in slivers beside the print are no print', () => {
    expect(withoutFrameScraps([...PRINT, ...column(1100, 10), ...column(120, 9)], LETTER_PX)).toEqual(PRINT);
  });

  it('are more than a few letters in a row', () => {
    const few = [...PRINT, ...column(1100, 5)];
    expect(withoutFrameScraps(few, LETTER_PX)).toBe(few);
  });

  it('are not the numbers of a list, nor values in a column', () => {
    const listed = [...PRINT, ...column(165, 10)];
    expect(withoutFrameScraps(listed, LETTER_PX)).toBe(listed);
    const withColumns = [...PRINT, ...column(700, 10)];
    expect(withoutFrameScraps(withColumns, LETTER_PX)).toBe(withColumns);
    const wide = [...PRINT, ...column(1100, 10).map((one) => ({ ...one, x1: one.x0 + 40 }))];
    expect(withoutFrameScraps(wide, LETTER_PX)).toBe(wide);
  });

  it('are not looked for where there is no print', () => {
    const alone = column(100, 20);
    expect(withoutFrameScraps(alone, LETTER_PX)).toBe(alone);
  });
});
