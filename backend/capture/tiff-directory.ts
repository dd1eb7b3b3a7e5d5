// TIFF directories (TIFF 6.0, and BigTIFF), as used by TIFF files and by EXIF blocks. Only numbers are read, and
// of long arrays only as many as asked for; every offset is checked against the file.

import type { ByteSource } from './byte-source.ts';

export type TiffTag = { readonly type: number; readonly count: number; readonly values: readonly number[] };
export type TiffDirectory = { readonly tags: ReadonlyMap<number, TiffTag>; readonly next: number };

type Layout = { readonly isBig: boolean; readonly isLittle: boolean; readonly first: number };

const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };
const MAX_TAGS = 4096;
/** Strip tables of the largest page we accept, one row a strip, fit; longer arrays are cut. */
const MAX_VALUES = 200_000;

/** The byte order and the place of the first directory; undefined when this is no TIFF header. */
export async function readTiffHeader(source: ByteSource): Promise<Layout | undefined> {
  const head = await source.read(0, 16);
  const isLittle = head[0] === 0x49 && head[1] === 0x49;
  if (head.length < 8 || (!isLittle && !(head[0] === 0x4d && head[1] === 0x4d))) return undefined;
  const version = isLittle ? head.readUInt16LE(2) : head.readUInt16BE(2);
  if (version === 42) return { isBig: false, isLittle, first: isLittle ? head.readUInt32LE(4) : head.readUInt32BE(4) };
  if (version !== 43 || head.length < 16) return undefined;
  return { isBig: true, isLittle, first: Number(isLittle ? head.readBigUInt64LE(8) : head.readBigUInt64BE(8)) };
}

/** The directory at `offset`; undefined when it does not lie wholly in the file. */
export async function readTiffDirectory(source: ByteSource, layout: Layout, offset: number): Promise<TiffDirectory | undefined> {
  const countBytes = layout.isBig ? 8 : 2;
  const entryBytes = layout.isBig ? 20 : 12;
  const head = await source.read(offset, countBytes);
  if (offset < 8 || head.length < countBytes) return undefined;
  const count = layout.isBig ? readUnsigned(head, 0, 8, layout.isLittle) : readUnsigned(head, 0, 2, layout.isLittle);
  if (count > MAX_TAGS) return undefined;
  const nextBytes = layout.isBig ? 8 : 4;
  const body = await source.read(offset + countBytes, count * entryBytes + nextBytes);
  if (body.length < count * entryBytes) return undefined;
  const tags = new Map<number, TiffTag>();
  for (let i = 0; i < count; i++) {
    const entry = body.subarray(i * entryBytes, (i + 1) * entryBytes);
    const tag = readUnsigned(entry, 0, 2, layout.isLittle);
    const value = await readTag(source, layout, entry);
    if (value !== undefined && !tags.has(tag)) tags.set(tag, value);
  }
  const hasNext = body.length >= count * entryBytes + nextBytes;
  return { tags, next: hasNext ? readUnsigned(body, count * entryBytes, nextBytes, layout.isLittle) : 0 };
}

async function readTag(source: ByteSource, layout: Layout, entry: Buffer): Promise<TiffTag | undefined> {
  const wordBytes = layout.isBig ? 8 : 4;
  const type = readUnsigned(entry, 2, 2, layout.isLittle);
  const count = readUnsigned(entry, 4, wordBytes, layout.isLittle);
  const size = TYPE_BYTES[type];
  if (size === undefined) return undefined;
  const wanted = Math.min(count, MAX_VALUES);
  const inline = count * size <= wordBytes;
  const at = readUnsigned(entry, 4 + wordBytes, wordBytes, layout.isLittle);
  const bytes = inline ? entry.subarray(4 + wordBytes) : await source.read(at, wanted * size);
  const values: number[] = [];
  for (let i = 0; i < wanted && (i + 1) * size <= bytes.length; i++) values.push(readValue(bytes, i * size, type, layout.isLittle));
  return { type, count, values };
}

function readValue(bytes: Buffer, at: number, type: number, isLittle: boolean): number {
  if (type === 5 || type === 10) return readUnsigned(bytes, at, 4, isLittle) / readUnsigned(bytes, at + 4, 4, isLittle);
  if (type === 11) return isLittle ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
  if (type === 12) return isLittle ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
  return readUnsigned(bytes, at, TYPE_BYTES[type] ?? 1, isLittle);
}

function readUnsigned(bytes: Buffer, at: number, size: number, isLittle: boolean): number {
  if (size === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
}
