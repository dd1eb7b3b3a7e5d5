// Skew and axis: the lower edges of letters line up along text lines. Their positions are projected
// for many angles; the sharpest histogram wins. The same with left edges tells whether the lines run
// down the page (a quarter turn). Works on a copy of about 100 dpi with rules and big shapes left out.
import type { Components } from './components.ts';

export type EdgePoints = { readonly along: Float32Array; readonly across: Float32Array };

export type AxisFit = { readonly angleDeg: number; readonly score: number; readonly contrast: number };

/** Points where ink of a letter-sized component ends: below (text runs across) or to the left (text runs down). */
export function edgePoints(ink: { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number }, components: Components, isLetter: Uint8Array, axis: 'across' | 'down'): EdgePoints {
  const along: number[] = [];
  const across: number[] = [];
  const { runs } = components;
  const { data, widthPx, heightPx } = ink;
  for (let i = 0; i < runs.count; i++) {
    if (isLetter[runs.label[i] ?? 0] !== 1) continue;
    const y = runs.row[i] ?? 0;
    const start = runs.start[i] ?? 0;
    if (axis === 'down') {
      along.push(y);
      across.push(start);
      continue;
    }
    for (let x = start; x < (runs.end[i] ?? 0); x++) {
      if (y + 1 < heightPx && data[(y + 1) * widthPx + x] === 1) continue;
      along.push(x);
      across.push(y);
    }
  }
  return { along: Float32Array.from(along), across: Float32Array.from(across) };
}

function sharpnessAt(points: EdgePoints, angleDeg: number, bins: Float32Array, offset: number): number {
  bins.fill(0);
  const slope = Math.tan((angleDeg * Math.PI) / 180);
  const { along, across } = points;
  for (let i = 0; i < along.length; i++) {
    const at = (across[i] ?? 0) - slope * (along[i] ?? 0) + offset;
    const bin = Math.floor(at);
    const share = at - bin;
    bins[bin] = (bins[bin] ?? 0) + 1 - share;
    bins[bin + 1] = (bins[bin + 1] ?? 0) + share;
  }
  let score = 0;
  for (let i = 1; i < bins.length; i++) {
    const rise = (bins[i] ?? 0) - (bins[i - 1] ?? 0);
    score += rise * rise;
  }
  return score;
}

/** The angle (clockwise positive, image coordinates) along which the points line up best. */
export function fitAxis(points: EdgePoints, extentPx: number, maxDeg: number): AxisFit {
  if (points.along.length < 20) return { angleDeg: 0, score: 0, contrast: 0 };
  const offset = Math.ceil(extentPx * Math.tan((maxDeg * Math.PI) / 180)) + 2;
  const bins = new Float32Array(extentPx + 2 * offset + 4);
  let best = 0;
  let bestScore = -1;
  let sum = 0;
  let n = 0;
  const search = (from: number, to: number, step: number): void => {
    for (let angle = from; angle <= to + step / 2; angle += step) {
      const score = sharpnessAt(points, angle, bins, offset);
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
