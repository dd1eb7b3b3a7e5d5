import { describe, expect, it } from 'vitest';
import { judgeGlyphs } from '../../../backend/ocr/judge-glyphs.ts';
import type { Word } from '../../../shared/domain/reading.ts';
import type { FontFamily } from '../../../scripts/fixtures/fonts.ts';
import { printLine } from './print-line.ts';

/** `printed` on paper, read as `read`: the words after the judgement. */
function judged(printed: string, read: string, font: FontFamily = 'tinos'): readonly Word[] {
  const { image, line, boxes } = printLine(printed, font);
  const words = read.split(' ').map((text, i): Word => ({ text, confidence: 0.97, box: boxes[i] ?? [0, 0, 1, 1] }));
  return judgeGlyphs(image, [line], [{ box: line.box, block: 0, words }])[0]?.words ?? [];
}

const others = (words: readonly Word[]): readonly (string | undefined)[] => words.map((word) => word.alternatives?.[0]?.text);

describe('glyphs judged on their pixels', () => {
  it.each([
    ['Hà', 'Hã'],
    ['HÀ', 'HÁ'],
    ['Thịnh', 'Thính'],
    ['Sơn', 'Sọn'],
  ])('the paper says %s, the reader %s: the word is doubted and the other offered', (printed, read) => {
    const [word] = judged(`Họ ${printed} Anh`, `Họ ${read} Anh`).slice(1);
    expect(word).toMatchObject({ text: read, alternatives: [{ text: printed }] });
    expect(word?.confidence).toBeLessThan(0.7);
  });

  it.each([
    ['12/05/1987', '12/06/1987'],
    ['20/10/1969', '20/10/1960'],
    ['035187', '035181'],
  ])('the paper says %s, the reader %s: the figure is doubted', (printed, read) => {
    expect(others(judged(printed, read))).toEqual([printed]);
  });

  it.each(['tinos', 'arimo', 'noto-serif', 'be-vietnam-pro'] as const)('what was read rightly in %s stays as sure as it was', (font) => {
    const text = 'Nguyễn Thị Hằng NGUYỄN THỊ MẪN Đặng Cẩm Tú 12/05/1987';
    const words = judged(text, text, font);
    expect(words.filter((word) => word.confidence < 0.97).map((word) => word.text)).toEqual([]);
  });

  it.each([['MẪN', 'MÃN'], ['HẰNG', 'HÃNG'], ['Cẩm', 'Cấm']])('a tone on a vowel with a mark of its own (%s) is not judged', (printed, read) => {
    expect(others(judged(printed, read))).toEqual([undefined]);
  });

  it('never offers what is no syllable, and leaves words of the form alone', () => {
    expect(others(judged('tỉnh', 'tính'))).toEqual([undefined]);
    expect(others(judged('NGÀY', 'NGAY'))).not.toContain('NGÀỲ');
  });

  it('keeps the readings that lost the vote behind its own', () => {
    const { image, line, boxes } = printLine('Sơn');
    const word: Word = { text: 'Sọn', confidence: 0.55, box: boxes[0] ?? [0, 0, 1, 1], alternatives: [{ text: 'San', confidence: 0.3 }, { text: 'Sơn', confidence: 0.2 }] };
    const [line0] = judgeGlyphs(image, [line], [{ box: line.box, block: 0, words: [word] }]);
    expect(line0?.words[0]?.alternatives?.map((other) => other.text)).toEqual(['Sơn', 'San']);
    expect(line0?.words[0]?.confidence).toBe(0.55);
  });

  it('leaves words without a line, beyond the page or without letters as they are', () => {
    const { image, line } = printLine('HẰNG');
    const words: readonly Word[] = [
      { text: 'HÃNG', confidence: 0.97, box: [20, 500, 80, 30] },
      { text: '…', confidence: 0.97, box: [20, 60, 8, 30] },
      { text: 'A', confidence: 0.97, box: [image.widthPx - 2, 60, 40, 200] },
    ];
    expect(judgeGlyphs(image, [line], [{ box: line.box, block: 0, words }])[0]?.words).toEqual(words);
    expect(judgeGlyphs(image, [], [{ box: line.box, block: 0, words }])[0]?.words).toEqual(words);
    expect(judgeGlyphs(image, [line], [])).toEqual([]);
  });
});
