import { z } from 'zod';

/** x, y, width, height in pixels of the delivered page image; the origin is its top left corner. */
export type Box = readonly [xPx: number, yPx: number, widthPx: number, heightPx: number];
export const boxSchema: z.ZodType<Box> = z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly();

export type Point = readonly [xPx: number, yPx: number];

export const right = (box: Box): number => box[0] + box[2];
export const bottom = (box: Box): number => box[1] + box[3];
export const area = (box: Box): number => box[2] * box[3];

/** The smallest box around all of `boxes`; undefined when there are none. */
export function union(boxes: readonly Box[]): Box | undefined {
  const first = boxes[0];
  if (first === undefined) return undefined;
  let [x0, y0] = first;
  let x1 = right(first);
  let y1 = bottom(first);
  for (const box of boxes) {
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, box[1]);
    x1 = Math.max(x1, right(box));
    y1 = Math.max(y1, bottom(box));
  }
  return [x0, y0, x1 - x0, y1 - y0];
}

export function intersection(a: Box, b: Box): Box | undefined {
  const x = Math.max(a[0], b[0]);
  const y = Math.max(a[1], b[1]);
  const w = Math.min(right(a), right(b)) - x;
  const h = Math.min(bottom(a), bottom(b)) - y;
  return w > 0 && h > 0 ? [x, y, w, h] : undefined;
}
