import { assertNever } from '../errors.ts';
import type { Transform } from './transform.ts';

export type SizePx = { readonly widthPx: number; readonly heightPx: number };

function sizeAfterOne(size: SizePx, transform: Transform): SizePx {
  switch (transform.kind) {
    case 'mirror':
      return size;
    case 'rotate':
      return transform.angleDeg === 180 ? size : { widthPx: size.heightPx, heightPx: size.widthPx };
    case 'deskew': {
      const radians = (Math.abs(transform.angleDeg) * Math.PI) / 180;
      const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
      return { widthPx: Math.ceil(size.widthPx * cos + size.heightPx * sin), heightPx: Math.ceil(size.widthPx * sin + size.heightPx * cos) };
    }
    case 'crop': {
      const xPx = Math.max(0, Math.min(size.widthPx - 1, transform.xPx));
      const yPx = Math.max(0, Math.min(size.heightPx - 1, transform.yPx));
      return { widthPx: Math.max(1, Math.min(size.widthPx - xPx, transform.widthPx)), heightPx: Math.max(1, Math.min(size.heightPx - yPx, transform.heightPx)) };
    }
    default:
      return assertNever(transform);
  }
}

/** The size of a picture once the transforms are applied, in pixels; a fine turn to within a pixel or two. */
export const transformedSize = (size: SizePx, transforms: readonly Transform[]): SizePx => transforms.reduce(sizeAfterOne, size);
