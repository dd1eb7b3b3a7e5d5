// The delivered image as files: a JPEG for the package and the desk, a small one for lists.
import sharp, { type Sharp } from 'sharp';
import type { RgbRaster } from './raster.ts';

const open = (raster: RgbRaster): Sharp => sharp(raster.data, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 }, limitInputPixels: false });

const THUMBNAIL_HEIGHT_PX = 300;

/** JPEG, 4:2:0, with the resolution in its header. About 100 to 300 KB for A4 at 200 to 300 dpi. */
export async function encodeDelivered(raster: RgbRaster, dpi: number): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).withMetadata({ density: Math.max(1, Math.round(dpi)) }).jpeg({ quality: 75, chromaSubsampling: '4:2:0' }).toBuffer());
}

/** WebP, 300 px high, never enlarged. */
export async function encodeThumbnail(raster: RgbRaster): Promise<Uint8Array> {
  return new Uint8Array(await open(raster).resize({ height: THUMBNAIL_HEIGHT_PX, withoutEnlargement: true }).webp({ quality: 70 }).toBuffer());
}
