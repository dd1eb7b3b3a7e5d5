// Turns, fine turns and crops come behind the transforms that a page is delivered with now. Pure.
import type { PageChange } from '../../shared/api/page-actions.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import { assertNever } from '../../shared/errors.ts';

export type DeliveredSize = { readonly widthPx: number; readonly heightPx: number };

const MIN_CROP_PX = 16;

/** A share of the page as whole pixels inside it. */
function toCrop([x, y, width, height]: readonly [number, number, number, number], size: DeliveredSize): Transform {
  const clamp = (value: number, most: number): number => Math.min(Math.max(Math.round(value), 0), most);
  const xPx = clamp(x * size.widthPx, size.widthPx - MIN_CROP_PX);
  const yPx = clamp(y * size.heightPx, size.heightPx - MIN_CROP_PX);
  return {
    kind: 'crop', xPx, yPx,
    widthPx: Math.max(MIN_CROP_PX, clamp(width * size.widthPx, size.widthPx - xPx)),
    heightPx: Math.max(MIN_CROP_PX, clamp(height * size.heightPx, size.heightPx - yPx)),
  };
}

/** Turns that follow one another are one; a whole turn is none. */
function turned(transforms: readonly Transform[], angleDeg: 90 | 180 | 270): readonly Transform[] {
  const last = transforms.at(-1);
  if (last?.kind !== 'rotate') return [...transforms, { kind: 'rotate', angleDeg }];
  const sum = (last.angleDeg + angleDeg) % 360;
  const rest = transforms.slice(0, -1);
  return sum === 90 || sum === 180 || sum === 270 ? [...rest, { kind: 'rotate', angleDeg: sum }] : rest;
}

/** null: the clean-up decides again. */
export function planTransform(current: readonly Transform[], size: DeliveredSize, change: PageChange): readonly Transform[] | null {
  switch (change.do) {
    case 'rotate':
      return turned(current, change.angleDeg);
    case 'straighten':
      return change.angleDeg === 0 ? current : [...current, { kind: 'deskew', angleDeg: change.angleDeg }];
    case 'crop':
      return [...current, toCrop(change.box, size)];
    case 'set':
      return change.transforms;
    case 'reset':
      return null;
    default:
      return assertNever(change);
  }
}
