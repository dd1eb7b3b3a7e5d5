// Whether a PDF page is a scan (one image, nothing else to be seen) or a drawing, read from its objects.

import { PDFDocument, PDFName, PDFRawStream, type PDFDict, type PDFPage } from 'pdf-lib';
import { findOnlyImage, joinContent, type PaintedImage } from './inspect-content.ts';
import { asDict, dictOf, filtersOf, listOf, nameOf, numberOf, numbersOf, objectOf, peelFilters } from './inspect-objects.ts';
import { classifyJbig2 } from './lift-jbig2-segments.ts';
import { areaOf, extentOf, overlapOf, placeImage, type Extent, type Placement } from './matrix.ts';

export type ScanPage = { readonly image: PDFRawStream; readonly placement: Placement; readonly userUnit: number };

/** An image that fills less of its page is an illustration, not a scan. */
const MIN_COVER = 0.5;
const FULL_COVER = 0.98;
/** An image may stick out of the page by this share of its own area: rounding, bleed. */
const MAX_OUTSIDE = 0.03;

const MAX_JBIG2_BYTES = 2 ** 28;

const ANNOTATION_HIDDEN = 0b10;
const ANNOTATION_NO_VIEW = 0b10_0000;

/**
 * The document as objects; null when only PDFium can make sense of it (or it is encrypted in a way that is not understood here).
 * The empty user password is tried. Objects are parsed once; the bytes of streams are copied.
 */
export async function parseObjects(bytes: Uint8Array): Promise<readonly PDFPage[] | null> {
  try {
    const document = await PDFDocument.load(bytes, { password: '', updateMetadata: false, parseSpeed: Infinity, capNumbers: true });
    return document.getPages();
  } catch {
    return null;
  }
}

/** UserUnit of a page: how many points its unit is. */
export const userUnitOf = (page: PDFPage): number => {
  const unit = numberOf(page.node, 'UserUnit') ?? 1;
  return unit > 0 && unit < 1000 ? unit : 1;
};

/** The scan that this page is, or null when it has to be drawn. */
export function inspectPage(page: PDFPage): ScanPage | null {
  try {
    return findScan(page);
  } catch {
    return null; // Objects of a wrong kind anywhere: PDFium is the one to cope.
  }
}

function findScan(page: PDFPage): ScanPage | null {
  if (hasVisibleAnnotation(page.node)) return null;
  const streams = listOf(objectOf(page.node, 'Contents')).filter((item) => item instanceof PDFRawStream);
  const content = joinContent(streams);
  if (content === undefined) return null;
  const visible = visibleBox(page);
  const verdict = findOnlyImage(content, inherited(page), visible);
  if (verdict.image === null) return null;
  const placement = placeImage(verdict.image.matrix, page.getRotation().angle);
  if (placement === undefined || !fills(verdict.image, visible, verdict.hasPaintBelow)) return null;
  return { image: verdict.image.stream, placement, userUnit: userUnitOf(page) };
}

function visibleBox(page: PDFPage): Extent {
  const media = page.getMediaBox();
  const crop = page.getCropBox();
  return overlapOf(extentOf([1, 0, 0, 1, 0, 0], media.x, media.y, media.width, media.height), extentOf([1, 0, 0, 1, 0, 0], crop.x, crop.y, crop.width, crop.height));
}

function fills(image: PaintedImage, page: Extent, mustCover: boolean): boolean {
  const extent = extentOf(image.matrix);
  const inside = areaOf(overlapOf(extent, page));
  return inside >= areaOf(page) * (mustCover ? FULL_COVER : MIN_COVER) && inside >= areaOf(extent) * (1 - MAX_OUTSIDE);
}

const inherited = (page: PDFPage): PDFDict | undefined => page.node.Resources() ?? dictOf(page.node, 'Resources');

/** Links and pop-ups show nothing on paper; everything else that is not hidden may: stamps, notes, form fields. */
function hasVisibleAnnotation(page: PDFDict): boolean {
  return listOf(objectOf(page, 'Annots')).some((item) => {
    const annotation = asDict(item);
    if (annotation === undefined || ['Link', 'Popup'].includes(nameOf(annotation, 'Subtype') ?? '')) return false;
    const flags = numberOf(annotation, 'F') ?? 0;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbersOf(annotation.lookup(PDFName.of('Rect')));
    return (flags & (ANNOTATION_HIDDEN | ANNOTATION_NO_VIEW)) === 0 && x0 !== x1 && y0 !== y1;
  });
}

/** Whether drawing this page would lose print without a word: PDFium leaves fax-coded JBIG2 white. */
export function wouldDrawBlank(page: PDFPage): boolean {
  try {
    const objects = dictOf(page.node.Resources() ?? page.node, 'XObject');
    return (objects?.keys() ?? []).some((key) => {
      const image = objects?.lookup(key);
      if (!(image instanceof PDFRawStream) || filtersOf(image.dict).at(-1)?.name !== 'JBIG2Decode') return false;
      const peeled = peelFilters(image, { maxBytes: MAX_JBIG2_BYTES });
      return peeled !== undefined && classifyJbig2(Buffer.from(peeled.bytes)).kind !== 'other';
    });
  } catch {
    return false;
  }
}
