// The passes of the page kernel that make the pictures of packages, on pages of chance, against plain JavaScript: to
// the last bit, whatever the size of the page, also where it is taken in several bands.
import { describe, expect, it } from 'vitest';
import { findInks, greyOfRows, paintFewTones } from '../../../backend/packaging/few-tones.ts';
import { paperColours, type RgbPicture } from '../../../backend/packaging/paper-colours.ts';
import { printSimilarity } from '../../../backend/packaging/print-similarity.ts';
import { countLevels } from '../../../backend/packaging/quiet-paper.ts';
import { pageOf, spreadPaper, type Kept, type Limits, type Rgb } from '../../../backend/packaging/spread-paper.ts';
import { plainLevels, plainPaperColours, plainShades, plainSimilarity, plainSpread } from '../../support/plain-pictures.ts';

const SIZES = [[1, 1], [3, 40], [15, 9], [16, 16], [17, 33], [63, 47], [64, 8], [65, 130], [129, 71], [331, 1200]] as const;

/** Numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Uneven, tinted paper with grain, dust, strokes of black and of colours, glare, and a bar too dark for paper. */
function pageOfChance(widthPx: number, heightPx: number, seed: number): RgbPicture {
  const next = chance(seed);
  const data = new Uint8Array(widthPx * heightPx * 3);
  const tint = [next() * 20, next() * 20, next() * 40];
  for (let at = 0; at < data.length; at += 1) {
    const pixel = Math.floor(at / 3), x = pixel % widthPx, y = Math.floor(pixel / widthPx);
    data[at] = Math.max(0, Math.min(255, 235 - (tint[at % 3] ?? 0) + 12 * Math.sin((x + seed) / 90) - (y / heightPx) * 20 + (next() - 0.5) * 9));
  }
  const paint = (x0: number, y0: number, width: number, height: number, level: () => number): void => {
    for (let y = Math.max(0, y0); y < Math.min(heightPx, y0 + height); y += 1) for (let x = Math.max(0, x0); x < Math.min(widthPx, x0 + width); x += 1) for (let part = 0; part < 3; part += 1) data[(y * widthPx + x) * 3 + part] = level();
  };
  const strokes = Math.ceil((widthPx * heightPx) / 500);
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const colour = stroke % 5 === 0 ? [next() * 255, next() * 255, next() * 255] : Array.from({ length: 3 }, () => 20 + (stroke % 7) * 30);
    let part = 0;
    paint(Math.floor(next() * (widthPx + 8)) - 4, Math.floor(next() * heightPx), 1 + Math.floor(next() * 9), 1 + Math.floor(next() * 3), () => (colour[part++ % 3] ?? 0) + next() * 12);
  }
  paint(Math.floor(widthPx * 0.7), Math.floor(heightPx * 0.6), 40, 60, () => 94 + next() * 6);
  return { data, widthPx, heightPx };
}

const pages = SIZES.map(([widthPx, heightPx], index) => pageOfChance(widthPx, heightPx, 7 + index));

const isSame = (one: NodeJS.TypedArray, other: NodeJS.TypedArray): boolean => Buffer.from(one.buffer, one.byteOffset, one.byteLength).equals(Buffer.from(other.buffer, other.byteOffset, other.byteLength));
const sizeOf = ({ widthPx, heightPx }: RgbPicture): string => `${widthPx} × ${heightPx}`;

function keptPixels({ kept }: Kept, { widthPx, heightPx }: RgbPicture): Uint8Array {
  const pixels = new Uint8Array(widthPx * heightPx);
  for (let run = 0; run < kept.length; run += 2) pixels.fill(1, kept[run], kept[run + 1]);
  return pixels;
}

const LIMITS: readonly Limits[] = [
  { quiet: 8, darkest: 150, colour: [240, 230, 210], reach: 1 },
  { quiet: 13, darkest: 170, colour: [200, 255, 180], reach: 2 },
  { quiet: 9, darkest: -20, colour: [90, 36, 0], reach: 9 },
];

describe.each(pages.map((page) => [sizeOf(page), page] as const))('in the page kernel, a page of %s', (_, page) => {
  it.each([1, 2])('has the same paper (one pixel of %i looked at)', (oneOf) => {
    const paper = paperColours(page, oneOf);
    expect({ ...paper, colours: [] }).toEqual({ ...plainPaperColours(page, oneOf), colours: [] });
    expect(isSame(paper.colours, plainPaperColours(page, oneOf).colours)).toBe(true);
  });

  it('has the same depths, levels of paper and coloured pixels', () => {
    const paper = paperColours(page, 2);
    expect(countLevels(page, paper)).toEqual(plainLevels(page, paper));
  });

  it.each(LIMITS)('keeps the same pixels, on the same paper (limits $quiet, $darkest, reach $reach)', (limits) => {
    const paper = paperColours(page, 2);
    const spread = spreadPaper(page, paper, limits);
    const plain = plainSpread(page, paper, limits);
    expect(isSame(keptPixels(spread, page), plain.kept)).toBe(true);
    expect(isSame(pageOf(spread, page, limits.colour).data, plain.picture)).toBe(true);
    expect(spread.kept.every((at, index) => index === 0 || at > (spread.kept[index - 1] ?? 0) || (index % 2 === 0 && at === spread.kept[index - 1] && at % page.widthPx === 0))).toBe(true);
  });

  it('has the same shades, each with the same sum of its pixels', () => {
    const colour: Rgb = [240, 230, 210];
    const { shades, sums } = findInks({ kept: new Uint32Array(0), lit: page.data }, page, colour);
    const plain = plainShades(page.data, colour);
    const totals = new Float64Array(4096);
    for (const [at, shade] of plain.entries()) for (let part = 0; part < 4; part += 1) totals[shade * 4 + part] = (totals[shade * 4 + part] ?? 0) + (part === 3 ? 1 : (page.data[at * 3 + part] ?? 0));
    expect(isSame(shades, plain)).toBe(true);
    expect(isSame(sums, totals)).toBe(true);
  });

  it.each([3, 5] as const)('is painted in the tones of its shades (%i of black)', (tones) => {
    const colour: Rgb = [240, 230, 210];
    const paper = paperColours(page, 2);
    const spread = spreadPaper(page, paper, { quiet: 8, darkest: 150, colour, reach: 1 });
    const inks = findInks(spread, page, colour);
    const { rows, colours, places } = paintFewTones(inks, tones);
    const kept = keptPixels(spread, page), { shades } = inks;
    let at = 0;
    const expected = kept.map((isKept) => (isKept === 1 ? (places[shades[at++] ?? 0] ?? 0) : 0));
    const perByte = 8 / rows.bits;
    const painted = expected.map((_, pixel) => {
      const x = pixel % page.widthPx, y = Math.floor(pixel / page.widthPx);
      return ((rows.data[y * rows.rowBytes + 1 + Math.floor(x / perByte)] ?? 0) >> (8 - rows.bits * ((x % perByte) + 1))) & (2 ** rows.bits - 1);
    });
    expect(isSame(painted, expected)).toBe(true);
    const greys = expected.map((place) => { const [red, green, blue] = colours[place] ?? colour; return Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue); });
    expect(isSame(greyOfRows(rows, colours), greys)).toBe(true);
  });

  it.each([true, false])('is as similar to another page (without regard to light: %s)', (ignoresLight) => {
    const { widthPx, heightPx } = page;
    const grey = page.data.filter((_level, at) => at % 3 === 1), other = page.data.map((level, at) => (at % 7 === 0 ? 255 - level : level)).filter((_level, at) => at % 3 === 1);
    expect(printSimilarity({ data: grey, widthPx, heightPx }, other, ignoresLight)).toEqual(plainSimilarity({ data: grey, widthPx, heightPx }, other, ignoresLight));
  });
});
