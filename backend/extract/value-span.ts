// The words that belong to one label: from the label's end to the next label, stop phrase, zone change or
// large gap; on the following rows only where the text plainly runs on.
import type { Box } from '../../shared/domain/geometry.ts';
import { bottom, right, union } from '../../shared/domain/geometry.ts';
import { LOST_INK } from '../../shared/domain/align-place.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { tidy } from '../../shared/domain/vietnamese-text.ts';
import type { PageText, Segment, Token } from './page-text.ts';

/** A word or the part of a word that belongs to a value. */
export type Piece = Readonly<{ text: string; word: Word; box: Box }>;
export type Span = Readonly<{ pieces: readonly Piece[]; text: string; box: Box; /** A line of it ended although the next line's first word had room: there was more. */ endsEarly?: boolean }>;

export function makeSpan(pieces: readonly Piece[], at: Box): Span {
  return { pieces, text: tidy(pieces.map((piece) => piece.text).join(' ')), box: union(pieces.map((piece) => piece.box)) ?? at };
}

/** Part of a word: its box cut in proportion to the letters. */
function partOf(token: Token, from: number, to: number): Piece | undefined {
  const text = token.text.slice(from, to);
  if (text.trim() === '') return undefined;
  if (from === 0 && to >= token.text.length) return { text, word: token.word, box: token.box };
  const [x, y, w, h] = token.box;
  const share = w / Math.max(1, token.text.length);
  return { text, word: token.word, box: [x + share * from, y, share * text.length, h] };
}

/** Pieces between two letters of the page, `from` inclusive, `to` exclusive; punctuation after `from` belongs to it. */
export function piecesBetween(page: PageText, from: number, to: number): readonly Piece[] {
  const lastToken = to < page.letters.length ? (page.tokenOf[to] ?? 0) : page.tokens.length;
  const lastOffset = to < page.letters.length ? (page.offsetOf[to] ?? 0) : 0;
  const firstToken = from === 0 ? 0 : (page.tokenOf[from - 1] ?? 0);
  const firstOffset = from === 0 ? 0 : (page.offsetOf[from - 1] ?? 0) + 1;
  const pieces: Piece[] = [];
  for (let index = firstToken; index <= Math.min(lastToken, page.tokens.length - 1); index++) {
    const token = page.tokens[index];
    if (!token) continue;
    const piece = partOf(token, index === firstToken ? firstOffset : 0, index === lastToken ? lastOffset : token.text.length);
    if (piece) pieces.push(piece);
  }
  return pieces;
}

export type SpanLimits = Readonly<{ oneLine: boolean; /** No label stands before the value. */ isBare?: boolean; /** Sorted letter positions that end any value. */ stops: readonly number[] }>;

/** The value of a label that ends at letter `from`, with the next label at `to`. */
export function valueSpan(page: PageText, from: number, to: number, limits: SpanLimits): Span {
  const stop = limits.stops.find((position) => position >= from && position < to);
  const end = Math.min(to, stop ?? to);
  const label = limits.isBare === true ? beforeWord(page, from) : page.tokens[page.tokenOf[Math.max(0, from - 1)] ?? 0];
  const own = piecesBetween(page, from, end);
  const run = runOn(page, limits.isBare === true ? own.filter((piece) => piece.word !== page.tokens[page.tokenOf[from - 1] ?? -1]?.word) : own, label, limits.oneLine);
  const pieces = stripLead(run.pieces);
  const at: Box = label ? [right(label.box), label.box[1], page.lineHeightPx, label.box[3]] : [0, 0, 0, 0];
  return run.endsEarly ? { ...makeSpan(pieces, at), endsEarly: true } : makeSpan(pieces, at);
}

/** Where a label would end that stood right before the word of this letter. */
function beforeWord(page: PageText, from: number): Token | undefined {
  const token = page.tokens[page.tokenOf[from] ?? -1];
  return token && { ...token, text: '', box: [token.box[0], token.box[1], 0, token.box[3]] };
}

/** What stands between two labels on the label's row and the one below it, wherever the cell broke the line. */
export function cellSpan(page: PageText, from: number, to: number): Span {
  const label = page.tokens[page.tokenOf[Math.max(0, from - 1)] ?? 0];
  const home = page.segments[label?.segment ?? -1];
  const segmentOf = new Map(page.segments.flatMap((segment) => segment.words.map((word) => [word, segment] as const)));
  const isBelow = (segment: Segment | undefined): boolean => segment !== undefined && home !== undefined && segment.zone === home.zone && segment.row - home.row < 2 && segment.box[1] - home.box[1] < 2.6 * page.lineHeightPx;
  const pieces = piecesBetween(page, from, to);
  const end = pieces.findIndex((piece) => !isBelow(segmentOf.get(piece.word)));
  return makeSpan(stripLead(end < 0 ? pieces : pieces.slice(0, end)), label?.box ?? [0, 0, 0, 0]);
}

/** Room for the next line's first word and more that no writer leaves, in heights of the print. */
const AMPLE_ROOM = 5;

function runOn(page: PageText, pieces: readonly Piece[], label: Token | undefined, oneLine: boolean): Readonly<{ pieces: readonly Piece[]; endsEarly: boolean }> {
  if (!label) return { pieces, endsEarly: false };
  const segmentOf = new Map(page.segments.flatMap((segment) => segment.words.map((word) => [word, segment] as const)));
  const home = page.segments[label.segment];
  const rowSegments = page.segments.filter((segment) => segment.zone === home?.zone && segment.row === home.row);
  const leftEdge = Math.min(...rowSegments.map((segment) => segment.box[0]));
  const kept: Piece[] = [];
  let row = home?.row ?? 0;
  // a row's last words may have nothing that reaches below or above
  let bottomPx = Math.max(bottom(label.box), home === undefined ? 0 : bottom(home.box));
  let rightPx = right(label.box);
  let endsEarly = false;
  for (const piece of pieces) {
    const segment = segmentOf.get(piece.word);
    if (!segment || segment.zone !== home?.zone) break;
    if (segment.row !== row) {
      const empty = kept.every((one) => !/[\p{L}\p{N}]/u.test(one.text));
      if (oneLine && !empty) break;
      const roomPx = rightEdge(page, home, row) - rightPx;
      const firstWordPx = segment.words[0]?.box[2] ?? 0;
      const spacePx = spaceBetween(segmentOf.get(kept.at(-1)?.word ?? piece.word) ?? segment, page.lineHeightPx);
      if (!startsBelow(page, segment.box, { leftEdge, bottomPx, rightPx, empty, ownLeft: home?.box[0] ?? leftEdge, isNote: home?.zone === 'margin', fits: firstWordPx + spacePx < roomPx })) {
        if (isSpeck(segment)) continue;
        break;
      }
      endsEarly ||= !empty && home.zone === 'body' && firstWordPx + AMPLE_ROOM * page.lineHeightPx < roomPx;
      row = segment.row;
      rightPx = 0;
    }
    bottomPx = Math.max(bottomPx, bottom(piece.box));
    rightPx = Math.max(rightPx, right(piece.box));
    kept.push(piece);
  }
  return { pieces: kept, endsEarly };
}

/** Narrowest space between words, in heights of the print. */
const LEAST_SPACE = 0.2;

/** The white between the words of this line: wide print needs more room for one word more. */
function spaceBetween({ words }: Segment, lineHeightPx: number): number {
  const gaps = words.slice(1).map((word, index) => word.box[0] - right(words[index]?.box ?? word.box)).toSorted((a, b) => a - b);
  return Math.max(LEAST_SPACE * lineHeightPx, Math.min(lineHeightPx, gaps[gaps.length >> 1] ?? 0));
}

/** A letter or two at the edge of the sheet, on a row of their own. */
const isSpeck = (segment: Segment): boolean => segment.words.length === 1 && (segment.words[0]?.text ?? '').length < 3;

/** How far the lines of this column reach: to the next column on the row, else to the end of the longest line. */
function rightEdge(page: PageText, home: Segment | undefined, row: number): number {
  if (home?.columnRightPx !== undefined) return home.columnRightPx;
  const same = page.segments.filter((segment) => segment.zone === home?.zone);
  const starts = same.filter((segment) => segment.row === row && home !== undefined && segment.box[0] > right(home.box)).map((segment) => segment.box[0]);
  return starts.length > 0 ? Math.min(...starts) : Math.max(...same.map((segment) => right(segment.box)));
}

type Line = Readonly<{ leftEdge: number; bottomPx: number; rightPx: number; empty: boolean; /** Where the label's own column begins. */ ownLeft: number; /** In the narrow margin lines break anywhere. */ isNote: boolean; /** The next row's first word had room on this one: the line was ended, not full. */ fits: boolean }>;

/** A value runs on to the next row when that begins at the left, close below, and the row above was full. */
function startsBelow(page: PageText, box: Box, line: Line): boolean {
  const gapPx = box[1] - line.bottomPx;
  const near = gapPx < (line.empty ? 1.2 : 2) * page.lineHeightPx;
  const atLeft = box[0] < line.leftEdge + 0.25 * page.textWidthPx || Math.abs(box[0] - line.ownLeft) < 1.5 * page.lineHeightPx;
  const full = line.rightPx > line.leftEdge + 0.58 * page.textWidthPx;
  return near && (line.isNote || (atLeft && (full || !line.fits || line.empty)));
}

/** The narrowest word with its spaces, in heights of the print. */
const LOST_WORD_HEIGHTS = 1;

const LEAD = /^[\s:.,;·•…_|=~*'"“”‘’)\]-]+/u;

/** Colons, leaders and specks before the value. */
function stripLead(pieces: readonly Piece[]): readonly Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (kept.length > 0) kept.push(piece);
    else {
      const text = piece.text.replace(LEAD, '');
      if (text !== '') kept.push({ ...piece, text });
    }
  }
  while (kept.length > 0 && !/[\p{L}\p{N})]/u.test(kept.at(-1)?.text ?? '')) kept.pop();
  return kept;
}

/** The part of a span whose text stands at `index`, `length` long. */
export function sliceSpan(span: Span, index: number, length: number): Span {
  let at = 0;
  const pieces: Piece[] = [];
  for (const piece of span.pieces) {
    const text = tidy(piece.text);
    if (text === '') continue;
    const from = Math.max(0, index - at);
    const to = Math.min(text.length, index + length - at);
    if (from < to) pieces.push({ ...piece, text: text.slice(from, to) });
    at += text.length + 1;
  }
  return makeSpan(pieces, span.box);
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** White space before each piece on its own row, px; undefined where a row begins. */
function gapsBefore(pieces: readonly Piece[]): readonly (number | undefined)[] {
  return pieces.map((piece, index) => {
    const before = pieces[index - 1];
    if (!before || piece.box[1] > bottom(before.box) || before.box[1] > bottom(piece.box) || piece.box[0] < before.box[0]) return undefined;
    return piece.box[0] - right(before.box);
  });
}

/** Indexes of pieces with so much white space before them that a word may be missing there. */
export function lostInkAt(span: Span): readonly number[] {
  const pieces = span.pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  const gaps = gapsBefore(pieces);
  const known = gaps.filter((gap) => gap !== undefined && gap > 0);
  const usualPx = middleOf(known.flatMap((gap) => gap ?? []));
  const heightPx = middleOf(pieces.map((piece) => piece.box[3]));
  const limitPx = Math.max(2.5 * usualPx, LOST_WORD_HEIGHTS * heightPx);
  return gaps.flatMap((gap, index) => (known.length > 1 && gap !== undefined && gap > limitPx ? [span.pieces.findIndex((piece) => piece === pieces[index])] : []));
}

/** The span's text with LOST_INK where a word may be missing. */
export function textWithGaps(span: Span): string {
  const lost = new Set(lostInkAt(span));
  return tidy(span.pieces.map((piece, index) => (lost.has(index) ? `${LOST_INK} ${piece.text}` : piece.text)).join(' '));
}
