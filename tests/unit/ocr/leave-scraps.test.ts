import { describe, expect, it } from 'vitest';
import { leaveScraps } from '../../../backend/ocr/leave-scraps.ts';
import type { Box } from '../../../shared/domain/geometry.ts';
import { lineText, type PageMark, type TextLine } from '../../../shared/domain/reading.ts';

const SEAL: PageMark = { kind: 'seal', box: [500, 500, 300, 300] };
const line = (text: string, confidence: number, box: Box = [600, 600, 100, 30]): TextLine => ({ box, block: 0, words: text.split(' ').map((one) => ({ text: one, confidence, box })) });
const left = (lines: readonly TextLine[], marks: readonly PageMark[] = [SEAL]): readonly string[] => leaveScraps(lines, marks).map(lineText);

describe('scraps of seals and signatures', () => {
  it('leave the text, however sure the reader was of them', () => {
    expect(left([line('zi', 0.83), line('7%', 0.66), line('+', 0.9), line('—⁄44', 0.3)])).toEqual([]);
  });

  it('are crumbs only on a mark', () => {
    expect(left([line('2', 0.95, [700, 40, 20, 30])])).toEqual(['2']);
    expect(left([line('zi', 0.83)], [{ ...SEAL, kind: 'frame' }])).toEqual(['zi']);
  });

  it('are not taken for names of two letters that were read well', () => {
    expect(left([line('Lê Tú', 0.7), line('Lê Minh Hưng', 0.3)])).toEqual(['Lê Tú', 'Lê Minh Hưng']);
  });

  it('a lone word that the reader does not believe is none, if nothing leads up to it', () => {
    const note = line('Tr#ru)', 0.49, [1400, 120, 180, 50]);
    const label = line('Họ và tên:', 0.95, [100, 118, 300, 50]);
    expect(left([note])).toEqual([]);
    expect(left([label, note])).toEqual(['Họ và tên:', 'Tr#ru)']);
  });

  it('numbers and syllables are given more credit', () => {
    expect(left([line('37/2019', 0.3, [100, 100, 90, 30]), line('CÁP,', 0.4, [100, 200, 90, 30]), line('445', 0.3, [100, 300, 90, 30])])).toEqual(['37/2019', 'CÁP,', '445']);
  });

  it('a page without lines or marks stays as it is', () => {
    expect(left([])).toEqual([]);
    expect(left([line('Điều 1.', 0.9)], [])).toEqual(['Điều 1.']);
  });
});
