// Typed access to PDF objects that may be anything: every look-up says what it wants and gets undefined else.

import { inflateSync, constants } from 'node:zlib';
import { decodePDFRawStream, PDFArray, PDFBool, PDFDict, PDFName, PDFNumber, PDFRawStream, PDFStream, type PDFObject } from 'pdf-lib';
import type { Matrix } from './matrix.ts';

export const nameOf = (dict: PDFDict, key: string): string | undefined => {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFName ? value.decodeText() : undefined;
};
export const numberOf = (dict: PDFDict, key: string): number | undefined => {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFNumber ? value.asNumber() : undefined;
};
export const boolOf = (dict: PDFDict, key: string): boolean | undefined => {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFBool ? value.asBoolean() : undefined;
};
export const dictOf = (dict: PDFDict, key: string): PDFDict | undefined => asDict(dict.lookup(PDFName.of(key)));
export const objectOf = (dict: PDFDict, key: string): PDFObject | undefined => dict.lookup(PDFName.of(key));

export function asDict(value: PDFObject | undefined): PDFDict | undefined {
  if (value instanceof PDFDict) return value;
  return value instanceof PDFStream ? value.dict : undefined;
}

/** The elements of an array, references resolved; a single object counts as an array of one; nothing as none. */
export function listOf(value: PDFObject | undefined): readonly (PDFObject | undefined)[] {
  if (value === undefined) return [];
  return value instanceof PDFArray ? Array.from({ length: value.size() }, (_, i) => value.lookup(i)) : [value];
}

export const numbersOf = (value: PDFObject | undefined): readonly number[] => listOf(value).flatMap((item) => (item instanceof PDFNumber ? [item.asNumber()] : []));

export function matrixOf(dict: PDFDict): Matrix | undefined {
  const [a, b, c, d, e, f] = numbersOf(objectOf(dict, 'Matrix'));
  return a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined ? undefined : [a, b, c, d, e, f];
}

export type StreamFilter = { readonly name: string; readonly params: PDFDict | undefined };

/** The filters of a stream in the order of decoding, full names. */
export function filtersOf(dict: PDFDict): readonly StreamFilter[] {
  const params = listOf(objectOf(dict, 'DecodeParms') ?? objectOf(dict, 'DP'));
  return listOf(objectOf(dict, 'Filter')).flatMap((filter, i) => (filter instanceof PDFName ? [{ name: filter.decodeText(), params: asDict(params[i]) }] : []));
}

/** The stored bytes, decrypted when the document is encrypted and opens with the empty password. */
export function rawBytes(stream: PDFRawStream): Uint8Array {
  const { transform, contents } = stream;
  if (transform === undefined) return contents;
  return decodePDFRawStream(PDFRawStream.of(withoutFilters(stream.dict), contents, transform)).decode();
}

const IMAGE_FILTERS: ReadonlySet<string> = new Set(['DCTDecode', 'JPXDecode', 'CCITTFaxDecode', 'JBIG2Decode']);

export type Peeled = { readonly bytes: Uint8Array; /** The one filter left: an image codec, or Flate when `keepLastFlate`. */ readonly last: StreamFilter | undefined };

/**
 * Takes the general filters (Flate, LZW, ASCII …) off until an image codec or nothing is left.
 * `keepLastFlate` leaves a final Flate in place. Undefined when a filter is unknown, predicts, or the result is more than `maxBytes`.
 */
export function peelFilters(stream: PDFRawStream, options: { readonly maxBytes: number; readonly keepLastFlate?: boolean }): Peeled | undefined {
  const filters = filtersOf(stream.dict);
  let bytes = rawBytes(stream);
  for (const [i, filter] of filters.entries()) {
    const isLast = i === filters.length - 1;
    if (IMAGE_FILTERS.has(filter.name)) return isLast ? { bytes, last: filter } : undefined;
    if (isLast && filter.name === 'FlateDecode' && options.keepLastFlate === true) return { bytes, last: filter };
    if (((filter.params && numberOf(filter.params, 'Predictor')) ?? 1) !== 1) return undefined;
    const decoded = decodeOne(stream.dict, filter, bytes, options.maxBytes);
    if (decoded === undefined) return undefined;
    bytes = decoded;
  }
  return { bytes, last: undefined };
}

function decodeOne(owner: PDFDict, filter: StreamFilter, bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  try {
    if (filter.name === 'FlateDecode') return inflateSync(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });
    const dict = withoutFilters(owner);
    dict.set(PDFName.of('Filter'), PDFName.of(filter.name));
    if (filter.params !== undefined) dict.set(PDFName.of('DecodeParms'), filter.params);
    const decoded = decodePDFRawStream(PDFRawStream.of(dict, bytes)).decode();
    return decoded.length > maxBytes ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function withoutFilters(dict: PDFDict): PDFDict {
  const copy = dict.clone();
  for (const key of ['Filter', 'DecodeParms']) copy.delete(PDFName.of(key));
  return copy;
}
