// Zoom is remembered as a scale (screen pixels per pixel of the delivered image) or as one of two fits.
type Size = Readonly<{ widthPx: number; heightPx: number }>;

export const FIT_WIDTH = 0;
export const FIT_PAGE = -1;
const SMALLEST = 0.05;
const LARGEST = 4;
const STEP = 1.2;

const within = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));

export function scaleFor(zoom: number, page: Size, room: Size): number {
  if (zoom > 0) return within(zoom);
  const toWidth = room.widthPx / page.widthPx;
  return within(zoom === FIT_PAGE ? Math.min(toWidth, room.heightPx / page.heightPx) : toWidth);
}

export const stepScale = (scale: number, by: 1 | -1): number => within(scale * STEP ** by);
