// Small pictures with four known corners: red, green, blue, and the last one dark grey.
import sharp, { type Sharp } from 'sharp';

export const CORNERS = { topLeft: [255, 0, 0], topRight: [0, 255, 0], bottomLeft: [0, 0, 255], bottomRight: [64, 64, 64] } as const;

export function fourCornersRaw(widthPx: number, heightPx: number): Buffer {
  const data = Buffer.alloc(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const corner = y < heightPx / 2 ? (x < widthPx / 2 ? CORNERS.topLeft : CORNERS.topRight) : x < widthPx / 2 ? CORNERS.bottomLeft : CORNERS.bottomRight;
      data.set(corner, (y * widthPx + x) * 3);
    }
  }
  return data;
}

export const fourCorners = (widthPx = 40, heightPx = 30): Sharp => sharp(fourCornersRaw(widthPx, heightPx), { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** A page that compresses badly, so that cutting the file cuts the picture. */
export const noisyPage = (widthPx = 300, heightPx = 400): Sharp => sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 160, sigma: 40 } } });

export const pixelAt = (raster: { readonly data: Uint8Array; readonly widthPx: number }, x: number, y: number): readonly number[] => [...raster.data.subarray((y * raster.widthPx + x) * 3, (y * raster.widthPx + x) * 3 + 3)];
