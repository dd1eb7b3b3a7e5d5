// The image of a scanned page as a file of its own, its coded bytes untouched wherever a file format can
// hold them: JPEG and JPEG 2000 as they are, CCITT inside a TIFF, JBIG2 inside a .jb2, Flate inside a PNG.
// The file must show the same picture as the PDF does; where the PDF changes it on the way (decode
// arrays, masks, four colours, palettes over JPEG), nothing is lifted and the page is drawn instead.

import { PDFName, PDFRawStream, type PDFDict, type PDFObject } from 'pdf-lib';
import { AppError } from '../../shared/errors.ts';
import { readJp2Facts } from '../capture/jp2-facts.ts';
import { readJpegFacts } from '../capture/jpeg-facts.ts';
import { MAX_PAGE_PIXELS } from '../imaging/raster.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import { boolOf, listOf, numberOf, numbersOf, objectOf, peelFilters, type StreamFilter } from './inspect-objects.ts';
import { buildCcittTiff } from './lift-ccitt.ts';
import { buildJb2File } from './lift-jbig2.ts';
import { buildPng, type PngColour } from './lift-png.ts';

export type LiftedImage = { readonly bytes: Uint8Array; readonly mediaType: PageMaster['mediaType']; readonly widthPx: number; readonly heightPx: number };

type ColourSpace = { readonly kind: 'grey' | 'rgb' } | { readonly kind: 'indexed'; readonly palette: Uint8Array } | { readonly kind: 'other' };
type ImageDict = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  readonly colour: ColourSpace;
  /** False: as is. True: black and white swapped by the Decode array (or a stencil's). */
  readonly isInverted: boolean;
};

/** Larger than any page we accept as raw samples. */
const MAX_CODED_BYTES = 2 ** 30;

/**
 * Null when the page must be drawn. The picture of a file that is cut short is still lifted: its facts tell, later, what is wrong.
 * @throws AppError file-truncated for a JPEG that is cut short, page-too-large.
 */
export async function liftImage(stream: PDFRawStream): Promise<LiftedImage | null> {
  requireDecodableSize(stream.dict);
  const image = readImageDict(stream.dict);
  const peeled = image === null ? undefined : peelFilters(stream, { maxBytes: MAX_CODED_BYTES, keepLastFlate: true });
  if (image === null || peeled === undefined) return null;
  const { bytes, last } = peeled;
  switch (last?.name) {
    case 'DCTDecode':
      return liftJpeg(image, bytes, last);
    case 'JPXDecode':
      return liftJp2(stream.dict, image, bytes);
    case 'CCITTFaxDecode':
      return liftCcitt(image, bytes, last);
    case 'JBIG2Decode':
      return liftJbig2(image, bytes, last);
    default:
      return liftSamples(image, bytes, last);
  }
}

/** Drawing the page would have to decode such an image as well. */
function requireDecodableSize(dict: PDFDict): void {
  const widthPx = numberOf(dict, 'Width') ?? 0;
  const heightPx = numberOf(dict, 'Height') ?? 0;
  if (widthPx * heightPx > MAX_PAGE_PIXELS) throw new AppError('page-too-large', { widthPx, heightPx, limitPixels: MAX_PAGE_PIXELS }, 'rescan');
}

function readImageDict(dict: PDFDict): ImageDict | null {
  const widthPx = numberOf(dict, 'Width') ?? numberOf(dict, 'W') ?? 0;
  const heightPx = numberOf(dict, 'Height') ?? numberOf(dict, 'H') ?? 0;
  const isStencil = boolOf(dict, 'ImageMask') === true;
  const bits = isStencil ? 1 : (numberOf(dict, 'BitsPerComponent') ?? 8);
  const isMasked = objectOf(dict, 'Mask') !== undefined || objectOf(dict, 'SMask') !== undefined || (numberOf(dict, 'SMaskInData') ?? 0) !== 0;
  if (isMasked || !Number.isInteger(widthPx) || !Number.isInteger(heightPx) || widthPx < 1 || heightPx < 1) return null;
  const colour: ColourSpace = isStencil ? { kind: 'grey' } : readColourSpace(objectOf(dict, 'ColorSpace'), bits);
  const decode = numbersOf(objectOf(dict, 'Decode'));
  const usual = colour.kind === 'indexed' ? [0, 2 ** bits - 1] : decode.map((_, i) => i % 2);
  const isUsual = decode.every((value, i) => value === usual[i]);
  const isInverted = colour.kind === 'grey' && decode.join() === '1,0';
  return isUsual || isInverted ? { widthPx, heightPx, bits, colour, isInverted } : null;
}

function readColourSpace(space: PDFObject | undefined, bits: number): ColourSpace {
  const [family, second, high, table] = listOf(space);
  const name = family instanceof PDFName ? family.decodeText() : '';
  if (name === 'DeviceGray' || name === 'CalGray' || name === 'G') return { kind: 'grey' };
  if (name === 'DeviceRGB' || name === 'CalRGB' || name === 'RGB') return { kind: 'rgb' };
  if (name === 'ICCBased' && second instanceof PDFRawStream) {
    const components = numberOf(second.dict, 'N');
    return components === 1 ? { kind: 'grey' } : components === 3 ? { kind: 'rgb' } : { kind: 'other' };
  }
  if ((name === 'Indexed' || name === 'I') && readColourSpace(second, 8).kind === 'rgb') return readPalette(high, table, bits);
  return { kind: 'other' };
}

function readPalette(high: PDFObject | undefined, table: PDFObject | undefined, bits: number): ColourSpace {
  const last = numbersOf(high)[0] ?? -1;
  const bytes = table instanceof PDFRawStream ? peelFilters(table, { maxBytes: 4096 })?.bytes : table !== undefined && 'asBytes' in table && typeof table.asBytes === 'function' ? (table.asBytes() as Uint8Array) : undefined;
  const isWhole = bytes !== undefined && last >= 0 && last < 2 ** bits && bytes.length >= 3 * (last + 1);
  return isWhole ? { kind: 'indexed', palette: bytes.subarray(0, 3 * (last + 1)) } : { kind: 'other' };
}

async function liftJpeg(image: ImageDict, bytes: Uint8Array, filter: StreamFilter): Promise<LiftedImage | null> {
  const facts = await readJpegFacts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const components = image.colour.kind === 'grey' ? 1 : image.colour.kind === 'rgb' ? 3 : 0;
  const transform = filter.params && numberOf(filter.params, 'ColorTransform');
  const isSame = facts.components === components && facts.widthPx === image.widthPx && facts.heightPx === image.heightPx && !image.isInverted;
  // The file's own EXIF orientation means nothing inside a PDF but would turn the lifted file.
  if (!isSame || facts.orientation !== 1 || (components === 3 && transform !== undefined && transform !== (facts.adobeTransform ?? 1))) return null;
  return { bytes, mediaType: 'image/jpeg', widthPx: image.widthPx, heightPx: image.heightPx };
}

function liftJp2(dict: PDFDict, image: ImageDict, bytes: Uint8Array): LiftedImage | null {
  const facts = readJp2Facts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const hasOwnColour = objectOf(dict, 'ColorSpace') === undefined;
  const fits = facts !== undefined && facts.widthPx === image.widthPx && facts.heightPx === image.heightPx && !image.isInverted;
  const isPlain = fits && ((facts.components === 1 && (hasOwnColour || image.colour.kind === 'grey')) || (facts.components === 3 && (hasOwnColour || image.colour.kind === 'rgb')));
  return isPlain ? { bytes, mediaType: 'image/jp2', widthPx: image.widthPx, heightPx: image.heightPx } : null;
}

function liftCcitt(image: ImageDict, bytes: Uint8Array, { params }: StreamFilter): LiftedImage | null {
  const k = (params && numberOf(params, 'K')) ?? 0;
  const columns = (params && numberOf(params, 'Columns')) ?? 1728;
  const isAligned = params !== undefined && boolOf(params, 'EncodedByteAlign') === true;
  if (isAligned || columns !== image.widthPx || image.bits !== 1 || image.colour.kind !== 'grey') return null;
  const blackIs1 = params !== undefined && boolOf(params, 'BlackIs1') === true;
  const tiff = buildCcittTiff(bytes, { widthPx: image.widthPx, heightPx: image.heightPx, k, blackIsWhite: blackIs1 !== image.isInverted });
  return { bytes: tiff, mediaType: 'image/tiff', widthPx: image.widthPx, heightPx: image.heightPx };
}

function liftJbig2(image: ImageDict, bytes: Uint8Array, { params }: StreamFilter): LiftedImage | null {
  if (image.isInverted || image.bits !== 1 || image.colour.kind !== 'grey') return null;
  const globals = params === undefined ? undefined : objectOf(params, 'JBIG2Globals');
  const peeledGlobals = globals instanceof PDFRawStream ? peelFilters(globals, { maxBytes: MAX_CODED_BYTES })?.bytes : undefined;
  if (globals !== undefined && peeledGlobals === undefined) return null;
  return { bytes: buildJb2File(bytes, peeledGlobals), mediaType: 'image/jbig2', widthPx: image.widthPx, heightPx: image.heightPx };
}

function liftSamples(image: ImageDict, bytes: Uint8Array, flate: StreamFilter | undefined): LiftedImage | null {
  if (image.colour.kind === 'other') return null;
  const colour: PngColour = image.colour.kind === 'indexed' ? { kind: 'indexed', palette: image.colour.palette } : { kind: image.colour.kind };
  const params = flate?.params;
  const predictor = params === undefined ? undefined : { kind: numberOf(params, 'Predictor') ?? 1, colours: numberOf(params, 'Colors') ?? 1, bits: numberOf(params, 'BitsPerComponent') ?? 8, columns: numberOf(params, 'Columns') ?? 1 };
  const png = buildPng({ widthPx: image.widthPx, heightPx: image.heightPx, bits: image.bits, colour, isInverted: image.isInverted, data: bytes, isDeflated: flate !== undefined, predictor });
  return png === null ? null : { bytes: png, mediaType: 'image/png', widthPx: image.widthPx, heightPx: image.heightPx };
}

