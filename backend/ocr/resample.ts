// Resampling of small grey pictures: each output pixel is the weighted mean of the source pixels under
// a cubic kernel, widened when shrinking, so that thin strokes keep their weight.

import { pageKernel } from '../imaging/kernel/kernel.ts';

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
  // whole fours for the kernel; what is too much weighs nothing
  const width = Math.ceil((stretch * 4 + 1) / 4) * 4;
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

/** Scales to exactly `widthPx` × `heightPx`: down the columns first, which leaves fewer rows for the dearer way along them. */
export function resample(picture: Picture, widthPx: number, heightPx: number, isSharp: boolean): Picture {
  const down = tapsFor(picture.heightPx, heightPx, isSharp);
  const across = tapsFor(picture.widthPx, widthPx, isSharp);
  const stride = Math.ceil(picture.widthPx / 16) * 16;
  const kernel = pageKernel();
  const [source, middle, out, downFirst, downWeights, acrossFirst, acrossWeights] = kernel.areas([stride * picture.heightPx, stride * heightPx * 4, widthPx * heightPx, down.first.byteLength, down.weights.byteLength, across.first.byteLength, across.weights.byteLength]);
  const rows = kernel.bytes(source, stride * picture.heightPx);
  for (let y = 0; y < picture.heightPx; y++) rows.set(picture.pixels.subarray(y * picture.widthPx, (y + 1) * picture.widthPx), y * stride);
  kernel.put(downFirst, down.first);
  kernel.put(downWeights, down.weights);
  kernel.put(acrossFirst, across.first);
  kernel.put(acrossWeights, across.weights);
  kernel.call.scaleDown(source, stride, picture.heightPx, middle, heightPx, downFirst, downWeights, down.width);
  kernel.call.scaleAcross(middle, stride, picture.widthPx, heightPx, out, widthPx, acrossFirst, acrossWeights, across.width);
  return { pixels: kernel.bytes(out, widthPx * heightPx).slice(), widthPx, heightPx };
}
