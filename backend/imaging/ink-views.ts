// A line of black print that a blue pen runs through, or of blue print that a black pen runs through: the line with
// the print's ink alone. Black is what is dark in the lightest channel; blue takes red light and gives blue light back.
// The print is the ink that keeps to the letters' rows: a pen sweeps through all of them.
import type { Box } from '../../shared/domain/geometry.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';

type Channels = readonly [red: number, green: number, blue: number];

/** Share of each channel's lightest pixels that are paper, surely. */
const PAPER_RANK = 0.8;
/** Ink takes more of red light than this leaves. */
const INK_BELOW = 0.62;
/** Blue light comes back by so much more than red from blue ink, by less than the lower from black. */
const BLUE = { least: 0.13, black: 0.08 } as const;
/** Less of the ink than this is no ink of its own. */
const LEAST_SHARE = 0.12;
const LEAST_PIXELS = 200;
/** Between these shares of the paper's light, black print is stretched. */
const BLACK_PRINT = { black: 0.2, white: 0.62 } as const;
/** The same for red light and blue print. */
const BLUE_PRINT = { black: 0.3, white: 0.85 } as const;
/** The black pen hides blue print up to this far from where it is seen, in shares of an inch. */
const CROSSING_INCH = 1 / 44;

type Patch = { readonly light: readonly Channels[]; readonly widthPx: number; readonly heightPx: number };

/** The box in shares of the paper's light, the paper taken from the box itself. */
function lightOf(rgb: RgbRaster, [x, y, w, h]: Box): Patch {
  const at = (i: number, channel: number): number => rgb.data[((y + Math.floor(i / w)) * rgb.widthPx + x + (i % w)) * 3 + channel] ?? 255;
  const pixels = Array.from({ length: w * h }, (_, i) => i);
  const paper = [0, 1, 2].map((channel) => Math.max(40, pixels.map((i) => at(i, channel)).sort((a, b) => a - b)[Math.floor(pixels.length * PAPER_RANK)] ?? 255));
  return { light: pixels.map((i): Channels => [at(i, 0) / (paper[0] ?? 255), at(i, 1) / (paper[1] ?? 255), at(i, 2) / (paper[2] ?? 255)]), widthPx: w, heightPx: h };
}

const stretched = (level: number, { black, white }: { readonly black: number; readonly white: number }): number => Math.round(255 * Math.max(0, Math.min(1, (level - black) / (white - black))));

const isInk = ([red]: Channels): boolean => red < INK_BELOW;
const blueness = ([red, , blue]: Channels): number => blue - red;

/** 1 within `reach` pixels of a pixel of the mask. */
function spread(mask: Uint8Array, w: number, h: number, reach: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) if (mask[y * w + x] === 1) for (let yy = Math.max(0, y - reach); yy <= Math.min(h - 1, y + reach); yy++) out.fill(1, yy * w + Math.max(0, x - reach), yy * w + Math.min(w, x + reach + 1));
  return out;
}

const blackPrint = ({ light, widthPx, heightPx }: Patch): GrayRaster => ({ data: Uint8Array.from(light, (one) => stretched(Math.max(...one), BLACK_PRINT)), widthPx, heightPx, channels: 1 });

/** The mask with gaps up to twice the reach closed. */
function closed(mask: Uint8Array, w: number, h: number, reach: number): Uint8Array {
  const outside = spread(mask, w, h, reach).map((one) => 1 - one);
  return spread(outside, w, h, reach).map((one) => 1 - one);
}

function bluePrint({ light, widthPx: w, heightPx: h }: Patch, dpi: number): GrayRaster {
  const isBlue = Uint8Array.from(light, (one) => (isInk(one) && blueness(one) >= BLUE.least && one[0] > 0.16 ? 1 : 0));
  const isPen = Uint8Array.from(light, (one) => (isInk(one) && blueness(one) < BLUE.black ? 1 : 0));
  const isPrint = closed(isBlue, w, h, Math.max(1, Math.round(dpi * CROSSING_INCH)));
  const rim = spread(isPen, w, h, 2);
  const nearPrint = spread(isBlue, w, h, 1);
  const data = Uint8Array.from(light, (one, i) => (isPrint[i] === 1 || (nearPrint[i] === 1 && rim[i] !== 1) ? stretched(one[0], BLUE_PRINT) : 255));
  return { data, widthPx: w, heightPx: h, channels: 1 };
}

/** Share of the chosen ink that stands in the rows of small letters. */
function shareInRows({ light, widthPx: w }: Patch, [top, low]: readonly [number, number], isChosen: (one: Channels) => boolean): number {
  let [within, all] = [0, 0];
  light.forEach((one, i) => {
    if (!isChosen(one)) return;
    all++;
    const row = Math.floor(i / w);
    if (row >= top && row <= low) within++;
  });
  return within / Math.max(1, all);
}

/** The box with the print's ink alone; undefined where all ink is of one colour. `rgb` as delivered, dark on light; `rows` of small letters, from the top of the box. */
export function printInk(rgb: RgbRaster, box: Box, rows: readonly [number, number], dpi: number): GrayRaster | undefined {
  const patch = lightOf(rgb, box);
  const ink = patch.light.filter(isInk);
  if (ink.length < LEAST_PIXELS) return undefined;
  const isBlack = (one: Channels): boolean => isInk(one) && blueness(one) < BLUE.black && Math.max(...one) < BLACK_PRINT.white;
  const isBlue = (one: Channels): boolean => isInk(one) && blueness(one) >= BLUE.least;
  if (Math.min(ink.filter(isBlack).length, ink.filter(isBlue).length) < LEAST_SHARE * ink.length) return undefined;
  return shareInRows(patch, rows, isBlack) > shareInRows(patch, rows, isBlue) ? blackPrint(patch) : bluePrint(patch, dpi);
}
