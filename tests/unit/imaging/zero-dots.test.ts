import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { cssFont, type FontFamily } from '../../../scripts/fixtures/fonts.ts';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { findZeroDots } from '../../../backend/imaging/zero-dots.ts';

const DPI = 300;

/** Draws text and returns the boxes of the marks found inside zeros. */
function zeroDotsIn(text: string, family: FontFamily): number {
  const canvas = createCanvas(1600, 160);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, 1600, 160);
  brush.fillStyle = '#000';
  brush.font = cssFont(family, 'regular', 54);
  brush.fillText(text, 20, 100);
  const { data } = brush.getImageData(0, 0, 1600, 160);
  const gray = Uint8Array.from({ length: 1600 * 160 }, (_, i) => data[i * 4] ?? 255);
  const flags = findZeroDots(findComponents(binarise({ data: gray, widthPx: 1600, heightPx: 160 }, 140)), DPI);
  return flags.reduce((sum, flag) => sum + flag, 0);
}

describe('marks inside zeros', () => {
  it('finds one in each zero of a typewriter face', () => {
    expect(zeroDotsIn('0123456789 107440064', 'cousine')).toBe(4);
  });

  it('takes no dot and no tone mark from Vietnamese letters', () => {
    const letters = 'ạẹịọụ ộợệặậ ỌỘỢ ẢỎỦ đĐ ãõũ äöü i j : ; . % &';
    for (const family of ['cousine', 'tinos', 'arimo'] as const) expect(zeroDotsIn(letters, family)).toBe(0);
  });

  it('leaves zeros without a mark alone', () => {
    expect(zeroDotsIn('0123456789 OQ', 'tinos')).toBe(0);
  });
});
