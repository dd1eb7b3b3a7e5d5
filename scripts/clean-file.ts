// One page image cleaned as the application cleans it, for the scripts that fit and train.
import sharp from 'sharp';
import { cleanPage, type CleanedPage } from '../backend/pipeline/clean.ts';

/** @throws what sharp throws for a file that is no image; AppError of the clean-up */
export async function cleanFile(file: string): Promise<CleanedPage> {
  const image = sharp(file);
  const { density } = await image.metadata();
  const { data, info } = await image.flatten({ background: 'white' }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const rgb = info.channels === 3 ? new Uint8Array(data) : Uint8Array.from({ length: data.length * 3 }, (_, index) => data[Math.floor(index / 3)] ?? 255);
  return await cleanPage({ raster: { data: rgb, widthPx: info.width, heightPx: info.height, channels: 3 }, master: { dpi: density ?? null, orientation: 1 } }, new AbortController().signal);
}
