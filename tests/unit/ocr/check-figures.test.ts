import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { checkFigures } from '../../../backend/ocr/check-figures.ts';
import type { Word } from '../../../shared/domain/reading.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { cssFont, FACES, FONT_FAMILIES, type Face, type FontFamily } from '../../../scripts/fixtures/fonts.ts';

const [WIDTH, HEIGHT] = [900, 120];

type Printed = { readonly image: GrayRaster; readonly box: Word['box'] };

/** Print, and the box of its ink. */
function print(text: string, family: FontFamily, face: Face, sizePx: number): Printed {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.fillStyle = '#000';
  brush.font = cssFont(family, face, sizePx);
  brush.fillText(text, 20, 90);
  const rgba = brush.getImageData(0, 0, WIDTH, HEIGHT).data;
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => rgba[i * 4] ?? 255);
  const ink = [...data.keys()].filter((i) => (data[i] ?? 255) < 160);
  const [xs, ys] = [ink.map((i) => i % WIDTH), ink.map((i) => Math.floor(i / WIDTH))];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { image: { data, widthPx: WIDTH, heightPx: HEIGHT, channels: 1 }, box: [x, y, Math.max(...xs) - x + 1, Math.max(...ys) - y + 1] };
}

/** What becomes of a reading of what is printed. */
const checked = (read: string, { image, box }: Printed): string => checkFigures({ text: read, confidence: 0.97, box }, image).text;

describe('figures whose shape says what they are', () => {
  it.each([['206844820', '205844820'], ['206183767', '205183767'], ['205137789', '205137759']])('"%s" is read again as "%s" where that is printed', (read, printed) => {
    expect(checked(read, print(printed, 'be-vietnam-pro', 'regular', 40))).toBe(printed);
    expect(checked(read, print(printed, 'be-vietnam-pro', 'bold', 28))).toBe(printed);
  });

  it('finds a five beside strokes and dots, slanted too', () => {
    expect(checked('16/01/2000', print('15/01/2000', 'be-vietnam-pro', 'bold-italic', 54))).toBe('15/01/2000');
    expect(checked('26.08.1986', print('25.08.1985', 'arimo', 'regular', 40))).toBe('25.08.1985');
  });

  it.each(FONT_FAMILIES.flatMap((family) => FACES.map((face) => [family, face] as const)))('takes no figure of %s %s for a five', (family, face) => {
    for (const sizePx of [26, 40, 60]) for (const text of ['6083946', '8619680', '26/08/1968', '0368']) expect(checked(text, print(text, family, face, sizePx))).toBe(text);
  });

  it('keeps what was read as an alternative and is doubtful from then on', () => {
    const { image, box } = print('1985', 'be-vietnam-pro', 'regular', 40);
    expect(checkFigures({ text: '1986', confidence: 0.97, box }, image)).toMatchObject({ text: '1985', confidence: 0.85, alternatives: [{ text: '1986' }] });
  });

  it('is not put off by what is left of leaders above and below the figures', () => {
    const { image, box: [x, y, w, h] } = print('049032240625', 'tinos', 'regular', 40);
    const data = Uint8Array.from(image.data);
    for (const row of [y - 18, y + h + 10]) for (let column = x; column < x + w; column += 12) data[row * WIDTH + column] = data[row * WIDTH + column + 1] = 0;
    expect(checkFigures({ text: '049032240626', confidence: 0.94, box: [x, y - 20, w, h + 40] }, { ...image, data }).text).toBe('049032240625');
  });

  it('doubts a number of which a figure was not read, and no other', () => {
    const printed = print('119/2009', 'tinos', 'regular', 40);
    const doubted = checkFigures({ text: '19/2009', confidence: 0.97, box: printed.box }, printed.image);
    expect(doubted).toMatchObject({ text: '19/2009', confidence: 0.6 });
    expect(checkFigures({ text: '119/2009', confidence: 0.97, box: printed.box }, printed.image).confidence).toBe(0.97);
  });

  it('says nothing where figures touch, are too small, or where there are letters or nothing', () => {
    const touching = print('555', 'be-vietnam-pro', 'regular', 40);
    expect(checked('66', touching)).toBe('66');
    expect(checked('166', print('155', 'be-vietnam-pro', 'regular', 12))).toBe('166');
    expect(checked('A6', touching)).toBe('A6');
    expect(checkFigures({ text: '6', confidence: 0.97, box: [890, 110, 40, 40] }, touching.image).text).toBe('6');
  });
});
