// From a page master to pixels: 8-bit sRGB, alpha over white, as stored (EXIF orientation and every other
// transform come later, as data). libvips reads what image files hold; BMP is ours; PDF pages and the
// codecs that only PDF uses go through PDFium. A page that is cut short is an error here, never half a
// page. Nothing is cached: a batch decodes each page once.

import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { AppError, isAppError } from '../../shared/errors.ts';
import { renderCodestream, renderPage } from '../pdf/render-page.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { BlobStore } from '../pipeline/step-context.ts';
import { decodeBmp } from './decode-bmp.ts';
import { decodeJbig2 } from './decode-jbig2.ts';
import { MAX_PAGE_PIXELS, type RgbRaster } from './raster.ts';

sharp.cache(false);
sharp.concurrency(1);

/**
 * Raw master pixels, `master.widthPx` × `master.heightPx`.
 * @throws AppError page-too-large, file-truncated, file-corrupt, format-not-supported, original-damaged (the blob is gone).
 */
export async function decodePage(master: PageMaster, blobs: BlobStore): Promise<RgbRaster> {
  try {
    return await decodeByMedia(master, blobs);
  } catch (error) {
    throw asAppError(error);
  }
}

async function decodeByMedia(master: PageMaster, blobs: BlobStore): Promise<RgbRaster> {
  const { widthPx, heightPx } = master;
  if (widthPx * heightPx > MAX_PAGE_PIXELS) throw new AppError('page-too-large', { widthPx, heightPx }, 'rescan');
  switch (master.mediaType) {
    case 'application/pdf':
      return renderPage(master, () => blobs.get(master.sha256));
    case 'image/jp2':
      return renderCodestream(await blobs.get(master.sha256), { mediaType: 'image/jp2', widthPx, heightPx });
    case 'image/jbig2':
      return decodeJbig2(Buffer.from(await blobs.get(master.sha256)), { widthPx, heightPx });
    case 'image/bmp':
      return decodeBmp(await readFile(await blobs.pathOf(master.sha256)));
    default:
      return decodeWithVips(await blobs.pathOf(master.sha256), master);
  }
}

async function decodeWithVips(path: string, master: PageMaster): Promise<RgbRaster> {
  try {
    // A scan that ends early inside a file that ends properly is only a warning to libjpeg.
    return await runVips(path, master, 'warning');
  } catch (error) {
    const strict = asAppError(error);
    if (strict.code !== 'file-corrupt') throw strict;
  }
  return runVips(path, master, 'error');
}

async function runVips(path: string, master: PageMaster, failOn: 'warning' | 'error'): Promise<RgbRaster> {
  const page = master.mediaType === 'image/tiff' ? { page: master.frame } : {};
  const image = sharp(path, { failOn, limitInputPixels: MAX_PAGE_PIXELS, ...page }).flatten({ background: '#ffffff' }).toColourspace('srgb');
  // Fax pixels are not square; the master has the size they should be.
  const { width, height } = await sharp(path, { limitInputPixels: MAX_PAGE_PIXELS, ...page }).metadata();
  const sized = width === master.widthPx && height === master.heightPx ? image : image.resize(master.widthPx, master.heightPx, { fit: 'fill', kernel: 'cubic' });
  const { data, info } = await sized.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new AppError('file-corrupt', { reason: `${info.channels} channels` }, 'rescan');
  return { data, widthPx: info.width, heightPx: info.height, channels: 3 };
}

function asAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof TypeError) throw error; // Ours, not the file's.
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new AppError('original-damaged', { reason: 'ENOENT' }, 'none', { cause: error });
  const reason = error instanceof Error ? error.message.trim() : String(error);
  if (/pixel limit/i.test(reason)) return new AppError('page-too-large', { reason }, 'rescan', { cause: error });
  if (/file is missing|no such file/i.test(reason)) return new AppError('original-damaged', { reason }, 'none', { cause: error });
  if (/premature e(nd|of)|truncat|unexpected end|not enough data|read error|out of order/i.test(reason)) return new AppError('file-truncated', { reason }, 'rescan', { cause: error });
  return new AppError('file-corrupt', { reason }, 'rescan', { cause: error });
}
