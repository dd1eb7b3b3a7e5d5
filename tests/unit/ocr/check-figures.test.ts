import { describe, expect, it } from 'vitest';
import { checkFigures } from '../../../backend/ocr/check-figures.ts';
import { FACES, FONT_FAMILIES } from '../../../scripts/fixtures/fonts.ts';
import { printWord, WIDTH_PX, type PrintedWord } from './print-word.ts';

/** What becomes of a reading of what is printed. */
const checked = (read: string, { image, box }: PrintedWord): string => checkFigures({ text: read, confidence: 0.97, box }, image).text;

describe('figures whose shape says what they are', () => {
  it.each([['206844820', '205844820'], ['206183767', '205183767'], ['205137789', '205137759']])('"%s" is read again as "%s" where that is printed', (read, printed) => {
    expect(checked(read, printWord(printed, 'be-vietnam-pro', 'regular', 40))).toBe(printed);
    expect(checked(read, printWord(printed, 'be-vietnam-pro', 'bold', 28))).toBe(printed);
  });

  it('finds a five beside strokes and dots, slanted too', () => {
    expect(checked('16/01/2000', printWord('15/01/2000', 'be-vietnam-pro', 'bold-italic', 54))).toBe('15/01/2000');
    expect(checked('26.08.1986', printWord('25.08.1985', 'arimo', 'regular', 40))).toBe('25.08.1985');
  });

  it.each(FONT_FAMILIES.flatMap((family) => FACES.map((face) => [family, face] as const)))('takes no figure of %s %s for a five', (family, face) => {
    for (const sizePx of [26, 40, 60]) for (const text of ['6083946', '8619680', '26/08/1968', '0368']) expect(checked(text, printWord(text, family, face, sizePx))).toBe(text);
  });

  it('keeps what was read as an alternative and is doubtful from then on', () => {
    const { image, box } = printWord('1985', 'be-vietnam-pro', 'regular', 40);
    expect(checkFigures({ text: '1986', confidence: 0.97, box }, image)).toMatchObject({ text: '1985', confidence: 0.85, alternatives: [{ text: '1986' }] });
  });

  it('is not put off by what is left of leaders above and below the figures', () => {
    const { image, box: [x, y, w, h] } = printWord('049032240625', 'tinos', 'regular', 40);
    const data = Uint8Array.from(image.data);
    for (const row of [y - 18, y + h + 10]) for (let column = x; column < x + w; column += 12) data[row * WIDTH_PX + column] = data[row * WIDTH_PX + column + 1] = 0;
    expect(checkFigures({ text: '049032240626', confidence: 0.94, box: [x, y - 20, w, h + 40] }, { ...image, data }).text).toBe('049032240625');
  });

  it('doubts a number of which a figure was not read, and no other', () => {
    const printed = printWord('119/2009', 'tinos', 'regular', 40);
    const doubted = checkFigures({ text: '19/2009', confidence: 0.97, box: printed.box }, printed.image);
    expect(doubted).toMatchObject({ text: '19/2009', confidence: 0.6 });
    expect(checkFigures({ text: '119/2009', confidence: 0.97, box: printed.box }, printed.image).confidence).toBe(0.97);
  });

  it('says nothing where figures touch, are too small, or where there are letters or nothing', () => {
    const touching = printWord('555', 'be-vietnam-pro', 'regular', 40);
    expect(checked('66', touching)).toBe('66');
    expect(checked('166', printWord('155', 'be-vietnam-pro', 'regular', 12))).toBe('166');
    expect(checked('A6', touching)).toBe('A6');
    expect(checkFigures({ text: '6', confidence: 0.97, box: [890, 110, 40, 40] }, touching.image).text).toBe('6');
  });
});
