// "ĐẾN" and other stamps in a frame, set down over print: blue ink that is everywhere of one paleness. What is darker in
// red light than the stamp's own ink is print, be it black or typed in blue; what has no colour is print or paper.
// All else that is coloured within the frame becomes paper.
import { bottom, right, type Box } from '../../shared/domain/geometry.ts';
import { frameLines } from './frame-lines.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';

type Rgb = readonly [number, number, number];

/** Blue light comes back by so much more than red from the stamp's ink; by less than the lower from black and paper. */
const COLOURED = { least: 0.13, none: 0.045 } as const;
/** Levels of red light told apart. */
const LEVELS = 50;
/** Print is darker than the stamp by so much of the paper's red light. */
const DARKER = 0.13;
const LEAST_PIXELS = 60;

type Light = { readonly red: (i: number) => number; readonly blueness: (i: number) => number };

/** Share of the commonest level that the stamp's own has at least: print typed in its colour may be more, and is darker. */
const LEAST_OF_MOST = 0.4;

/** The stamp's red light where its ink is full, in the middle of its strokes: of the levels that are common there the lightest. */
function inkOf({ red, blueness }: Light, [x0, y0, w, h]: Box, widthPx: number): number | undefined {
  const counts = new Uint32Array(LEVELS);
  let total = 0;
  for (let y = y0; y < y0 + h; y++) {
    for (let i = y * widthPx + x0; i < y * widthPx + x0 + w; i++) {
      if (blueness(i) < COLOURED.least) continue;
      const own = red(i);
      const isMiddle = (own <= red(i - 1) && own <= red(i + 1)) || (own <= red(i - widthPx) && own <= red(i + widthPx));
      if (!isMiddle) continue;
      const level = Math.max(0, Math.min(LEVELS - 1, Math.floor(own * LEVELS)));
      counts[level] = (counts[level] ?? 0) + 1;
      total++;
    }
  }
  const smooth = Array.from(counts, (n, k) => (counts[k - 1] ?? 0) + 2 * n + (counts[k + 1] ?? 0));
  const most = Math.max(...smooth);
  const lightest = smooth.findLastIndex((n, k) => n >= LEAST_OF_MOST * most && n >= (smooth[k - 1] ?? 0) && n >= (smooth[k + 1] ?? 0));
  return total < LEAST_PIXELS ? undefined : (lightest + 0.5) / LEVELS;
}

/** Share of the box's lightest pixels that are paper. */
const PAPER_RANK = 0.8;
const PAPER_STEP = 3;

/** The paper beneath the stamp itself: a shadow may lie on it. */
function paperOf(rgb: RgbRaster, [x, y, w, h]: Box): Rgb {
  const counts = [0, 1, 2].map(() => new Uint32Array(256));
  let total = 0;
  for (let row = 0; row < h; row += PAPER_STEP) {
    for (let at = ((y + row) * rgb.widthPx + x) * 3, end = at + w * 3; at < end; at += 3 * PAPER_STEP) {
      total++;
      counts.forEach((levels, channel) => { levels[rgb.data[at + channel] ?? 255] = (levels[rgb.data[at + channel] ?? 255] ?? 0) + 1; });
    }
  }
  const level = (channel: number): number => {
    let left = total * PAPER_RANK;
    let at = 0;
    while (at < 255 && left > (counts[channel]?.[at] ?? 0)) left -= counts[channel]?.[at++] ?? 0;
    return Math.max(40, at);
  };
  return [level(0), level(1), level(2)];
}

/** How far from the upright edge of its box a frame's side may stand: stamps are set down askew. */
export const SIDE_MM = 5;
/** A thin line is less coloured than this says at no place. */
const THIN_LINE = 0.06;
/** Share of rows with ink at both sides and of columns with ink above and below, the mean of both: frames have 0.79 and more, signatures of that size up to 0.53. */
export const LEAST_DRAWN = 0.67;

/** About 2 by 4 cm, as "ĐẾN" with number and date. */
export const [NARROWEST_MM, WIDEST_MM, LOWEST_MM, HIGHEST_MM] = [28, 60, 12, 30];
export const hasFrameSize = (widthMm: number, heightMm: number): boolean => widthMm >= NARROWEST_MM && widthMm <= WIDEST_MM && heightMm >= LOWEST_MM && heightMm <= HIGHEST_MM && widthMm >= 1.5 * heightMm;

/** A frame, drawn on all sides; looked for at full size, where its thin lines keep their colour. */
export function isFrameStamp(rgb: RgbRaster, [x, y, w, h]: Box, dpi: number, hue: 'red' | 'blue'): boolean {
  const mm = dpi / 25.4;
  if (x < 0 || y < 0 || x + w > rgb.widthPx || y + h > rgb.heightPx || !hasFrameSize(w / mm, h / mm)) return false;
  const paper = paperOf(rgb, [x, y, w, h]);
  const side = Math.round(SIDE_MM * mm);
  // the ink takes most of the other colour's light
  const [own, other] = hue === 'blue' ? [2, 0] as const : [0, 2] as const;
  const isInk = (column: number, row: number): boolean => {
    const i = ((y + row) * rgb.widthPx + x + column) * 3;
    const taken = (rgb.data[i + other] ?? 0) / paper[other];
    return taken < 0.85 && (rgb.data[i + own] ?? 0) / paper[own] - taken >= THIN_LINE;
  };
  const within = (from: number, to: number, test: (k: number) => boolean): boolean => {
    for (let k = from; k < to; k++) if (test(k)) return true;
    return false;
  };
  let [rows, columns] = [0, 0];
  for (let row = 0; row < h; row++) if (within(0, side, (k) => isInk(k, row)) && within(w - side, w, (k) => isInk(k, row))) rows++;
  for (let column = 0; column < w; column++) if (within(0, side, (k) => isInk(column, k)) && within(h - side, h, (k) => isInk(column, k))) columns++;
  return (rows / h + columns / w) / 2 >= LEAST_DRAWN;
}

/** Above this share of blue in what is darker than the stamp, some of the print is typed in blue, where the page has such words at all. */
const LEAST_TYPED = 0.1;
/** Share of the box at each side in which a slanted frame runs. */
const EDGE = 0.2;

function shareOfBlue([x, y, w, h]: Box, widthPx: number, isDark: (i: number) => boolean, isBlue: (i: number) => boolean): number {
  let [dark, blue] = [0, 0];
  for (let row = y; row < y + h; row++) {
    for (let i = row * widthPx + x; i < row * widthPx + x + w; i++) {
      if (!isDark(i)) continue;
      dark++;
      if (isBlue(i)) blue++;
    }
  }
  return blue / Math.max(1, dark);
}

/** Takes the stamp, whose frame is drawn within the box of full-size pixels, out of `gray` (in place) and leaves the print beneath; false, and nothing changed, where its frame is not to be seen. */
export function removeFrameStamp(rgb: RgbRaster, gray: GrayRaster, stamp: Box, { dpi, hasBlueWords }: { readonly dpi: number; readonly hasBlueWords: boolean }): boolean {
  const { widthPx: w, heightPx: h } = gray;
  const box: Box = [Math.max(2, stamp[0]), Math.max(2, stamp[1]), 0, 0];
  const [x1, y1] = [Math.min(w - 2, right(stamp)), Math.min(h - 2, bottom(stamp))];
  const paper = paperOf(rgb, [box[0], box[1], x1 - box[0], y1 - box[1]]);
  const light: Light = { red: (i) => (rgb.data[i * 3] ?? 0) / paper[0], blueness: (i) => (rgb.data[i * 3 + 2] ?? 0) / paper[2] - (rgb.data[i * 3] ?? 0) / paper[0] };
  const ink = inkOf(light, [box[0], box[1], x1 - box[0], y1 - box[1]], w);
  if (ink === undefined) return false;
  const isDark = (i: number): boolean => light.red(i) < ink - DARKER;
  // two of the frame's lines over each other are as dark as print: told from it by their colour, where the print has none
  const [marginX, marginY] = [Math.round((x1 - box[0]) * EDGE), Math.round((y1 - box[1]) * EDGE)];
  const inside: Box = [box[0] + marginX, box[1] + marginY, x1 - box[0] - 2 * marginX, y1 - box[1] - 2 * marginY];
  const isTyped = hasBlueWords && shareOfBlue(inside, w, isDark, (i) => light.blueness(i) >= COLOURED.least) > LEAST_TYPED;
  const whole: Box = [box[0], box[1], x1 - box[0], y1 - box[1]];
  const lines = isTyped ? frameLines(whole, w, dpi, (i) => isDark(i) && light.blueness(i) >= COLOURED.least) : undefined;
  const isLine = (i: number): boolean => lines?.[(Math.floor(i / w) - box[1]) * whole[2] + (i % w) - box[0]] === 1;
  const isPrint = (i: number): boolean => isDark(i) && (light.blueness(i) < COLOURED.least || (isTyped && !isLine(i)));
  const besidePrint = (i: number): boolean => isPrint(i - 1) || isPrint(i + 1) || isPrint(i - w) || isPrint(i + w);
  const isStamp = (i: number): boolean => light.blueness(i) >= COLOURED.least && !isPrint(i);
  const besideStamp = (i: number): boolean => isStamp(i - 1) || isStamp(i + 1) || isStamp(i - w) || isStamp(i + w) || isStamp(i - 2) || isStamp(i + 2) || isStamp(i - 2 * w) || isStamp(i + 2 * w);
  const paperGray = (77 * paper[0] + 150 * paper[1] + 29 * paper[2]) / 256;
  for (let y = box[1]; y < y1; y++) {
    for (let i = y * w + box[0]; i < y * w + x1; i++) {
      if (isPrint(i) || besidePrint(i)) continue;
      const share = besideStamp(i) ? 1 : (light.blueness(i) - COLOURED.none) / (COLOURED.least - COLOURED.none);
      const level = gray.data[i] ?? 255;
      if (share > 0) gray.data[i] = Math.round(level + (Math.max(paperGray, level) - level) * Math.min(1, share));
    }
  }
  return true;
}
