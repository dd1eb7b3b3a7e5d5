import { describe, expect, it } from 'vitest';
import type { RawWord } from '../../../backend/ocr/raw-words.ts';
import { splitJoinedWords } from '../../../backend/ocr/split-words.ts';
import { ink, whitePage } from '../imaging/draw.ts';

/** A strip with one block of ink per letter; `lefts` are their left edges, each 10 wide. */
function strip(lefts: readonly number[]) {
  const page = whitePage(600, 36);
  for (const x of lefts) ink(page, [x, 10, 10, 18]);
  return { pixels: Uint8Array.from(page.data), widthPx: 600, heightPx: 36 };
}

function word(text: string, lefts: readonly number[]): RawWord {
  const symbols = [...text].map((symbol, i) => ({ text: symbol, confidence: 95, bbox: { x0: lefts[i] ?? 0, x1: (lefts[i] ?? 0) + 10, y0: 0, y1: 36 } }));
  return { text, confidence: 95, bbox: { x0: lefts[0] ?? 0, x1: (lefts.at(-1) ?? 0) + 10, y0: 0, y1: 36 }, symbols };
}

describe('words that were run together', () => {
  it('are cut where the paper shows a word gap', () => {
    const lefts = [0, 12, 32, 44, 64, 76, 96, 108];
    const words = [word('ab', lefts.slice(0, 2)), word('cdef', lefts.slice(2, 6)), word('gh', lefts.slice(6))];
    expect(splitJoinedWords(strip(lefts), words, 1, 18).map((w) => w.text)).toEqual(['ab', 'cd', 'ef', 'gh']);
  });

  it('stay whole when their letters are merely set wide', () => {
    const lefts = Array.from({ length: 12 }, (_, i) => i * 19);
    expect(splitJoinedWords(strip(lefts), [word('CỘNGHÒAXÃHỘI', lefts)], 1, 18)).toHaveLength(1);
  });

  it('leave a number whole though there is room around its 1', () => {
    const lefts = [0, 12, 32, 44, 64, 76, 96];
    const words = [word('ab', lefts.slice(0, 2)), word('cd', lefts.slice(2, 4)), word('281', lefts.slice(4))];
    expect(splitJoinedWords(strip(lefts), words, 1, 18).map((w) => w.text)).toEqual(['ab', 'cd', '281']);
  });

  it('stay whole when there is no gap', () => {
    const lefts = [0, 12, 24, 36];
    expect(splitJoinedWords(strip(lefts), [word('Kinh', lefts)], 1, 18).map((w) => w.text)).toEqual(['Kinh']);
  });

  it('are none on an empty line', () => {
    expect(splitJoinedWords(strip([]), [], 1, 18)).toEqual([]);
  });
});
