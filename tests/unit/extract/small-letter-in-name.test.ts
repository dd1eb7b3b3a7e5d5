import { describe, expect, it } from 'vitest';
import { parsePersonName } from '../../../backend/extract/parse-name.ts';
import { makeSpan, type Piece } from '../../../backend/extract/value-span.ts';

const pieceOf = (text: string, index: number): Piece => ({ text, word: { text, confidence: 0.95, box: [index * 100, 0, 90, 30] }, box: [index * 100, 0, 90, 30] });
const parse = (text: string) => parsePersonName(makeSpan(text.split(' ').map(pieceOf), [0, 0, 400, 30]), 'nguoiKy');

describe('a name with a word that begins small', () => {
  it('is doubtful: some of its letters are not what they were read as', () => {
    const value = parse('Doãn tôn Phước');
    expect(value?.reasons).toContain('small-letter-in-name');
    expect(value?.mended).toBeGreaterThanOrEqual(1);
    expect(parse('Doãn Tấn Phước')?.reasons).not.toContain('small-letter-in-name');
  });
});
