// The typographic lines of a text segment: where its letters stand and how tall small letters are.
// A line in capitals looks like a line of tall small letters; the page's other lines decide.
import type { Components } from './components.ts';
import type { TextSegment } from './text-lines.ts';

export type LineMetrics = {
  /** y of the baseline at the left and right end of the segment. */
  readonly baselinePx: readonly [left: number, right: number];
  /** Height of a lower-case letter; for capitals and figures, what it would be. */
  readonly xHeightPx: number;
};

/** Lower-case height as a share of the capitals' in common text faces. */
const X_SHARE_OF_CAP = 0.68;

type Rough = { readonly baselinePx: readonly [number, number]; readonly low: number; readonly high: number; readonly isMixed: boolean };

const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? 0;

/** Straight line through the letters' feet, descenders set aside: median of slopes, then median of offsets. */
function fitBaseline(segment: TextSegment, components: Components, letters: readonly number[]): readonly [number, number] {
  const feet = letters.map((i) => ({ x: ((components.x0[i] ?? 0) + (components.x1[i] ?? 0)) / 2, y: components.y1[i] ?? 0 })).filter((foot) => Math.abs(foot.y - segment.bottom) <= segment.letterPx * 0.3);
  const width = segment.x1 - segment.x0;
  const slopes: number[] = [];
  if (feet.length >= 8 && width > segment.letterPx * 8) {
    const half = feet.length >> 1;
    for (let k = 0; k + half < feet.length; k++) {
      const a = feet[k];
      const b = feet[k + half];
      if (a !== undefined && b !== undefined && b.x > a.x) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  }
  slopes.sort((a, b) => a - b);
  const slope = slopes.length > 0 ? middle(slopes) : 0;
  const offsets = feet.map((foot) => foot.y - slope * (foot.x - segment.x0)).sort((a, b) => a - b);
  const left = offsets.length > 0 ? middle(offsets) : segment.bottom;
  return [left, left + slope * width];
}

function measureRough(segment: TextSegment, components: Components): Rough {
  const letters = segment.members.slice(0, segment.letters);
  const baselinePx = fitBaseline(segment, components, letters);
  const slope = (baselinePx[1] - baselinePx[0]) / Math.max(1, segment.x1 - segment.x0);
  const heights: number[] = [];
  for (const i of letters) {
    const x = ((components.x0[i] ?? 0) + (components.x1[i] ?? 0)) / 2;
    const height = baselinePx[0] + slope * (x - segment.x0) - (components.y0[i] ?? 0);
    if (height > segment.letterPx * 0.4) heights.push(height);
  }
  heights.sort((a, b) => a - b);
  const low = heights[Math.floor(heights.length * 0.25)] ?? segment.letterPx;
  const high = heights[Math.floor(heights.length * 0.85)] ?? segment.letterPx;
  const isMixed = heights.length >= 5 && high / low > 1.22;
  if (!isMixed) return { baselinePx, low: middle(heights) || segment.letterPx, high, isMixed };
  const split = Math.sqrt(low * high);
  return { baselinePx, low: middle(heights.filter((h) => h <= split)), high: middle(heights.filter((h) => h > split)), isMixed };
}

/** Metrics of all segments of a page; each line of one height is judged by its nearest mixed lines. */
export function measureLines(segments: readonly TextSegment[], components: Components): readonly LineMetrics[] {
  const rough = segments.map((segment) => measureRough(segment, components));
  const mixed = rough.filter((line) => line.isMixed);
  const pageX = middle(mixed.map((line) => line.low).sort((a, b) => a - b));
  const pageCap = middle(mixed.map((line) => line.high).sort((a, b) => a - b));
  return rough.map((line): LineMetrics => {
    if (line.isMixed) return { baselinePx: line.baselinePx, xHeightPx: line.low };
    const isSmall = pageX > 0 && line.low < Math.sqrt(pageX * pageCap) && line.low > pageX * 0.8;
    return { baselinePx: line.baselinePx, xHeightPx: isSmall ? line.low : line.low * X_SHARE_OF_CAP };
  });
}
