// The civil-status profile wants about 100 KB an A4 page with the print still legible (records.md 2.1).
// Legibility is measured, not assumed: the structural similarity (SSIM) of the blocks that hold print,
// between the page at 200 dpi and the candidate brought back to that size. A page that cannot be made
// small without its print suffering stays larger.
import type { Sharp } from 'sharp';
import sharp from 'sharp';

export type ChosenJpeg = {
  readonly jpeg: Uint8Array;
  readonly dpi: number;
  readonly quality: number;
  /** 0 to 1, of the blocks with print; 1 when there is none. */
  readonly legibility: number;
};

type Candidate = { readonly dpi: number; readonly quality: number; /** Bytes relative to quality 50 at 200 dpi, from measuring such pages. */ readonly relativeSize: number };

/** From best to smallest. Never below 150 dpi or quality 40. */
const CANDIDATES: readonly [Candidate, ...Candidate[]] = [
  { dpi: 200, quality: 62, relativeSize: 1.22 },
  { dpi: 200, quality: 50, relativeSize: 1 },
  { dpi: 200, quality: 42, relativeSize: 0.88 },
  { dpi: 170, quality: 45, relativeSize: 0.75 },
  { dpi: 150, quality: 45, relativeSize: 0.63 },
];
const BYTES_PER_A4 = 100 * 1024;
const A4_SQUARE_INCHES = 8.27 * 11.69;
/** "About" 100 KB. */
const TOLERANCE = 1.1;
/** Measured on forms: 150 dpi at quality 45 scores 0.82 to 0.85 and reads well; 100 dpi at 40 scores 0.65 to 0.77 and its tone marks run together. */
export const LEGIBLE_FROM = 0.8;

type Gray = { readonly data: Buffer; readonly widthPx: number; readonly heightPx: number };
type Page = { readonly pixels: Sharp; readonly widthPx: number; readonly dpi: number; readonly reference: Gray; readonly referenceDpi: number };

/** `dpi` is that of `jpeg`. A page whose print suffers at the size wanted gets the next better candidate, and so on up. */
export async function chooseJpeg(jpeg: Uint8Array, dpi: number): Promise<ChosenJpeg> {
  const page = await openPage(jpeg, dpi);
  const budget = Math.max(8 * 1024, (BYTES_PER_A4 * squareInches(page)) / A4_SQUARE_INCHES);
  const expected = await expectedBytes(page);
  const fitting = CANDIDATES.findIndex((candidate) => expected * candidate.relativeSize <= budget * TOLERANCE);
  let index = fitting < 0 ? CANDIDATES.length - 1 : fitting;
  let best = await tryCandidate(page, index);
  while (best.legibility < LEGIBLE_FROM && index > 0) best = await tryCandidate(page, (index -= 1));
  // An input that is small enough already, or smaller than what was made of it, stays as it is.
  return jpeg.length <= Math.max(budget, best.jpeg.length) ? { jpeg, dpi, quality: 100, legibility: 1 } : best;
}

/** What quality 50 at 200 dpi will take, from a quick plain encoding, which is larger by a steady factor. */
async function expectedBytes(page: Page): Promise<number> {
  const plain = await page.pixels.clone().jpeg({ quality: 50 }).toBuffer();
  return 0.68 * plain.length;
}

async function openPage(jpeg: Uint8Array, dpi: number): Promise<Page> {
  const { width, height } = await sharp(jpeg).metadata();
  const referenceDpi = Math.min(dpi, 200);
  const widthPx = Math.max(1, Math.round((width * referenceDpi) / dpi));
  const { data, info } = await sharp(jpeg).resize({ width: widthPx, height: Math.max(1, Math.round((height * referenceDpi) / dpi)), fit: 'fill' }).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const gray = await sharp(data, { raw }).greyscale().raw().toBuffer();
  return { pixels: sharp(data, { raw }), widthPx: info.width, dpi, referenceDpi, reference: { data: gray, widthPx: info.width, heightPx: info.height } };
}

async function tryCandidate(page: Page, index: number): Promise<ChosenJpeg> {
  const { dpi: wantedDpi, quality } = CANDIDATES[index] ?? CANDIDATES[0];
  const dpi = Math.min(wantedDpi, page.referenceDpi);
  const width = Math.max(1, Math.round((page.widthPx * dpi) / page.referenceDpi));
  const jpeg = await page.pixels.clone().resize({ width }).jpeg({ quality, mozjpeg: true }).withMetadata({ density: dpi }).toBuffer();
  const { reference } = page;
  const back = await sharp(jpeg).resize({ width: reference.widthPx, height: reference.heightPx, fit: 'fill' }).greyscale().raw().toBuffer();
  return { jpeg, dpi, quality, legibility: inkSimilarity(reference, back) };
}

const squareInches = (page: Page): number => (page.reference.widthPx * page.reference.heightPx) / page.referenceDpi ** 2;

const BLOCK = 8;
/** Standard deviation of grey values from which a block of 8 × 8 holds print. */
const PRINT_FROM = 24;

/** Mean SSIM over the blocks with print; 1 when there is none. */
export function inkSimilarity(reference: Gray, other: Buffer): number {
  let total = 0;
  let blocks = 0;
  for (let y = 0; y + BLOCK <= reference.heightPx; y += BLOCK) {
    for (let x = 0; x + BLOCK <= reference.widthPx; x += BLOCK) {
      const similarity = blockSimilarity(reference, other, y * reference.widthPx + x);
      if (similarity === undefined) continue;
      total += similarity;
      blocks += 1;
    }
  }
  return blocks === 0 ? 1 : total / blocks;
}

function blockSimilarity(reference: Gray, other: Buffer, start: number): number | undefined {
  const count = BLOCK * BLOCK;
  let sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
  for (let row = 0; row < BLOCK; row += 1) {
    const from = start + row * reference.widthPx;
    for (let at = from; at < from + BLOCK; at += 1) {
      const a = reference.data[at] ?? 0;
      const b = other[at] ?? 0;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const varianceA = sumAA / count - (sumA / count) ** 2;
  if (varianceA < PRINT_FROM ** 2) return undefined;
  const varianceB = sumBB / count - (sumB / count) ** 2;
  const covariance = sumAB / count - (sumA / count) * (sumB / count);
  // The usual constants (0.01 × 255)² and (0.03 × 255)² keep flat blocks from dividing by nothing.
  const light = (2 * (sumA / count) * (sumB / count) + 6.5) / ((sumA / count) ** 2 + (sumB / count) ** 2 + 6.5);
  return (light * (2 * covariance + 58.5)) / (varianceA + varianceB + 58.5);
}
