// The delivered image as files: a JPEG for the package and the desk, a small one for lists.
import sharp, { type Sharp } from 'sharp';
import type { RgbRaster } from './raster.ts';
import { release } from './release.ts';

const open = (raster: RgbRaster): Sharp => sharp(raster.data, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 }, limitInputPixels: false });

const THUMBNAIL_HEIGHT_PX = 300;
/** A sixth quicker than the usual filter, and nearer to it (45 dB) than what the JPEG then makes of either (40 dB). */
const FILTER = 'cubic';
/** Half the time of the usual effort, for a twenty-fifth more bytes. */
const THUMBNAIL_CODING = { quality: 70, effort: 2 } as const;
const SCREEN_CODING = { quality: 80, chromaSubsampling: '4:2:0', quantisationTable: 2, optimiseCoding: false } as const;

/**
 * JPEG, 4:2:0, with the resolution in its header. With this table of quantisation and the standard codes a page takes the bytes
 * that it took with the usual table and codes of its own, is a little nearer to its pixels, and is coded in a third of the time.
 */
export async function encodeDelivered(raster: RgbRaster, dpi: number): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).withMetadata({ density: Math.max(1, Math.round(dpi)) }).jpeg({ quality: 75, chromaSubsampling: '4:2:0', quantisationTable: 2, optimiseCoding: false }).toBuffer());
}

/** The delivered image, smaller by `share` (0 to 1), for screens. JPEG: its decoder halves for a quarter of the work, and browsers show it fastest. */
export async function encodeScreen(delivered: Uint8Array, share: number): Promise<Uint8Array> {
  const picture = sharp(delivered, { limitInputPixels: false });
  const { width } = await picture.metadata();
  return new Uint8Array(await picture.resize({ width: Math.max(1, Math.round(width * share)), kernel: FILTER }).jpeg(SCREEN_CODING).toBuffer());
}

/** WebP, 300 px high, never enlarged. */
export async function encodeThumbnail(raster: RgbRaster): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).resize({ height: THUMBNAIL_HEIGHT_PX, withoutEnlargement: true, kernel: FILTER }).webp(THUMBNAIL_CODING).toBuffer());
}

export type PageViews = { readonly thumbnail: Uint8Array; /** null where the delivered image is small enough for screens. */ readonly screen: Uint8Array | null };

/** Both from the pixels at hand, which are scaled down once: nothing is decoded, and the thumbnail is made of the screen's pixels. */
export async function encodeViews(delivered: RgbRaster, share: number): Promise<PageViews> {
  if (share === 1) return { thumbnail: await encodeThumbnail(delivered), screen: null };
  const size = { width: Math.max(1, Math.round(delivered.widthPx * share)), height: Math.max(1, Math.round(delivered.heightPx * share)), fit: 'fill', kernel: FILTER } as const;
  const { data, info } = await open(delivered).resize(size).raw().toBuffer({ resolveWithObject: true });
  const small: RgbRaster = { data, widthPx: info.width, heightPx: info.height, channels: 3 };
  const views = { thumbnail: await encodeThumbnail(small), screen: new Uint8Array(await open(small).jpeg(SCREEN_CODING).toBuffer()) };
  release(data);
  return views;
}
