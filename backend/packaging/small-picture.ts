// The civil-status profile wants about 100 KB an A4 page with the print still legible (records.md 2.1). The page is
// taken at 200 dpi, its paper made quiet (quiet-paper.ts) so that the bytes go to what stands on it, and painted in few
// tones (few-tones.ts) without further loss; a photograph, and a page that few tones do not serve, is a JPEG of the best
// quality that fits. Legibility is measured, not assumed: the structural similarity (SSIM) of the blocks that hold print,
// between the page as it was delivered and its picture. A page that cannot be made small without its print suffering
// stays larger.
import type { JpegOptions, Sharp } from 'sharp';
import sharp from 'sharp';
import { release } from '../imaging/release.ts';
import { codeFewTones, findInks, greyOfRows, paintFewTones, quickBytes } from './few-tones.ts';
import type { RgbPicture } from './paper-colours.ts';
import { printSimilarity } from './print-similarity.ts';
import type { QuietPage } from './quiet-paper.ts';
import { quietPaper, quietPicture } from './quiet-paper.ts';
import type { Rgb } from './spread-paper.ts';

export type SmallPicture = {
  /** A PNG of few tones (few-tones.ts), else a JPEG. */
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
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
/** Bytes of the coding that is kept, of those of the quick one. */
const KEPT_OF_QUICK = 0.85;
const STRIP_PX = 32;
const ONE_OF = 4;
const FEWEST_STRIPS = 8;
/** Of a page, print and writing cover less; beyond, it is a picture. */
const MOST_PRINT = 0.5;
/** From here on it is worth a quick look whether five tones can fit at all. */
const CROWDED = 0.2;
/** Of what the quick coding takes, the good one takes this at least: 0.74 or more on pages where it matters. */
const LEAST_OF_QUICK = 0.6;
const SMALLEST_BUDGET = 8 * 1024;
const A4_SQUARE_INCHES = 8.27 * 11.69;
/** "About" 100 KB. */
const TOLERANCE = 1.1;
/** Below, readers lose words (npm run bench:package -- --only legibility). */
export const LEGIBLE_FROM = 0.93;

/** What a page of this size should weigh, in bytes. */
export const budgetOf = (widthPx: number, heightPx: number, dpi: number): number => Math.max(SMALLEST_BUDGET, (BYTES_PER_A4 * ((widthPx / dpi) * (heightPx / dpi))) / A4_SQUARE_INCHES);

/** `page` is as it is delivered, at `dpi`; it is not changed. The same pixels give the same bytes. */
export async function makeSmallPicture(page: RgbPicture, dpi: number): Promise<SmallPicture> {
  const reduced = await reduce(page, Math.min(1, MOST_DPI / dpi));
  const before = await greyOf(rgbOf(sampleOf(reduced)));
  const quiet = quietPaper(reduced, Math.min(dpi, MOST_DPI));
  const budget = budgetOf(page.widthPx, page.heightPx, dpi);
  const tones = quiet.paper === null || quiet.keptShare > MOST_PRINT ? null : await chooseTones({ quiet, paper: quiet.paper, before }, budget);
  const { bytes, legibility } = tones ?? (await chooseJpeg({ quiet, before }, budget));
  if (reduced !== page) release(reduced.data);
  return { bytes, widthPx: reduced.widthPx, heightPx: reduced.heightPx, dpi: Math.min(dpi, MOST_DPI), legibility, isOverBudget: bytes.length > budget * TOLERANCE };
}

const rgbOf = ({ data, widthPx, heightPx }: RgbPicture): Sharp => sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false });
const greyOf = (picture: Sharp): Promise<Buffer> => picture.greyscale().toColourspace('b-w').raw().toBuffer();

async function reduce(page: RgbPicture, by: number): Promise<RgbPicture> {
  if (by >= 1) return page;
  const size = { width: Math.max(1, Math.round(page.widthPx * by)), height: Math.max(1, Math.round(page.heightPx * by)), fit: 'fill' } as const;
  const { data, info } = await rgbOf(page).resize(size).raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

type RowSample = (data: Uint8Array, bytesPerRow: number) => Uint8Array;

/** Level strips spread over the page, each of whole blocks, so that they are coded as in the page: a quarter of it. */
function sampledRows(heightPx: number): RowSample {
  const starts = Array.from({ length: Math.floor(heightPx / (STRIP_PX * ONE_OF)) }, (_, index) => index * STRIP_PX * ONE_OF);
  if (starts.length < FEWEST_STRIPS) return (data) => data;
  return (data, bytesPerRow) => Buffer.concat(starts.map((y) => data.subarray(y * bytesPerRow, (y + STRIP_PX) * bytesPerRow)));
}

function sampleOf({ data, widthPx, heightPx }: RgbPicture): RgbPicture {
  const sample = sampledRows(heightPx)(data, widthPx * 3);
  return { data: sample, widthPx, heightPx: sample.length / (widthPx * 3) };
}

/** Trellis quantisation is left out: for the bytes it saves, print loses more than by a lower quality, at a third of the time. */
const coding = (quality: number): JpegOptions => ({ quality, progressive: true, quantisationTable: 3, chromaSubsampling: '4:2:0' });
/** The same picture, quicker and larger. */
const quickCoding = (quality: number): JpegOptions => ({ ...coding(quality), progressive: false, optimiseCoding: false });

type Source = { readonly quiet: QuietPage; /** Grey, of the sample, before the paper was made quiet. */ readonly before: Uint8Array };
type Choice = { readonly bytes: Uint8Array; readonly legibility: number };

/** The most tones that fit; null where even the fewest weigh too much or lose print. */
async function chooseTones({ quiet, paper, before }: Source & { paper: Rgb }, budget: number): Promise<Choice | null> {
  const { widthPx, heightPx } = quiet.page;
  const inks = findInks(quiet, { widthPx, heightPx }, paper);
  for (const { blackTones, atMost } of [{ blackTones: 5, atMost: budget }, { blackTones: 3, atMost: budget * TOLERANCE }] as const) {
    const painted = paintFewTones(inks, blackTones);
    if (blackTones === 5 && quiet.keptShare > CROWDED && quickBytes(painted) * LEAST_OF_QUICK > atMost) continue;
    const png = codeFewTones(painted);
    if (png.length > atMost) continue;
    const rows = { ...painted.rows, data: sampledRows(heightPx)(painted.rows.data, painted.rows.rowBytes) };
    const legibility = likeness(before, greyOfRows(rows, painted.colours), widthPx);
    if (legibility >= LEGIBLE_FROM) return { bytes: png, legibility };
  }
  return null;
}

const likeness = (before: Uint8Array, after: Uint8Array, widthPx: number): number => printSimilarity({ data: before, widthPx, heightPx: before.length / widthPx }, after, true).mean;

async function chooseJpeg({ quiet, before }: Source, budget: number): Promise<Choice> {
  const picture = quietPicture(quiet);
  const source = (part: RgbPicture): Sharp => (quiet.isGrey ? rgbOf(part).greyscale().toColourspace('b-w') : rgbOf(part));
  const sample = sampleOf(picture);
  const legibilityAt = async (index: number): Promise<number> => {
    const coded = await source(sample).jpeg(quickCoding(qualityAt(index))).toBuffer();
    return likeness(before, await greyOf(sharp(coded, { limitInputPixels: false })), picture.widthPx);
  };
  const firstBytes = (await source(picture).jpeg(quickCoding(FIRST_TRY)).toBuffer()).length * KEPT_OF_QUICK;
  let index = Math.max(0, QUALITIES.findLastIndex((quality) => quality <= FIRST_TRY * (budget / firstBytes) ** (1 / GROWTH)));
  let legibility = await legibilityAt(index);
  while (legibility < LEGIBLE_FROM && index < QUALITIES.length - 1) legibility = await legibilityAt((index += 1));
  return { bytes: new Uint8Array(await source(picture).jpeg(coding(qualityAt(index))).toBuffer()), legibility };
}

const qualityAt = (index: number): number => QUALITIES[index] ?? FIRST_TRY;
