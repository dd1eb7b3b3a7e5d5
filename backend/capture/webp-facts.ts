// A WebP (RIFF): the length its header declares, its canvas size and its EXIF block. RFC 9649.

import { bytesInMemory, type ByteSource } from './byte-source.ts';
import { corrupt, truncated, type ImageFacts } from './image-facts.ts';
import { readExif } from './tiff-facts.ts';

type Size = { readonly widthPx: number; readonly heightPx: number };

/** @throws AppError file-truncated, file-corrupt. */
export async function readWebpFacts(source: ByteSource): Promise<ImageFacts> {
  const riff = await source.read(0, 12);
  const end = 8 + (riff.length >= 8 ? riff.readUInt32LE(4) : 0);
  if (end > source.size) throw truncated({ missingBytes: end - source.size });
  let size: Size | undefined;
  let exif: Awaited<ReturnType<typeof readExif>> = {};
  for (let at = 12; at + 8 <= end; ) {
    const head = await source.read(at, 18);
    const type = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    size ??= sizeOf(type, head.subarray(8));
    if (type === 'EXIF' && length < 1 << 20) exif = await readExif(bytesInMemory(withoutPrefix(await source.read(at + 8, length))));
    at += 8 + length + (length % 2);
  }
  if (size === undefined || size.widthPx < 1 || size.heightPx < 1) throw corrupt('WebP without a size');
  return { ...size, stated: exif.stated, orientation: exif.orientation ?? 1 };
}

function sizeOf(type: string, body: Buffer): Size | undefined {
  if (body.length < 10) return undefined;
  if (type === 'VP8X') return { widthPx: body.readUIntLE(4, 3) + 1, heightPx: body.readUIntLE(7, 3) + 1 };
  if (type === 'VP8 ') return { widthPx: body.readUInt16LE(6) & 0x3fff, heightPx: body.readUInt16LE(8) & 0x3fff };
  if (type !== 'VP8L') return undefined;
  const bits = body.readUInt32LE(1);
  return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
}

const withoutPrefix = (block: Buffer): Buffer => (block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block);
