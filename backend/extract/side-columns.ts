// Two columns side by side that say the same of two people (ÔNG | BÀ of an adoption entry): read one after the
// other. They are known by rows whose halves begin alike; from there on, what begins at the gutter or stays
// left of it belongs to them, also where a value wraps in one column and the labels no longer stand beside
// each other. Geometry and the first letters of labels; which labels there are, the form files say.
import type { Box } from '../../shared/domain/geometry.ts';
import { right, union } from '../../shared/domain/geometry.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { baseLetter, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import { loadForms } from './form-definition.ts';

export type Piece = { readonly words: readonly Word[]; readonly box: Box; readonly block: number };
type Row = readonly Piece[];
/** `columnRightPx`: how far the print of a left column may reach. */
export type BodyPiece = { readonly piece: Piece; readonly row: number; readonly columnRightPx?: number };

export const plainOf = (piece: Piece): string => [...piece.words.map((word) => word.text).join('')].map(baseLetter).join('').replace(/[^a-z0-9]/g, '');

const OPENING_LETTERS = 7;
const LEAST_LABEL = 4;

type Label = { readonly letters: string; /** As it looks in faces whose a has one storey. */ readonly looks: string; readonly isCapital: boolean };

/** "Dôn tộc": an a of one storey is an o to the reader. */
const looksOf = (letters: string): string => letters.replaceAll('a', 'o');

let known: readonly Label[] | undefined;
/** The labels of all forms, the longest first. */
const knownLabels = (): readonly Label[] => (known ??= [...new Set(loadForms().flatMap((form) => form.sections.flatMap((section) => section.fields.flatMap((field) => field.labels))))]
  .map((label) => ({ letters: lettersOnly(label), looks: looksOf(lettersOnly(label)), isCapital: /^\p{Lu}/u.test(label) })).filter(({ letters }) => letters.length >= LEAST_LABEL).toSorted((a, b) => b.letters.length - a.letters.length));

/** A wrong letter or two in a long label. */
const isNearly = (letters: string, label: string): boolean => label.length > OPENING_LETTERS && Number.isFinite(textDistance(letters.slice(0, label.length), label, Math.min(3, label.length / 8)));

function findOpening(letters: string, isCapital: boolean): string | undefined {
  const looks = looksOf(letters);
  const found = knownLabels().find((label) => label.isCapital === isCapital && (looks.startsWith(label.looks) || isNearly(letters, label.letters)));
  return found?.letters.slice(0, OPENING_LETTERS);
}

const MOST_KEPT = 2000;
/** The same lines are asked about for every row that columns could begin at. */
const openings = new Map<string, string | undefined>();

/** The beginning of the label that a line starts with; undefined where none is known. */
function labelOpening(piece: Piece): string | undefined {
  const letters = plainOf(piece);
  const isCapital = /^\P{L}*\p{Lu}/u.test(piece.words[0]?.text ?? '');
  const key = `${isCapital ? '+' : '-'}${letters}`;
  if (openings.has(key)) return openings.get(key);
  if (openings.size >= MOST_KEPT) openings.clear();
  const found = findOpening(letters, isCapital);
  openings.set(key, found);
  return found;
}

const opening = (piece: Piece): string => labelOpening(piece) ?? plainOf(piece).slice(0, OPENING_LETTERS);
const isOpening = (text: string): boolean => text.length >= LEAST_LABEL;

/** The piece of a row that begins as its first one does: the right half's first. */
function secondHalf(row: Row): Piece | undefined {
  const first = row[0] === undefined ? '' : opening(row[0]);
  return isOpening(first) ? row.slice(1).find((piece) => opening(piece) === first) : undefined;
}

/** A line cut in two where a word begins at the gutter. */
function splitAt(piece: Piece, gutterPx: number, lineHeightPx: number): readonly Piece[] {
  const at = piece.words.findIndex((word) => Math.abs(word.box[0] - gutterPx) < 0.7 * lineHeightPx);
  if (at <= 0) return [piece];
  return [piece.words.slice(0, at), piece.words.slice(at)].map((words) => ({ words, box: union(words.map((word) => word.box)) ?? piece.box, block: piece.block }));
}

/** A line that holds both halves, the label said twice: cut before the second. */
function cutAtRepeat(row: Row): Row {
  const [piece] = row;
  const first = row.length === 1 && piece !== undefined ? labelOpening(piece) : undefined;
  if (piece === undefined || first === undefined) return row;
  const at = piece.words.findIndex((_, index) => index > 1 && labelOpening({ ...piece, words: piece.words.slice(index) }) === first);
  return at < 0 ? row : [piece.words.slice(0, at), piece.words.slice(at)].map((words) => ({ words, box: union(words.map((word) => word.box)) ?? piece.box, block: piece.block }));
}

type Columns = { readonly rows: readonly Row[]; readonly gutterPx: number };
type Gutter = { readonly atPx: number; readonly lineHeightPx: number; /** How the lines begin that start at the gutter. */ readonly openings: readonly string[] };

/** Rows in which the right column's lines are looked for. */
const LOOK_AHEAD = 40;

function gutterOf(rows: readonly Row[], from: number, atPx: number, lineHeightPx: number): Gutter {
  const pieces = rows.slice(from, from + LOOK_AHEAD).flatMap((row) => row.flatMap((piece) => splitAt(piece, atPx, lineHeightPx)));
  return { atPx, lineHeightPx, openings: pieces.filter((piece) => Math.abs(piece.box[0] - atPx) < 1.5 * lineHeightPx).map(opening).filter(isOpening) };
}

/** A line with a label that the right column never has runs across the page: the columns have ended. */
function isAcross(piece: Piece, gutter: Gutter): boolean {
  const label = labelOpening(piece);
  return label !== undefined && !gutter.openings.includes(label);
}

/** A letter or two at the sheet's edge, on a row of their own: no end of the columns. */
const isSpeckRow = (row: Row): boolean => row.every(({ words }) => words.length === 1 && (words[0]?.text ?? '').length < 3);

/** The next row has something in the right column, or goes on in the left one: a value's wrap, or a label both columns have. */
function belongs(row: Row, above: readonly Row[], gutter: Gutter): boolean {
  const { atPx, lineHeightPx } = gutter;
  const [first] = row;
  if (first === undefined || row.some((piece) => piece.box[0] < atPx - lineHeightPx && right(piece.box) > atPx + lineHeightPx)) return false;
  if (first.box[0] < atPx - lineHeightPx && isAcross(first, gutter)) return false;
  const last = above.filter((one) => !isSpeckRow(one)).flat().filter((piece) => piece.box[0] < atPx - lineHeightPx).at(-1);
  if (row.some((piece) => Math.abs(piece.box[0] - atPx) < 1.5 * lineHeightPx)) return true;
  if (last === undefined || first.box[1] - last.box[1] > 3 * lineHeightPx) return false;
  const isFull = right(last.box) + (first.words[0]?.box[2] ?? 0) + 0.2 * lineHeightPx > atPx - lineHeightPx;
  return isFull || isOpening(opening(first)) && gutter.openings.includes(opening(first));
}

/** Rows below a heading in which the halves' first label is looked for. */
const HEADED_ROWS = 4;

/** Rows of the two columns that begin at `start`; none when no columns do. */
function columnsAt(rows: readonly Row[], start: number, lineHeightPx: number): Columns | undefined {
  const hasHeading = rows[start]?.length === 2 && secondHalf(rows[start] ?? []) === undefined && rows[start]?.every((piece) => piece.words.length < 3) === true;
  const from = start + (hasHeading ? 1 : 0);
  // a stain may lie on the first label below the heading: the next rows begin at the same gutter
  const first = hasHeading ? rows.slice(from, from + HEADED_ROWS).map((row) => secondHalf(cutAtRepeat(row))).find((piece) => piece !== undefined) : secondHalf(rows[from] ?? []);
  if (!first) return undefined;
  const gutter = gutterOf(rows, from, first.box[0], lineHeightPx);
  const kept: Row[] = [...rows.slice(start, from)];
  let alike = 0;
  for (let index = from; index < rows.length; index++) {
    const row = (rows[index] ?? []).flatMap((piece) => splitAt(piece, gutter.atPx, lineHeightPx));
    const isAlike = secondHalf(row) !== undefined;
    if (index > from && !isAlike && !belongs(row, kept, gutter) && !isSpeckRow(row)) break;
    if (isAlike) alike++;
    kept.push(row);
  }
  return alike > 1 || hasHeading ? { rows: kept, gutterPx: gutter.atPx } : undefined;
}

/** A row's pieces with the column each stands in: the halves of a row that begin alike part it, else the gutter. */
function halves(row: Row, edgePx: number): readonly { readonly piece: Piece; readonly isLeft: boolean }[] {
  const cutPx = secondHalf(row)?.box[0] ?? edgePx;
  return row.map((piece) => ({ piece, isLeft: piece.box[0] < cutPx }));
}

/** White space between the columns, in heights of the print. */
const GUTTER_HEIGHTS = 1.5;

/** Body rows from left to right, but two columns one after the other. */
export function bodyOrder(rows: readonly Row[], from: number, lineHeightPx: number): readonly BodyPiece[] {
  const out: BodyPiece[] = [];
  let index = from;
  while (index < rows.length) {
    const columns = columnsAt(rows, index, lineHeightPx);
    if (!columns) {
      const at = index;
      (rows[index] ?? []).forEach((piece) => out.push({ piece, row: at }));
      index++;
      continue;
    }
    const limitPx = columns.gutterPx - GUTTER_HEIGHTS * lineHeightPx;
    const placed = columns.rows.flatMap((row, offset) => halves(row, columns.gutterPx - 0.7 * lineHeightPx).map((one) => ({ ...one, row: index + offset })));
    out.push(...placed.filter(({ isLeft }) => isLeft).map(({ piece, row }) => ({ piece, row, columnRightPx: limitPx })), ...placed.filter(({ isLeft }) => !isLeft).map(({ piece, row }) => ({ piece, row })));
    index += columns.rows.length;
  }
  return out;
}
