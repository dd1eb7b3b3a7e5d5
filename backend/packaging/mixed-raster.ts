// A scan of printed paper as two pictures: the print, twice the resolution, one bit, one colour of ink; and the
// paper with its seals and signatures, from which the print was taken out, so that it takes a fraction of
// the bytes. Made only where it pays: half the size or less, and the print measured to be as it was.
import sharp from 'sharp';
import { encodeBilevel } from '../pdf/bilevel-image.ts';
import type { MixedPicture } from '../pdf/write-searchable-pdf.ts';
import { LEGIBLE_FROM } from './choose-jpeg.ts';
import { printSimilarity } from './print-similarity.ts';

/** Squares over which the paper's own colour is taken. */
const BLOCK_PX = 16;
/** Print is darker than its paper by this much, and grey: a blue signature or a red seal stays in the picture. */
const DARKER_BY = 56;
const GREYEST = 44;
/** The mask's resolution, of the page's. */
export const MASK_SCALE = 2;
/** Of the paper's lightness. */
const HALF_WAY = 0.65;
/** What is nearly black is print whatever its tint. */
const BLACK = 60;
/** TT 05/2025 Điều 8.2.a asks for 200 dpi: so much the paper keeps. */
const PAPER_DPI = 200;
const PAPER_QUALITY = 42;
/** The form pays when it takes this share of the bytes or less, and its print is this much alike (SSIM). */
const WORTH_IT = 0.5;
/** A2 at 300 dpi; beyond that the picture is left as it is rather than held several times. */
const MAX_PIXELS = 36e6;
export const ALIKE_FROM = LEGIBLE_FROM;

type Rgb = { readonly data: Buffer; readonly widthPx: number; readonly heightPx: number };

/** null where the JPEG as it is serves better: hardly any print, print in colours, a photograph, too little saved. */
export async function mixedRaster(jpeg: Uint8Array, dpi: number): Promise<MixedPicture | null> {
  const { width, height } = await sharp(jpeg).metadata();
  if (width * height > MAX_PIXELS) return null;
  const { data, info } = await sharp(jpeg, { limitInputPixels: false }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 || info.width < BLOCK_PX || info.height < BLOCK_PX) return null;
  const page: Rgb = { data, widthPx: info.width, heightPx: info.height };
  const paper = paperColours(page);
  const { mask, ink, share } = findPrint(page, paper);
  if (share < 0.001 || share > 0.35) return null;
  const coded = await encodeBilevel(await fineMask(page, mask, paper), MASK_SCALE * page.widthPx, MASK_SCALE * page.heightPx);
  const background = await encodePaper(page, mask, paper, dpi);
  if (coded.bytes.length + background.length > jpeg.length * WORTH_IT) return null;
  const alike = await similarity(page, background, mask, ink);
  return alike < ALIKE_FROM ? null : { background, mask: coded, ink };
}

type Paper = { readonly columns: number; readonly rows: number; /** Three a block. */ readonly colours: Uint8Array };

/** The colour of the lighter half of each block, smoothed by its neighbours: print is the darker part. */
function paperColours({ data, widthPx, heightPx }: Rgb): Paper {
  const columns = Math.ceil(widthPx / BLOCK_PX);
  const rows = Math.ceil(heightPx / BLOCK_PX);
  const colours = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) colours.set(lighterColour(data, widthPx, heightPx, column * BLOCK_PX, row * BLOCK_PX), (row * columns + column) * 3);
  return { columns, rows, colours };
}

function lighterColour(data: Buffer, widthPx: number, heightPx: number, x0: number, y0: number): [number, number, number] {
  const x1 = Math.min(widthPx, x0 + BLOCK_PX);
  const y1 = Math.min(heightPx, y0 + BLOCK_PX);
  let sum = 0;
  let count = 0;
  for (let y = y0; y < y1; y += 1) for (let at = (y * widthPx + x0) * 3, end = (y * widthPx + x1) * 3; at < end; at += 3, count += 1) sum += data[at + 1] ?? 0;
  const middle = sum / Math.max(1, count);
  let red = 0, green = 0, blue = 0, lighter = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let at = (y * widthPx + x0) * 3, end = (y * widthPx + x1) * 3; at < end; at += 3) {
      if ((data[at + 1] ?? 0) < middle) continue;
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
      lighter += 1;
    }
  }
  return [red / lighter, green / lighter, blue / lighter];
}

/** 0 where there is print, 255 elsewhere; its mean colour; its share of the page. */
function findPrint({ data, widthPx, heightPx }: Rgb, paper: Paper): { mask: Uint8Array; ink: [number, number, number]; share: number } {
  const mask = new Uint8Array(widthPx * heightPx).fill(255);
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = 0; y < heightPx; y += 1) {
    const blockRow = Math.floor(y / BLOCK_PX) * paper.columns;
    for (let x = 0; x < widthPx; x += 1) {
      const at = (y * widthPx + x) * 3;
      const red = data[at] ?? 0, green = data[at + 1] ?? 0, blue = data[at + 2] ?? 0;
      const light = paper.colours[(blockRow + Math.floor(x / BLOCK_PX)) * 3 + 1] ?? 255;
      if (green > light - DARKER_BY) continue;
      const most = Math.max(red, green, blue);
      if (most - Math.min(red, green, blue) > GREYEST && most > BLACK) continue;
      mask[y * widthPx + x] = 0;
      sums[0] = (sums[0] ?? 0) + red;
      sums[1] = (sums[1] ?? 0) + green;
      sums[2] = (sums[2] ?? 0) + blue;
      count += 1;
    }
  }
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => Math.round(sum / Math.max(1, count)));
  return { mask, ink: [red, green, blue], share: count / mask.length };
}

/** The print at twice the resolution, cut half way between ink and paper: what the scan says in shades of grey about the edge of a stroke is kept. */
async function fineMask({ data, widthPx, heightPx }: Rgb, mask: Uint8Array, paper: Paper): Promise<Uint8Array> {
  const width = MASK_SCALE * widthPx;
  const grey = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false }).greyscale().toColourspace('b-w').resize({ width, height: MASK_SCALE * heightPx, fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
  for (let y = 0; y < MASK_SCALE * heightPx; y += 1) {
    const row = Math.floor(y / MASK_SCALE) * widthPx;
    const blockRow = Math.floor(y / MASK_SCALE / BLOCK_PX) * paper.columns;
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const light = paper.colours[(blockRow + Math.floor(x / MASK_SCALE / BLOCK_PX)) * 3 + 1] ?? 255;
      grey[at] = mask[row + Math.floor(x / MASK_SCALE)] === 0 && (grey[at] ?? 0) < light * HALF_WAY ? 0 : 255;
    }
  }
  return grey;
}

/** The page with its print, and a rim around it, filled in with paper. */
async function encodePaper({ data, widthPx, heightPx }: Rgb, mask: Uint8Array, paper: Paper, dpi: number): Promise<Uint8Array> {
  const filled = Buffer.from(data);
  const isInk = (x: number, y: number): boolean => mask[y * widthPx + x] === 0;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const isNear = isInk(x, y) || (x > 0 && isInk(x - 1, y)) || (x + 1 < widthPx && isInk(x + 1, y)) || (y > 0 && isInk(x, y - 1)) || (y + 1 < heightPx && isInk(x, y + 1)) || (x > 1 && isInk(x - 2, y)) || (x + 2 < widthPx && isInk(x + 2, y)) || (y > 1 && isInk(x, y - 2)) || (y + 2 < heightPx && isInk(x, y + 2));
      if (!isNear) continue;
      const block = (Math.floor(y / BLOCK_PX) * paper.columns + Math.floor(x / BLOCK_PX)) * 3;
      for (let part = 0; part < 3; part += 1) filled[(y * widthPx + x) * 3 + part] = paper.colours[block + part] ?? 255;
    }
  }
  const scale = Math.min(1, PAPER_DPI / dpi);
  const picture = sharp(filled, { raw: { width: widthPx, height: heightPx, channels: 3 }, limitInputPixels: false });
  const sized = scale === 1 ? picture : picture.resize({ width: Math.max(1, Math.ceil(widthPx * scale)), height: Math.max(1, Math.ceil(heightPx * scale)), fit: 'fill' });
  return new Uint8Array(await sized.jpeg({ quality: PAPER_QUALITY, progressive: true, trellisQuantisation: true, quantisationTable: 3 }).toBuffer());
}

/** How much the two pictures together look like the page, where it holds print. */
async function similarity({ data, widthPx, heightPx }: Rgb, background: Uint8Array, mask: Uint8Array, ink: readonly [number, number, number]): Promise<number> {
  const size = { width: widthPx, height: heightPx };
  const whole = await sharp(data, { raw: { ...size, channels: 3 }, limitInputPixels: false }).greyscale().toColourspace('b-w').raw().toBuffer();
  const again = await sharp(background, { limitInputPixels: false }).resize({ ...size, fit: 'fill' }).greyscale().toColourspace('b-w').raw().toBuffer();
  const inkGrey = Math.round(0.2126 * ink[0] + 0.7152 * ink[1] + 0.0722 * ink[2]);
  for (let at = 0; at < mask.length; at += 1) if (mask[at] === 0) again[at] = inkGrey;
  return printSimilarity({ data: whole, widthPx, heightPx }, again).mean;
}
