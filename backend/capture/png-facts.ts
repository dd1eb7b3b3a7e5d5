// A PNG, walked chunk by chunk to its IEND: size, resolution (pHYs), orientation (eXIf).

import { bytesInMemory, type ByteSource } from './byte-source.ts';
import { corrupt, truncated, type ImageFacts } from './image-facts.ts';
import type { StatedResolution } from './resolution.ts';
import { readExif } from './tiff-facts.ts';

const METRES_PER_INCH = 0.0254;
const MAX_SMALL_CHUNK = 1 << 20;

/** @throws AppError file-truncated (a chunk or IEND is missing), file-corrupt (no size). */
export async function readPngFacts(source: ByteSource): Promise<ImageFacts> {
  let at = 8;
  let size: { readonly widthPx: number; readonly heightPx: number } | undefined;
  let stated: StatedResolution | undefined;
  let exif: { readonly orientation?: number; readonly stated?: StatedResolution } = {};
  for (let type = ''; type !== 'IEND'; ) {
    const head = await source.read(at, 8);
    if (head.length < 8) throw truncated({ sizeBytes: source.size });
    const length = head.readUInt32BE(0);
    type = head.toString('latin1', 4, 8);
    if (at + 12 + length > source.size) throw truncated({ missingBytes: at + 12 + length - source.size });
    const body = ['IHDR', 'pHYs', 'eXIf'].includes(type) && length < MAX_SMALL_CHUNK ? await source.read(at + 8, length) : Buffer.alloc(0);
    if (type === 'IHDR' && length >= 8) size = { widthPx: body.readUInt32BE(0), heightPx: body.readUInt32BE(4) };
    if (type === 'pHYs' && length >= 9 && body[8] === 1) stated = { xDpi: body.readUInt32BE(0) * METRES_PER_INCH, yDpi: body.readUInt32BE(4) * METRES_PER_INCH };
    if (type === 'eXIf') exif = await readExif(bytesInMemory(body));
    at += 12 + length;
  }
  if (size === undefined || size.widthPx < 1 || size.heightPx < 1) throw corrupt('PNG without a size');
  return { ...size, stated: stated ?? exif.stated, orientation: exif.orientation ?? 1 };
}
