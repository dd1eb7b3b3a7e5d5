// The civil-status profile wants about 100 KB an A4 page with the print still legible (records.md 2.1).
// Legibility is measured, not assumed: the structural similarity (SSIM) of the blocks that hold print,
// between the page at 200 dpi and the candidate brought back to that size. A page that cannot be made
// small without its print suffering stays larger. Weight and legibility are measured on a sample of the
// page; the page itself is decoded once and encoded once.
import type { JpegOptions } from 'sharp';
import sharp from 'sharp';
import type { PageSample, RawPicture } from './page-sample.ts';
import { sharpOf, takeSample, wholePage } from './page-sample.ts';

export type ChosenJpeg = {
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

type Candidate = { readonly dpi: number; readonly quality: number; /** Bytes relative to the smallest, from measuring such pages. */ readonly relativeSize: number };

/** From best to smallest. Never below 150 dpi or quality 40. */
const CANDIDATES: readonly [Candidate, ...Candidate[]] = [
  { dpi: 200, quality: 62, relativeSize: 1.94 },
  { dpi: 200, quality: 50, relativeSize: 1.59 },
  { dpi: 200, quality: 42, relativeSize: 1.4 },
  { dpi: 170, quality: 45, relativeSize: 1.19 },
  { dpi: 150, quality: 45, relativeSize: 1 },
];
const SMALLEST = CANDIDATES.length - 1;
const BYTES_PER_A4 = 100 * 1024;
const SMALLEST_BUDGET = 8 * 1024;
const A4_SQUARE_INCHES = 8.27 * 11.69;
/** "About" 100 KB. */
const TOLERANCE = 1.1;
/** Measured on forms: 150 dpi at quality 45 scores 0.82 to 0.85 and reads well; 100 dpi at 40 scores 0.65 to 0.77 and its tone marks run together. */
export const LEGIBLE_FROM = 0.8;
/** A sample's legibility lies this far from the page's; nearer to the limit than that, the whole page is asked. */
const SAMPLE_ERROR = 0.03;
const REFERENCE_DPI = 200;

/** What a page of this size should weigh, in bytes. */
export const budgetOf = (widthPx: number, heightPx: number, dpi: number): number => Math.max(SMALLEST_BUDGET, (BYTES_PER_A4 * ((widthPx / dpi) * (heightPx / dpi))) / A4_SQUARE_INCHES);

/** `dpi` is that of `jpeg`. A page whose print suffers at the size wanted gets the next better candidate, and so on up. */
export async function chooseJpeg(jpeg: Uint8Array, dpi: number): Promise<ChosenJpeg> {
  const { width, height, channels } = await sharp(jpeg).metadata();
  const asItIs: ChosenJpeg = { jpeg, widthPx: width, heightPx: height, dpi, quality: 100, legibility: 1, isOverBudget: false };
  const budget = budgetOf(width, height, dpi);
  if (jpeg.length <= budget || (channels !== 1 && channels !== 3)) return asItIs;
  const referenceDpi = Math.min(dpi, REFERENCE_DPI);
  const page = await decode(jpeg, channels, { widthPx: scaled(width, referenceDpi / dpi), heightPx: scaled(height, referenceDpi / dpi) });
  const { index, legibility } = await chooseCandidate(page, referenceDpi, budget * TOLERANCE);
  const { dpi: wantedDpi, quality } = CANDIDATES[index] ?? CANDIDATES[0];
  const chosenDpi = Math.min(wantedDpi, referenceDpi);
  const [widthPx, heightPx] = [scaled(page.widthPx, chosenDpi / referenceDpi), scaled(page.heightPx, chosenDpi / referenceDpi)];
  const small = await sharpOf(page).resize({ width: widthPx, height: heightPx, fit: 'fill' }).jpeg(coding(quality)).toBuffer();
  // An input that is smaller than what was made of it stays as it is.
  const isOverBudget = Math.min(jpeg.length, small.length) > budget * TOLERANCE;
  return jpeg.length <= small.length ? { ...asItIs, isOverBudget } : { jpeg: small, widthPx, heightPx, dpi: chosenDpi, quality, legibility, isOverBudget };
}

const scaled = (lengthPx: number, by: number): number => Math.max(1, Math.round(lengthPx * by));

async function decode(jpeg: Uint8Array, channels: 1 | 3, size: { widthPx: number; heightPx: number }): Promise<RawPicture> {
  const scaledDown = sharp(jpeg).resize({ width: size.widthPx, height: size.heightPx, fit: 'fill' });
  const { data, info } = await (channels === 1 ? scaledDown.toColourspace('b-w') : scaledDown).raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height, channels };
}

/** As sharp's mozjpeg, without its search for the best order of scans: that costs a third of the time and saves a twentieth of the bytes. */
const coding = (quality: number): JpegOptions => ({ quality, progressive: true, trellisQuantisation: true, overshootDeringing: true, quantisationTable: 3 });

type Trial = { readonly index: number; readonly bytes: number; readonly legibility: number };

async function chooseCandidate(page: RawPicture, referenceDpi: number, budget: number): Promise<Trial> {
  const sample = await takeSample(page);
  const trial = await chooseOn(sample, referenceDpi, budget);
  const isCloseCall = sample.share < 1 && Math.abs(trial.legibility - LEGIBLE_FROM) < SAMPLE_ERROR;
  return isCloseCall ? chooseOn(await wholePage(page), referenceDpi, budget) : trial;
}

async function chooseOn(sample: PageSample, referenceDpi: number, budget: number): Promise<Trial> {
  const smallest = await tryCandidate(sample, referenceDpi, SMALLEST);
  const fitting = CANDIDATES.findIndex(({ relativeSize }) => smallest.bytes * relativeSize <= budget);
  let best = fitting < 0 || fitting === SMALLEST ? smallest : await tryCandidate(sample, referenceDpi, fitting);
  while (best.legibility < LEGIBLE_FROM && best.index > 0) best = await tryCandidate(sample, referenceDpi, best.index - 1);
  return best;
}

async function tryCandidate(sample: PageSample, referenceDpi: number, index: number): Promise<Trial> {
  const { dpi, quality } = CANDIDATES[index] ?? CANDIDATES[0];
  const by = Math.min(dpi, referenceDpi) / referenceDpi;
  const jpeg = await sample.pixels.clone().resize({ width: scaled(sample.widthPx, by), height: scaled(sample.heightPx, by), fit: 'fill' }).jpeg(coding(quality)).toBuffer();
  return { index, bytes: jpeg.length / sample.share, legibility: await sample.similarity(jpeg) };
}
