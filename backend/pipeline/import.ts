// Import: from a local file to page masters. The original is stored first, byte for byte, whatever it turns
// out to be; then its pages are found from headers and objects, without decoding. A file that holds no page
// at all is an error; a page that cannot be had is an entry with its reason, and its neighbours come through.

import { open } from 'node:fs/promises';
import sharp from 'sharp';
import { AppError, isAppError, type ErrorCode, type ErrorDetail, type RetryAdvice } from '../../shared/errors.ts';
import { findImagePages, type FoundPage, type ImageMedia } from '../capture/image-pages.ts';
import { SNIFF_BYTES, sniffMedia, type Media } from '../capture/sniff-media.ts';
import { MAX_PAGE_PIXELS } from '../imaging/raster.ts';
import type { PdfPage } from '../pdf/lift-pages.ts';
import type { PageMaster } from './page-master.ts';
import type { StepContext } from './step-context.ts';

export type ImportedPage = { readonly ok: true; readonly master: PageMaster } | { readonly ok: false; readonly code: ErrorCode; readonly detail: ErrorDetail; readonly retry: RetryAdvice };
export type ImportedSource = { readonly sha256: string; readonly mediaType: string; readonly sizeBytes: number; readonly pages: readonly ImportedPage[] };
type Original = { readonly name: string; readonly path: string; readonly sha256: string; readonly sizeBytes: number; readonly media: Media };

/**
 * Stores the file and lists its pages in order.
 * @throws AppError when the whole file fails (empty-file, not-an-image, heic-not-supported, format-not-supported, pdf-password,
 * pdf-no-pages, file-truncated, file-corrupt, source-missing, source-unreadable); its detail carries `name` and, once stored, `sha256`.
 */
export async function importSource(input: { readonly path: string; readonly displayName: string }, context: StepContext): Promise<ImportedSource> {
  const { head, sizeBytes } = await readHead(input);
  context.signal.throwIfAborted();
  const sha256 = await context.blobs.putFile(input.path);
  const original: Original = { name: input.displayName, path: await context.blobs.pathOf(sha256), sha256, sizeBytes, media: sniffMedia(head) };
  try {
    const pages = await findPages(original, context);
    return { sha256, mediaType: original.media, sizeBytes, pages };
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError(error.code, { name: original.name, sha256, sizeBytes, ...error.detail }, error.retry, { cause: error });
  }
}

async function readHead({ path, displayName }: { readonly path: string; readonly displayName: string }): Promise<{ readonly head: Uint8Array; readonly sizeBytes: number }> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
      return { head: buffer.subarray(0, bytesRead), sizeBytes: (await file.stat()).size };
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isMissing = reason === 'ENOENT' || reason === 'ENOTDIR';
    throw new AppError(isMissing ? 'source-missing' : 'source-unreadable', { name: displayName, reason }, isMissing ? 'other-file' : 'again', { cause: error });
  }
}

function findPages(original: Original, context: StepContext): Promise<readonly ImportedPage[]> {
  const { media, sizeBytes } = original;
  if (sizeBytes === 0) throw new AppError('empty-file', {}, 'other-file');
  switch (media) {
    case 'application/pdf':
      return importPdf(original, context);
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
    case 'image/bmp':
    case 'image/tiff':
    case 'image/jp2':
      return importImage(original, media, context);
    case 'image/gif':
      return importGif(original, context);
    case 'image/heic':
    case 'image/avif':
      throw new AppError('heic-not-supported', { media }, 'other-file');
    case 'application/zip':
    case 'application/x-ole':
    case 'image/svg+xml':
      throw new AppError('format-not-supported', { media }, 'other-file');
    case 'text/plain':
    case 'application/octet-stream':
      throw new AppError('not-an-image', { media }, 'other-file');
  }
}

async function importImage(original: Original, media: ImageMedia, context: StepContext): Promise<readonly ImportedPage[]> {
  const found = await findImagePages(original.path, media);
  context.progress(found.length, found.length, original.name);
  return found.map((page) => asImported(page, original, media));
}

function asImported(found: FoundPage, original: Original, mediaType: ImageMedia): ImportedPage {
  if (!found.ok) return failed(original, found.frame, found.error);
  return checked(original, found.page.frame, { sha256: original.sha256, mediaType, origin: 'file', ...found.page });
}

/** No later step knows GIF: its first picture becomes a PNG, without loss, and the GIF stays the original. */
async function importGif(original: Original, context: StepContext): Promise<readonly ImportedPage[]> {
  try {
    const { data, info } = await sharp(original.path, { limitInputPixels: MAX_PAGE_PIXELS, failOn: 'error' }).png({ compressionLevel: 3 }).toBuffer({ resolveWithObject: true });
    context.progress(1, 1, original.name);
    const sha256 = await context.blobs.put(data);
    return [checked(original, 0, { sha256, mediaType: 'image/png', frame: 0, origin: 'file', widthPx: info.width, heightPx: info.height, dpi: null, orientation: 1 })];
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('file-corrupt', { reason: String(error) }, 'rescan', { cause: error });
  }
}

async function importPdf(original: Original, context: StepContext): Promise<readonly ImportedPage[]> {
  const pages: ImportedPage[] = [];
  const file = { sha256: original.sha256, load: () => context.blobs.get(original.sha256) };
  // loaded when a PDF comes: hundreds of modules that a worker of pictures can do without
  const { readPdfPages } = await import('../pdf/lift-pages.ts');
  for await (const { page, total } of readPdfPages(file, context.signal)) {
    pages.push(await storePdfPage(page, pages.length, original, context));
    context.progress(pages.length, total, original.name);
  }
  return pages;
}

async function storePdfPage(page: PdfPage, index: number, original: Original, context: StepContext): Promise<ImportedPage> {
  if (!page.ok) return failed(original, index, page.error);
  const result = checked(original, index, { ...page.facts, sha256: original.sha256 });
  if (!result.ok || page.bytes === undefined) return result;
  return { ok: true, master: { ...result.master, sha256: await context.blobs.put(page.bytes) } };
}

/** The last gate: a page too large to decode is named here, from its header. */
function checked(original: Original, index: number, master: PageMaster): ImportedPage {
  const { widthPx, heightPx } = master;
  if (widthPx * heightPx <= MAX_PAGE_PIXELS) return { ok: true, master };
  return failed(original, index, new AppError('page-too-large', { widthPx, heightPx, limitPixels: MAX_PAGE_PIXELS }, 'rescan'));
}

function failed(original: Original, index: number, error: AppError): ImportedPage {
  return { ok: false, code: error.code, detail: { name: original.name, page: index + 1, ...error.detail }, retry: error.retry };
}

