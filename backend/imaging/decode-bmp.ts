// Bitmaps to pixels. libvips as it is shipped reads no BMP, and the libraries at hand know neither rows
// from the top down nor 4 and 16 bits nor run lengths, all of which old scanner software writes.

import { AppError } from '../../shared/errors.ts';
import { BMP_HEAD_BYTES, parseBmpHeader, type BmpHeader } from './decode-bmp-header.ts';
import { MAX_PAGE_PIXELS, type RgbRaster } from './raster.ts';

/** @throws AppError page-too-large, file-truncated, file-corrupt, format-not-supported. */
export function decodeBmp(bytes: Buffer): RgbRaster {
  const header = parseBmpHeader(bytes.subarray(0, BMP_HEAD_BYTES));
  const { widthPx, heightPx } = header;
  if (widthPx * heightPx > MAX_PAGE_PIXELS) throw new AppError('page-too-large', { widthPx, heightPx }, 'rescan');
  const data = Buffer.allocUnsafe(widthPx * heightPx * 3);
  if (header.compression === 'none') readRows(header, bytes.subarray(header.pixelsAt), data);
  else paintIndexes(header, unpackRuns(header, bytes.subarray(header.pixelsAt)), data);
  return { data, widthPx, heightPx, channels: 3 };
}

function readRows(header: BmpHeader, pixels: Buffer, out: Uint8Array): void {
  const { heightPx, rowBytes, isTopDown, widthPx } = header;
  const missingBytes = (heightPx - 1) * rowBytes + Math.ceil((widthPx * header.bitsPerPixel) / 8) - pixels.length;
  if (missingBytes > 0) throw new AppError('file-truncated', { missingBytes }, 'rescan');
  const readRow = header.bitsPerPixel <= 8 ? indexedRow(header) : header.bitsPerPixel === 24 ? row24 : maskedRow(header, hasCover(header, pixels));
  for (let y = 0; y < heightPx; y++) {
    const row = pixels.subarray((isTopDown ? y : heightPx - 1 - y) * rowBytes);
    readRow(row, out.subarray(y * widthPx * 3, (y + 1) * widthPx * 3));
  }
}

type RowReader = (row: Buffer, out: Uint8Array) => void;

function row24(row: Buffer, out: Uint8Array): void {
  for (let i = 0; i < out.length; i += 3) {
    out[i] = row[i + 2] ?? 0;
    out[i + 1] = row[i + 1] ?? 0;
    out[i + 2] = row[i] ?? 0;
  }
}

function indexedRow({ bitsPerPixel, palette }: BmpHeader): RowReader {
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (row, out) => {
    for (let x = 0; 3 * x < out.length; x++) {
      const byte = row[Math.floor(x / perByte)] ?? 0;
      const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
      out.set(palette.subarray(3 * index, 3 * index + 3), 3 * x);
    }
  };
}

function maskedRow({ bitsPerPixel, masks }: BmpHeader, hasCover: boolean): RowReader {
  const bytesPerPixel = bitsPerPixel / 8;
  const [red, green, blue, cover255] = masks.map(channelReader);
  const alpha = hasCover ? cover255 : undefined;
  return (row, out) => {
    for (let x = 0; 3 * x < out.length; x++) {
      const pixel = row.readUIntLE(x * bytesPerPixel, bytesPerPixel);
      const cover = alpha?.(pixel) ?? 255;
      out[3 * x] = overWhite(red?.(pixel) ?? 0, cover);
      out[3 * x + 1] = overWhite(green?.(pixel) ?? 0, cover);
      out[3 * x + 2] = overWhite(blue?.(pixel) ?? 0, cover);
    }
  };
}

/** Many programs declare an alpha channel and leave it 0 throughout: then there is none. */
function hasCover({ masks, bitsPerPixel, widthPx, heightPx }: BmpHeader, pixels: Buffer): boolean {
  const mask = masks[3];
  if (mask === 0 || bitsPerPixel !== 32) return mask !== 0;
  for (let at = 0; at < widthPx * heightPx * 4; at += 4) if ((pixels.readUInt32LE(at) & mask) !== 0) return true;
  return false;
}

/** Reads the bits under `mask`, stretched to 0–255; undefined for an empty mask. */
function channelReader(mask: number): ((pixel: number) => number) | undefined {
  if (mask === 0) return undefined;
  const shift = Math.log2((mask & -mask) >>> 0);
  const max = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / max);
}

const overWhite = (value: number, cover: number): number => (cover === 255 ? value : Math.round((value * cover + 255 * (255 - cover)) / 255));

/** Run-length decoding to one index a pixel, rows in file order. Pixels skipped stay 0, as Windows draws them. */
function unpackRuns({ widthPx, heightPx, compression }: BmpHeader, runs: Buffer): Uint8Array {
  const indexes = new Uint8Array(widthPx * heightPx);
  const nibbles = compression === 'rle4';
  let at = 0;
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    if (x < widthPx && y < heightPx) indexes[y * widthPx + x] = index;
    x++;
  };
  const indexAt = (from: number, i: number): number => (nibbles ? ((runs[from + (i >> 1)] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15 : (runs[from + i] ?? 0));
  while (y < heightPx) {
    const count = runs[at];
    const value = runs[at + 1];
    if (count === undefined || value === undefined) throw new AppError('file-truncated', { missingRows: heightPx - y }, 'rescan');
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(indexAt(at - 1, nibbles ? i % 2 : 0));
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += runs[at] ?? 0;
      y += runs[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) put(indexAt(at, i));
      const bytes = nibbles ? Math.ceil(value / 2) : value;
      at += bytes + (bytes % 2);
    }
  }
  return indexes;
}

function paintIndexes({ widthPx, heightPx, isTopDown, palette }: BmpHeader, indexes: Uint8Array, out: Uint8Array): void {
  for (let y = 0; y < heightPx; y++) {
    const from = (isTopDown ? y : heightPx - 1 - y) * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const index = indexes[from + x] ?? 0;
      out.set(palette.subarray(3 * index, 3 * index + 3), (y * widthPx + x) * 3);
    }
  }
}
