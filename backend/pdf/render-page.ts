// PDF pages and PDF-only codecs to pixels. The last document stays open between calls, so that the
// 500 pages of a book parse the file once; the size of a drawn page is decided once, at import, and
// kept in its master, so that drawing it again gives the same pixels.

import { AppError } from '../../shared/errors.ts';
import type { RgbRaster } from '../imaging/raster.ts';
import { openWithPdfium, type PdfiumDocument } from './render-pdfium.ts';
import { wrapCodestream } from './wrap-codestream.ts';

export const RENDER_DPI = 300;
/** A1 at 300 dpi is 70 million pixels: larger pages are drawn coarser … */
const MAX_RENDER_PIXELS = 60_000_000;
/** … until print on them could not be read any more. */
const MIN_RENDER_DPI = 100;

export type RenderSize = { readonly widthPx: number; readonly heightPx: number; readonly dpi: number };

/** @throws AppError page-too-large, file-corrupt (a page without a size). */
export function chooseRenderSize(page: { readonly widthPt: number; readonly heightPt: number }, userUnit = 1): RenderSize {
  const widthIn = (page.widthPt * userUnit) / 72;
  const heightIn = (page.heightPt * userUnit) / 72;
  if (!(widthIn > 0) || !(heightIn > 0)) throw new AppError('file-corrupt', { reason: 'PDF page without a size' }, 'other-file');
  const dpi = Math.min(RENDER_DPI, Math.floor(Math.sqrt(MAX_RENDER_PIXELS / (widthIn * heightIn))));
  if (dpi < MIN_RENDER_DPI) throw new AppError('page-too-large', { widthPx: Math.round(widthIn * RENDER_DPI), heightPx: Math.round(heightIn * RENDER_DPI) }, 'other-file');
  return { widthPx: Math.max(1, Math.round(widthIn * dpi)), heightPx: Math.max(1, Math.round(heightIn * dpi)), dpi };
}

type Open = { readonly sha256: string; readonly document: PdfiumDocument };
type Load = () => Promise<Uint8Array>;
let lastOpen: Open | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` on the document with these bytes, one at a time (a second caller must not close it meanwhile);
 * `load` is only asked when it is not the one still open.
 */
export function withDocument<T>(sha256: string, load: Load, work: (document: PdfiumDocument) => T): Promise<T> {
  const turn = queue.then(async () => {
    try {
      return work(await openCached(sha256, load));
    } catch (error) {
      closeCached();
      throw error;
    }
  });
  queue = turn.catch(() => undefined);
  return turn;
}

async function openCached(sha256: string, load: Load): Promise<PdfiumDocument> {
  if (lastOpen?.sha256 === sha256) return lastOpen.document;
  const bytes = await load();
  closeCached();
  const document = await openWithPdfium(bytes);
  lastOpen = { sha256, document };
  return document;
}

function closeCached(): void {
  const open = lastOpen;
  lastOpen = undefined;
  try {
    open?.document.close();
  } catch {
    // A poisoned instance is thrown away whole.
  }
}

/** A rendered master: page `frame` of the PDF with this hash, drawn at exactly the master's size. */
export function renderPage(master: { readonly sha256: string; readonly frame: number; readonly widthPx: number; readonly heightPx: number }, load: Load): Promise<RgbRaster> {
  return withDocument(master.sha256, load, (document) => document.drawPage(master.frame, master.widthPx, master.heightPx));
}

/** Pixels of a JBIG2 file or a JPEG 2000 codestream, which only PDFium reads. @throws AppError file-corrupt. */
export async function renderCodestream(bytes: Uint8Array, image: { readonly mediaType: 'image/jp2' | 'image/jbig2'; readonly widthPx: number; readonly heightPx: number }): Promise<RgbRaster> {
  const document = await openWithPdfium(wrapCodestream(bytes, image));
  try {
    const raster = document.imagePixels(0);
    if (raster === undefined) throw new AppError('file-corrupt', { reason: `${image.mediaType} does not decode` }, 'rescan');
    return raster;
  } finally {
    document.close();
  }
}
