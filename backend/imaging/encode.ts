// The delivered image as files: a JPEG for the package and the desk, a small one for lists.
import sharp, { type Sharp } from 'sharp';
import type { RgbRaster } from './raster.ts';

const open = (raster: RgbRaster): Sharp => sharp(raster.data, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 }, limitInputPixels: false });

const THUMBNAIL_HEIGHT_PX = 300;

/** JPEG, 4:2:0, with the resolution in its header. About 100 to 300 KB for A4 at 200 to 300 dpi. */
export async function encodeDelivered(raster: RgbRaster, dpi: number): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).withMetadata({ density: Math.max(1, Math.round(dpi)) }).jpeg({ quality: 75, chromaSubsampling: '4:2:0' }).toBuffer());
}

/** The delivered image, smaller by `share` (0 to 1), for screens. JPEG: its decoder halves for a quarter of the work, and browsers show it fastest. */
export async function encodeScreen(delivered: Uint8Array, share: number): Promise<Uint8Array> {
  const picture = sharp(delivered, { limitInputPixels: false });
  const { width } = await picture.metadata();
  return new Uint8Array(await picture.resize({ width: Math.max(1, Math.round(width * share)) }).jpeg({ quality: 80, chromaSubsampling: '4:2:0' }).toBuffer());
}

/** WebP, 300 px high, never enlarged. */
export async function encodeThumbnail(raster: RgbRaster): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).resize({ height: THUMBNAIL_HEIGHT_PX, withoutEnlargement: true }).webp({ quality: 70 }).toBuffer());
}
