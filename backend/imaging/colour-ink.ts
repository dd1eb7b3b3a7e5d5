// Seals and signatures: coloured ink that lies over print. Coloured shapes are found on a copy of
// about 75 dpi; those too large to be printed letters (a seal's ring with all inside it, a signature,
// a coloured frame) are faded out through the brightest channel: in it red and blue ink are nearly
// paper while black print beneath stays black. Titles printed in red are letter-sized and stay.
import { intersection, union, type Box } from '../../shared/domain/geometry.ts';
import type { PageMark } from '../../shared/domain/reading.ts';
import { release } from './release.ts';
import { paperColour } from './apply-transforms.ts';
import { findComponents, type Binary, type Components } from './components.ts';
import { findFrames } from './find-frames.ts';
import { hasFrameSize, isFrameStamp, LEAST_DRAWN, removeFrameStamp, SIDE_MM } from './frame-stamps.ts';
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { keepStampedName, type InkRegion } from './stamped-name.ts';

type Hue = 'red' | 'blue';
type Rgb = readonly [number, number, number];

const WORKING_DPI = 75;
/** How much a channel must stand out, as a share of the paper's level. */
const LEAST_CHROMA: Readonly<Record<Hue, number>> = { red: 0.13, blue: 0.11 };
/** In faded regions, the brightest channel at this level is black print. */
const FADED_BLACK = 0.1;
const MAX_SIGNATURES = 8;

type Masks = { readonly red: Binary; readonly blue: Binary; readonly factor: number };

/** Coloured ink on the reduced page; a cell is coloured when its average is. */
function colourMasks(rgb: RgbRaster, dpi: number): Masks {
  const factor = Math.max(1, Math.round(dpi / WORKING_DPI));
  const [pr, pg, pb] = paperColour(rgb);
  const widthPx = Math.max(1, Math.floor(rgb.widthPx / factor));
  const heightPx = Math.max(1, Math.floor(rgb.heightPx / factor));
  const red = new Uint8Array(widthPx * heightPx);
  const blue = new Uint8Array(widthPx * heightPx);
  const step = factor >= 4 ? 2 : 1;
  const [usedX, usedY] = [Math.min(factor, rgb.widthPx), Math.min(factor, rgb.heightPx)];
  const stride = rgb.widthPx * 3;
  const together = Math.max(1, Math.floor(BAND_BYTES / (stride * factor)));
  const kernel = pageKernel();
  const [source, reds, blues] = kernel.areas([together * factor * stride, together * widthPx, together * widthPx]);
  for (let y = 0; y < heightPx; y += together) {
    const rows = Math.min(together, heightPx - y);
    kernel.put(source, rgb.data.subarray(y * factor * stride, (y + rows) * factor * stride));
    kernel.call.colourCells(source, stride, widthPx, rows, reds, blues, factor, step, usedX, usedY, Math.max(60, pr), Math.max(60, pg), Math.max(60, pb), LEAST_CHROMA.red, LEAST_CHROMA.blue);
    red.set(kernel.bytes(reds, rows * widthPx), y * widthPx);
    blue.set(kernel.bytes(blues, rows * widthPx), y * widthPx);
  }
  return { red: { data: red, widthPx, heightPx }, blue: { data: blue, widthPx, heightPx }, factor };
}

/** Grown by one cell on all sides, so that broken strokes join. */
function grow(mask: Binary): Binary {
  const { data, widthPx, heightPx } = mask;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (data[y * widthPx + x] !== 1) continue;
      for (let yy = Math.max(0, y - 1); yy <= Math.min(heightPx - 1, y + 1); yy++) out.fill(1, yy * widthPx + Math.max(0, x - 1), yy * widthPx + Math.min(widthPx, x + 2));
    }
  }
  return { data: out, widthPx, heightPx };
}

const boxOf = (c: Components, i: number): Box => [c.x0[i] ?? 0, c.y0[i] ?? 0, (c.x1[i] ?? 0) - (c.x0[i] ?? 0), (c.y1[i] ?? 0) - (c.y0[i] ?? 0)];

const boxesOf = (c: Components): readonly Box[] => Array.from({ length: c.count }, (_, i) => boxOf(c, i));

const isInside = (inner: Box, outer: Box): boolean => inner[0] >= outer[0] - 1 && inner[1] >= outer[1] - 1 && inner[0] + inner[2] <= outer[0] + outer[2] + 1 && inner[1] + inner[3] <= outer[1] + outer[3] + 1;

/** Boxes that touch or nearly touch as one: print over a seal cuts its ring into arcs. */
function mergeNear(boxes: readonly Box[], reach: number): Box[] {
  const merged: Box[] = [];
  for (const box of boxes) {
    let current = box;
    for (let at = merged.findIndex((other) => touches(other, current, reach)); at >= 0; at = merged.findIndex((other) => touches(other, current, reach))) {
      current = union([current, ...merged.splice(at, 1)]) ?? current;
    }
    merged.push(current);
  }
  return merged;
}

const touches = (a: Box, b: Box, reach: number): boolean => a[0] <= b[0] + b[2] + reach && b[0] <= a[0] + a[2] + reach && a[1] <= b[1] + b[3] + reach && b[1] <= a[1] + a[3] + reach;

/** "ĐẾN", with number and date: a stamp in a frame of about 2 by 4 cm, drawn on all sides. */
function isDrawnFrame(found: Components, c: number, cellMm: number): boolean {
  const [x, y, width, height] = boxOf(found, c);
  const [w, h] = [width * cellMm, height * cellMm];
  if (!hasFrameSize(w, h)) return false;
  const side = SIDE_MM / cellMm;
  const rows = new Uint8Array(height);
  const columns = new Uint8Array(width);
  const { runs } = found;
  for (let r = 0; r < runs.count; r++) {
    if (runs.label[r] !== c) continue;
    const [row, from, to] = [(runs.row[r] ?? 0) - y, (runs.start[r] ?? 0) - x, (runs.end[r] ?? 0) - x];
    rows[row] = (rows[row] ?? 0) | (from < side ? 1 : 0) | (to > width - side ? 2 : 0);
    const edge = (row < side ? 1 : 0) | (row > height - side ? 2 : 0);
    for (let column = from; column < to; column++) columns[column] = (columns[column] ?? 0) | edge;
  }
  const share = (sides: Uint8Array): number => sides.filter((one) => one === 3).length / sides.length;
  return (share(rows) + share(columns)) / 2 >= LEAST_DRAWN;
}

/** Pieces of a frame, and the gaps that letters make in it. */
const LEAST_PIECE_MM = 5;
const BREAK_MM = 3.5;

/** Stamps in a frame among the shapes of one hue, whole or in the pieces that black print breaks a frame into. */
function framesOf(rgb: RgbRaster, found: Components, hue: Hue, factor: number, dpi: number): readonly Box[] {
  const cellMm = (factor * 25.4) / dpi;
  const isStamp = ([x, y, w, h]: Box): boolean => isFrameStamp(rgb, [x * factor, y * factor, w * factor, h * factor], dpi, hue);
  const shapes = boxesOf(found);
  const whole = shapes.filter((box, i) => isDrawnFrame(found, i, cellMm) || isStamp(box));
  const pieces = mergeNear(shapes.filter(([, , w, h]) => Math.max(w, h) * cellMm >= LEAST_PIECE_MM), BREAK_MM / cellMm);
  return [...whole, ...pieces.filter((box) => !whole.some((frame) => intersection(frame, box) !== undefined) && isStamp(box))];
}

/** A seal is round and 18 to 60 mm across. */
function isSealShaped(box: Box, cellMm: number): boolean {
  const small = Math.min(box[2], box[3]) * cellMm;
  const large = Math.max(box[2], box[3]) * cellMm;
  return small > 18 && large < 60 && large < small * 1.5;
}

const RING_RADII_MM = [11, 21] as const;
const RING_BEARINGS = 60;
/** Share of the ring that must be seen: frames, folds and the edge of the sheet hide the rest. */
const LEAST_RING = 0.42;

/** Seals told by their star with a ring around it, also where the ring runs into a frame or off the sheet. */
function sealsAroundStars(found: Components, mask: Binary, cellMm: number): Box[] {
  return Array.from({ length: found.count }, (_, i) => boxOf(found, i)).flatMap((box, i): Box[] => {
    const [small, large] = [Math.min(box[2], box[3]) * cellMm, Math.max(box[2], box[3]) * cellMm];
    const fill = (found.area[i] ?? 0) / (box[2] * box[3]);
    if (small < 5.5 || large > 13 || large > small * 1.35 || fill < 0.3 || fill > 0.8) return [];
    const [cx, cy] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    let best = { radius: 0, seen: 0 };
    for (let radius = RING_RADII_MM[0] / cellMm; radius <= RING_RADII_MM[1] / cellMm; radius++) {
      const seen = ringSeen(mask, cx, cy, radius);
      // the outermost ring of several
      if (seen >= LEAST_RING || seen > best.seen) best = { radius, seen };
    }
    return best.seen < LEAST_RING ? [] : [[cx - best.radius - 2, cy - best.radius - 2, 2 * best.radius + 4, 2 * best.radius + 4]];
  });
}

function ringSeen(mask: Binary, cx: number, cy: number, radius: number): number {
  let seen = 0;
  for (let k = 0; k < RING_BEARINGS; k++) {
    const [dx, dy] = [Math.cos((k * 2 * Math.PI) / RING_BEARINGS), Math.sin((k * 2 * Math.PI) / RING_BEARINGS)];
    const isRed = [-0.7, 0.3].some((off) => {
      const [x, y] = [Math.round(cx + dx * (radius + off)), Math.round(cy + dy * (radius + off))];
      return x >= 0 && y >= 0 && x < mask.widthPx && y < mask.heightPx && mask.data[y * mask.widthPx + x] === 1;
    });
    if (isRed) seen++;
  }
  return seen / RING_BEARINGS;
}

/** Large red shapes, and whatever red lies inside a seal. */
function chooseRed(found: Components, mask: Binary, cellMm: number, frames: readonly Box[], marks: Box[]): Uint8Array {
  const chosen = new Uint8Array(found.count);
  const large: Box[] = [];
  for (let i = 0; i < found.count; i++) {
    const box = boxOf(found, i);
    const small = Math.min(box[2], box[3]) * cellMm;
    if (small < 13 && (small < 7 || Math.max(box[2], box[3]) * cellMm < 16 || (found.area[i] ?? 0) > box[2] * box[3] * 0.4)) continue;
    if (small >= 13) chosen[i] = 1;
    // a frame round the whole page is large too, but no part of a seal
    if (Math.max(box[2], box[3]) * cellMm < 60) large.push(box);
  }
  const whole = mergeNear(large, 3 / cellMm).filter((box) => isSealShaped(box, cellMm));
  const seals = [...whole, ...sealsAroundStars(found, mask, cellMm).filter((box) => !whole.some((other) => intersection(box, other) !== undefined))];
  const stamps = frames.filter((box) => !seals.some((seal) => intersection(box, seal) !== undefined));
  for (let i = 0; i < found.count; i++) {
    const box = boxOf(found, i);
    if ([...seals, ...stamps].some((seal) => isInside(box, seal))) chosen[i] = 1;
  }
  marks.push(...seals, ...stamps);
  return chosen;
}

/** A signature is taller than this; a blue shape between this and the tallest print is a word (KIỆT, HUỆ) if it has words beside it. */
const TALLEST_WORD_MM = 8.5;
const NEXT_WORD_MM = 8;

/** Another blue shape on the same row, as low as print, one word space away. */
function standsInLine(box: Box, found: Components, cellMm: number): boolean {
  const middle = box[1] + box[3] / 2;
  return Array.from({ length: found.count }, (_, i) => boxOf(found, i)).some((other) => {
    const apart = Math.max(other[0] - box[0] - box[2], box[0] - other[0] - other[2]);
    return other[3] * cellMm < LEAST_SIGNATURE_MM && other[3] * cellMm > 2 && apart >= 0 && apart * cellMm < NEXT_WORD_MM && middle > other[1] && middle < other[1] + other[3];
  });
}

const LEAST_SIGNATURE_MM = 6;

type BlueShapes = { readonly strokes: Uint8Array; readonly stamps: Uint8Array };

/** Words on two rows whose marks and tails nearly touch are one shape only by their margins; a pen's stroke is tall by itself. */
const hasTallStroke = (box: Box, thin: Components, cellMm: number): boolean =>
  Array.from({ length: thin.count }, (_, i) => i).some((i) => ((thin.y1[i] ?? 0) - (thin.y0[i] ?? 0)) * cellMm >= LEAST_SIGNATURE_MM && isInside(boxOf(thin, i), box));

/** Blue strokes taller than any print; more than a few of them are handwriting, which is left to be judged as such. Framed stamps with all that is in them. */
function chooseBlue(found: Components, mask: Binary, cellMm: number, frames: readonly Box[], marks: Box[]): BlueShapes {
  const strokes = new Uint8Array(found.count);
  const stamps = new Uint8Array(found.count);
  const all = Array.from({ length: found.count }, (_, i) => boxOf(found, i));
  const thin = findComponents(mask);
  const boxes: Box[] = [];
  all.forEach((box, i) => {
    if (frames.some((frame) => isInside(box, frame))) stamps[i] = 1;
    // a frame and the print typed in its colour that it lies on
    else if (frames.some((frame) => isInside(frame, box))) return;
    else if (box[3] * cellMm >= LEAST_SIGNATURE_MM && box[2] * cellMm >= 5 && (box[3] * cellMm >= TALLEST_WORD_MM || !standsInLine(box, found, cellMm)) && hasTallStroke(box, thin, cellMm)) {
      strokes[i] = 1;
      boxes.push(box);
    }
  });
  marks.push(...(boxes.length > MAX_SIGNATURES ? frames : [...boxes, ...frames]));
  return { strokes: boxes.length > MAX_SIGNATURES ? new Uint8Array(found.count) : strokes, stamps };
}

/** Full-size pixels of the chosen shapes, with one cell of margin. */
function regionOf(gray: GrayRaster, found: Components, chosen: Uint8Array, factor: number): InkRegion {
  const at = new Uint8Array(gray.data.length);
  const { runs } = found;
  let top = gray.heightPx;
  let low = 0;
  for (let i = 0; i < runs.count; i++) {
    if (chosen[runs.label[i] ?? 0] !== 1) continue;
    const x0 = Math.max(0, ((runs.start[i] ?? 0) - 1) * factor);
    const x1 = Math.min(gray.widthPx, ((runs.end[i] ?? 0) + 1) * factor);
    const y0 = Math.max(0, ((runs.row[i] ?? 0) - 1) * factor);
    const y1 = Math.min(gray.heightPx, ((runs.row[i] ?? 0) + 2) * factor);
    for (let y = y0; y < y1; y++) at.fill(1, y * gray.widthPx + x0, y * gray.widthPx + x1);
    top = Math.min(top, y0);
    low = Math.max(low, y1);
  }
  return { at, rows: [top, low] };
}

/** The level (share of paper) that the coloured ink has in its brightest channel: over it lies no print. */
function inkLevel(rgb: RgbRaster, gray: GrayRaster, region: InkRegion, paper: Rgb, hue: Hue): number {
  const kernel = pageKernel();
  const [pixels, chosen, levels] = kernel.areas([BAND_BYTES * 3, BAND_BYTES, 1024]);
  kernel.put(levels, new Uint32Array(256));
  let n = 0;
  for (const [from, to] of bandsOf(region, gray.widthPx)) {
    kernel.put(pixels, rgb.data.subarray(from * 3, to * 3));
    kernel.put(chosen, region.at.subarray(from, to));
    n += kernel.call.countBrightest(pixels, chosen, to - from, ...paper, hue === 'red' ? 1 : 0, levels);
  }
  const histogram = new Uint32Array(kernel.bytes(levels, 1024).slice().buffer);
  let left = n * 0.35;
  let level = 0;
  while (level < 255 && left > (histogram[level] ?? 0)) left -= histogram[level++] ?? 0;
  return n < 20 ? 0.6 : level / 250;
}

/**
 * Fades the region out of `gray`: the coloured ink becomes paper, what is darker stays print. Red ink is
 * told by red light alone: a name stamped in blue under a red seal is print.
 */
function fade(rgb: RgbRaster, gray: GrayRaster, region: InkRegion, paper: Rgb, hue: Hue): void {
  const paperGray = (77 * paper[0] + 150 * paper[1] + 29 * paper[2]) / 256;
  const white = Math.max(0.45, Math.min(0.86, inkLevel(rgb, gray, region, paper, hue) * 0.9));
  const kernel = pageKernel();
  const [pixels, grays, chosen] = kernel.areas([BAND_BYTES * 3, BAND_BYTES, BAND_BYTES]);
  for (const [from, to] of bandsOf(region, gray.widthPx)) {
    const band = gray.data.subarray(from, to);
    kernel.put(pixels, rgb.data.subarray(from * 3, to * 3));
    kernel.put(grays, band);
    kernel.put(chosen, region.at.subarray(from, to));
    kernel.call.fadeInk(pixels, grays, chosen, to - from, ...paper, hue === 'red' ? 1 : 0, FADED_BLACK, white, paperGray);
    band.set(kernel.bytes(grays, to - from));
  }
}

/** Black print beneath blue strokes has at least this share of the ink. */
const LEAST_BENEATH = 0.08;

/** A row through a name crosses so many strokes, through the loops of a signature fewer; and so many rows follow each other, in inches. */
const LEAST_CROSSED = 15;
const LEAST_ROWS_INCH = 0.04;

/** Whether rows of the region cross as many strokes as a line of letters has. */
function holdsLetters({ data, widthPx: w }: GrayRaster, { at, rows }: InkRegion, inkBelow: number, dpi: number): boolean {
  let band = 0;
  for (let y = rows[0]; y < rows[1]; y++) {
    let crossed = 0;
    for (let i = y * w + 1; i < (y + 1) * w; i++) if (at[i] === 1 && (data[i] ?? 255) < inkBelow && (data[i - 1] ?? 255) >= inkBelow) crossed++;
    band = crossed >= LEAST_CROSSED ? band + 1 : 0;
    if (band >= LEAST_ROWS_INCH * dpi) return true;
  }
  return false;
}

/** Fades blue strokes; where no print is left beneath them, but a name in their own ink may be, the region stays as it was. */
function fadeUnlessAlone(rgb: RgbRaster, gray: GrayRaster, region: InkRegion, paper: Rgb, dpi: number): void {
  const [from, to] = region.rows.map((row) => row * gray.widthPx) as [number, number];
  const inkBelow = 0.6 * paper[0];
  if (!holdsLetters(gray, region, inkBelow, dpi)) return fade(rgb, gray, region, paper, 'blue');
  const before = gray.data.slice(from, to);
  const countInk = (): number => {
    let n = 0;
    for (let i = from; i < to; i++) if (region.at[i] === 1 && (gray.data[i] ?? 255) < inkBelow) n++;
    return n;
  };
  const all = countInk();
  fade(rgb, gray, region, paper, 'blue');
  if (countInk() < LEAST_BENEATH * all) gray.data.set(before, from);
}

function inRegion(region: InkRegion, work: (region: InkRegion) => void): void {
  work(region);
  release(region.at);
}

/** The region's pixels, from and to, in pieces that the kernel takes at once. */
function* bandsOf({ rows }: InkRegion, widthPx: number): Generator<readonly [number, number]> {
  for (let from = rows[0] * widthPx; from < rows[1] * widthPx; from += BAND_BYTES) yield [from, Math.min(rows[1] * widthPx, from + BAND_BYTES)];
}

/** As high as words, mm; and so many beside the stamps are a page typed in blue. */
const WORD_MM = [1.8, 7] as const;
const LEAST_WORDS = 8;

const hasBlueWords = (shapes: readonly Box[], frames: readonly Box[], cellMm: number): boolean =>
  shapes.filter((box) => box[3] * cellMm >= WORD_MM[0] && box[3] * cellMm <= WORD_MM[1] && !frames.some((frame) => intersection(box, frame) !== undefined)).length >= LEAST_WORDS;

/** Takes seals, signatures and coloured frames out of `gray` (in place) and tells where seals and signatures are. */
export function removeColouredInk(rgb: RgbRaster, gray: GrayRaster, dpi: number): readonly PageMark[] {
  const masks = colourMasks(rgb, dpi);
  const { factor } = masks;
  const cellMm = (factor * 25.4) / dpi;
  const [pr, pg, pb] = paperColour(rgb);
  const paper: Rgb = [Math.max(60, pr), Math.max(60, pg), Math.max(60, pb)];
  const seals: Box[] = [];
  const red = findComponents(grow(masks.red));
  const chosen = chooseRed(red, masks.red, cellMm, framesOf(rgb, red, 'red', factor, dpi), seals);
  if (chosen.includes(1)) inRegion(regionOf(gray, red, chosen, factor), (region) => fade(rgb, gray, region, paper, 'red'));
  const signatures: Box[] = [];
  const blue = findComponents(grow(masks.blue));
  const known = framesOf(rgb, blue, 'blue', factor, dpi);
  const frames = [...known, ...findFrames(masks.blue, boxesOf(blue).filter((box) => !known.some((frame) => intersection(frame, box) !== undefined)), cellMm)];
  const { strokes, stamps } = chooseBlue(blue, masks.blue, cellMm, frames, signatures);
  const hasWords = frames.length > 0 && hasBlueWords(boxesOf(blue), frames, cellMm);
  const removed = frames.map(([x, y, w, h]) => removeFrameStamp(rgb, gray, [(x - 1) * factor, (y - 1) * factor, (w + 2) * factor, (h + 2) * factor], { dpi, hasBlueWords: hasWords }));
  if (stamps.includes(1) && removed.includes(false)) inRegion(regionOf(gray, blue, stamps, factor), (region) => fade(rgb, gray, region, paper, 'blue'));
  if (strokes.includes(1)) {
    inRegion(regionOf(gray, blue, strokes, factor), (region) => {
      if (!keepStampedName(rgb, gray, region, paper, dpi)) fadeUnlessAlone(rgb, gray, region, paper, dpi);
    });
  }
  const markOf = (kind: PageMark['kind']) => ([x, y, w, h]: Box): PageMark => ({ kind, box: [x * factor, y * factor, w * factor, h * factor] });
  return [...seals.map(markOf('seal')), ...signatures.map(markOf('signature'))];
}
