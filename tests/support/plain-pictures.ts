// What the page kernel does for the pictures of packages, in plain JavaScript, pixel by pixel: what it is compared with.
import type { GreyPicture } from '../../backend/packaging/print-similarity.ts';
import { levelBelow, paperRow, type PaperColours, type RgbPicture } from '../../backend/packaging/paper-colours.ts';
import type { Limits, Rgb } from '../../backend/packaging/spread-paper.ts';

const SQUARE_PX = 16;

export function plainPaperColours({ data, widthPx, heightPx }: RgbPicture, oneOf: number): PaperColours {
  const columns = Math.ceil(widthPx / SQUARE_PX), rows = Math.ceil(heightPx / SQUARE_PX);
  const squares = Float32Array.from({ length: columns * rows * 3 });
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) {
    const pixels: Rgb[] = [];
    for (let y = row * SQUARE_PX; y < Math.min(heightPx, (row + 1) * SQUARE_PX); y += oneOf) for (let x = column * SQUARE_PX; x < Math.min(widthPx, (column + 1) * SQUARE_PX); x += oneOf) pixels.push(rgbAt(data, y * widthPx + x));
    const levels = new Uint32Array(256);
    for (const [, green] of pixels) levels[green] = (levels[green] ?? 0) + 1;
    const paper = levelBelow(levels, pixels.length * 0.35);
    const near = pixels.filter(([, green]) => Math.abs(green - paper) <= 12);
    for (const part of [0, 1, 2] as const) squares[(row * columns + column) * 3 + part] = near.reduce((sum, pixel) => sum + pixel[part], 0) / Math.max(1, near.length);
  }
  const colours = squares.map((_, at) => {
    const row = Math.floor(at / 3 / columns), column = Math.floor(at / 3) % columns;
    const about: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) about.push(squares[(y * columns + x) * 3 + (at % 3)] ?? 0);
    return about.reduce((sum, level) => sum + level, 0) / about.length;
  });
  return { columns, rows, colours, widthPx };
}

const rgbAt = (data: Uint8Array, pixel: number): Rgb => [data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0];

export type PlainLevels = { readonly depths: Uint32Array; readonly papers: readonly Uint32Array[]; readonly coloured: number; readonly count: number };

/** Of every eighth row. */
export function plainLevels({ data, widthPx, heightPx }: RgbPicture, paper: PaperColours): PlainLevels {
  const row = new Float32Array(widthPx * 3);
  const depths = new Uint32Array(256), papers = [0, 1, 2].map(() => new Uint32Array(256));
  let coloured = 0, count = 0;
  for (let y = 0; y < heightPx; y += 8) {
    paperRow(paper, y, row);
    for (let x = 0; x < widthPx; x += 1, count += 1) {
      const pixel = rgbAt(data, y * widthPx + x);
      const depth = Math.min(255, Math.round(depthOf([row[x * 3] ?? 0, row[x * 3 + 1] ?? 0, row[x * 3 + 2] ?? 0], pixel)));
      depths[depth] = (depths[depth] ?? 0) + 1;
      if (Math.max(...pixel) - Math.min(...pixel) > 22) coloured += 1;
      if (x % 8 === 0) for (const [part, levels] of papers.entries()) levels[Math.round(row[x * 3 + part] ?? 0)] = (levels[Math.round(row[x * 3 + part] ?? 0)] ?? 0) + 1;
    }
  }
  return { depths, papers, coloured, count };
}

function depthOf(paper: Rgb, pixel: Rgb): number {
  const [red, green, blue] = [paper[0] - pixel[0], paper[1] - pixel[1], paper[2] - pixel[2]];
  return Math.max(red, green, blue, -green / 2);
}

/** Which pixels are kept, and the page of one paper. */
export function plainSpread({ data, widthPx, heightPx }: RgbPicture, paper: PaperColours, { quiet, darkest, colour, reach }: Limits): { kept: Uint8Array; picture: Uint8Array } {
  const exact = new Float32Array(widthPx * 3);
  const papers: Rgb[] = [];
  for (let y = 0; y < heightPx; y += 1) {
    paperRow(paper, Math.floor(y / 8) * 8 + 3.5, exact);
    for (let x = 0; x < widthPx; x += 1) papers.push([Math.round(exact[x * 3] ?? 0), Math.round(exact[x * 3 + 1] ?? 0), Math.round(exact[x * 3 + 2] ?? 0)]);
  }
  const isOne = papers.map(([red, green, blue], at) => {
    const pixel = rgbAt(data, at);
    return green < darkest || pixel[0] < red - quiet || pixel[1] < green - quiet || pixel[2] < blue - quiet || pixel[1] > green + 2 * quiet;
  });
  const kept = new Uint8Array(widthPx * heightPx);
  for (const [at, own] of papers.entries()) {
    const x = at % widthPx, y = Math.floor(at / widthPx);
    const hasCompany = (x > 0 && isOne[at - 1] === true) || isOne[at - widthPx] === true;
    if (isOne[at] !== true || (!hasCompany && depthOf(own, rgbAt(data, at)) <= 3 * quiet)) continue;
    for (let row = Math.max(0, y - reach); row <= Math.min(heightPx - 1, y + reach); row += 1) kept.fill(1, row * widthPx + Math.max(0, x - reach), row * widthPx + Math.min(widthPx, x + reach + 1));
  }
  const picture = data.map((level, at) => {
    const pixel = Math.floor(at / 3);
    if (kept[pixel] === 0) return colour[at % 3] ?? 0;
    const own = papers[pixel] ?? colour;
    return own[1] < darkest ? level : Math.min(255, (level * (colour[at % 3] ?? 0)) / Math.max(1, own[at % 3] ?? 0) + 0.5);
  });
  return { kept, picture };
}

/** Kind of ink times 256 and darkness of each pixel; 0 is paper. */
export const plainShades = (picture: Uint8Array, paper: Rgb): Uint16Array => Uint16Array.from({ length: picture.length / 3 }, (_, at) => {
  const [r, g, b] = rgbAt(picture, at);
  const [red, green, blue] = [paper[0] - r, paper[1] - g, paper[2] - b];
  const most = Math.max(red, green, blue), least = Math.min(red, green, blue);
  const isColoured = most - least > 24 && most - least > 0.4 * most;
  const depth = isColoured ? most : Math.floor((2 * red + 5 * green + blue) / 8);
  if (depth <= 0) return 0;
  return isColoured ? (red === least ? 256 : green === least ? 512 : 768) + depth : depth;
});

export function plainSimilarity({ data, widthPx, heightPx }: GreyPicture, other: Uint8Array, ignoresLight: boolean): { mean: number; blocks: number } {
  let total = 0, blocks = 0;
  for (let y = 0; y + 8 <= heightPx; y += 8) for (let x = 0; x + 8 <= widthPx; x += 8) {
    const places = Array.from({ length: 64 }, (_, at) => (y + (at >> 3)) * widthPx + x + (at & 7));
    const mean = (of: (at: number) => number): number => places.reduce((sum, at) => sum + of(at), 0) / 64;
    const [a, b] = [mean((at) => data[at] ?? 0), mean((at) => other[at] ?? 0)];
    const varianceA = mean((at) => (data[at] ?? 0) ** 2) - a * a, varianceB = mean((at) => (other[at] ?? 0) ** 2) - b * b;
    if (varianceA < 24 ** 2) continue;
    const covariance = mean((at) => (data[at] ?? 0) * (other[at] ?? 0)) - a * b;
    const light = ignoresLight ? 1 : (2 * a * b + 6.5) / (a * a + b * b + 6.5);
    total += (light * (2 * covariance + 58.5)) / (varianceA + varianceB + 58.5);
    blocks += 1;
  }
  return { mean: blocks === 0 ? 1 : total / blocks, blocks };
}
