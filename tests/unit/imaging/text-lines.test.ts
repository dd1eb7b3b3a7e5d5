import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findTextSegments, measureLetters } from '../../../backend/imaging/text-lines.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { ink, letters, whitePage } from './draw.ts';

function segments(page: GrayRaster): readonly (readonly [number, number])[] {
  const found = findComponents(binarise(page, 128));
  const size = measureLetters(found, 200);
  return findTextSegments(found, new Uint8Array(found.count).fill(1), [], size.letterPx).map((one) => [one.x0, one.x1] as const);
}

describe('text lines', () => {
  it('reads on over a hyphen that stands between wide gaps', () => {
    const page = whitePage(700, 80);
    letters(page, 20, 50, 10);
    ink(page, [182, 40, 10, 3]);
    letters(page, 220, 50, 10);
    expect(segments(page)).toEqual([[20, 354]]);
  });

  it('keeps two columns apart where nothing or only a speck stands between them', () => {
    const page = whitePage(700, 80);
    letters(page, 20, 50, 10);
    ink(page, [190, 47, 3, 3]);
    letters(page, 240, 50, 10);
    expect(segments(page)).toHaveLength(2);
  });

  it('begins a line with its first letter, not with the hair of a sheet\'s edge before it', () => {
    const page = whitePage(700, 160);
    ink(page, [20, 40, 1, 50]);
    letters(page, 60, 90, 10);
    letters(page, 60, 150, 20);
    expect(segments(page)).toEqual([[60, 194], [60, 334]]);
  });
});
