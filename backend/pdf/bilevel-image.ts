// Black and white pictures as CCITT Group 4, the coding that fax scanners and archives share. A scan that is
// Group 4 already is taken out of its TIFF byte for byte; anything else is coded anew by libtiff (through
// sharp), as one tile, whose sides must be multiples of 16: the white beyond the picture lies off the page.
import sharp from 'sharp';
import type { ByteSource } from '../capture/byte-source.ts';
import { bytesInMemory } from '../capture/byte-source.ts';
import { readTiffDirectory, readTiffHeader, type TiffDirectory } from '../capture/tiff-directory.ts';

export type BilevelImage = {
  readonly bytes: Uint8Array;
  /** Of the picture. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of the code: the picture and perhaps white beyond it, to the right and below. */
  readonly codedWidthPx: number;
  readonly codedHeightPx: number;
  /** Which way round the code counts: true when its black runs show white. */
  readonly blackIs1: boolean;
};

const TAG = { width: 256, height: 257, bits: 258, compression: 259, photometric: 262, fillOrder: 266, stripOffsets: 273, samples: 277, rowsPerStrip: 278, stripBytes: 279, t6Options: 293, tileOffsets: 324, tileBytes: 325 } as const;
const GROUP_4 = 4;

/** `grey` is 8-bit, one channel; below 128 is black. */
export async function encodeBilevel(grey: Uint8Array, widthPx: number, heightPx: number): Promise<BilevelImage> {
  const [codedWidthPx, codedHeightPx] = [Math.ceil(widthPx / 16) * 16, Math.ceil(heightPx / 16) * 16];
  const tiff = await sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 }, limitInputPixels: false })
    .extend({ right: codedWidthPx - widthPx, bottom: codedHeightPx - heightPx, background: '#fff' }).threshold(128).toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1, tile: true, tileWidth: codedWidthPx, tileHeight: codedHeightPx }).toBuffer();
  const directory = await directoryOf(bytesInMemory(tiff), 0);
  const value = (tag: number): number => directory?.tags.get(tag)?.values[0] ?? 0;
  if (value(TAG.compression) !== GROUP_4 || directory?.tags.get(TAG.tileOffsets)?.count !== 1) throw new Error('the encoder gave no single Group 4 tile');
  return { bytes: tiff.subarray(value(TAG.tileOffsets), value(TAG.tileOffsets) + value(TAG.tileBytes)), widthPx, heightPx, codedWidthPx, codedHeightPx, blackIs1: value(TAG.photometric) === 1 };
}

/** Is a TIFF's page black and white, and if it is Group 4 in one piece, its code as it stands? */
export async function readBilevel(tiff: ByteSource, frame: number): Promise<{ readonly isBilevel: boolean; readonly image: BilevelImage | null }> {
  const directory = await directoryOf(tiff, frame);
  if (directory === undefined) return { isBilevel: false, image: null };
  const { tags } = directory;
  const isBilevel = (tags.get(TAG.bits)?.values[0] ?? 1) === 1 && (tags.get(TAG.samples)?.values[0] ?? 1) === 1 && (tags.get(TAG.photometric)?.values[0] ?? 0) <= 1;
  return { isBilevel, image: isBilevel ? await liftGroup4(tiff, directory) : null };
}

async function liftGroup4(tiff: ByteSource, directory: TiffDirectory): Promise<BilevelImage | null> {
  const value = (tag: number, otherwise: number): number => directory.tags.get(tag)?.values[0] ?? otherwise;
  const isPlain = value(TAG.compression, 1) === GROUP_4 && value(TAG.bits, 1) === 1 && value(TAG.samples, 1) === 1 && value(TAG.fillOrder, 1) === 1 && value(TAG.t6Options, 0) === 0;
  if (!isPlain || directory.tags.get(TAG.stripOffsets)?.count !== 1 || value(TAG.photometric, 0) > 1) return null;
  const [widthPx, heightPx, at, length] = [value(TAG.width, 0), value(TAG.height, 0), value(TAG.stripOffsets, 0), value(TAG.stripBytes, 0)];
  if (widthPx < 1 || heightPx < 1 || length < 1 || at + length > tiff.size || value(TAG.rowsPerStrip, heightPx) < heightPx) return null;
  return { bytes: await tiff.read(at, length), widthPx, heightPx, codedWidthPx: widthPx, codedHeightPx: heightPx, blackIs1: value(TAG.photometric, 0) === 1 };
}

async function directoryOf(source: ByteSource, frame: number): Promise<TiffDirectory | undefined> {
  const layout = await readTiffHeader(source);
  if (layout === undefined) return undefined;
  let directory = await readTiffDirectory(source, layout, layout.first);
  for (let index = 0; index < frame && directory !== undefined; index += 1) directory = directory.next === 0 ? undefined : await readTiffDirectory(source, layout, directory.next);
  return directory;
}
