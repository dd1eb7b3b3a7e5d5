// The pages of a PDF as masters: a scan is lifted out as the image it is, everything else is noted as a page
// to draw. Two readers look at the file: one gives its objects (for the bytes), the other its appearance
// (for what is text, and for drawing); where they disagree on the number of pages the second is believed.

import type { PDFPage } from 'pdf-lib';
import { AppError, isAppError } from '../../shared/errors.ts';
import { credibleDpi } from '../capture/resolution.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import { inspectPage, parseObjects, userUnitOf, wouldDrawBlank, type ScanPage } from './inspect-page.ts';
import { liftImage, type LiftedImage } from './lift-image.ts';
import { chooseRenderSize, withDocument } from './render-page.ts';
import { cleanTextLayer } from './text-layer.ts';

type Facts = Omit<PageMaster, 'sha256'>;
/** `bytes`: a file to store, whose address becomes the master's; without them the master is the PDF itself. */
export type PdfPage = { readonly ok: true; readonly facts: Facts; readonly bytes?: Uint8Array } | { readonly ok: false; readonly error: AppError };
export type PdfFile = { readonly sha256: string; readonly load: () => Promise<Uint8Array> };

/** One by one, in page order. @throws AppError pdf-password, pdf-no-pages, file-truncated, file-corrupt when the file as a whole fails. */
export async function* readPdfPages(file: PdfFile, signal: AbortSignal): AsyncGenerator<{ readonly page: PdfPage; readonly total: number }> {
  const bytes = await file.load();
  const total = await withDocument(file.sha256, () => Promise.resolve(bytes), (document) => document.pageCount);
  if (!hasEnd(bytes)) throw new AppError('file-truncated', { sizeBytes: bytes.length }, 'other-file');
  const objects = await parseObjects(bytes);
  for (let index = 0; index < total; index++) {
    signal.throwIfAborted();
    const object = objects?.length === total ? objects[index] : undefined;
    yield { page: await readPage(file, index, object), total };
  }
}

async function readPage(file: PdfFile, index: number, object: PDFPage | undefined): Promise<PdfPage> {
  try {
    const scan = object === undefined ? null : inspectPage(object);
    const seen = await withDocument(file.sha256, file.load, (document) => ({ size: document.pageSizePt(index), text: document.pageText(index) }));
    const existingText = cleanTextLayer(seen.text);
    const text = existingText === undefined ? {} : { existingText };
    const lifted = scan === null ? null : await liftScan(scan);
    if (lifted !== null) return { ok: true, facts: { ...lifted.facts, ...text }, bytes: lifted.image.bytes };
    if (object !== undefined && wouldDrawBlank(object)) throw new AppError('format-not-supported', { media: 'image/jbig2', reason: 'fax-coded JBIG2 under other content' }, 'other-file');
    const { widthPx, heightPx, dpi } = chooseRenderSize(seen.size, object === undefined ? 1 : userUnitOf(object));
    return { ok: true, facts: { mediaType: 'application/pdf', frame: index, origin: 'rendered', widthPx, heightPx, dpi, orientation: 1, ...text } };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ok: false, error };
  }
}

async function liftScan(scan: ScanPage): Promise<{ readonly image: LiftedImage; readonly facts: Facts } | null> {
  const { placement, userUnit } = scan;
  const image = await liftImage(scan.image);
  if (image === null) return null;
  const { widthPx, heightPx, mediaType } = image;
  const xDpi = (widthPx * 72) / (placement.widthPt * userUnit);
  const yDpi = (heightPx * 72) / (placement.heightPt * userUnit);
  // Pixels that are not square (a fax) would come out stretched: such a page is drawn.
  if (Math.abs(xDpi / yDpi - 1) > 0.03) return null;
  const dpi = credibleDpi({ xDpi: Math.sqrt(xDpi * yDpi), yDpi: Math.sqrt(xDpi * yDpi) }, widthPx, heightPx);
  return { image, facts: { mediaType, frame: 0, origin: 'lifted', widthPx, heightPx, dpi, orientation: placement.orientation } };
}

/** Every whole PDF ends in %%EOF, though some programs append to it. */
function hasEnd(bytes: Uint8Array): boolean {
  const SEARCHED_BYTES = 64 * 1024;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-SEARCHED_BYTES).includes('%%EOF');
}
