// The delivered image is the original with its transforms applied in order; this is the one place
// that does it, for the reader, the desk and the package alike.
import sharp from 'sharp';
import type { Transform } from '../../shared/domain/transform.ts';
import { assertNever } from '../../shared/errors.ts';
import type { RgbRaster } from './raster.ts';
import { MOST_TURN_DEG, MOST_TURN_PIXELS, turnPage } from './turn-page.ts';

type Rgb = readonly [number, number, number];

/** Clockwise quarter turns, exact. */
function turn(raster: RgbRaster, angleDeg: 90 | 180 | 270): RgbRaster {
  const { widthPx: w, heightPx: h, data } = raster;
  const out = new Uint8Array(data.length);
  const [width, height] = angleDeg === 180 ? [w, h] : [h, w];
  // where the source pixel (0, 0) lands, and how far one step right or down moves it
  const start = angleDeg === 90 ? h - 1 : angleDeg === 180 ? w * h - 1 : (w - 1) * h;
  const right = angleDeg === 90 ? h : angleDeg === 180 ? -1 : -h;
  const down = angleDeg === 90 ? -1 : angleDeg === 180 ? -w : 1;
  for (let y = 0, i = 0; y < h; y++) {
    let at = (start + y * down) * 3;
    const step = right * 3;
    for (let x = 0; x < w; x++, i += 3, at += step) {
      out[at] = data[i] ?? 0;
      out[at + 1] = data[i + 1] ?? 0;
      out[at + 2] = data[i + 2] ?? 0;
    }
  }
  return { data: out, widthPx: width, heightPx: height, channels: 3 };
}

function mirror(raster: RgbRaster): RgbRaster {
  const { widthPx: w, heightPx: h, data } = raster;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const from = (y * w + x) * 3;
      const to = (y * w + w - 1 - x) * 3;
      out[to] = data[from] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from + 2] ?? 0;
    }
  }
  return { ...raster, data: out };
}

function crop(raster: RgbRaster, xPx: number, yPx: number, widthPx: number, heightPx: number): RgbRaster {
  const x0 = Math.max(0, Math.min(raster.widthPx - 1, xPx));
  const y0 = Math.max(0, Math.min(raster.heightPx - 1, yPx));
  const w = Math.max(1, Math.min(raster.widthPx - x0, widthPx + Math.min(0, xPx)));
  const h = Math.max(1, Math.min(raster.heightPx - y0, heightPx + Math.min(0, yPx)));
  const out = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    const from = ((y0 + y) * raster.widthPx + x0) * 3;
    out.set(raster.data.subarray(from, from + w * 3), y * w * 3);
  }
  return { data: out, widthPx: w, heightPx: h, channels: 3 };
}

/** The paper's colour: the per-channel 75th percentile of a sparse sample. */
export function paperColour(raster: RgbRaster): Rgb {
  const step = Math.max(1, Math.floor((raster.widthPx * raster.heightPx) / 20_000)) * 3;
  const { data } = raster;
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const [reds, greens, blues] = counts;
  let n = 0;
  for (let i = 0; i + 2 < data.length; i += step, n++) {
    const [r, g, b] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    reds[r] = (reds[r] ?? 0) + 1;
    greens[g] = (greens[g] ?? 0) + 1;
    blues[b] = (blues[b] ?? 0) + 1;
  }
  const level = (histogram: Uint32Array): number => {
    let left = Math.floor(n * 0.75);
    return histogram.findIndex((count) => (left -= count) < 0);
  };
  return n === 0 ? [255, 255, 255] : [level(reds), level(greens), level(blues)];
}

/** Clockwise about the middle; the canvas grows, new corners take the paper's colour. */
async function deskew(raster: RgbRaster, angleDeg: number): Promise<RgbRaster> {
  const paper = paperColour(raster);
  if (Math.abs(angleDeg) <= MOST_TURN_DEG && raster.widthPx * raster.heightPx <= MOST_TURN_PIXELS) return turnPage(raster, angleDeg, paper);
  const radians = (angleDeg * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const [r, g, b] = paper;
  const { data, info } = await sharp(raster.data, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 }, limitInputPixels: false })
    .affine([[cos, -sin], [sin, cos]], { background: { r, g, b }, interpolator: 'bicubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), widthPx: info.width, heightPx: info.height, channels: 3 };
}

async function applyOne(raster: RgbRaster, transform: Transform): Promise<RgbRaster> {
  switch (transform.kind) {
    case 'mirror':
      return mirror(raster);
    case 'rotate':
      return turn(raster, transform.angleDeg);
    case 'deskew':
      return transform.angleDeg === 0 ? raster : deskew(raster, transform.angleDeg);
    case 'crop':
      return crop(raster, transform.xPx, transform.yPx, transform.widthPx, transform.heightPx);
    default:
      return assertNever(transform);
  }
}

/** Applies `transforms` in order to raw master pixels. A crop that reaches outside is cut to the image. */
export async function applyTransforms(raster: RgbRaster, transforms: readonly Transform[], signal?: AbortSignal): Promise<RgbRaster> {
  let current = raster;
  for (const transform of transforms) {
    signal?.throwIfAborted();
    current = await applyOne(current, transform);
  }
  return current;
}

/** EXIF orientation 1 to 8 as transforms. */
export function orientationTransforms(orientation: number): readonly Transform[] {
  const mirrored: Transform = { kind: 'mirror' };
  const turned = (angleDeg: 90 | 180 | 270): Transform => ({ kind: 'rotate', angleDeg });
  const table: Readonly<Record<number, readonly Transform[]>> = {
    2: [mirrored],
    3: [turned(180)],
    4: [mirrored, turned(180)],
    5: [mirrored, turned(270)],
    6: [turned(90)],
    7: [mirrored, turned(90)],
    8: [turned(270)],
  };
  return table[orientation] ?? [];
}

/** Adds a quarter turn, folding it into a preceding one. */
export function addTurn(transforms: readonly Transform[], angleDeg: 0 | 90 | 180 | 270): readonly Transform[] {
  if (angleDeg === 0) return transforms;
  const last = transforms.at(-1);
  if (last?.kind !== 'rotate') return [...transforms, { kind: 'rotate', angleDeg }];
  const sum = (last.angleDeg + angleDeg) % 360;
  const rest = transforms.slice(0, -1);
  return sum === 90 || sum === 180 || sum === 270 ? [...rest, { kind: 'rotate', angleDeg: sum }] : rest;
}
