// What the header of an image file says, read without decoding a pixel: the size (so that a page of a
// billion pixels is named and not allocated), resolution, orientation, and whether the file is whole.
// One file per format; this one holds what they share.

import { AppError, type ErrorDetail } from '../../shared/errors.ts';
import type { StatedResolution } from './resolution.ts';

export type ImageFacts = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly stated?: StatedResolution | undefined;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** Components before alpha: 1 grey or palette, 3 colour, 4 CMYK. */
  readonly components?: number;
};

export const truncated = (detail: ErrorDetail = {}): AppError => new AppError('file-truncated', detail, 'rescan');
export const corrupt = (reason: string): AppError => new AppError('file-corrupt', { reason }, 'rescan');

export const isOrientation = (value: number | undefined): value is number => value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8;
