// Raw or Flate-coded samples of a PDF image as a PNG. PDF took its predictors from PNG (ISO 32000-1
// 7.4.4.4), so a stream with PNG predictors is a PNG's IDAT already and goes in byte for byte; anything else
// is packed again, losslessly.

import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';

export type PngColour = { readonly kind: 'grey' | 'rgb' } | { readonly kind: 'indexed'; readonly palette: Uint8Array };

export type PngSource = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  readonly colour: PngColour;
  /** 0 is white. */
  readonly isInverted: boolean;
  readonly data: Uint8Array;
  readonly isDeflated: boolean;
  readonly predictor: { readonly kind: number; readonly colours: number; readonly bits: number; readonly columns: number } | undefined;
};

const COLOUR_TYPE = { grey: 0, rgb: 2, indexed: 3 } as const;
const ALLOWED_BITS = { grey: [1, 2, 4, 8, 16], rgb: [8, 16], indexed: [1, 2, 4, 8] } as const;
const MAX_SAMPLE_BYTES = 2 ** 30;

/** Null when the samples do not fit a PNG, are fewer than the size needs, or use a predictor PNG has not. */
export function buildPng(source: PngSource): Uint8Array | null {
  const { colour, bits, widthPx, heightPx } = source;
  const channels = colour.kind === 'rgb' ? 3 : 1;
  const rowBytes = Math.ceil((widthPx * channels * bits) / 8);
  const allowed: readonly number[] = ALLOWED_BITS[colour.kind];
  if (!allowed.includes(bits) || rowBytes * heightPx > MAX_SAMPLE_BYTES) return null;
  const idat = (source.predictor?.kind ?? 1) >= 10 ? checkPredicted(source, channels, rowBytes) : packRows(source, rowBytes);
  return idat === null ? null : wrapPng({ ...source, idat });
}

/** `idat` are the rows with their filter bytes, deflated. */
export function wrapPng({ widthPx, heightPx, bits, colour, idat }: Pick<PngSource, 'widthPx' | 'heightPx' | 'bits' | 'colour'> & { readonly idat: Uint8Array }): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = bits;
  header[9] = COLOUR_TYPE[colour.kind];
  const palette = colour.kind === 'indexed' ? [chunk('PLTE', colour.palette)] : [];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), ...palette, chunk('IDAT', idat), chunk('IEND', new Uint8Array())]);
}

/** The stream as it is, if it unpacks to whole rows of this image with a filter byte each. */
function checkPredicted({ data, predictor, isInverted, bits, widthPx, heightPx, isDeflated }: PngSource, channels: number, rowBytes: number): Uint8Array | null {
  if (!isDeflated || isInverted || predictor?.colours !== channels || predictor.bits !== bits || predictor.columns !== widthPx) return null;
  const rows = unpack(data);
  if (rows?.length !== heightPx * (rowBytes + 1)) return null;
  for (let at = 0; at < rows.length; at += rowBytes + 1) if ((rows[at] ?? 9) > 4) return null;
  return data;
}

function packRows({ data, predictor, isDeflated, isInverted, heightPx }: PngSource, rowBytes: number): Uint8Array | null {
  if ((predictor?.kind ?? 1) !== 1) return null;
  const samples = isDeflated ? unpack(data) : data;
  if (samples === null || samples.length < heightPx * rowBytes) return null;
  const rows = Buffer.alloc(heightPx * (rowBytes + 1));
  for (let y = 0; y < heightPx; y++) rows.set(samples.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  if (isInverted) for (let at = 0; at < rows.length; at++) if (at % (rowBytes + 1) !== 0) rows[at] = 255 - (rows[at] ?? 0);
  return deflateSync(rows, { level: 3 });
}

/** Null when the stream is broken or cut short. */
function unpack(data: Uint8Array): Buffer | null {
  try {
    return inflateSync(data, { maxOutputLength: MAX_SAMPLE_BYTES + 2 ** 20, finishFlush: constants.Z_FINISH });
  } catch {
    return null;
  }
}

function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

export type IndexedPng = { readonly widthPx: number; readonly heightPx: number; readonly bits: number; readonly palette: Uint8Array; readonly idat: Uint8Array };

/** The parts of a PNG that wrapPng put together. */
export function unwrapIndexedPng(png: Uint8Array): IndexedPng {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const [header, palette, idat] = [chunks.get('IHDR'), chunks.get('PLTE'), chunks.get('IDAT')];
  if (header?.[9] !== COLOUR_TYPE.indexed || palette === undefined || idat === undefined) throw new Error('no indexed PNG of ours');
  return { widthPx: header.readUInt32BE(0), heightPx: header.readUInt32BE(4), bits: header[8] ?? 0, palette, idat };
}
