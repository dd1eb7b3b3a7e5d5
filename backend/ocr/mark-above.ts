// The mark above a word's vowel as the picture shows it. A Vietnamese syllable has marks above one letter only, so
// that no letter need be found: what stands above the letters is that mark, and the dots of i and j in their order.
import { centreOf, heightOf, shapeOf, widthOf, type Bounds, type Part, type WordInk } from './word-ink.ts';

const BELOW_OR_WITHIN = /[\u0323\u031b]/g;

/** The marks above a letter, decomposed: "ổ" has a circumflex and a hook, "ợ" has none. */
export const marksAbove = (letter: string): string => letter.normalize('NFD').slice(1).replace(BELOW_OR_WITHIN, '');

/** The letter with other marks above; dot below, horn and case stay. */
export function withMarksAbove(letter: string, marks: string): string {
  const [base = '', ...rest] = letter.normalize('NFD');
  return (base + rest.join('').replace(/[^\u0323\u031b]/g, '') + marks).normalize('NFC');
}

/** In heights of the word: letters reach below its middle, marks stay above it. */
const LEAST_LETTER = 0.4;
const MIDDLE = 0.6;
const HIGHEST_MARK = 0.45;
/** As far as this beside a letter its mark may stand (slanted print, hooks). */
const REACH = 0.25;
/** Pieces of one mark are no further apart. */
const APART = 0.04;
const LEAST_PIECE_PX = 3;
const LEAST_HEIGHT_PX = 12;

const isLetter = (part: Part, heightPx: number): boolean => heightOf(part) >= LEAST_LETTER * heightPx && part.y1 > MIDDLE * heightPx;

function isMark(part: Part, letters: readonly Part[], heightPx: number): boolean {
  const reach = REACH * heightPx;
  return part.y1 <= MIDDLE * heightPx && heightOf(part) <= HIGHEST_MARK * heightPx && part.areaPx >= LEAST_PIECE_PX && letters.some((letter) => letter.y0 >= part.y1 - 2 && letter.x0 - reach < part.x1 && letter.x1 + reach > part.x0);
}

/** Marks from left to right, the pieces of each together. */
function together(pieces: readonly Part[], apartPx: number): readonly Bounds[] {
  const marks: Bounds[] = [];
  for (const piece of [...pieces].sort((a, b) => a.x0 - b.x0)) {
    const last = marks.at(-1);
    if (last === undefined || piece.x0 > last.x1 + apartPx) marks.push(piece);
    else marks[marks.length - 1] = { x0: last.x0, x1: Math.max(last.x1, piece.x1), y0: Math.min(last.y0, piece.y0), y1: Math.max(last.y1, piece.y1) };
  }
  return marks;
}

export type MarkAbove = { /** Which of the letters bears it. */ readonly at: number; readonly shape: Float32Array };

/** Undefined where the letters have not just one with marks, or the picture shows other marks and dots than they have. */
export function markAbove(letters: readonly string[], word: WordInk): MarkAbove | undefined {
  const { heightPx } = word;
  const above = letters.flatMap((letter, at) => (marksAbove(letter) !== '' ? [{ at, isDot: false }] : /[ijị]/.test(letter) ? [{ at, isDot: true }] : []));
  const [only, second] = above.filter(({ isDot }) => !isDot);
  if (only === undefined || second !== undefined || heightPx < LEAST_HEIGHT_PX) return undefined;
  const bodies = word.parts.filter((part) => isLetter(part, heightPx));
  const marks = together(word.parts.filter((part) => isMark(part, bodies, heightPx)), APART * heightPx);
  const mark = marks[above.indexOf(only)];
  if (mark === undefined || marks.length !== above.length) return undefined;
  const aside = (body: Part): number => Math.max(0, body.x0 - centreOf(mark), centreOf(mark) - body.x1);
  const body = bodies.filter(({ y0 }) => y0 >= mark.y1 - 2).reduce<Part | undefined>((near, other) => (near === undefined || aside(other) < aside(near) ? other : near), undefined);
  if (body === undefined) return undefined;
  const reachPx = heightPx - mark.y0;
  const letter = letters[only.at] ?? '';
  const more = [heightOf(mark) / reachPx, widthOf(mark) / reachPx, (body.y0 - mark.y1) / reachPx, (centreOf(mark) - centreOf(body)) / reachPx, letter === letter.toLocaleLowerCase('vi') ? 0 : 1];
  return { at: only.at, shape: shapeOf(word, mark, more) };
}
