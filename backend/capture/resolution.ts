// What a file says about its resolution, and whether to believe it. Programs write 72 or 96 when they
// know nothing, phones write 72 into 12-megapixel photographs, and converters copy a thumbnail's figure
// onto the full image. A wrong figure is worse than none: without one the page is measured.

export type StatedResolution = { readonly xDpi: number; readonly yDpi: number };

const MIN_DPI = 50;
const MAX_DPI = 1200;
const PLACEHOLDERS = [72, 96];
/** A0 with a margin; at a placeholder resolution only what an office scanner takes. */
const MAX_SIDE_INCHES = 50;
const MAX_PLACEHOLDER_SIDE_INCHES = 17.5;
/** Smaller than an identity card: the figure is wrong, not the paper small. */
const MIN_SIDE_INCHES = 3;

/** Dots per inch, when both axes are credible and agree to 2 %; else null. */
export function credibleDpi(stated: StatedResolution | undefined, widthPx: number, heightPx: number): number | null {
  if (stated === undefined || !isCredible(stated.xDpi) || !isCredible(stated.yDpi)) return null;
  if (Math.abs(stated.xDpi / stated.yDpi - 1) > 0.02) return null;
  const dpi = (stated.xDpi + stated.yDpi) / 2;
  const longInches = Math.max(widthPx, heightPx) / dpi;
  const isPlaceholder = PLACEHOLDERS.some((placeholder) => Math.abs(dpi - placeholder) < 0.5);
  if (longInches < MIN_SIDE_INCHES || longInches > (isPlaceholder ? MAX_PLACEHOLDER_SIDE_INCHES : MAX_SIDE_INCHES)) return null;
  return Math.abs(dpi - Math.round(dpi)) < 0.1 ? Math.round(dpi) : Math.round(dpi * 100) / 100;
}

const isCredible = (dpi: number): boolean => Number.isFinite(dpi) && dpi >= MIN_DPI && dpi <= MAX_DPI;

/**
 * Fax machines scan with pixels that are not square (204 × 98, 204 × 196 dpi). Returns the size with
 * square pixels and its resolution, or undefined when the pixels are square already or the figures are not a fax's.
 */
export function squarePixels(stated: StatedResolution | undefined, widthPx: number, heightPx: number): { readonly widthPx: number; readonly heightPx: number; readonly dpi: number } | undefined {
  if (stated === undefined || !isCredible(stated.xDpi) || !isCredible(stated.yDpi)) return undefined;
  const ratio = Math.max(stated.xDpi, stated.yDpi) / Math.min(stated.xDpi, stated.yDpi);
  if (ratio <= 1.02 || ratio > 2.2) return undefined;
  const dpi = Math.max(stated.xDpi, stated.yDpi);
  return { widthPx: Math.round((widthPx * dpi) / stated.xDpi), heightPx: Math.round((heightPx * dpi) / stated.yDpi), dpi };
}
