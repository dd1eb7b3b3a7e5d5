// A name stamped in blue beneath a signature in blue. The two inks differ: the stamp's is the paler, and where
// the pen crosses it both together are darker than either. Red light tells them apart. Found only where the
// inside of the strokes shows two plain levels; a signature alone has one.
import type { GrayRaster, RgbRaster } from './raster.ts';

type Rgb = readonly [number, number, number];
export type InkRegion = { readonly at: Uint8Array; readonly rows: readonly [number, number] };

/** Levels of red light, in shares of the paper's, of pen and stamp; and the sum of all light below which both lie on each other. */
type TwoInks = { readonly pen: number; readonly stamp: number; readonly crossing: number };

const LEVELS = 100;
/** Ink is darker than this in red light. */
const INK_BELOW = 0.6;
/** The rims of its strokes reach up to here. */
const RIM_BELOW = 0.85;
const LEAST_STEP = 0.11;
/** Share of the strokes' inside that each ink has. */
const LEAST_SHARE = 0.07;
/** Between the two levels lie this much fewer pixels than at the lower of both. */
const VALLEY = 0.6;
const LEAST_PIXELS = 150;
/** Both inks are blue: this much more blue light than red comes back from them. */
const LEAST_BLUENESS = 0.15;
/** A stamp leaves a thin film of ink; the darker of two levels below this is a pen that crosses itself. */
const PALE_STAMP = 0.2;
/** Of the pen's light, what is left at the most where it crosses the stamp. */
const CROSSING_SHARE = 0.74;

type Page = { readonly rgb: RgbRaster; readonly paper: Rgb };

const redAt = ({ rgb, paper }: Page, i: number): number => (rgb.data[i * 3] ?? 0) / paper[0];
/** Red, green and blue light together, 0 to 3: the finest detail of a compressed picture is in it. */
const lightAt = ({ rgb, paper }: Page, i: number): number => (rgb.data[i * 3] ?? 0) / paper[0] + (rgb.data[i * 3 + 1] ?? 0) / paper[1] + (rgb.data[i * 3 + 2] ?? 0) / paper[2];

type Strokes = { /** Pixels of each level of red light, smoothed. */ readonly counts: readonly number[]; /** The mean light of each level. */ readonly light: readonly number[]; /** How much more blue than red there is in each. */ readonly blueness: readonly number[]; readonly total: number };

/** The levels of red light inside of strokes. */
function strokeLevels(page: Page, region: InkRegion): Strokes {
  const { widthPx: w, heightPx: h } = page.rgb;
  const counts = new Array<number>(LEVELS).fill(0);
  const light = new Array<number>(LEVELS).fill(0);
  const blueness = new Array<number>(LEVELS).fill(0);
  let total = 0;
  const isPale = (i: number): boolean => redAt(page, i) >= INK_BELOW;
  for (let i = Math.max(2, region.rows[0]) * w; i < Math.min(h - 2, region.rows[1]) * w; i++) {
    if (region.at[i] !== 1) continue;
    const red = redAt(page, i);
    if (red >= INK_BELOW || isPale(i - 2) || isPale(i + 2) || isPale(i - 2 * w) || isPale(i + 2 * w)) continue;
    const level = Math.min(LEVELS - 1, Math.floor(red * LEVELS));
    counts[level] = (counts[level] ?? 0) + 1;
    light[level] = (light[level] ?? 0) + lightAt(page, i);
    blueness[level] = (blueness[level] ?? 0) + (page.rgb.data[i * 3 + 2] ?? 0) / page.paper[2] - red;
    total++;
  }
  const around = (values: readonly number[], k: number): number => (values[k - 2] ?? 0) + (values[k - 1] ?? 0) + (values[k] ?? 0) + (values[k + 1] ?? 0) + (values[k + 2] ?? 0);
  const smooth = counts.map((_, k) => around(counts, k));
  const mean = (sums: readonly number[]): readonly number[] => smooth.map((n, k) => (n === 0 ? 0 : around(sums, k) / n));
  return { counts: smooth, light: mean(light), blueness: mean(blueness), total };
}

const highest = (counts: readonly number[], from: number, to: number): number => counts.reduce((best, n, k) => (k >= from && k < to && n > (counts[best] ?? -1) ? k : best), from);

function findTwoInks(page: Page, region: InkRegion): TwoInks | undefined {
  const { counts, light, blueness, total } = strokeLevels(page, region);
  if (total < LEAST_PIXELS) return undefined;
  const first = highest(counts, 0, LEVELS);
  const step = LEAST_STEP * LEVELS;
  const [below, above] = [highest(counts, 0, Math.max(1, first - step)), highest(counts, Math.min(LEVELS - 1, first + step), LEVELS)];
  for (const [pen, stamp] of [[first, above], [below, first]] as const) {
    // black print under a blue pen is one ink on another too, but then the dark one is to stay
    if (stamp - pen < step || stamp < PALE_STAMP * LEVELS || Math.min(blueness[pen] ?? 0, blueness[stamp] ?? 0) < LEAST_BLUENESS) continue;
    const low = counts.slice(pen, stamp + 1).reduce((least, n) => Math.min(least, n), Infinity);
    const lesser = Math.min(counts[pen] ?? 0, counts[stamp] ?? 0);
    if (lesser < LEAST_SHARE * total || low > VALLEY * lesser) continue;
    return { pen: pen / LEVELS, stamp: stamp / LEVELS, crossing: (light[pen] ?? 0) * CROSSING_SHARE };
  }
  return undefined;
}

/** How far beside the stamp's own strokes the pen may cover it, in shares of an inch. */
const CROSSING_INCH = 1 / 40;

/** Kinds of pixels within the region. */
const PAPER = 0;
const PEN = 1;
const STAMP = 2;

/** Whose each pixel is; rims of the pen are paper. `reachPx` is how wide the rim of a stroke is. */
function classify(page: Page, region: InkRegion, inks: TwoInks, reachPx: number, crossingPx: number): Uint8Array {
  const { widthPx: w, heightPx: h } = page.rgb;
  const between = (inks.pen + inks.stamp) / 2;
  const kind = new Uint8Array(region.at.length);
  const inside: number[] = [];
  for (let i = Math.max(crossingPx, region.rows[0]) * w; i < Math.min(h - crossingPx, region.rows[1]) * w; i++) if (region.at[i] === 1) inside.push(i);
  const hasNear = (i: number, wanted: number, reach: number): boolean => {
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) if (kind[i + y * w + x] === wanted) return true;
    return false;
  };
  const mark = (test: (i: number) => boolean, as: number): void => {
    const found = inside.filter(test);
    for (const i of found) kind[i] = as;
  };
  mark((i) => redAt(page, i) < between, PEN);
  // the rim of a pen's stroke is as pale as the stamp: only what has no pen beside it is the stamp's for sure
  mark((i) => kind[i] === PAPER && redAt(page, i) < INK_BELOW && !hasNear(i, PEN, reachPx), STAMP);
  mark((i) => kind[i] === PEN && lightAt(page, i) < inks.crossing && hasNear(i, STAMP, crossingPx), STAMP);
  mark((i) => kind[i] !== STAMP && redAt(page, i) < RIM_BELOW && hasNear(i, STAMP, reachPx), STAMP);
  return kind;
}

/** Puts the stamped name into `gray` (in place) and takes the pen out; false, and nothing changed, where there is one ink. */
export function keepStampedName(rgb: RgbRaster, gray: GrayRaster, region: InkRegion, paper: Rgb, dpi: number): boolean {
  const page: Page = { rgb, paper };
  const inks = findTwoInks(page, region);
  if (inks === undefined) return false;
  const kind = classify(page, region, inks, Math.max(1, Math.round(dpi / 100)), Math.ceil(dpi * CROSSING_INCH));
  const paperGray = (77 * paper[0] + 150 * paper[1] + 29 * paper[2]) / 256;
  for (let i = region.rows[0] * gray.widthPx; i < region.rows[1] * gray.widthPx; i++) {
    if (region.at[i] !== 1) continue;
    const paleness = Math.max(0, Math.min(1, (redAt(page, i) - inks.stamp) / (0.95 - inks.stamp)));
    gray.data[i] = kind[i] === STAMP ? (0.1 + 0.9 * paleness) * paperGray : paperGray;
  }
  return true;
}
