// The civil-status profile wants about 100 KB an A4 page with the print still legible (records.md 2.1). The page is
// taken at 200 dpi, its paper made quiet (quiet-paper.ts) so that the bytes go to what stands on it, and coded at the
// best quality that fits. Legibility is measured, not assumed: the structural similarity (SSIM) of the blocks that hold
// print, between the page as it was delivered and the coded picture. A page that cannot be made small without its print
// suffering stays larger.
import type { JpegOptions, Sharp } from 'sharp';
import sharp from 'sharp';
import type { RgbPicture } from './paper-colours.ts';
import type { GreyPicture } from './print-similarity.ts';
import { printSimilarity } from './print-similarity.ts';
import { quietPaper } from './quiet-paper.ts';

export type SmallPicture = {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
  readonly quality: number;
  /** 0 to 1, of the blocks with print; 1 when there is none. */
  readonly legibility: number;
  /** Larger than a page of its size should be: smaller, its print would have suffered. */
  readonly isOverBudget: boolean;
};

const MOST_DPI = 200;
/** From smallest to best, a tenth to a fifth more bytes each. */
const QUALITIES = [8, 10, 13, 16, 20, 25, 32, 40, 50, 60, 70] as const;
const FIRST_TRY = 16;
/** Bytes grow with about this power of the quality, on pages of print. */
const GROWTH = 0.45;
const BYTES_PER_A4 = 100 * 1024;
const SMALLEST_BUDGET = 8 * 1024;
const A4_SQUARE_INCHES = 8.27 * 11.69;
/** "About" 100 KB. */
const TOLERANCE = 1.1;
/** Measured with two readers (npm run bench:package -- --only legibility): from here on a copy is read as well as its page. */
export const LEGIBLE_FROM = 0.93;

/** What a page of this size should weigh, in bytes. */
export const budgetOf = (widthPx: number, heightPx: number, dpi: number): number => Math.max(SMALLEST_BUDGET, (BYTES_PER_A4 * ((widthPx / dpi) * (heightPx / dpi))) / A4_SQUARE_INCHES);

/** `page` is as it is delivered, at `dpi`; it is not changed. The same pixels give the same bytes. */
export async function makeSmallPicture(page: RgbPicture, dpi: number): Promise<SmallPicture> {
  const reduced = await reduce(page, Math.min(1, MOST_DPI / dpi));
  const reference: GreyPicture = { data: await greyOf(rgbOf(reduced)), widthPx: reduced.widthPx, heightPx: reduced.heightPx };
  const { picture, isGrey } = quietPaper(reduced, Math.min(dpi, MOST_DPI));
  const source = isGrey ? rgbOf(picture).greyscale().toColourspace('b-w') : rgbOf(picture);
  const budget = budgetOf(page.widthPx, page.heightPx, dpi);
  const { jpeg, quality, legibility } = await chooseQuality(source, reference, budget);
  return { jpeg: new Uint8Array(jpeg), widthPx: reduced.widthPx, heightPx: reduced.heightPx, dpi: Math.min(dpi, MOST_DPI), quality, legibility, isOverBudget: jpeg.length > budget * TOLERANCE };
}

const rgbOf = ({ data, widthPx, heightPx }: RgbPicture): Sharp => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false });
const greyOf = (picture: Sharp): Promise<Buffer> => picture.greyscale().toColourspace('b-w').raw().toBuffer();

/** A copy of its own, whether smaller or not. */
async function reduce(page: RgbPicture, by: number): Promise<RgbPicture> {
  if (by >= 1) return { ...page, data: new Uint8Array(page.data) };
  const size = { width: Math.max(1, Math.round(page.widthPx * by)), height: Math.max(1, Math.round(page.heightPx * by)), fit: 'fill' } as const;
  const { data, info } = await rgbOf(page).resize(size).raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

/** Trellis quantisation is left out: for the bytes it saves, print loses more than by a lower quality, at a third of the time. */
const coding = (quality: number): JpegOptions => ({ quality, progressive: true, quantisationTable: 3, chromaSubsampling: '4:2:0' });

type Trial = { readonly index: number; readonly jpeg: Buffer };

async function chooseQuality(source: Sharp, reference: GreyPicture, budget: number): Promise<{ jpeg: Buffer; quality: number; legibility: number }> {
  const at = async (index: number): Promise<Trial> => ({ index, jpeg: await source.clone().jpeg(coding(qualityAt(index))).toBuffer() });
  const legibilityOf = async ({ jpeg }: Trial): Promise<number> => printSimilarity(reference, await greyOf(sharp(jpeg, { limitInputPixels: false }))).mean;
  let best = await nearBudget(at, budget);
  let legibility = await legibilityOf(best);
  while (legibility < LEGIBLE_FROM && best.index < QUALITIES.length - 1) {
    best = await at(best.index + 1);
    legibility = await legibilityOf(best);
  }
  return { jpeg: best.jpeg, quality: qualityAt(best.index), legibility };
}

const qualityAt = (index: number): number => QUALITIES[index] ?? FIRST_TRY;

/** Two trials, rarely three: what the first weighs tells which quality will fit. */
async function nearBudget(at: (index: number) => Promise<Trial>, budget: number): Promise<Trial> {
  const first = await at(QUALITIES.indexOf(FIRST_TRY));
  const wanted = FIRST_TRY * (budget / first.jpeg.length) ** (1 / GROWTH);
  const index = Math.max(0, QUALITIES.findLastIndex((quality) => quality <= wanted));
  const second = index === first.index ? first : await at(index);
  return second.jpeg.length > budget * TOLERANCE && index > 0 ? at(index - 1) : second;
}
