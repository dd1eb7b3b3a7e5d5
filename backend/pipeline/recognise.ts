// Reads a cleaned page: every text segment that the layout found, in reading order. What is written by
// hand is left out: it would cost time and bring guesses.
import { bottom, right, union, type Box } from '../../shared/domain/geometry.ts';
import type { PageMark, PageReading } from '../../shared/domain/reading.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import { leaveScraps } from '../ocr/leave-scraps.ts';
import type { OcrEngine } from '../ocr/ocr-engine.ts';
import type { CleanedPage } from './clean.ts';
import { lookUnderPens } from './look-under-pens.ts';

/** From this share of written windows on, the print between them is chance. */
const ALL_WRITTEN = 0.6;

/** The line's stretches beside a written box, those too short for a letter left out. */
function besides(line: LayoutLine, [x, y, w, h]: Box): readonly LayoutLine[] {
  const shared = Math.min(bottom(line.box), y + h) - Math.max(line.box[1], y);
  if (shared < Math.min(line.box[3], h) * 0.6 || right(line.box) <= x || line.box[0] >= x + w) return [line];
  const stretches = [[line.box[0], x - 1], [x + w + 1, right(line.box)]] as const;
  return stretches.flatMap(([from, to]) => (to - from < line.xHeightPx ? [] : [{ ...line, box: [from, line.box[1], to - from, line.box[3]] as const }]));
}

/** Print of two closely set A4 pages, in letters' heights of its lines: some eleven seconds of one core. What is more is no form and no letter. */
export const MOST_PRINT = 9000;

const printOf = (line: LayoutLine): number => line.box[2] / Math.max(1, line.xHeightPx);

/** The lines of a page that are read, from the top; and a mark over those that are left, if any. */
export function withinReach(lines: readonly LayoutLine[], most = MOST_PRINT): { readonly read: readonly LayoutLine[]; readonly left: readonly PageMark[] } {
  let print = 0;
  const reached = lines.map((line) => (print += printOf(line)) <= most);
  const beyond = union(lines.filter((_, index) => reached[index] === false).map(({ box }) => box));
  return { read: lines.filter((_, index) => reached[index] === true), left: beyond === undefined ? [] : [{ kind: 'unreadable', box: beyond }] };
}

export function printedLines(page: Pick<CleanedPage, 'layout'>): readonly LayoutLine[] {
  const { lines, handwriting } = page.layout;
  if (handwriting.share >= ALL_WRITTEN) return [];
  return handwriting.boxes.reduce<readonly LayoutLine[]>((left, box) => left.flatMap((line) => besides(line, box)), lines);
}

/** @throws AppError cancelled, interrupted, page-timeout, ocr-failed */
export async function recognisePage(page: CleanedPage, engine: OcrEngine, signal: AbortSignal): Promise<PageReading> {
  const { read, left } = withinReach(page.quality.isBlank ? [] : printedLines(page));
  const lines = read.length === 0 ? [] : await engine.recognise(page.ocr, { lines: read, dpi: page.quality.dpi }, signal);
  const known = read.length === 0 ? lines : await lookUnderPens(page, lines, engine, signal);
  return { widthPx: page.delivered.widthPx, heightPx: page.delivered.heightPx, dpi: page.quality.dpi, lines: leaveScraps(known, page.marks), marks: [...page.marks, ...left], engine: engine.name };
}
