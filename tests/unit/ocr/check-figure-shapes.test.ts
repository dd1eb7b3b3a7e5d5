import { describe, expect, it } from 'vitest';
import { checkFigureShapes } from '../../../backend/ocr/check-figure-shapes.ts';
import { FACES, FONT_FAMILIES } from '../../../scripts/fixtures/fonts.ts';
import { printWord, WIDTH_PX, type PrintedWord } from './print-word.ts';

const checked = (read: string, { image, box }: PrintedWord): string => checkFigureShapes({ text: read, confidence: 0.97, box }, image).text;

describe('a figure that looks like another than was read', () => {
  it.each([
    ['24/07/1987', '21/07/1987'], ['27/40/1974', '27/10/1971'], ['1986', '1956'], ['03/09/2016', '03/09/2018'], ['107675832', '107575832'], ['11/11/1987', '11/11/1997'], ['28/05/2015', '23/05/2015'], ['108912387', '106912387'],
  ])('gives way to it: "%s" is "%s"', (read, printed) => {
    for (const family of ['tinos', 'arimo', 'noto-serif', 'cousine'] as const) for (const sizePx of [28, 44]) expect([family, sizePx, checked(read, printWord(printed, family, 'regular', sizePx))]).toEqual([family, sizePx, printed]);
  });

  it('is found on a leader of dots, which a 1 stands on as a 4 has its bar', () => {
    const printed = printWord('100122278', 'cousine', 'regular', 40);
    const { image, box: [x, y, w, h] } = printed;
    const data = Uint8Array.from(image.data);
    for (let row = y + h - 3; row < y + h; row++) for (let column = x - 4; column < x + w; column += 9) data.fill(60, row * WIDTH_PX + column, row * WIDTH_PX + column + 3);
    expect(checked('100422278', { image: { ...image, data }, box: printed.box })).toBe('100122278');
  });

  it('keeps what was read as an alternative and is doubtful from then on', () => {
    const { image, box } = printWord('1956', 'be-vietnam-pro', 'bold', 40);
    expect(checkFigureShapes({ text: '1986', confidence: 0.97, box }, image)).toMatchObject({ text: '1956', confidence: 0.85, alternatives: [{ text: '1986' }] });
  });

  it.each(FONT_FAMILIES.flatMap((family) => FACES.map((face) => [family, face] as const)))('is no figure that was read as it is printed: %s %s', (family, face) => {
    for (const text of ['1234567890', '14/07/1971', '068358', '047/2009.']) for (const sizePx of [24, 44]) expect(checked(text, printWord(text, family, face, sizePx))).toBe(text);
  });

  it('says nothing where parts are not as many as signs, figures look like none, or there is one figure or none', () => {
    const printed = printWord('1956', 'arimo', 'regular', 40);
    expect(checked('195', printed)).toBe('195');
    expect(checked('9999', printWord('KMVR', 'arimo', 'regular', 40))).toBe('9999');
    expect(checked('8', printWord('5', 'arimo', 'regular', 40))).toBe('8');
    expect(checked('A986', printed)).toBe('A986');
    expect(checkFigureShapes({ text: '88', confidence: 0.97, box: [800, 100, 40, 15] }, printed.image).text).toBe('88');
  });
});
