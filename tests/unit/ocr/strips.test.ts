import { describe, expect, it } from 'vitest';
import type { LayoutLine } from '../../../backend/imaging/page-layout.ts';
import { cutStrip, STRIP_HEIGHT_PX, type StripGeometry } from '../../../backend/ocr/strips.ts';
import { resample } from '../../../backend/ocr/resample.ts';
import { wordBoxes } from '../../../backend/ocr/word-boxes.ts';
import type { RawWord } from '../../../backend/ocr/raw-words.ts';
import { ink, letters, whitePage } from '../imaging/draw.ts';

const geometry: StripGeometry = { ascent: 2.3, descent: 0.8, pad: 0.15, isSharp: false };
const lineAt = (box: LayoutLine['box'], foreign: number[] = []): LayoutLine => ({ box, xHeightPx: 16, baselinePx: [box[1] + box[3], box[1] + box[3]], block: 0, foreign: Int32Array.from(foreign), letters: 5 });
const inkOf = (pixels: Uint8Array): number => pixels.filter((v) => v < 128).length;

describe('strips', () => {
  it('are always of the height that the reader was trained on', () => {
    const page = whitePage(300, 200);
    letters(page, 20, 100, 10);
    const placed = cutStrip(page, lineAt([20, 84, 140, 16]), geometry);
    expect(placed.scaled.heightPx).toBe(STRIP_HEIGHT_PX);
    expect(inkOf(placed.full.pixels)).toBe(10 * 8 * 16);
  });

  it('hold nothing from outside the line box, and nothing that belongs to others inside it', () => {
    const page = whitePage(300, 200);
    letters(page, 20, 100, 10);
    ink(page, [20, 70, 100, 5]);
    ink(page, [40, 82, 4, 1]);
    const placed = cutStrip(page, lineAt([20, 82, 140, 18], [82, 40, 44]), geometry);
    expect(inkOf(placed.full.pixels)).toBe(10 * 8 * 16);
  });

  it('work at the corner of the page', () => {
    const page = whitePage(40, 20);
    letters(page, 0, 18, 2);
    const placed = cutStrip(page, lineAt([0, 0, 40, 20]), geometry);
    expect(inkOf(placed.full.pixels)).toBeGreaterThan(200);
  });

  it('are not made tiny by a stray shape high above the letters', () => {
    const page = whitePage(300, 400);
    letters(page, 20, 390, 10);
    const placed = cutStrip(page, lineAt([20, 10, 140, 380]), geometry);
    expect(placed.full.heightPx).toBeLessThan(100);
    expect(inkOf(placed.full.pixels)).toBe(10 * 8 * 16);
  });
});

describe('resampling', () => {
  it('keeps an even grey even, whatever the sizes', () => {
    const picture = { pixels: new Uint8Array(30 * 17).fill(180), widthPx: 30, heightPx: 17 };
    for (const isSharp of [true, false]) expect([...new Set(resample(picture, 11, 36, isSharp).pixels)]).toEqual([180]);
  });

  it('keeps a thin stroke visible when shrinking to a third', () => {
    const picture = { pixels: new Uint8Array(90 * 90).fill(255), widthPx: 90, heightPx: 90 };
    for (let y = 0; y < 90; y++) picture.pixels[y * 90 + 45] = 0;
    expect(Math.min(...resample(picture, 30, 30, false).pixels)).toBeLessThan(215);
  });
});

describe('word boxes', () => {
  const raw = (text: string, x0: number, x1: number): RawWord => ({ text, confidence: 90, bbox: { x0, x1, y0: 0, y1: 36 }, symbols: [] });

  it('shrink to the ink of each word, though the reader names their ends roughly', () => {
    const page = whitePage(200, 40);
    ink(page, [10, 12, 40, 16]);
    ink(page, [70, 8, 50, 20]);
    const strip = { pixels: Uint8Array.from(page.data), widthPx: 200, heightPx: 40 };
    expect(wordBoxes(strip, [raw('Nam', 6, 60), raw('Kinh', 66, 140)], 1)).toEqual([[10, 12, 40, 16], [70, 8, 50, 20]]);
  });

  it('do not believe a right end far beyond the next word', () => {
    const page = whitePage(200, 40);
    ink(page, [10, 12, 40, 16]);
    ink(page, [70, 12, 30, 16]);
    ink(page, [120, 12, 30, 16]);
    const strip = { pixels: Uint8Array.from(page.data), widthPx: 200, heightPx: 40 };
    expect(wordBoxes(strip, [raw('TRÍCH', 8, 198), raw('LỤC', 68, 100), raw('KHAI', 118, 150)], 1).map((box) => box?.[0])).toEqual([10, 70, 120]);
  });

  it('are undefined where there is no ink', () => {
    const page = whitePage(100, 40);
    const strip = { pixels: Uint8Array.from(page.data), widthPx: 100, heightPx: 40 };
    expect(wordBoxes(strip, [raw('x', 10, 20)], 1)).toEqual([undefined]);
  });
});
