// The headers of a Windows or OS/2 bitmap: size, direction, depth, palette, colour masks, place of the pixels.

import { AppError } from '../../shared/errors.ts';

export type BmpHeader = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Rows run from the top down (the height in the file is negative). */
  readonly isTopDown: boolean;
  readonly bitsPerPixel: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly compression: 'none' | 'rle8' | 'rle4';
  /** Red, green, blue, alpha; only for 16 and 32 bits. */
  readonly masks: readonly [number, number, number, number];
  /** R, G, B for every index. */
  readonly palette: Uint8Array;
  readonly pixelsAt: number;
  /** Bytes of a row with its padding, uncompressed. */
  readonly rowBytes: number;
  readonly stated: { readonly xDpi: number; readonly yDpi: number } | undefined;
};

/** As many bytes of the file as `parseBmpHeader` needs: both headers, masks and the largest palette. */
export const BMP_HEAD_BYTES = 14 + 124 + 16 + 1024;

const DEPTHS: readonly number[] = [1, 2, 4, 8, 16, 24, 32];
const METRES_PER_INCH = 0.0254;

/** @throws AppError file-corrupt, file-truncated, format-not-supported (JPEG or PNG inside a BMP, CMYK). */
export function parseBmpHeader(head: Buffer): BmpHeader {
  if (head.length < 26) throw new AppError('file-truncated', { sizeBytes: head.length }, 'rescan');
  const infoBytes = head.readUInt32LE(14);
  if (head.length < 14 + infoBytes) throw new AppError('file-truncated', { sizeBytes: head.length }, 'rescan');
  const isOs2 = infoBytes === 12;
  const widthPx = isOs2 ? head.readUInt16LE(18) : head.readInt32LE(18);
  const signedHeight = isOs2 ? head.readInt16LE(20) : head.readInt32LE(22);
  const bitsPerPixel = asDepth(head.readUInt16LE(isOs2 ? 24 : 28));
  const method = isOs2 ? 0 : head.readUInt32LE(30);
  if (widthPx < 1 || signedHeight === 0) throw new AppError('file-corrupt', { reason: 'BMP without a size' }, 'rescan');
  return {
    widthPx,
    heightPx: Math.abs(signedHeight),
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    compression: asCompression(method, bitsPerPixel),
    masks: readMasks(head, infoBytes, bitsPerPixel, method),
    palette: readPalette(head, infoBytes, bitsPerPixel, method),
    pixelsAt: head.readUInt32LE(10),
    rowBytes: Math.ceil((widthPx * bitsPerPixel) / 32) * 4,
    stated: isOs2 ? undefined : { xDpi: head.readInt32LE(38) * METRES_PER_INCH, yDpi: head.readInt32LE(42) * METRES_PER_INCH },
  };
}

function asDepth(bits: number): BmpHeader['bitsPerPixel'] {
  if (!DEPTHS.includes(bits)) throw new AppError('format-not-supported', { media: 'image/bmp', bitsPerPixel: bits }, 'other-file');
  return bits as BmpHeader['bitsPerPixel'];
}

function asCompression(method: number, bits: number): BmpHeader['compression'] {
  if (method === 0 || method === 3 || method === 6) return 'none';
  if (method === 1 && bits === 8) return 'rle8';
  if (method === 2 && bits === 4) return 'rle4';
  throw new AppError('format-not-supported', { media: 'image/bmp', bmpCompression: method }, 'other-file');
}

function readMasks(head: Buffer, infoBytes: number, bits: number, method: number): BmpHeader['masks'] {
  const hasMasks = method === 3 || method === 6;
  if (!hasMasks || head.length < 66) return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const hasAlpha = (infoBytes >= 56 || method === 6) && head.length >= 70;
  return [head.readUInt32LE(54), head.readUInt32LE(58), head.readUInt32LE(62), hasAlpha ? head.readUInt32LE(66) : 0];
}

function readPalette(head: Buffer, infoBytes: number, bits: number, method: number): Uint8Array {
  if (bits > 8) return new Uint8Array();
  const entryBytes = infoBytes === 12 ? 3 : 4;
  const maskBytes = infoBytes === 40 ? (method === 3 ? 12 : method === 6 ? 16 : 0) : 0;
  const from = 14 + infoBytes + maskBytes;
  const stated = infoBytes >= 36 ? head.readUInt32LE(46) : 0;
  const entries = stated > 0 && stated <= 2 ** bits ? stated : 2 ** bits;
  const palette = new Uint8Array(3 * 2 ** bits);
  for (let i = 0; i < entries && from + (i + 1) * entryBytes <= head.length; i++) {
    palette[3 * i] = head[from + i * entryBytes + 2] ?? 0;
    palette[3 * i + 1] = head[from + i * entryBytes + 1] ?? 0;
    palette[3 * i + 2] = head[from + i * entryBytes] ?? 0;
  }
  return palette;
}
