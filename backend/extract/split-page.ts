// Two certificates on one scan: each has a title of its own. The reading is cut between them, below one
// another or side by side, and each part is read as a page. Parts keep how far they were moved, so that
// boxes can be put back into the coordinates of the scan.
import type { Box } from '../../shared/domain/geometry.ts';
import { right, union } from '../../shared/domain/geometry.ts';
import type { PageReading, TextLine } from '../../shared/domain/reading.ts';
import { lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import { findTitle } from './find-title.ts';
import type { FormDefinition } from './form-definition.ts';
import type { PhraseIndex } from './match-form.ts';
import type { PageText, Segment } from './page-text.ts';

export type PagePart = Readonly<{ reading: PageReading; dxPx: number; dyPx: number }>;

const SURE_TITLE = 0.85;
const NATION = /conghoaxahoi|doclaptudo/;
const NATION_NAME = /conghoaxahoi/;

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

const textOf = (segment: Segment): string => segment.words.map((word) => word.text).join('');

/** Share of capitals from which a line is shouted: a sentence that names the nation is not. */
const SHOUTED = 0.7;
const isShouted = (text: string): boolean => (text.match(/\p{Lu}/gu) ?? []).length > SHOUTED * (text.match(/\p{L}/gu) ?? []).length;

/** The nation's name at the head of each paper, top to bottom: a title may lie under a seal or a shadow. */
const headSegments = (page: PageText): readonly Segment[] =>
  page.segments.filter((segment) => NATION_NAME.test(lettersOnly(textOf(segment))) && isShouted(textOf(segment))).toSorted((a, b) => a.box[1] - b.box[1]);

/** Two papers whose heads are found although a title is not: cut above the second head, or in the white between two papers side by side. */
function splitAtHeads(page: PageText): readonly PagePart[] | undefined {
  const [first, second] = headSegments(page);
  if (!first || !second) return undefined;
  if (second.box[1] - first.box[1] > 0.2 * page.heightPx) return cutBelow(page, second.box[1] - page.lineHeightPx);
  const [left, other] = first.box[0] < second.box[0] ? [first, second] : [second, first];
  if (page.widthPx < page.heightPx || other.box[0] < right(left.box)) return undefined;
  return cutBeside(page, whitestBetween(page, right(left.box), other.box[0]));
}

/** The upright that fewest lines cross between two places; of several the one nearest to the middle of the scan. */
function whitestBetween(page: PageText, fromPx: number, toPx: number): number {
  const middlePx = page.widthPx / 2;
  const crossings = (x: number): number => page.segments.filter(({ box }) => box[0] < x && right(box) > x).length;
  const places = Array.from({ length: 40 }, (_, k) => fromPx + ((toPx - fromPx) * (k + 0.5)) / 40);
  return places.toSorted((a, b) => crossings(a) - crossings(b) || Math.abs(a - middlePx) - Math.abs(b - middlePx))[0] ?? middlePx;
}

function cutBelow(page: PageText, cutPx: number): readonly PagePart[] {
  const { widthPx, heightPx } = page;
  return [
    part(page.reading, (box) => box[1] < cutPx, 0, 0, { widthPx, heightPx: Math.round(cutPx) }),
    part(page.reading, (box) => box[1] >= cutPx, 0, cutPx, { widthPx, heightPx: Math.round(heightPx - cutPx) }),
  ];
}

const middle = (box: Box): number => box[0] + box[2] / 2;

function cutBeside(page: PageText, cutPx: number): readonly PagePart[] {
  const { widthPx, heightPx } = page;
  return [
    part(page.reading, (box) => middle(box) < cutPx, 0, 0, { widthPx: Math.round(cutPx), heightPx }),
    part(page.reading, (box) => middle(box) >= cutPx, cutPx, 0, { widthPx: Math.round(widthPx - cutPx), heightPx }),
  ];
}

/** One part when the page holds one paper; two or more when it plainly holds several. */
export function splitPage(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): readonly PagePart[] {
  const whole: PagePart = { reading: page.reading, dxPx: 0, dyPx: 0 };
  const [first, second] = titleSegments(page, forms, places);
  if (!first || !second) return splitAtHeads(page) ?? [whole];
  if (second.box[1] - first.box[1] > 0.2 * page.heightPx) return cutBelow(page, topOf(page, second, first.box[1] + first.box[3]));
  const [left, other] = first.box[0] < second.box[0] ? [first, second] : [second, first];
  if (Math.abs(left.box[1] - other.box[1]) > 4 * page.lineHeightPx || middle(other.box) - middle(left.box) < 0.3 * page.widthPx) return splitAtHeads(page) ?? [whole];
  return cutBeside(page, Math.max(right(left.box) + 1, (middle(left.box) + middle(other.box)) / 2));
}
