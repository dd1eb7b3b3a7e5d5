// One page's words as a sequence that labels can be found in. The reader's lines are cut at wide gaps into
// segments, segments are put into rows, and the rows into reading order: left letterhead, right letterhead,
// body row by row, margin. `letters` holds the page as unmarked small letters and figures without spaces
// or punctuation, so that a label is found however its words were joined, cut or marked; `tokenOf` and
// `offsetOf` lead from a letter back to its word.
import type { Box } from '../../shared/domain/geometry.ts';
import { right, union } from '../../shared/domain/geometry.ts';
import type { PageReading, TextLine, Word } from '../../shared/domain/reading.ts';
import { baseLetter, isUpperCase } from '../../shared/domain/vietnamese-text.ts';
import { cleanWord } from './clean-word.ts';
import { bodyOrder, plainOf } from './side-columns.ts';
import type { Piece } from './side-columns.ts';

export type Token = Readonly<{ text: string; word: Word; box: Box; segment: number; startsSegment: boolean }>;
export type Segment = Readonly<{ index: number; words: readonly Word[]; box: Box; row: number; zone: Zone; block: number; /** How far the print of its column may reach, where another column stands beside it. */ columnRightPx?: number }>;
export type Zone = 'head-left' | 'head-right' | 'body' | 'margin';

export type PageText = Readonly<{
  segments: readonly Segment[];
  tokens: readonly Token[];
  letters: string;
  tokenOf: Int32Array;
  offsetOf: Int32Array;
  /** Usual height of a line of print. */
  lineHeightPx: number;
  /** Width of what is printed, whatever the scan around it measures. */
  textWidthPx: number;
  widthPx: number;
  heightPx: number;
  reading: PageReading;
}>;

/** More text than any form holds: a form's labels stand within it, and time stays bounded. */
const MAX_WORDS = 2500;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const hasLetters = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Cuts a line where the white space is wider than two and a half letter heights. */
function cutLine(line: TextLine, lineHeightPx: number): readonly Piece[] {
  const words = line.words.filter((word) => word.text !== '').toSorted((a, b) => a.box[0] - b.box[0]);
  const pieces: Word[][] = [];
  let last: Word | undefined;
  for (const word of words) {
    const gap = last === undefined ? 0 : word.box[0] - right(last.box);
    if (last === undefined || gap > 1.6 * lineHeightPx) pieces.push([word]);
    else pieces.at(-1)?.push(word);
    last = word;
  }
  return pieces.filter((piece) => piece.some((word) => hasLetters(word.text))).map((piece) => ({ words: piece, box: union(piece.map((word) => word.box)) ?? line.box, block: line.block }));
}

/** Of its words the middle one: a word that runs into the line above is taller than the rest. */
const middle = ({ words, box }: Piece): number => median(words.map((word) => word.box[1] + word.box[3] / 2)) || box[1] + box[3] / 2;

function groupRows(pieces: readonly Piece[], lineHeightPx: number): readonly (readonly Piece[])[] {
  const rows: { yPx: number; pieces: Piece[] }[] = [];
  const placed = pieces.map((piece) => ({ piece, yPx: middle(piece) })).toSorted((a, b) => a.yPx - b.yPx);
  for (const { piece, yPx } of placed) {
    const row = rows.findLast((candidate) => Math.abs(candidate.yPx - yPx) < 0.55 * lineHeightPx);
    const clash = row?.pieces.some((other) => other.box[0] < right(piece.box) - lineHeightPx && piece.box[0] < right(other.box) - lineHeightPx);
    if (row && !clash) row.pieces.push(piece);
    else rows.push({ yPx, pieces: [piece] });
  }
  return rows.map((row) => row.pieces.sort((a, b) => a.box[0] - b.box[0]));
}

const NATION = /conghoaxahoi|nghiavietnam|doclaptudo|hanhphuc/;

/** The rows of a two-column letterhead: from the top down to the last one around the nation's name and motto. */
function letterheadRows(rows: readonly (readonly Piece[])[], widthPx: number): number {
  const nation = rows.findIndex((row) => row.some((piece) => NATION.test(plainOf(piece)) && piece.box[0] > 0.33 * widthPx && right(piece.box) > 0.75 * widthPx));
  if (nation < 0 || nation > 8) return 0;
  const all = rows.flat();
  const centrePx = (Math.min(...all.map((piece) => piece.box[0])) + Math.max(...all.map((piece) => right(piece.box)))) / 2;
  let last = nation;
  for (let index = nation + 1; index < Math.min(rows.length, nation + 7); index++) {
    const row = rows[index] ?? [];
    if (row.some((piece) => side(piece, widthPx) === 'across' || isTitled(piece) || isCentred(piece, centrePx, widthPx) || isLabelled(piece))) break;
    last = index;
  }
  return last + 1;
}

/** "GIẤY KHAI SINH" on a sheet that lies aside in the scan is in the middle of nothing, and still a title. */
const isTitled = (piece: Piece): boolean => /^(?:giay(?:khai|chung|xac)|trichluc|sodangky|socapgiay)/.test(plainOf(piece)) && isUpperCase(piece.words.map((word) => word.text).join(' '));

/** A title stands in the middle of what is printed, wherever the sheet lies in the scan. */
const isCentred = (piece: Piece, centrePx: number, widthPx: number): boolean => Math.abs(piece.box[0] + piece.box[2] / 2 - centrePx) < 0.05 * widthPx;

/** "Họ và tên: …" belongs to the body; in the head only the number and the subject have a colon. */
function isLabelled(piece: Piece): boolean {
  const text = piece.words.map((word) => word.text).join(' ');
  return /^[^:]{6,45}:/u.test(text) && !/^(s|quy|v\s?\/\s?v|k)/iu.test(text.trim());
}

function side(piece: Piece, widthPx: number): 'left' | 'right' | 'across' {
  if (right(piece.box) < 0.5 * widthPx) return 'left';
  if (piece.box[0] > 0.4 * widthPx) return 'right';
  const centre = piece.box[0] + piece.box[2] / 2;
  if (Math.abs(centre - widthPx / 2) < 0.08 * widthPx) return 'across';
  return piece.box[2] > 0.5 * widthPx ? 'across' : centre < widthPx / 2 ? 'left' : 'right';
}

const BODY_WORDS = 4;
/** Labels of the second and third column of the body. */
const SHORT_LABEL = /^(?:quoctich|dantoc|gioitinh|namsinh|ngaycap|quyen)/;

/** The right edge of the running print: lines of several words that begin in the left half. */
function bodyRight(pieces: readonly Piece[], widthPx: number): number {
  const edges = pieces.filter((piece) => (piece.words.length >= BODY_WORDS && piece.box[0] < 0.45 * widthPx) || SHORT_LABEL.test(plainOf(piece))).map((piece) => right(piece.box)).sort((a, b) => a - b);
  return edges[Math.ceil(0.9 * (edges.length - 1))] ?? widthPx;
}

/**
 * Register pages keep a column at the right for notes and tick boxes, headed "Ghi chú" (TT 04/2020 annexes).
 * Everything right of the running print is that column; a paper whose print runs to the edge has none.
 */
function marginPieces(pieces: readonly Piece[], lineHeightPx: number, widthPx: number): ReadonlySet<Piece> {
  const edgePx = bodyRight(pieces, widthPx);
  const beside = pieces.filter((piece) => piece.box[0] > edgePx - 0.2 * lineHeightPx && piece.box[0] > 0.55 * widthPx);
  const crossing = pieces.filter((piece) => piece.box[0] < edgePx - lineHeightPx && right(piece.box) > edgePx + 2 * lineHeightPx);
  const isNoted = beside.some((piece) => plainOf(piece).startsWith('ghichu'));
  return new Set(isNoted && beside.length > 2 && crossing.length <= 1 ? beside : []);
}

/** Lines of so many words show where the print begins and ends. */
const PRINT_WORDS = 3;
/** Fewer lines show nothing. */
const LEAST_LINES = 5;

/** A letter or two, or a few that were hardly read. */
const isSpeck = (piece: Piece): boolean => plainOf(piece).length <= 2 || (plainOf(piece).length <= 4 && piece.words.every(({ confidence }) => confidence < 0.5));

/** The grain of a sheet's edge, read as a letter or two clear of all print: it would run into the values of the lines beside it. */
function withoutEdgeSpecks(pieces: readonly Piece[], lineHeightPx: number): readonly Piece[] {
  const print = pieces.filter((piece) => piece.words.length >= PRINT_WORDS);
  if (print.length < LEAST_LINES) return pieces;
  const lefts = print.map((piece) => piece.box[0]).sort((a, b) => a - b);
  const rights = print.map((piece) => right(piece.box)).sort((a, b) => a - b);
  const [fromPx, toPx] = [(lefts[Math.floor(lefts.length / 20)] ?? 0) - lineHeightPx, (rights[Math.ceil(0.95 * (rights.length - 1))] ?? Infinity) + lineHeightPx];
  return pieces.filter((piece) => !isSpeck(piece) || (right(piece.box) > fromPx && piece.box[0] < toPx));
}

export function buildPageText(reading: PageReading): PageText {
  const lines = capWords(reading.lines);
  const heights = lines.flatMap((line) => line.words.map((word) => word.box[3]));
  const lineHeightPx = median(heights) || 30;
  const pieces = withoutEdgeSpecks(lines.flatMap((line) => cutLine(line, lineHeightPx)), lineHeightPx);
  const margins = marginPieces(pieces, lineHeightPx, reading.widthPx);
  const rows = groupRows(pieces.filter((piece) => !margins.has(piece)), lineHeightPx);
  const headCount = letterheadRows(rows, reading.widthPx);
  const placed: { piece: Piece; row: number; zone: Zone; columnRightPx?: number }[] = [];
  const put = (zone: Zone, keep: (piece: Piece, row: number) => boolean): void => rows.forEach((row, index) => row.forEach((piece) => { if (keep(piece, index)) placed.push({ piece, row: index, zone }); }));
  put('head-left', (piece, row) => row < headCount && side(piece, reading.widthPx) === 'left');
  put('head-right', (piece, row) => row < headCount && side(piece, reading.widthPx) !== 'left');
  for (const one of bodyOrder(rows, headCount, lineHeightPx)) placed.push({ ...one, zone: 'body' });
  [...margins].sort((a, b) => a.box[1] - b.box[1]).forEach((piece, index) => placed.push({ piece, row: rows.length + index, zone: 'margin' }));
  const segments = placed.map(({ piece, ...where }, index) => ({ index, ...where, words: piece.words, box: piece.box, block: piece.block }));
  const textWidthPx = union(segments.filter((segment) => segment.words.length > 1).map((segment) => segment.box))?.[2] ?? reading.widthPx;
  return { segments, ...flatten(segments), lineHeightPx, textWidthPx, widthPx: reading.widthPx, heightPx: reading.heightPx, reading };
}

function capWords(lines: readonly TextLine[]): readonly TextLine[] {
  let count = 0;
  return lines.filter((line) => (count += line.words.length) <= MAX_WORDS);
}

/** A word's clean parts, each with its share of the word's box. */
export function partsOf(word: Word): readonly { text: string; word: Word; box: Box }[] {
  const text = word.text.normalize('NFC');
  const [x, y, w, h] = word.box;
  const share = w / Math.max(1, text.length);
  return cleanWord(text).map((part) => ({ text: part.text, word, box: part.text === text ? word.box : [x + share * part.from, y, share * (part.to - part.from), h] }));
}

function flatten(segments: readonly Segment[]): Pick<PageText, 'tokens' | 'letters' | 'tokenOf' | 'offsetOf'> {
  const tokens: Token[] = [];
  const tokenOf: number[] = [];
  const offsetOf: number[] = [];
  let letters = '';
  for (const segment of segments) {
    let first = true;
    for (const { text, word, box } of segment.words.flatMap(partsOf)) {
      tokens.push({ text, word, box, segment: segment.index, startsSegment: first });
      first = false;
      for (let offset = 0; offset < text.length; offset++) {
        const letter = baseLetter(text.charAt(offset));
        if (!/^[a-z0-9]$/.test(letter)) continue;
        letters += letter;
        tokenOf.push(tokens.length - 1);
        offsetOf.push(offset);
      }
    }
  }
  return { tokens, letters, tokenOf: Int32Array.from(tokenOf), offsetOf: Int32Array.from(offsetOf) };
}

export const segmentText = (segment: Segment): string => segment.words.flatMap(partsOf).map((part) => part.text).join(' ');
