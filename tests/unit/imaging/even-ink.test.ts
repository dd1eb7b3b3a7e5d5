import { describe, expect, it } from 'vitest';
import { evenInk } from '../../../backend/imaging/even-ink.ts';
import { ink, levelAt, whitePage } from './draw.ts';

const DPI = 200;

/** Rows of letter-like blocks from x to x + width. */
function print(page: ReturnType<typeof whitePage>, x: number, widthPx: number, level: number): void {
  for (let y = 60; y < page.heightPx - 60; y += 50) for (let at = x; at + 12 < x + widthPx; at += 18) ink(page, [at, y, 8, 20], level);
}

describe('uneven toner', () => {
  it('is darkened where it is pale and left where it is black', () => {
    const page = whitePage(1200, 500);
    print(page, 30, 400, 20);
    print(page, 700, 460, 165);
    expect(evenInk(page, DPI)).toBe(true);
    expect(levelAt(page, 32, 65)).toBeLessThan(25);
    expect(levelAt(page, 956, 65)).toBeLessThan(110);
    expect(levelAt(page, 550, 65)).toBe(255);
  });

  it('is told from print that shines through: paler than any ink, it stays', () => {
    const page = whitePage(800, 400);
    print(page, 30, 700, 215);
    const before = page.data.slice();
    expect(evenInk(page, DPI)).toBe(false);
    expect(page.data).toEqual(before);
  });

  it('beside black print is not looked for among what shines through', () => {
    const page = whitePage(800, 400);
    print(page, 30, 700, 10);
    ink(page, [100, 90, 200, 8], 215);
    expect(evenInk(page, DPI)).toBe(false);
    expect(levelAt(page, 150, 93)).toBe(215);
  });

  it('is not seen in a few specks, in black print, on white paper or a page of one pixel', () => {
    const specks = whitePage(800, 400);
    for (let i = 0; i < 20; i++) ink(specks, [i * 37, (i * 91) % 390, 2, 2], 150);
    expect(evenInk(specks, DPI)).toBe(false);
    const black = whitePage(800, 400);
    print(black, 30, 700, 40);
    expect(evenInk(black, DPI)).toBe(false);
    expect(evenInk(whitePage(300, 300), DPI)).toBe(false);
    expect(evenInk(whitePage(1, 1), DPI)).toBe(false);
  });

  it('changes smoothly from place to place', () => {
    const page = whitePage(1000, 300);
    print(page, 20, 480, 20);
    print(page, 520, 460, 160);
    evenInk(page, DPI);
    const levels = Array.from({ length: 25 }, (_, k) => levelAt(page, 522 + k * 18, 65)).filter((level) => level < 250);
    for (let k = 1; k < levels.length; k++) expect(Math.abs((levels[k] ?? 0) - (levels[k - 1] ?? 0))).toBeLessThan(60);
  });
});
