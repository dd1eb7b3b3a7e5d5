import type { Box } from '../../../shared/domain/geometry.ts';

type Size = Readonly<{ widthPx: number; heightPx: number }>;

/** Of the page's width: one press of an arrow. */
const STEP = 0.012;
const LEAST_PX = 12;
const FIRST_SHARE = { left: 0.15, top: 0.3, width: 0.5, height: 0.035 };
const AIR_PX = 8;

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

/** Where the frame first stands: around the field's own place, else where print often is. */
export function startingBox(fieldBox: Box | undefined, { widthPx, heightPx }: Size): Box {
  if (fieldBox === undefined || fieldBox[2] * fieldBox[3] === 0) return clipped([widthPx * FIRST_SHARE.left, heightPx * FIRST_SHARE.top, widthPx * FIRST_SHARE.width, heightPx * FIRST_SHARE.height], { widthPx, heightPx });
  return clipped([fieldBox[0] - AIR_PX, fieldBox[1] - AIR_PX, fieldBox[2] + 2 * AIR_PX, fieldBox[3] + 2 * AIR_PX], { widthPx, heightPx });
}

/** `x` and `y` in steps. */
export function movedBox([left, top, width, height]: Box, x: number, y: number, { widthPx, heightPx }: Size): Box {
  const step = widthPx * STEP;
  return [within(left + x * step, 0, widthPx - width), within(top + y * step, 0, heightPx - height), width, height];
}

export function grownBox([left, top, width, height]: Box, x: number, y: number, { widthPx, heightPx }: Size): Box {
  const step = widthPx * STEP;
  return [left, top, within(width + x * step, LEAST_PX, widthPx - left), within(height + y * step, LEAST_PX, heightPx - top)];
}

/** The part of a box that lies on the page, in whole pixels. */
export function clipped([left, top, width, height]: Box, { widthPx, heightPx }: Size): Box {
  const x0 = Math.round(within(left, 0, widthPx - 1));
  const y0 = Math.round(within(top, 0, heightPx - 1));
  return [x0, y0, Math.max(1, Math.round(Math.min(left + width, widthPx)) - x0), Math.max(1, Math.round(Math.min(top + height, heightPx)) - y0)];
}

/** Between two points, whichever way it was drawn. */
export const boxBetween = (x0: number, y0: number, x1: number, y1: number): Box => [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
