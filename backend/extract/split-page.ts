// Two certificates on one scan: each has a title of its own. The reading is cut between them, below one
// another or side by side, and each part is read as a page. Parts keep how far they were moved, so that
// boxes can be put back into the coordinates of the scan.
import type { Box } from '../../shared/domain/geometry.ts';
import { right, union } from '../../shared/domain/geometry.ts';
import type { PageReading, TextLine } from '../../shared/domain/reading.ts';
import { findTitle } from './find-title.ts';
import type { FormDefinition } from './form-definition.ts';
import type { PhraseIndex } from './match-form.ts';
import type { PageText, Segment } from './page-text.ts';

export type PagePart = Readonly<{ reading: PageReading; dxPx: number; dyPx: number }>;

const SURE_TITLE = 0.85;
const NATION = /conghoaxahoi|doclaptudo/;

/** Segments of titles that each stand alone, top to bottom. */
function titleSegments(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): readonly Segment[] {
  const found = new Set<number>();
  for (const form of forms) for (const title of form.titles) for (const hit of findTitle(page, title, places)) if (hit.quality >= SURE_TITLE) found.add(hit.segment);
  return [...found].sort((a, b) => a - b).flatMap((index) => page.segments[index] ?? []);
}

const shifted = (box: Box, dxPx: number, dyPx: number): Box => [box[0] - dxPx, box[1] - dyPx, box[2], box[3]];

function moved(line: TextLine, dxPx: number, dyPx: number): TextLine {
  return { ...line, box: shifted(line.box, dxPx, dyPx), words: line.words.map((word) => ({ ...word, box: shifted(word.box, dxPx, dyPx), ...(word.symbols ? { symbols: word.symbols.map((symbol) => ({ ...symbol, box: shifted(symbol.box, dxPx, dyPx) })) } : {}) })) };
}

/** The words of every line on one side of the cut, as a page of its own. */
function part(reading: PageReading, keep: (box: Box) => boolean, dxPx: number, dyPx: number, size: Readonly<{ widthPx: number; heightPx: number }>): PagePart {
  const lines = reading.lines.flatMap((line) => {
    const words = line.words.filter((word) => keep(word.box));
    const box = union(words.map((word) => word.box));
    return box ? [moved({ ...line, words, box }, dxPx, dyPx)] : [];
  });
  const marks = reading.marks.filter((mark) => keep(mark.box)).map((mark) => ({ ...mark, box: shifted(mark.box, dxPx, dyPx) }));
  return { reading: { ...reading, ...size, lines, marks }, dxPx, dyPx };
}

/** Where the second certificate begins: at its own head if it has one, else just above its title. */
function topOf(page: PageText, title: Segment, below: number): number {
  const head = page.segments.filter((segment) => segment.box[1] > below && segment.box[1] < title.box[1] && NATION.test(segment.words.map((word) => word.text).join('').normalize('NFD').replace(/[^a-zA-Z]/g, '').toLowerCase()));
  return Math.min(title.box[1], ...head.map((segment) => segment.box[1])) - 0.5 * page.lineHeightPx;
}

/** One part when the page holds one paper; two or more when it plainly holds several. */
export function splitPage(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): readonly PagePart[] {
  const whole: PagePart = { reading: page.reading, dxPx: 0, dyPx: 0 };
  const [first, second] = titleSegments(page, forms, places);
  if (!first || !second) return [whole];
  const { widthPx, heightPx } = page;
  const middle = (box: Box): number => box[0] + box[2] / 2;
  if (second.box[1] - first.box[1] > 0.2 * heightPx) {
    const cutPx = topOf(page, second, first.box[1] + first.box[3]);
    const upper = part(page.reading, (box) => box[1] < cutPx, 0, 0, { widthPx, heightPx: Math.round(cutPx) });
    const lower = part(page.reading, (box) => box[1] >= cutPx, 0, cutPx, { widthPx, heightPx: Math.round(heightPx - cutPx) });
    return [upper, lower];
  }
  const [left, other] = first.box[0] < second.box[0] ? [first, second] : [second, first];
  if (Math.abs(left.box[1] - other.box[1]) > 4 * page.lineHeightPx || middle(other.box) - middle(left.box) < 0.3 * widthPx) return [whole];
  const cutPx = Math.max(right(left.box) + 1, (middle(left.box) + middle(other.box)) / 2);
  return [
    part(page.reading, (box) => middle(box) < cutPx, 0, 0, { widthPx: Math.round(cutPx), heightPx }),
    part(page.reading, (box) => middle(box) >= cutPx, cutPx, 0, { widthPx: Math.round(widthPx - cutPx), heightPx }),
  ];
}
