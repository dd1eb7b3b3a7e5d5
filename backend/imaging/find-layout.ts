// From components to the layout that the reader uses: segments, reading order, strip boxes with room
// for marks, and the ink inside each box that belongs to somebody else.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Components } from './components.ts';
import { withoutFrameScraps } from './frame-scraps.ts';
import { findHandwriting } from './handwriting.ts';
import { measureLines } from './line-metrics.ts';
import { letterParts } from './letter-parts.ts';
import type { LayoutLine, PageLayout } from './page-layout.ts';
import { orderSegments } from './reading-order.ts';
import type { ReadingCopy } from './reading-copy.ts';
import { findTextSegments, measureLetters, type TextSegment } from './text-lines.ts';

function boxOf(segment: TextSegment, widthPx: number, heightPx: number): Box {
  const margin = 2;
  const x0 = Math.max(0, segment.x0 - margin);
  const y0 = Math.max(0, segment.y0 - margin);
  const x1 = Math.min(widthPx, segment.x1 + margin);
  const y1 = Math.min(heightPx, segment.y1 + margin);
  return [x0, y0, x1 - x0, y1 - y0];
}

/** Owner (segment index + 1) of every component; 0 for none. */
function ownersOf(components: Components, segments: readonly TextSegment[]): Int32Array {
  const owner = new Int32Array(components.count);
  segments.forEach((segment, s) => {
    for (const i of segment.members) owner[i] = s + 1;
  });
  return owner;
}

/** Runs inside each segment's box that belong to another segment, as [y, from, to, …]; `isPart` tells ink of none that belongs to a letter all the same. */
function foreignRuns(components: Components, owner: Int32Array, boxes: readonly Box[], heightPx: number, isPart: (i: number) => boolean): Int32Array[] {
  const collected: number[][] = boxes.map(() => []);
  const byRow: number[][] = Array.from({ length: Math.ceil(heightPx / 32) + 1 }, () => []);
  boxes.forEach((box, s) => {
    for (let r = box[1] >> 5; r <= (box[1] + box[3]) >> 5; r++) byRow[r]?.push(s);
  });
  const { runs } = components;
  for (let i = 0; i < runs.count; i++) {
    const own = owner[runs.label[i] ?? 0] ?? 0;
    const y = runs.row[i] ?? 0;
    for (const s of byRow[y >> 5] ?? []) {
      const box = boxes[s];
      if (box === undefined || own === s + 1 || y < box[1] || y >= box[1] + box[3]) continue;
      const from = runs.start[i] ?? 0;
      const to = runs.end[i] ?? 0;
      if (to > box[0] && from < box[0] + box[2] && !(own === 0 && isPart(runs.label[i] ?? 0))) collected[s]?.push(y, from, to);
    }
  }
  return collected.map((runsOfBox) => Int32Array.from(runsOfBox));
}

/** Text segments worth reading: noise without a letter is left out. */
const isText = (segment: TextSegment): boolean => segment.letters >= 1 && segment.x1 - segment.x0 >= segment.letterPx * 0.3;

export function findLayout(copy: ReadingCopy, dpi: number): PageLayout {
  const { components, usable, rules, image } = copy;
  const size = measureLetters(components, dpi);
  const segments = withoutFrameScraps(findTextSegments(components, usable, rules, size.letterPx).filter(isText), size.letterPx);
  const ordered = orderSegments(segments);
  const boxes = ordered.map(({ segment }) => boxOf(segment, image.widthPx, image.heightPx));
  const owner = ownersOf(components, ordered.map(({ segment }) => segment));
  const foreign = foreignRuns(components, owner, boxes, image.heightPx, letterParts(image, components, dpi));
  const metrics = measureLines(ordered.map(({ segment }) => segment), components);
  const lines = ordered.map(({ segment, block }, i): LayoutLine => ({
    box: boxes[i] ?? [0, 0, 1, 1],
    xHeightPx: metrics[i]?.xHeightPx ?? segment.letterPx,
    baselinePx: metrics[i]?.baselinePx ?? [segment.bottom, segment.bottom],
    block,
    foreign: foreign[i] ?? new Int32Array(0),
    letters: segment.letters,
  }));
  return { widthPx: image.widthPx, heightPx: image.heightPx, dpi, xHeightPx: size.letterPx, lines, rules, handwriting: findHandwriting(segments, components, image, size.letterPx) };
}
