// The pages of a TIFF file. Directories form a chain that may be broken, endless or circular; strips and
// tiles may point outside the file. Reduced copies (thumbnails) and masks are no pages.

import type { AppError } from '../../shared/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { corrupt, isOrientation, truncated, type ImageFacts } from './image-facts.ts';
import type { StatedResolution } from './resolution.ts';
import { readTiffDirectory, readTiffHeader, type TiffDirectory } from './tiff-directory.ts';

export type TiffPage = { readonly ok: true; /** Index of the directory. */ readonly frame: number; readonly facts: ImageFacts; readonly bitsPerSample: number } | { readonly ok: false; readonly frame: number; readonly error: AppError };

const TAG = { subfile: 254, width: 256, height: 257, bits: 258, photometric: 262, orientation: 274, samples: 277, stripOffsets: 273, stripCounts: 279, tileOffsets: 324, tileCounts: 325, xResolution: 282, yResolution: 283, unit: 296 } as const;

/** A book of scans in one file; beyond this the chain is taken for damage. */
const MAX_DIRECTORIES = 20_000;

/** Every page in file order, the broken ones with their reason. @throws AppError file-corrupt, file-truncated when there is no page at all. */
export async function readTiffPages(source: ByteSource): Promise<readonly TiffPage[]> {
  const layout = await readTiffHeader(source);
  if (layout === undefined) throw corrupt('no TIFF header');
  const pages: TiffPage[] = [];
  const reduced: TiffPage[] = [];
  const seen = new Set<number>();
  let offset = layout.first;
  for (let frame = 0; offset !== 0 && !seen.has(offset) && frame < MAX_DIRECTORIES; frame++) {
    seen.add(offset);
    const directory = await readTiffDirectory(source, layout, offset);
    if (directory === undefined) {
      pages.push({ ok: false, frame, error: truncated({ directoryAt: offset, sizeBytes: source.size }) });
      break;
    }
    (isReducedOrMask(directory) ? reduced : pages).push(describePage(directory, frame, source.size));
    offset = directory.next;
  }
  const found = pages.length > 0 ? pages : reduced;
  if (found.length === 0) throw corrupt('no TIFF directory');
  return found;
}

const isReducedOrMask = (directory: TiffDirectory): boolean => ((first(directory, TAG.subfile) ?? 0) & 0b101) !== 0;

function describePage(directory: TiffDirectory, frame: number, fileBytes: number): TiffPage {
  const widthPx = first(directory, TAG.width) ?? 0;
  const heightPx = first(directory, TAG.height) ?? 0;
  if (widthPx < 1 || heightPx < 1) return { ok: false, frame, error: corrupt('TIFF page without a size') };
  const end = endOfData(directory);
  if (end === undefined) return { ok: false, frame, error: corrupt('TIFF page without image data') };
  if (end > fileBytes) return { ok: false, frame, error: truncated({ missingBytes: end - fileBytes }) };
  const orientation = first(directory, TAG.orientation);
  const facts: ImageFacts = { widthPx, heightPx, stated: statedResolution(directory), orientation: isOrientation(orientation) ? orientation : 1, components: first(directory, TAG.samples) ?? 1 };
  return { ok: true, frame, facts, bitsPerSample: first(directory, TAG.bits) ?? 1 };
}

/** Where the last strip or tile ends; undefined when there is none. */
function endOfData(directory: TiffDirectory): number | undefined {
  const offsets = directory.tags.get(TAG.stripOffsets) ?? directory.tags.get(TAG.tileOffsets);
  const counts = directory.tags.get(TAG.stripCounts) ?? directory.tags.get(TAG.tileCounts);
  if (offsets === undefined || offsets.values.length === 0) return undefined;
  return offsets.values.reduce((end, offset, i) => Math.max(end, offset + (counts?.values[i] ?? 0)), 0);
}

function statedResolution(directory: TiffDirectory): StatedResolution | undefined {
  const x = first(directory, TAG.xResolution);
  const y = first(directory, TAG.yResolution) ?? x;
  const unit = first(directory, TAG.unit) ?? 2;
  if (x === undefined || y === undefined || unit === 1) return undefined;
  const perInch = unit === 3 ? 2.54 : 1;
  return { xDpi: x * perInch, yDpi: y * perInch };
}

const first = (directory: TiffDirectory, tag: number): number | undefined => directory.tags.get(tag)?.values[0];

/** Orientation and resolution out of an EXIF block ("Exif\0\0" already taken off). */
export async function readExif(source: ByteSource): Promise<{ readonly orientation?: number; readonly stated?: StatedResolution }> {
  const layout = await readTiffHeader(source);
  const directory = layout === undefined ? undefined : await readTiffDirectory(source, layout, layout.first);
  if (directory === undefined) return {};
  const orientation = first(directory, TAG.orientation);
  const stated = statedResolution(directory);
  return { ...(isOrientation(orientation) ? { orientation } : {}), ...(stated === undefined ? {} : { stated }) };
}
