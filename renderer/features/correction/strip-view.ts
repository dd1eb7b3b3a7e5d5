import type { Box } from '../../../shared/domain/geometry.ts';

type Size = Readonly<{ widthPx: number; heightPx: number }>;

/** Pixels of the screen per inch of paper: a sheet held in hand, a little nearer. */
const NEAR_PPI = 122;
const FAR_PPI = 66;
const AIR_IN = 0.055;
const LEFT_SHARE = 0.75;
const TALLEST_PX = 132;
const LEAST_PX = 30;

export type StripView = Readonly<{ scale: number; leftPx: number; topPx: number; heightPx: number }>;

/**
 * Which part of the page a strip of `roomPx` width shows: the whole box where it fits at a readable size, with
 * what stands before it (its label) where there is room; the start of the box where it does not fit.
 */
export function stripView(box: Box, page: Size, dpi: number, roomPx: number): StripView {
  const air = AIR_IN * dpi;
  const fit = roomPx / (box[2] + 4 * air);
  const scale = Math.min(NEAR_PPI / dpi, Math.max(FAR_PPI / dpi, fit));
  const spare = Math.max(0, roomPx - (box[2] + 4 * air) * scale);
  const left = (box[0] - 2 * air) * scale - spare * LEFT_SHARE;
  const height = Math.min(TALLEST_PX, Math.max(LEAST_PX, (box[3] + 2 * air) * scale));
  const top = (box[1] + box[3] / 2) * scale - height / 2;
  return {
    scale,
    leftPx: Math.max(0, Math.min(left, page.widthPx * scale - roomPx)),
    topPx: box[3] * scale > height ? (box[1] - air) * scale : Math.max(0, top),
    heightPx: Math.round(height),
  };
}
