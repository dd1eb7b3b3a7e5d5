// A scan of printed paper as two pictures: the print, sharp, one bit, one colour of ink; and the paper with its
// seals and signatures, from which the print and the grain were taken out, so that it takes a fraction of the
// bytes. The edge of a stroke is cut where it is nearly half as deep as the print about it, so that faint print
// keeps its weight beside bold print. Made only where it pays and where the two together look like the page.
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { encodeBilevel } from '../pdf/bilevel-image.ts';
import type { MixedPicture } from '../pdf/write-searchable-pdf.ts';
import type { Print } from './find-print.ts';
import { findPrint } from './find-print.ts';
import type { PaperColours, RgbPicture } from './paper-colours.ts';
import { paperColours, paperRow } from './paper-colours.ts';
import { printSimilarity } from './print-similarity.ts';

export type MixedUse = {
  /** The paper's resolution: TT 05/2025 Điều 8.2.a wants 200 of an archive copy. */
  readonly paperDpi: number;
  /** It is wanted from this share of the JPEG's bytes down. */
  readonly worthIt: number;
  /** Finer pages are first scaled down to this. */
  readonly pageDpi: number;
};

/** Fine enough that a cut edge looks like print. */
const MASK_DPI = 400;
/** Of the depth of the print about a pixel. */
const CUT = 0.42;
/** A soft edge may be this much fainter than what counts as print by itself. */
const EDGE = 0.7;
const REACH_INCHES = 1 / 40;
const PAPER_QUALITY = 45;
/** Paper that differs less than this from its own colour, or than so many grains of it, is that colour. */
const QUIET_LEVELS = 8;
const QUIET_GRAINS = 4;
/** How much the blocks with print look like the page's (SSIM after the grain was smoothed away): where a reader lost words it was less. */
export const ALIKE_FROM = 0.95;
/** Standard deviation of the smoothing before the two are compared, in pixels. */
const SMOOTHING = 1.2;
/** A2 at 300 dpi; beyond that the picture is left as it is rather than held several times. */
const MAX_PIXELS = 36e6;
const LEAST_SIDE_PX = 32;
/** More grain than the worst paper has: a photograph, whose tones would be taken for grain. */
const MOST_GRAIN = 10;

/** null where a JPEG serves better: hardly any print, a photograph, colours only, too little saved, print that would look different. */
export async function mixedRaster(jpeg: Uint8Array, dpi: number, use: MixedUse): Promise<MixedPicture | null> {
  const made = await makeMixed(jpeg, dpi, use);
  return made === null || made.alike < ALIKE_FROM ? null : made.picture;
}

/** The same with its measure, whatever it says: for finding where the limit must be. */
export async function makeMixed(jpeg: Uint8Array, dpi: number, { paperDpi, worthIt, pageDpi }: MixedUse): Promise<{ picture: MixedPicture; alike: number } | null> {
  const { width, height } = await sharp(jpeg).metadata();
  if (width * height > MAX_PIXELS || Math.min(width, height) < LEAST_SIDE_PX) return null;
  const scale = Math.min(1, pageDpi / dpi);
  const { data, info } = await sharp(jpeg, { limitInputPixels: false }).resize({ width: Math.round(width * scale), height: Math.round(height * scale), fit: 'fill' }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) return null;
  const page: RgbPicture = { data, widthPx: info.width, heightPx: info.height };
  const paper = paperColours(page);
  const print = findPrint(page, paper);
  if (print.share < 0.001 || print.share > 0.35 || print.grain > MOST_GRAIN) return null;
  const { mask, widthPx, heightPx } = await fineMask(page, print, dpi * scale);
  const coded = await encodeBilevel(mask, widthPx, heightPx);
  if (coded.bytes.length > jpeg.length * worthIt) return null;
  const background = await encodePaper(page, print, paper, Math.min(1, paperDpi / (dpi * scale)));
  if (coded.bytes.length + background.length > jpeg.length * worthIt) return null;
  return { picture: { background, mask: coded, ink: print.ink }, alike: await alikeness(page, background, { mask, widthPx, heightPx, ink: print.ink }) };
}

const greyOf = (data: Uint8Array, widthPx: number, heightPx: number): Sharp => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 1 }, limitInputPixels: false }).toColourspace('b-w');
const rgbOf = ({ data, widthPx, heightPx }: RgbPicture): Sharp => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false });

type Mask = { /** 0 where there is ink, 255 elsewhere. */ readonly mask: Uint8Array; readonly widthPx: number; readonly heightPx: number };

async function fineMask({ widthPx, heightPx }: RgbPicture, { depth, floor }: Print, dpi: number): Promise<Mask> {
  const scale = Math.max(1, MASK_DPI / dpi);
  const size = { width: Math.round(widthPx * scale), height: Math.round(heightPx * scale) };
  const resize = { ...size, fit: 'fill', kernel: 'cubic' } as const;
  const fine = await greyOf(depth, widthPx, heightPx).resize(resize).raw().toBuffer();
  const reach = Math.max(1, Math.round(dpi * REACH_INCHES));
  const softened = await greyOf(spread(depth, widthPx, heightPx, reach), widthPx, heightPx).blur(Math.max(0.3, dpi / 60)).raw().toBuffer();
  const about = await greyOf(softened, widthPx, heightPx).resize(resize).raw().toBuffer();
  for (let at = 0; at < fine.length; at += 1) fine[at] = (fine[at] ?? 0) > floor * EDGE && (fine[at] ?? 0) > (about[at] ?? 0) * CUT ? 0 : 255;
  return { mask: fine, widthPx: size.width, heightPx: size.height };
}

/** Each pixel the greatest within `reach` of it, along rows and columns. */
function spread(values: Uint8Array, widthPx: number, heightPx: number, reach: number): Uint8Array {
  const along = new Uint8Array(values.length);
  for (let y = 0; y < heightPx; y += 1) spreadLine(values, along, { from: y * widthPx, step: 1, count: widthPx }, reach);
  const out = new Uint8Array(values.length);
  for (let x = 0; x < widthPx; x += 1) spreadLine(along, out, { from: x, step: widthPx, count: heightPx }, reach);
  return out;
}

/** Most of a page is no print: a pixel with nothing on it costs one look. */
function spreadLine(values: Uint8Array, out: Uint8Array, { from, step, count }: { from: number; step: number; count: number }, reach: number): void {
  for (let index = 0, at = from; index < count; index += 1, at += step) {
    const value = values[at] ?? 0;
    if (value === 0) continue;
    const end = from + Math.min(count - 1, index + reach) * step;
    for (let to = from + Math.max(0, index - reach) * step; to <= end; to += step) if ((out[to] ?? 0) < value) out[to] = value;
  }
}

/** The page with its print filled in with paper, and its paper rid of its grain. */
async function encodePaper(page: RgbPicture, { depth, grain }: Print, paper: PaperColours, scale: number): Promise<Uint8Array> {
  const { widthPx, heightPx } = page;
  const soft = await rgbOf(page).convolve({ width: 3, height: 3, kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1], scale: 16 }).raw().toBuffer();
  const isPrint = spread(depth, widthPx, heightPx, 2);
  const limit = Math.max(QUIET_LEVELS, QUIET_GRAINS * grain);
  const row = new Float32Array(widthPx * 3);
  const differs = new Uint8Array(depth.length);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    paperRow(paper, y, row);
    for (let x = 0; x < widthPx * 3; x += 3, at += 1) {
      const most = Math.max(Math.abs((soft[at * 3] ?? 0) - (row[x] ?? 0)), Math.abs((soft[at * 3 + 1] ?? 0) - (row[x + 1] ?? 0)), Math.abs((soft[at * 3 + 2] ?? 0) - (row[x + 2] ?? 0)));
      if (isPrint[at] === 0 && most > limit) differs[at] = 1;
    }
  }
  const isKept = spread(differs, widthPx, heightPx, 2);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    paperRow(paper, y, row);
    for (let x = 0; x < widthPx * 3; x += 3, at += 1) {
      const isPage = isKept[at] === 1 && isPrint[at] === 0;
      for (let part = 0; part < 3; part += 1) soft[at * 3 + part] = isPage ? (page.data[at * 3 + part] ?? 0) : Math.round(row[x + part] ?? 0);
    }
  }
  const size = { width: Math.max(1, Math.ceil(widthPx * scale)), height: Math.max(1, Math.ceil(heightPx * scale)), fit: 'fill' } as const;
  return new Uint8Array(await rgbOf({ data: soft, widthPx, heightPx }).resize(size).jpeg({ quality: PAPER_QUALITY, progressive: true, trellisQuantisation: true, quantisationTable: 3 }).toBuffer());
}

/** How much the two pictures together look like the page where it holds print; both smoothed as far as grain goes. */
async function alikeness(page: RgbPicture, background: Uint8Array, { mask, widthPx, heightPx, ink }: Mask & { ink: readonly [number, number, number] }): Promise<number> {
  const size = { width: page.widthPx, height: page.heightPx, fit: 'fill' } as const;
  const inkGrey = Math.round(0.2126 * ink[0] + 0.7152 * ink[1] + 0.0722 * ink[2]);
  const whole = await rgbOf(page).greyscale().toColourspace('b-w').blur(SMOOTHING).raw().toBuffer();
  const paper = await sharp(background, { limitInputPixels: false }).resize(size).greyscale().toColourspace('b-w').raw().toBuffer();
  const cover = await greyOf(mask, widthPx, heightPx).resize(size).raw().toBuffer();
  for (let at = 0; at < paper.length; at += 1) {
    const share = (255 - (cover[at] ?? 255)) / 255;
    paper[at] = Math.round((paper[at] ?? 0) * (1 - share) + inkGrey * share);
  }
  const again = await greyOf(paper, page.widthPx, page.heightPx).blur(SMOOTHING).raw().toBuffer();
  const { mean, blocks } = printSimilarity({ data: whole, widthPx: page.widthPx, heightPx: page.heightPx }, again);
  return blocks === 0 ? 0 : mean;
}
