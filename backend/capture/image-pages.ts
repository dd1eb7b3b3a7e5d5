// The pages of an image file, found without decoding it: one for most formats, one per directory for TIFF.
// A page that cannot be had is listed with its reason, so that the count of pages stays the paper's.

import { readFile } from 'node:fs/promises';
import { isAppError, type AppError } from '../../shared/errors.ts';
import { BMP_HEAD_BYTES, parseBmpHeader } from '../imaging/decode-bmp-header.ts';
import { withFileBytes, type ByteSource } from './byte-source.ts';
import { corrupt, truncated, type ImageFacts } from './image-facts.ts';
import { readJp2Facts } from './jp2-facts.ts';
import { readJpegFacts } from './jpeg-facts.ts';
import { readPngFacts } from './png-facts.ts';
import { credibleDpi, squarePixels } from './resolution.ts';
import { readTiffPages } from './tiff-facts.ts';
import { readWebpFacts } from './webp-facts.ts';

export type ImageMedia = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/bmp' | 'image/tiff' | 'image/jp2';
export type ImagePage = { readonly frame: number; readonly widthPx: number; readonly heightPx: number; readonly dpi: number | null; readonly orientation: number };
export type FoundPage = { readonly ok: true; readonly page: ImagePage } | { readonly ok: false; readonly frame: number; readonly error: AppError };

/** At least one entry, in file order. `media` is what sniffing found. Only bugs are thrown. */
export async function findImagePages(path: string, media: ImageMedia): Promise<readonly FoundPage[]> {
  try {
    return media === 'image/tiff' ? await findTiffPages(path) : [{ ok: true, page: asPage(await readFacts(path, media)) }];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [{ ok: false, frame: 0, error }];
  }
}

function readFacts(path: string, media: Exclude<ImageMedia, 'image/tiff'>): Promise<ImageFacts> {
  switch (media) {
    case 'image/jpeg':
      return readFile(path).then(readJpegFacts);
    case 'image/png':
      return withFileBytes(path, readPngFacts);
    case 'image/webp':
      return withFileBytes(path, readWebpFacts);
    case 'image/bmp':
      return withFileBytes(path, readBmpFacts);
    case 'image/jp2':
      return readFile(path).then(readJp2PageFacts);
  }
}

function readJp2PageFacts(bytes: Buffer): ImageFacts {
  const facts = readJp2Facts(bytes);
  if (facts === undefined) throw corrupt('no JPEG 2000 codestream');
  return { ...facts, orientation: 1 };
}

async function readBmpFacts(source: ByteSource): Promise<ImageFacts> {
  const header = parseBmpHeader(await source.read(0, BMP_HEAD_BYTES));
  const end = header.pixelsAt + (header.heightPx - 1) * header.rowBytes + 1;
  if (header.compression === 'none' && end > source.size) throw truncated({ missingBytes: end - source.size });
  return { widthPx: header.widthPx, heightPx: header.heightPx, stated: header.stated, orientation: 1 };
}

async function findTiffPages(path: string): Promise<readonly FoundPage[]> {
  const pages = await withFileBytes(path, readTiffPages);
  return pages.map((page) => {
    if (!page.ok) return { ok: false, frame: page.frame, error: page.error };
    const { facts, frame } = page;
    const square = page.bitsPerSample === 1 ? squarePixels(facts.stated, facts.widthPx, facts.heightPx) : undefined;
    return { ok: true, page: { ...asPage(facts), ...square, frame } };
  });
}

function asPage({ widthPx, heightPx, stated, orientation }: ImageFacts): ImagePage {
  return { frame: 0, widthPx, heightPx, orientation, dpi: credibleDpi(stated, widthPx, heightPx) };
}
