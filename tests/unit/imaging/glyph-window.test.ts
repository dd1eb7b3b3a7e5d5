import { describe, expect, it } from 'vitest';
import { glyphWindow, letterMiddles, WINDOW_HEIGHT, WINDOW_WIDTH } from '../../../backend/imaging/glyph-window.ts';
import { printLine } from '../ocr/print-line.ts';

const inkIn = (window: Uint8Array, fromRow: number, toRow: number): number => window.subarray(fromRow * WINDOW_WIDTH, toRow * WINDOW_WIDTH).reduce((sum, ink) => sum + ink, 0);

describe('windows on single letters', () => {
  it('stand in order inside the word, one for each letter', () => {
    const { image, line, boxes } = printLine('NGUYỄN');
    const box = boxes[0] ?? [0, 0, 1, 1];
    const middles = letterMiddles(image, 'NGUYỄN', box, line.xHeightPx);
    expect(middles).toHaveLength(6);
    expect(middles.toSorted((a, b) => a - b)).toEqual(middles);
    expect(middles.every((x) => x > box[0] && x < box[0] + box[2])).toBe(true);
  });

  it('show a mark above as ink above, a mark below as ink below, and a bare letter without either', () => {
    const of = (text: string): Uint8Array => {
      const { image, line, boxes } = printLine(text);
      return glyphWindow(image, line, letterMiddles(image, text, boxes[0] ?? [0, 0, 1, 1], line.xHeightPx)[0] ?? 0);
    };
    expect(inkIn(of('ế'), 0, 16)).toBeGreaterThan(1000);
    expect(inkIn(of('e'), 0, 16)).toBe(0);
    expect(inkIn(of('ẹ'), 35, WINDOW_HEIGHT)).toBeGreaterThan(500);
    expect(inkIn(of('e'), 35, WINDOW_HEIGHT)).toBe(0);
  });

  it('are white beyond the page', () => {
    const { image, line } = printLine('A');
    expect(glyphWindow(image, line, -500).every((ink) => ink === 0)).toBe(true);
    expect(glyphWindow(image, line, image.widthPx + 500).every((ink) => ink === 0)).toBe(true);
  });

  it('of an empty word are none', () => {
    const { image, line } = printLine('A');
    expect(letterMiddles(image, '', [0, 0, 0, 0], line.xHeightPx)).toEqual([]);
  });
});
