// Pixels in memory: 8 bits a sample, rows without padding, sRGB or grey, 255 is white.

export type Raster = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number; readonly channels: 1 | 3 };
export type GrayRaster = Raster & { readonly channels: 1 };
export type RgbRaster = Raster & { readonly channels: 3 };

/** Larger pages are refused before they are decoded: 200 million pixels is A0 at 400 dpi. */
export const MAX_PAGE_PIXELS = 200_000_000;
