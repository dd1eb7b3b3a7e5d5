import type { PageReading } from '../../shared/domain/reading.ts';

/** A spread is at least this much wider than it is high; one upright A4 page beside another has 1.41. */
const MIN_ASPECT = 1.15;
/** The gutter is looked for in this part of the width. */
const MIDDLE = [0.38, 0.62] as const;
const MIN_GUTTER_SHARE = 0.012;
/** Less print than this on one side is no page. */
const MIN_WORDS_A_SIDE = 8;

/** Where a scan of two facing pages is to be cut, as a share of its width; undefined when it does not look like one. Pure. */
export function findGutter(reading: PageReading): number | undefined {
  const { widthPx, heightPx } = reading;
  if (widthPx < heightPx * MIN_ASPECT) return undefined;
  const spans = reading.lines.flatMap((line) => line.words.map(({ box }) => [box[0] / widthPx, (box[0] + box[2]) / widthPx] as const)).sort((a, b) => a[0] - b[0]);
  let best: { readonly from: number; readonly to: number } | undefined;
  let covered: number = 0;
  for (const [from, to] of [...spans, [1, 1] as const]) {
    const gap = { from: Math.max(covered, MIDDLE[0]), to: Math.min(from, MIDDLE[1]) };
    if (gap.to - gap.from >= MIN_GUTTER_SHARE && (best === undefined || gap.to - gap.from > best.to - best.from)) best = gap;
    covered = Math.max(covered, to);
  }
  if (best === undefined) return undefined;
  const at = (best.from + best.to) / 2;
  const left = spans.filter(([, to]) => to <= at).length;
  return left >= MIN_WORDS_A_SIDE && spans.length - left >= MIN_WORDS_A_SIDE ? Math.round(at * 1000) / 1000 : undefined;
}
