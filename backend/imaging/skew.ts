// Skew and axis: the lower edges of letters line up along text lines. Their positions are projected
// for many angles; the sharpest histogram wins. The same with left edges tells whether the lines run
// down the page (a quarter turn). Works on a copy of about 100 dpi with rules and big shapes left out.
import type { Components } from './components.ts';
import { pageKernel } from './kernel/kernel.ts';

export type EdgePoints = { readonly along: Float32Array; readonly across: Float32Array };

export type AxisFit = { readonly angleDeg: number; readonly score: number; readonly contrast: number };

/** Points where ink of a letter-sized component ends: below (text runs across) or to the left (text runs down). */
export function edgePoints(ink: { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number }, components: Components, isLetter: Uint8Array, axis: 'across' | 'down'): EdgePoints {
  const { runs } = components;
  const { data, widthPx, heightPx } = ink;
  let room = 0;
  for (let i = 0; i < runs.count; i++) if (isLetter[runs.label[i] ?? 0] === 1) room += axis === 'down' ? 1 : (runs.end[i] ?? 0) - (runs.start[i] ?? 0);
  const along = new Float32Array(room);
  const across = new Float32Array(room);
  let count = 0;
  for (let i = 0; i < runs.count; i++) {
    if (isLetter[runs.label[i] ?? 0] !== 1) continue;
    const y = runs.row[i] ?? 0;
    const start = runs.start[i] ?? 0;
    const end = axis === 'down' ? start + 1 : (runs.end[i] ?? 0);
    for (let x = start; x < end; x++) {
      if (axis === 'across' && y + 1 < heightPx && data[(y + 1) * widthPx + x] === 1) continue;
      along[count] = axis === 'down' ? y : x;
      across[count++] = axis === 'down' ? x : y;
    }
  }
  return { along: along.subarray(0, count), across: across.subarray(0, count) };
}

/** The angle (clockwise positive, image coordinates) along which the points line up best. */
export function fitAxis(points: EdgePoints, extentPx: number, maxDeg: number): AxisFit {
  if (points.along.length < 20) return { angleDeg: 0, score: 0, contrast: 0 };
  const offset = Math.ceil(extentPx * Math.tan((maxDeg * Math.PI) / 180)) + 2;
  const bins = extentPx + 2 * offset + 4;
  const kernel = pageKernel();
  const [along, across, room] = kernel.areas([points.along.byteLength, points.across.byteLength, bins * 4]);
  kernel.put(along, points.along);
  kernel.put(across, points.across);
  let best = 0;
  let bestScore = -1;
  let sum = 0;
  let n = 0;
  const search = (from: number, to: number, step: number): void => {
    for (let angle = from; angle <= to + step / 2; angle += step) {
      const score = kernel.call.sharpness(along, across, points.along.length, Math.tan((angle * Math.PI) / 180), offset, room, bins);
      sum += score;
      n++;
      if (score > bestScore) {
        bestScore = score;
        best = angle;
      }
    }
  };
  search(-maxDeg, maxDeg, 0.25);
  const mean = sum / n;
  const coarse = best;
  search(coarse - 0.25, coarse + 0.25, 0.025);
  return { angleDeg: Math.round(best * 1000) / 1000, score: bestScore, contrast: bestScore / Math.max(1, mean) };
}
