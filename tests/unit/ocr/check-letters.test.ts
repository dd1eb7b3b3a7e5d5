import { describe, expect, it } from 'vitest';
import { checkLetters } from '../../../backend/ocr/check-letters.ts';
import { FACES, FONT_FAMILIES, type Face, type FontFamily } from '../../../scripts/fixtures/fonts.ts';
import { printWord, WIDTH_PX, type PrintedWord } from './print-word.ts';

/** About the height of an x, as a page's layout would have it. */
const xHeightOf = (sizePx: number): number => Math.round(sizePx * 0.5);

const checked = (read: string, { image, box }: PrintedWord, sizePx: number) => checkLetters({ text: read, confidence: 0.97, box }, image, xHeightOf(sizePx));
const textOf = (read: string, printed: string, family: FontFamily, face: Face, sizePx: number): string => checked(read, printWord(printed, family, face, sizePx), sizePx).text;

const SIZES = [28, 36, 50] as const;

describe('the upper of two marks above a letter', () => {
  it.each([
    ['số', 'sổ'], ['Cấm', 'Cẩm'], ['TUYẾN', 'TUYỀN'], ['HƯỚNG', 'HƯỞNG'], ['TÍNH', 'TỈNH'], ['Quyến', 'Quyển'],
  ])('is read again where another is printed: "%s" is "%s"', (read, printed) => {
    for (const family of ['tinos', 'arimo', 'noto-serif'] as const) for (const sizePx of SIZES) expect([family, sizePx, textOf(read, printed, family, 'regular', sizePx)]).toEqual([family, sizePx, printed]);
  });

  it.each([
    ['TUÂN', 'TUẤN'], ['YÊN', 'YẾN'], ['TRÂN', 'TRẦN'], ['Rông', 'Rồng'], ['NGUYÊN', 'NGUYỄN'], ['MÃN', 'MẪN'], ['băng', 'bằng'], ['dâu)', 'dấu)'], ['HƯƠNG', 'HƯỞNG'],
  ])('is found where it was lost: "%s" is "%s"', (read, printed) => {
    for (const family of ['tinos', 'arimo', 'noto-serif'] as const) for (const sizePx of SIZES) expect([family, sizePx, textOf(read, printed, family, 'regular', sizePx)]).toEqual([family, sizePx, printed]);
  });
});
