// Clean-up of one page: find how it must be turned, deliver it straight, and make the copy that is
// read. Transforms that a person fixed are taken as they are; else they are found. The original's
// pixels are never changed: everything returned can be made again from master and transforms.
import type { PageMark, QualityFacts } from '../../shared/domain/reading.ts';
import type { Transform } from '../../shared/domain/transform.ts';
import { addTurn, applyTransforms, orientationTransforms } from '../imaging/apply-transforms.ts';
import { hasDarkEdges, measureDarkEdges } from '../imaging/dark-edges.ts';
import { isOneBit } from '../imaging/find-grain.ts';
import { findLayout } from '../imaging/find-layout.ts';
import { brighten, gainOfDark, invert, looksNegative, toGray } from '../imaging/gray.ts';
import type { PageLayout } from '../imaging/page-layout.ts';
import type { PenTrace } from '../imaging/pen-strokes.ts';
import { measureQuality } from '../imaging/quality.ts';
import type { GrayRaster, RgbRaster } from '../imaging/raster.ts';
import { release } from '../imaging/release.ts';
import { hasUnevenLight } from '../imaging/uneven-light.ts';
import { makeReadingCopy, type ReadingCopy } from '../imaging/reading-copy.ts';
import { findStraightness } from '../imaging/straighten.ts';
import { countMarks, isUpsideDown } from '../imaging/up-down.ts';
import type { PageMaster } from './page-master.ts';

export { encodeDelivered, encodeScreen, encodeThumbnail, encodeViews } from '../imaging/encode.ts';

export type CleanedPage = {
  readonly delivered: RgbRaster;
  /** Same size as `delivered`; leaders, frames, seals, signatures and background taken out. */
  readonly ocr: GrayRaster;
  readonly layout: PageLayout;
  readonly transforms: readonly Transform[];
  readonly quality: QualityFacts;
  readonly marks: readonly PageMark[];
  /** What pens drew over print, for a second look beneath. */
  readonly pens: readonly PenTrace[];
};

export type CleanInput = {
  readonly raster: RgbRaster;
  readonly master: Pick<PageMaster, 'dpi' | 'orientation'>;
  /** Fixed by a person: applied as they are, nothing is searched. */
  readonly transforms?: readonly Transform[];
};

/** Skew below this is left alone: resampling costs more sharpness than it gains. */
const LEAST_SKEW_DEG = 0.12;
/** Smaller pictures hold no paper that could lie in the dark. */
const LEAST_PAPER_PX = 32;

type Dpi = { readonly dpi: number; readonly from: QualityFacts['dpiFrom'] };

/** A4's longer side is 297 mm; a scan of unknown resolution is taken for an A4 sheet. */
function dpiOf(raster: RgbRaster, fromFile: number | null): Dpi {
  if (fromFile !== null) return { dpi: fromFile, from: 'file' };
  const long = Math.max(raster.widthPx, raster.heightPx);
  return { dpi: Math.max(50, Math.round(long / (297 / 25.4))), from: 'estimated' };
}

type Turning = { readonly transforms: readonly Transform[]; readonly skewDeg: number; readonly turnedDeg: QualityFacts['turnedDeg'] };

function findTurning(gray: GrayRaster, dpi: number, base: readonly Transform[]): Turning {
  const found = findStraightness(gray, dpi);
  const isDown = found.axis === 'down';
  const transforms = addTurn(base, isDown ? 270 : 0);
  const skewDeg = found.isSure && Math.abs(found.skewDeg) >= LEAST_SKEW_DEG ? found.skewDeg : 0;
  return { transforms: skewDeg === 0 ? transforms : [...transforms, { kind: 'deskew', angleDeg: -skewDeg }], skewDeg: found.skewDeg, turnedDeg: isDown ? 90 : 0 };
}

/** The same turning, and the page on its feet: a half turn at the end commutes with the skew before it. */
function overturned(turning: Turning): Turning {
  const deskew = turning.transforms.at(-1)?.kind === 'deskew' ? turning.transforms.slice(-1) : [];
  const before = turning.transforms.slice(0, turning.transforms.length - deskew.length);
  return { ...turning, transforms: [...addTurn(before, 180), ...deskew], turnedDeg: turning.turnedDeg === 90 ? 270 : 180 };
}

type Read = { readonly copy: ReadingCopy; readonly layout: PageLayout };

function readable(delivered: RgbRaster, dpi: number, exposure: Exposure, gray?: GrayRaster): Read {
  const copy = exposure.isSound ? makeReadingCopy(delivered, dpi, { gray, isOneBit: exposure.isOneBit }) : makeReadingCopy(exposed(delivered, exposure), dpi, { isOneBit: exposure.isOneBit });
  return { copy, layout: findLayout(copy, dpi) };
}

/** How the page was exposed: a negative, or with hardly any light (gain above 1; 0 without any); in black and white alone. */
type Exposure = { readonly isNegative: boolean; readonly gain: number; readonly isSound: boolean; readonly isOneBit: boolean };

function exposureOf(gray: GrayRaster): Exposure {
  const isNegative = looksNegative(gray);
  const gain = isNegative ? 1 : gainOfDark(gray);
  return { isNegative, gain, isSound: !isNegative && gain <= 1, isOneBit: isOneBit(gray) };
}

/** The page as it would be on paper in good light, for reading only. */
const exposed = (rgb: RgbRaster, { isNegative, gain }: Exposure): RgbRaster => (isNegative ? { ...rgb, data: rgb.data.map((v) => 255 - v) } : brighten(rgb, gain));

function straightenedDeg(transforms: readonly Transform[]): number {
  const last = transforms.at(-1);
  return last?.kind === 'deskew' ? -last.angleDeg : 0;
}

/** @throws the signal's reason when aborted */
export async function cleanPage(input: CleanInput, signal: AbortSignal): Promise<CleanedPage> {
  const { dpi, from } = dpiOf(input.raster, input.master.dpi);
  const base = orientationTransforms(input.master.orientation);
  const gray = toGray(input.raster);
  const exposure = exposureOf(gray);
  const { isNegative } = exposure;
  // asked now: the grey copy is used up by reading
  const isUneven = hasUnevenLight(gray);
  const upright = await applyTransforms(input.raster, input.transforms ?? base, signal);
  signal.throwIfAborted();
  let turning: Turning = { transforms: input.transforms ?? base, skewDeg: 0, turnedDeg: 0 };
  if (input.transforms === undefined) {
    const straight = upright === input.raster ? gray : toGray(upright);
    turning = findTurning(isNegative ? invert(straight) : exposure.isSound ? straight : brighten(straight, exposure.gain), dpi, base);
  }
  signal.throwIfAborted();
  let delivered = input.transforms === undefined ? await applyTransforms(input.raster, turning.transforms, signal) : upright;
  if (delivered !== input.raster) release(gray.data);
  let read = readable(delivered, dpi, exposure, delivered === input.raster ? gray : undefined);
  if (input.transforms === undefined && isUpsideDown(countMarks(read.copy.components, read.copy.usable, read.layout.xHeightPx, delivered.widthPx))) {
    turning = overturned(turning);
    delivered = await applyTransforms(input.raster, turning.transforms, signal);
    read = readable(delivered, dpi, exposure);
  }
  signal.throwIfAborted();
  const { copy, layout } = read;
  const quality = measureQuality({ dpi, dpiFrom: from, skewDeg: turning.skewDeg, straightenedDeg: straightenedDeg(turning.transforms), turnedDeg: copy.isNoise ? 0 : turning.turnedDeg, isNegative, isDark: exposure.gain !== 1 && Math.min(delivered.widthPx, delivered.heightPx) >= LEAST_PAPER_PX, isNoise: copy.isNoise, hasUnevenLight: isUneven, hasDarkEdges: hasDarkEdges(measureDarkEdges(delivered), dpi), levels: copy.levels, reading: copy.image, layout });
  const marks = [...copy.marks, ...layout.handwriting.boxes.map((box): PageMark => ({ kind: 'handwriting', box }))];
  return { delivered, ocr: copy.image, layout, transforms: turning.transforms, quality, marks, pens: copy.pens };
}
