// A JPEG, walked marker by marker (ITU-T T.81): size, components, resolution, orientation, and whether
// its end is there. Everything after the end-of-image marker (previews of phones, padding) is left alone.

import { bytesInMemory } from './byte-source.ts';
import { corrupt, truncated, type ImageFacts } from './image-facts.ts';
import type { StatedResolution } from './resolution.ts';
import { readExif } from './tiff-facts.ts';

export type JpegFacts = ImageFacts & {
  readonly components: number;
  /** The colour transform of an Adobe marker: 0 none, 1 YCbCr, 2 YCCK. */
  readonly adobeTransform?: number;
};

type Segment = { readonly marker: number; readonly body: Buffer };

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const isFrameHeader = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) || marker === SOI;

/** @throws AppError file-truncated (no end-of-image marker), file-corrupt (no frame header). */
export async function readJpegFacts(bytes: Buffer): Promise<JpegFacts> {
  const { segments, isWhole } = walk(bytes);
  const frame = segments.find(({ marker }) => isFrameHeader(marker));
  if (!isWhole) throw truncated({ sizeBytes: bytes.length });
  if (frame === undefined || frame.body.length < 6) throw corrupt('no JPEG frame header');
  const heightPx = frame.body.readUInt16BE(1) || linesOf(segments);
  const widthPx = frame.body.readUInt16BE(3);
  if (widthPx < 1 || heightPx < 1) throw corrupt('JPEG without a size');
  const exif = await exifOf(segments);
  const adobe = segments.find(({ marker, body }) => marker === 0xee && body.length >= 12 && body.toString('latin1', 0, 5) === 'Adobe');
  return {
    widthPx,
    heightPx,
    components: frame.body[5] ?? 0,
    orientation: exif.orientation ?? 1,
    stated: exif.stated ?? jfifResolution(segments),
    ...(adobe === undefined ? {} : { adobeTransform: adobe.body[11] ?? 0 }),
  };
}

function walk(bytes: Buffer): { readonly segments: readonly Segment[]; readonly isWhole: boolean } {
  const segments: Segment[] = [];
  let hasScan = false;
  let at = 2;
  while (at < bytes.length) {
    at = nextMarker(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) break;
    if (marker === EOI) return { segments, isWhole: hasScan };
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    if (length < 2 || at + 2 + length > bytes.length) break;
    if (marker === SOS) hasScan = true;
    else segments.push({ marker, body: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return { segments, isWhole: false };
}

/** The next FF that is neither stuffed (FF 00), a restart marker nor fill. */
function nextMarker(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const code = bytes[at + 1] ?? 0;
    if (code !== 0x00 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
    at = bytes.indexOf(0xff, code === 0xff ? at + 1 : at + 2);
  }
  return bytes.length;
}

/** A frame header of height 0 leaves the height to a DNL segment after the first scan. */
function linesOf(segments: readonly Segment[]): number {
  const dnl = segments.find(({ marker, body }) => marker === 0xdc && body.length >= 2);
  return dnl?.body.readUInt16BE(0) ?? 0;
}

async function exifOf(segments: readonly Segment[]): Promise<{ readonly orientation?: number; readonly stated?: StatedResolution }> {
  const exif = segments.find(({ marker, body }) => marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0');
  return exif === undefined ? {} : readExif(bytesInMemory(exif.body.subarray(6)));
}

function jfifResolution(segments: readonly Segment[]): StatedResolution | undefined {
  const jfif = segments.find(({ marker, body }) => marker === 0xe0 && body.length >= 12 && body.toString('latin1', 0, 4) === 'JFIF');
  if (jfif === undefined) return undefined;
  const unit = jfif.body[7];
  const perInch = unit === 1 ? 1 : unit === 2 ? 2.54 : 0;
  return perInch === 0 ? undefined : { xDpi: jfif.body.readUInt16BE(8) * perInch, yDpi: jfif.body.readUInt16BE(10) * perInch };
}
