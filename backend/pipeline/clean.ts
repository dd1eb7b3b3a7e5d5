// Clean-up of one page: find how it must be turned, deliver it straight, and make the copy that is
// read. Transforms that a person fixed are taken as they are; else they are found. The original's
// pixels are never changed: everything returned can be made again from master and transforms.
import type { PageMark, QualityFacts } from '../../shared/domain/reading.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import { addTurn, applyTransforms, orientationTransforms } from '../imaging/apply-transforms.ts';
import { findLayout } from '../imaging/find-layout.ts';
import { toGray } from '../imaging/gray.ts';
import type { PageLayout } from '../imaging/page-layout.ts';
import { measureQuality } from '../imaging/quality.ts';
import type { GrayRaster, RgbRaster } from '../imaging/raster.ts';
import { makeReadingCopy } from '../imaging/reading-copy.ts';
import { findStraightness } from '../imaging/straighten.ts';
import type { PageMaster } from './page-master.ts';

export { encodeDelivered, encodeThumbnail } from '../imaging/encode.ts';

export type CleanedPage = {
  readonly delivered: RgbRaster;
  /** Same size as `delivered`; leaders, frames, seals, signatures and background taken out. */
  readonly ocr: GrayRaster;
  readonly layout: PageLayout;
  readonly transforms: readonly Transform[];
  readonly quality: QualityFacts;
  readonly marks: readonly PageMark[];
};

export type CleanInput = {
  readonly raster: RgbRaster;
  readonly master: Pick<PageMaster, 'dpi' | 'orientation'>;
  /** Fixed by a person: applied as they are, nothing is searched. */
  readonly transforms?: readonly Transform[];
};

/** Skew below this is left alone: resampling costs more sharpness than it gains. */
const LEAST_SKEW_DEG = 0.12;

type Dpi = { readonly dpi: number; readonly from: QualityFacts['dpiFrom'] };

/** A4's longer side is 297 mm; a scan of unknown resolution is taken for an A4 sheet. */
function dpiOf(raster: RgbRaster, fromFile: number | null): Dpi {
  if (fromFile !== null) return { dpi: fromFile, from: 'file' };
  const long = Math.max(raster.widthPx, raster.heightPx);
  return { dpi: Math.max(50, Math.round(long / (297 / 25.4))), from: 'estimated' };
}

type Turning = { readonly transforms: readonly Transform[]; readonly skewDeg: number; readonly turnedDeg: 0 | 90 | 180 | 270 };

function findTurning(gray: GrayRaster, dpi: number, base: readonly Transform[]): Turning {
  const found = findStraightness(gray, dpi);
  const turn = found.axis === 'down' ? 270 : 0;
  const transforms = addTurn(base, turn);
  const skewDeg = found.isSure && Math.abs(found.skewDeg) >= LEAST_SKEW_DEG ? found.skewDeg : 0;
  return { transforms: skewDeg === 0 ? transforms : [...transforms, { kind: 'deskew', angleDeg: -skewDeg }], skewDeg: found.skewDeg, turnedDeg: turn === 270 ? 90 : 0 };
}

/** @throws the signal's reason when aborted */
export async function cleanPage(input: CleanInput, signal: AbortSignal): Promise<CleanedPage> {
  const { dpi, from } = dpiOf(input.raster, input.master.dpi);
  const base = orientationTransforms(input.master.orientation);
  const upright = await applyTransforms(input.raster, input.transforms ?? base, signal);
  const turning: Turning = input.transforms === undefined ? findTurning(toGray(upright), dpi, base) : { transforms: input.transforms, skewDeg: 0, turnedDeg: 0 };
  signal.throwIfAborted();
  const delivered = input.transforms === undefined ? await applyTransforms(upright, turning.transforms.slice(turning.transforms.length < base.length ? 0 : base.length), signal) : upright;
  const copy = makeReadingCopy(delivered, dpi);
  signal.throwIfAborted();
  const layout = findLayout(copy, dpi);
  const quality = measureQuality({ dpi, dpiFrom: from, skewDeg: turning.skewDeg, turnedDeg: turning.turnedDeg, isNegative: false, levels: copy.levels, reading: copy.image, layout });
  return { delivered, ocr: copy.image, layout, transforms: turning.transforms, quality, marks: copy.marks };
}

