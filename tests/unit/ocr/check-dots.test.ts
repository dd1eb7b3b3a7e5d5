import { describe, expect, it } from 'vitest';
import { checkDots } from '../../../backend/ocr/check-dots.ts';
import type { Face, FontFamily } from '../../../scripts/fixtures/fonts.ts';
import { printWord } from './print-word.ts';

const FACES: readonly (readonly [FontFamily, Face])[] = [['arimo', 'bold'], ['arimo', 'regular'], ['tinos', 'regular'], ['cousine', 'regular'], ['be-vietnam-pro', 'bold'], ['noto-serif', 'regular']];

const checked = (read: string, printed: string, family: FontFamily, face: Face, sizePx: number) => {
  const { image, box } = printWord(printed, family, face, sizePx);
  return checkDots({ text: read, confidence: 0.97, box }, image);
};

describe('a tilde over an i', () => {
  it.each(FACES)('is read again as a dot where a dot is printed: %s %s', (family, face) => {
    for (const sizePx of [24, 30, 44]) {
      const word = checked('Vĩnh', 'Vinh', family, face, sizePx);
      expect([sizePx, word.text]).toEqual([sizePx, 'Vinh']);
      expect(word.alternatives?.[0]?.text).toBe('Vĩnh');
      expect(word.confidence).toBeLessThan(0.9);
    }
  });

  it.each(FACES)('stays where it is printed: %s %s', (family, face) => {
    for (const sizePx of [24, 30, 44]) expect([sizePx, checked('Vĩnh', 'Vĩnh', family, face, sizePx).text]).toEqual([sizePx, 'Vĩnh']);
  });

  it('stays where the dot grew together with the letter beside it', () => expect(checked('Vĩnh', 'Vinh', 'tinos', 'bold-italic', 30).text).toBe('Vĩnh'));

  it('is left alone in a word with other marks above', () => {
    expect(checked('Tĩnhế', 'Tinhế', 'arimo', 'bold', 30).text).toBe('Tĩnhế');
    expect(checked('Vinh', 'Vinh', 'arimo', 'bold', 30).text).toBe('Vinh');
  });
});
