// Whether a page ends before its paper does. Every full page of a form ends with the signer's block: the heading,
// the office, ink of a hand or a seal, the name. A sheet that was cut, or lay half on the glass, breaks off
// between two lines of the body or inside that block, and below is nothing: the scan's edge, or white.
import { bottom, right } from '../../shared/domain/geometry.ts';
import { foldMarks, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import type { FormMatch } from './match-form.ts';
import type { PageText, Segment } from './page-text.ts';
import { segmentText } from './page-text.ts';
import { isOffice, isRemark } from './signature.ts';

/** What a page says of its own end: the keys that have a value, and the form's labels on it. */
export type PageEnd = Readonly<{ page: PageText; match: FormMatch | undefined; keys: ReadonlySet<string> }>;

/** A whole sheet is a good deal higher than wide. */
const LEAST_SHEET = 1.2;
/** Lines of print that a name and the ink over it take at least below the office. */
const LEAST_ROOM = 1.5;
/** Below this share of a whole sheet a paper that is not signed goes on to another sheet. */
const FULL_SHEET = 0.75;
/** The grain of an edge lies within this share of the width. */
const EDGE = 0.1;
/** A value's own lines below its label, in heights of print. */
const VALUE_LINES = 3;

const plain = (segment: Segment): string => foldMarks(segmentText(segment)).replace(/[^a-z0-9. ]/g, '').trim();

/** Words of a line, not the grain of an edge. */
const isPrint = (segment: Segment): boolean => segment.zone !== 'margin' && /\p{L}{2}.*\p{L}{2}/u.test(segmentText(segment));

const isSheet = (page: PageText): boolean => page.heightPx >= LEAST_SHEET * page.widthPx;

/** Where the heading over the signature begins; undefined where none is found. */
function headingOf({ page, match }: PageEnd): Segment | undefined {
  const headings = (match?.form.signature ?? []).map(lettersOnly);
  return page.segments.findLast((segment) => { const letters = lettersOnly(segmentText(segment)); return segment.zone === 'body' && headings.some((heading) => letters.includes(heading)); });
}

/** Two letters as high as print, clear of the sheet's edges: what a pen's stroke left of a name. */
const isInk = (page: PageText, segment: Segment): boolean =>
  segment.zone === 'body' && segment.box[3] > 0.6 * page.lineHeightPx && segment.box[0] > EDGE * page.widthPx && right(segment.box) < (1 - EDGE) * page.widthPx && /\p{L}\P{L}*\p{L}/u.test(segmentText(segment));

const HANDS: ReadonlySet<string> = new Set(['signature', 'seal', 'handwriting', 'unreadable']);
/** What is higher than this share of a sheet is no hand's: a fold, or what runs on into another paper of the scan. */
const MOST_HAND = 0.5;

/** Ink below this height that stands for a hand, a seal or a name that could not be read: it ends before the scan does. */
function hasInkBelow(page: PageText, topPx: number): boolean {
  const names = page.segments.filter((segment) => segment.box[1] > topPx && isInk(page, segment) && !isRemark(segment) && !/^\W*\(/.test(segmentText(segment)) && !isOffice(segment) && !/^trang so/.test(plain(segment)));
  const hands = page.reading.marks.filter((mark) => HANDS.has(mark.kind) && mark.box[3] < MOST_HAND * page.heightPx && bottom(mark.box) > topPx + LEAST_ROOM * page.lineHeightPx);
  const lowestPx = Math.max(0, ...[...names, ...hands].map(({ box }) => bottom(box)));
  return lowestPx > 0 && lowestPx < page.heightPx - LEAST_ROOM * page.lineHeightPx;
}

/** The form's labels break off: its last section is not there, or what follows it is not on half a sheet. */
function breaksOff({ page, match }: PageEnd): boolean {
  const last = match?.form.sections.findLastIndex((section) => section.fields.some((field) => field.key !== null)) ?? 0;
  return !isSheet(page) || match?.hits.some((hit) => hit.section >= last && inBody(page, hit.start)) !== true;
}

const inBody = (page: PageText, at: number): boolean => page.segments[page.tokens[page.tokenOf[at] ?? -1]?.segment ?? -1]?.zone !== 'margin';

/** Below the last label there is nothing but its value. */
function endsWithLabels({ page, match }: PageEnd): boolean {
  const tops = (match?.hits ?? []).filter((hit) => inBody(page, hit.start)).map((hit) => page.tokens[page.tokenOf[hit.end - 1] ?? -1]?.box ?? [0, 0, 0, 0] as const);
  const lowest = tops.toSorted((a, b) => bottom(b) - bottom(a))[0];
  return lowest !== undefined && !hasInkBelow(page, bottom(lowest) + VALUE_LINES * page.lineHeightPx);
}

/** Share of the width from which a line is running text: below it nobody has signed. */
const RUNNING = 0.5;

/** The lowest office or "(Ký, ghi rõ họ tên)" below all running text. */
function signersHeading(page: PageText): Segment | undefined {
  const textEndPx = Math.max(0, ...page.segments.filter((segment) => isPrint(segment) && segment.box[2] > RUNNING * page.widthPx).map((segment) => bottom(segment.box)));
  return page.segments.findLast((segment) => segment.zone === 'body' && segment.box[1] >= textEndPx && (isOffice(segment) || isRemark(segment)));
}

/** A dossier document has no form: one without its signer's block ends with its sheet, for it goes on overleaf. */
function isUnsignedDocument(page: PageText): boolean {
  const heading = signersHeading(page);
  if (heading !== undefined) return !isSheet(page) && !hasInkBelow(page, bottom(heading.box));
  const lowestPx = Math.max(0, ...page.segments.filter(isPrint).map((segment) => bottom(segment.box)));
  return !isSheet(page) || lowestPx < FULL_SHEET * page.heightPx;
}

export function isPageIncomplete(end: PageEnd): boolean {
  const { page, match, keys } = end;
  if (match === undefined) return !keys.has('nguoiKy') && isUnsignedDocument(page);
  if (match.hits.length === 0 || match.form.signature.length === 0 || keys.has(match.form.signatureKey)) return false;
  const heading = headingOf(end);
  return heading === undefined ? breaksOff(end) || endsWithLabels(end) : !hasInkBelow(page, bottom(heading.box));
}

/** The lowest line of print: on a page that breaks off, what stands there may go on beyond it. */
export const lastRowPx = (page: PageText): number => Math.max(0, ...page.segments.filter(isPrint).map((segment) => bottom(segment.box))) - 0.5 * page.lineHeightPx;
