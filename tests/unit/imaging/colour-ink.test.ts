import { describe, expect, it } from 'vitest';
import { removeColouredInk } from '../../../backend/imaging/colour-ink.ts';
import { toGray } from '../../../backend/imaging/gray.ts';
import { colourPage, levelAt, paint, paintRing } from './draw.ts';

const DPI = 200;
const SEAL = [208, 60, 80] as const;
const BLUE = [30, 60, 170] as const;
const BLACK = [20, 20, 20] as const;

describe('coloured ink', () => {
  it('fades a seal out and keeps the black print under it', () => {
    const page = colourPage(800, 600, [250, 248, 240]);
    paintRing(page, 300, 300, 130, 14, SEAL);
    paint(page, [150, 290, 300, 12], BLACK);
    const gray = toGray(page);
    const marks = removeColouredInk(page, gray, DPI);
    expect(marks.map((mark) => mark.kind)).toEqual(['seal']);
    expect(levelAt(gray, 300, 177)).toBeGreaterThan(225);
    expect(levelAt(gray, 177, 295)).toBeLessThan(70);
    expect(levelAt(gray, 300, 295)).toBeLessThan(70);
  });

  it('finds the seal on a page with a red frame, with what is inside its ring', () => {
    const page = colourPage(1200, 1000);
    for (const box of [[20, 20, 1160, 6], [20, 974, 1160, 6], [20, 20, 6, 960], [1174, 20, 6, 960]] as const) paint(page, box, SEAL);
    paintRing(page, 300, 300, 130, 10, SEAL);
    paint(page, [290, 290, 24, 24], SEAL);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toEqual(['seal']);
    expect(levelAt(gray, 300, 300)).toBeGreaterThan(225);
    expect(levelAt(gray, 600, 22)).toBeGreaterThan(225);
  });

  it('keeps a title printed in red', () => {
    const page = colourPage(800, 400);
    for (let i = 0; i < 12; i++) paint(page, [100 + i * 40, 100, 24, 36], [178, 0, 28]);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI)).toEqual([]);
    expect(levelAt(gray, 110, 120)).toBeLessThan(80);
  });

  it('fades a blue signature over a name', () => {
    const page = colourPage(800, 400);
    for (let i = 0; i < 200; i++) paint(page, [200 + i, 150 + Math.round(40 * Math.sin(i / 15)), 5, 5], BLUE);
    paint(page, [180, 148, 300, 4], BLACK);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toEqual(['signature']);
    expect(levelAt(gray, 225, 191)).toBeGreaterThan(220);
    expect(levelAt(gray, 450, 150)).toBeLessThan(60);
  });

  it('does not fade a signature that lies alone: what it crosses may be a name in its own ink', () => {
    const page = colourPage(800, 400);
    for (let i = 0; i < 200; i++) paint(page, [200 + i, 150 + Math.round(40 * Math.sin(i / 15)), 5, 5], BLUE);
    for (let i = 0; i < 17; i++) paint(page, [190 + i * 13, 140, 5, 20], BLUE);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toEqual(['signature']);
    expect(levelAt(gray, 193, 145)).toBeLessThan(120);
    expect(levelAt(gray, 225, 191)).toBeLessThan(120);
  });

  it('keeps blue words whose tails and marks nearly touch over two rows', () => {
    const page = colourPage(800, 400);
    for (let line = 0; line < 2; line++) for (let i = 0; i < 5; i++) paint(page, [200 + i * 18, 100 + line * 45, 14, 36], BLUE);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI)).toEqual([]);
    expect(levelAt(gray, 205, 120)).toBeLessThan(120);
    expect(levelAt(gray, 205, 160)).toBeLessThan(120);
  });

  it('keeps blue lines of text', () => {
    const page = colourPage(800, 400);
    for (let line = 0; line < 3; line++) for (let i = 0; i < 30; i++) paint(page, [60 + i * 20, 80 + line * 70, 12, 22], BLUE);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI)).toEqual([]);
    expect(levelAt(gray, 65, 90)).toBeLessThan(120);
  });

  it('finds nothing on a grey page', () => {
    const page = colourPage(300, 300, [200, 200, 200]);
    paint(page, [20, 20, 200, 200], [40, 40, 40]);
    expect(removeColouredInk(page, toGray(page), DPI)).toEqual([]);
  });
});

describe('coloured ink over coloured print', () => {
  it('keeps a name stamped in blue that a red seal covers', () => {
    const page = colourPage(900, 700, [250, 248, 240]);
    for (let i = 0; i < 14; i++) paint(page, [260 + i * 20, 300, 10, 24], [70, 80, 150]);
    paintRing(page, 300, 300, 130, 14, SEAL);
    // where both lie over each other, as inks do
    for (let y = 170; y < 431; y++) {
      for (let x = 170; x < 431; x++) {
        const distance = Math.hypot(x - 300, y - 300);
        if (distance <= 130 && distance > 116 && y >= 300 && y < 324 && x >= 260 && (x - 260) % 20 < 10) page.data.set([58, 19, 48], (y * 900 + x) * 3);
      }
    }
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toContain('seal');
    expect(levelAt(gray, 300, 177)).toBeGreaterThan(225);
    for (let i = 0; i < 8; i++) expect(levelAt(gray, 265 + i * 20, 312)).toBeLessThan(130);
  });

  it('finds a seal that runs into a frame by its star', () => {
    const page = colourPage(900, 700);
    paint(page, [20, 560, 860, 5], SEAL);
    paint(page, [20, 20, 860, 5], SEAL);
    paint(page, [20, 20, 5, 545], SEAL);
    paint(page, [875, 20, 5, 545], SEAL);
    paintRing(page, 300, 450, 130, 12, SEAL);
    for (let y = -34; y < 34; y++) for (let x = -34; x < 34; x++) if (Math.abs(x) + Math.abs(y) < 34) page.data.set(SEAL, ((450 + y) * 900 + 300 + x) * 3);
    const gray = toGray(page);
    const marks = removeColouredInk(page, gray, DPI);
    expect(marks.some((mark) => mark.kind === 'seal' && mark.box[0] < 190 && mark.box[0] + mark.box[2] > 410)).toBe(true);
    expect(levelAt(gray, 300, 450)).toBeGreaterThan(225);
  });
});

/** A stamp's frame with writing in it, over a line of black print. */
function framedStamp(colour: readonly [number, number, number]) {
  const page = colourPage(900, 500, [250, 248, 240]);
  for (const box of [[200, 120, 330, 4], [200, 250, 330, 4], [200, 120, 4, 134], [526, 120, 4, 134], [200, 165, 330, 3]] as const) paint(page, box, colour);
  for (let i = 0; i < 8; i++) paint(page, [230 + i * 30, 182, 14, 22], colour);
  for (let i = 0; i < 20; i++) paint(page, [180 + i * 26, 222, 12, 20], BLACK);
  return page;
}

describe('a stamp in a frame', () => {
  it.each([['red', SEAL, 'seal'], ['blue', [98, 112, 185], 'signature']] as const)('in %s fades with what is written in it, and black print through it stays', (_, colour, kind) => {
    const page = framedStamp(colour);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toEqual([kind]);
    expect(levelAt(gray, 236, 190)).toBeGreaterThan(215);
    expect(levelAt(gray, 300, 122)).toBeGreaterThan(215);
    for (let i = 0; i < 20; i++) expect(levelAt(gray, 186 + i * 26, 230)).toBeLessThan(80);
  });
});

describe('a signature as large as a framed stamp', () => {
  it('is none: its name stamped in paler blue stays', () => {
    const page = colourPage(900, 500, [250, 248, 240]);
    for (let i = 0; i < 14; i++) paint(page, [250 + i * 20, 230, 10, 26], [82, 92, 150]);
    for (let i = 0; i < 320; i++) paint(page, [215 + i, 185 + Math.round(60 * Math.sin(i / 22)), 5, 5], [28, 58, 148]);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI).map((mark) => mark.kind)).toEqual(['signature']);
    expect([0, 3, 5, 8, 11].filter((i) => levelAt(gray, 255 + i * 20, 252) < 120).length).toBeGreaterThan(3);
  });
});

describe('a word in blue capitals with marks above and below', () => {
  const word = (page: ReturnType<typeof colourPage>, x: number, top: number, height: number): void => {
    for (let i = 0; i < 4; i++) paint(page, [x + i * 18, top, 14, height], BLUE);
  };

  it('is print where words stand beside it on its line', () => {
    const page = colourPage(900, 300);
    word(page, 300, 100, 48);
    word(page, 200, 110, 26);
    const gray = toGray(page);
    expect(removeColouredInk(page, gray, DPI)).toEqual([]);
    expect(levelAt(gray, 305, 120)).toBeLessThan(120);
  });

  it('alone on the paper may be a short signature', () => {
    const page = colourPage(900, 300);
    word(page, 300, 100, 48);
    expect(removeColouredInk(page, toGray(page), DPI).map((mark) => mark.kind)).toEqual(['signature']);
  });
});
