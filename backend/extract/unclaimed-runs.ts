// What stands on a page and belongs to no label that was found: rows and columns, and what stands in one before
// its label. A value that runs on from the row above is claimed by it, unless a label ends in it.
import { bottom, right } from '../../shared/domain/geometry.ts';
import type { Word } from '../../shared/domain/reading.ts';
import type { LabelHit } from './match-form.ts';
import type { PageText, Segment } from './page-text.ts';
import { valueSpan } from './value-span.ts';

/** Letters `start` to `end` (exclusive) of the page. */
export type Run = Readonly<{ start: number; end: number; segment: Segment; /** Label hits before it. */ hitsBefore: number }>;
/** With its text and where in it each letter stands. */
export type TextRun = Run & Readonly<{ text: string; charOf: readonly number[] }>;

/** Fewer letters are a speck, and no value that could be told by its kind. */
const LEAST_LETTERS = 3;

export function withText(page: PageText, run: Run): TextRun {
  const charOf: number[] = [];
  const first = page.tokenOf[run.start] ?? 0;
  const last = page.tokenOf[run.end - 1] ?? 0;
  const starts = [0];
  for (let token = first; token < last; token++) starts.push((starts.at(-1) ?? 0) + (page.tokens[token]?.text.length ?? 0) + 1);
  for (let letter = run.start; letter < run.end; letter++) charOf.push((starts[(page.tokenOf[letter] ?? 0) - first] ?? 0) + (page.offsetOf[letter] ?? 0));
  const text = page.tokens.slice(first, last + 1).map((token) => token.text).join(' ');
  const isCutInToken = run.end < page.letters.length && page.tokenOf[run.end] === last;
  return { ...run, charOf, text: isCutInToken ? text.slice(0, (starts.at(-1) ?? 0) + (page.offsetOf[run.end] ?? 0)) : text };
}

/** Rows and columns of the body above `stop` as far as no label stands in them, in reading order. */
export function runsWithoutLabel(page: PageText, hits: readonly LabelHit[], stop: number): readonly Run[] {
  const runs: Run[] = [];
  let next = 0;
  for (let start = 0, end = 0; start < Math.min(stop, page.letters.length); start = end) {
    const index = page.tokens[page.tokenOf[start] ?? -1]?.segment ?? -1;
    while (end < page.letters.length && page.tokens[page.tokenOf[end] ?? -1]?.segment === index) end++;
    while ((hits[next]?.end ?? Infinity) <= start) next++;
    const segment = page.segments[index];
    const labelAt = Math.max(start, Math.min(end, hits[next]?.start ?? end));
    if (segment?.zone === 'body' && labelAt - start >= LEAST_LETTERS) runs.push({ start, end: labelAt, segment, hitsBefore: next });
  }
  return runs;
}

/** Words that the labels found have for their values, with the label. */
export const claimedWords = (page: PageText, hits: readonly LabelHit[], stops: readonly number[]): ReadonlyMap<Word, LabelHit> =>
  new Map(hits.flatMap((hit, index) => valueSpan(page, hit.end, hits[index + 1]?.start ?? page.letters.length, { oneLine: hit.field.oneLine, stops }).pieces.map((piece) => [piece.word, hit] as const)));

/** Rows of print between a value's lines. */
const NEAR_ROWS = 2;
/** Share of the print's width from which a line was full. */
const FULL = 0.58;

/** Whether `next` may be the second line of what begins in `run`: close below it, and the first line full. */
export const mayGoOn = (page: PageText, run: Run, next: TextRun): boolean =>
  next.hitsBefore === run.hitsBefore && next.segment.row > run.segment.row && next.segment.box[1] - bottom(run.segment.box) < NEAR_ROWS * page.lineHeightPx && right(run.segment.box) > FULL * page.textWidthPx && !next.text.includes(':');
