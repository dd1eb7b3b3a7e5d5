// JBIG2 to pixels. PDFium reads it, except regions coded like fax (MMR), which it leaves white without a
// word; those are Group 4, so they are read as that and laid onto the page here. A page that mixes both
// is refused rather than shown without half of its print.

import sharp from 'sharp';
import { AppError } from '../../shared/errors.ts';
import { buildCcittTiff } from '../pdf/lift-ccitt.ts';
import { classifyJbig2, type MmrRegion } from '../pdf/lift-jbig2-segments.ts';
import { JB2_HEADER_BYTES } from '../pdf/lift-jbig2.ts';
import { renderCodestream } from '../pdf/render-page.ts';
import { MAX_PAGE_PIXELS, type RgbRaster } from './raster.ts';

type Size = { readonly widthPx: number; readonly heightPx: number };

/** `bytes`: a .jb2 file as import makes it. @throws AppError file-corrupt, format-not-supported. */
export async function decodeJbig2(bytes: Buffer, size: Size): Promise<RgbRaster> {
  const coding = classifyJbig2(bytes.subarray(JB2_HEADER_BYTES));
  if (coding.kind === 'mixed') throw new AppError('format-not-supported', { media: 'image/jbig2', reason: 'mixed coding' }, 'other-file');
  if (coding.kind === 'other') return renderCodestream(bytes, { mediaType: 'image/jbig2', ...size });
  const page = new Uint8Array(size.widthPx * size.heightPx).fill(coding.isBlackFirst ? 1 : 0);
  for (const region of coding.regions) compose(page, size, region, await readFax(region));
  return asRgb(page, size);
}

/** One byte a pixel, 1 is black. */
async function readFax(region: MmrRegion): Promise<Uint8Array> {
  const { widthPx, heightPx, code } = region;
  if (widthPx < 1 || heightPx < 1 || widthPx * heightPx > MAX_PAGE_PIXELS) throw new AppError('file-corrupt', { reason: 'JBIG2 region size' }, 'rescan');
  const tiff = buildCcittTiff(code, { widthPx, heightPx, k: -1, blackIsWhite: false });
  const grey = await sharp(tiff, { failOn: 'error', limitInputPixels: MAX_PAGE_PIXELS }).toColourspace('b-w').raw().toBuffer();
  for (let i = 0; i < grey.length; i++) grey[i] = (grey[i] ?? 0) < 128 ? 1 : 0;
  return grey;
}

/** T.88 section 7.4.1.5: how a region meets what is on the page already. */
function compose(page: Uint8Array, size: Size, region: MmrRegion, ink: Uint8Array): void {
  for (let y = 0; y < region.heightPx && y + region.yPx < size.heightPx; y++) {
    for (let x = 0; x < region.widthPx && x + region.xPx < size.widthPx; x++) {
      const at = (y + region.yPx) * size.widthPx + x + region.xPx;
      page[at] = combine(region.operator, page[at] ?? 0, ink[y * region.widthPx + x] ?? 0);
    }
  }
}

function combine(operator: number, below: number, above: number): number {
  if (operator === 0) return below | above;
  if (operator === 1) return below & above;
  if (operator === 2) return below ^ above;
  return operator === 3 ? 1 - (below ^ above) : above;
}

function asRgb(page: Uint8Array, size: Size): RgbRaster {
  const data = new Uint8Array(page.length * 3);
  for (let i = 0; i < page.length; i++) data.fill(page[i] === 1 ? 0 : 255, 3 * i, 3 * i + 3);
  return { data, ...size, channels: 3 };
}
