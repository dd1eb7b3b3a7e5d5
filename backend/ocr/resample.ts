// Resampling of small grey pictures: each output pixel is the weighted mean of the source pixels under
// a cubic kernel, widened when shrinking, so that thin strokes keep their weight.

type Taps = { readonly first: Int32Array; readonly weights: Float32Array; readonly width: number };

/** Catmull-Rom (b = 0, c = 0.5) for `sharp`, B-spline-like (b = 1, c = 0) otherwise. */
function cubic(t: number, isSharp: boolean): number {
  const x = Math.abs(t);
  if (isSharp) {
    if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
    return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
  }
  if (x < 1) return (3 * x ** 3 - 6 * x ** 2 + 4) / 6;
  return x < 2 ? (2 - x) ** 3 / 6 : 0;
}

function tapsFor(from: number, to: number, isSharp: boolean): Taps {
  const ratio = from / to;
  const stretch = Math.max(1, ratio);
  const width = Math.ceil(stretch * 4) + 1;
  const first = new Int32Array(to);
  const weights = new Float32Array(to * width);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    const start = Math.ceil(centre - 2 * stretch);
    first[i] = start;
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const w = cubic((start + k - centre) / stretch, isSharp);
      weights[i * width + k] = w;
      sum += w;
    }
    for (let k = 0; k < width; k++) weights[i * width + k] = (weights[i * width + k] ?? 0) / sum;
  }
  return { first, weights, width };
}

export type Picture = { readonly pixels: Uint8Array<ArrayBuffer>; readonly widthPx: number; readonly heightPx: number };

function resampleRows(picture: Picture, widthPx: number, isSharp: boolean): Float32Array {
  const { first, weights, width } = tapsFor(picture.widthPx, widthPx, isSharp);
  const out = new Float32Array(widthPx * picture.heightPx);
  const last = picture.widthPx - 1;
  for (let y = 0; y < picture.heightPx; y++) {
    const base = y * picture.widthPx;
    for (let i = 0; i < widthPx; i++) {
      let sum = 0;
      const start = first[i] ?? 0;
      for (let k = 0; k < width; k++) {
        const at = start + k;
        sum += (weights[i * width + k] ?? 0) * (picture.pixels[base + (at < 0 ? 0 : at > last ? last : at)] ?? 255);
      }
      out[y * widthPx + i] = sum;
    }
  }
  return out;
}

/** Scales to exactly `widthPx` × `heightPx`. */
export function resample(picture: Picture, widthPx: number, heightPx: number, isSharp: boolean): Picture {
  const rows = resampleRows(picture, widthPx, isSharp);
  const { first, weights, width } = tapsFor(picture.heightPx, heightPx, isSharp);
  const pixels = new Uint8Array(widthPx * heightPx);
  const line = new Float32Array(widthPx);
  const last = picture.heightPx - 1;
  for (let j = 0; j < heightPx; j++) {
    line.fill(0);
    for (let k = 0; k < width; k++) {
      const w = weights[j * width + k] ?? 0;
      if (w === 0) continue;
      const at = (first[j] ?? 0) + k;
      const base = (at < 0 ? 0 : at > last ? last : at) * widthPx;
      for (let i = 0; i < widthPx; i++) line[i] = (line[i] ?? 0) + w * (rows[base + i] ?? 0);
    }
    for (let i = 0; i < widthPx; i++) pixels[j * widthPx + i] = Math.max(0, Math.min(255, Math.round(line[i] ?? 0)));
  }
  return { pixels, widthPx, heightPx };
}
