// Bitmaps written byte by byte: every depth, either direction, run lengths, masks.

export type BmpOptions = {
  readonly widthPx: number;
  /** Negative: rows from the top down. */
  readonly heightPx: number;
  readonly bits: number;
  readonly compression?: number;
  readonly pixels: Uint8Array;
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly masks?: readonly number[];
  readonly dpi?: number;
  readonly infoBytes?: 12 | 40 | 108;
};

export function bmpBytes({ widthPx, heightPx, bits, compression = 0, pixels, palette = [], masks = [], dpi = 0, infoBytes = 40 }: BmpOptions): Buffer {
  const info = Buffer.alloc(infoBytes);
  info.writeUInt32LE(infoBytes, 0);
  if (infoBytes === 12) {
    info.writeUInt16LE(widthPx, 4);
    info.writeInt16LE(heightPx, 6);
    info.writeUInt16LE(1, 8);
    info.writeUInt16LE(bits, 10);
  } else {
    info.writeInt32LE(widthPx, 4);
    info.writeInt32LE(heightPx, 8);
    info.writeUInt16LE(1, 12);
    info.writeUInt16LE(bits, 14);
    info.writeUInt32LE(compression, 16);
    info.writeInt32LE(Math.round(dpi / 0.0254), 24);
    info.writeInt32LE(Math.round(dpi / 0.0254), 28);
    info.writeUInt32LE(palette.length, 32);
  }
  if (infoBytes === 108) for (const [i, mask] of masks.entries()) info.writeUInt32LE(mask, 40 + 4 * i);
  const after = infoBytes === 40 ? Buffer.concat(masks.map((mask) => Buffer.from(Uint32Array.of(mask).buffer))) : Buffer.alloc(0);
  const colours = Buffer.concat(palette.map(([r, g, b]) => Buffer.from(infoBytes === 12 ? [b, g, r] : [b, g, r, 0])));
  const head = Buffer.alloc(14);
  head.write('BM', 'latin1');
  const pixelsAt = 14 + infoBytes + after.length + colours.length;
  head.writeUInt32LE(pixelsAt + pixels.length, 2);
  head.writeUInt32LE(pixelsAt, 10);
  return Buffer.concat([head, info, after, colours, pixels]);
}
