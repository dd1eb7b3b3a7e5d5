// An a of one storey is an o with a stem on its right: the reader takes it for an o, ô, ơ or u, and surely so.
// The right edge says what it is: an o recedes from it above and below, an a runs down it as on a rule; a u has
// no roof. Looked at only where every letter of the word stands by itself.
import { centreOf, heightOf, isInk, widthOf, type Bounds, type WordInk } from './word-ink.ts';

/** Heights in shares from the top of the letter. */
const TOP = [0.03, 0.08] as const;
const MIDDLE = [0.45, 0.5, 0.55] as const;
const BOTTOM = [0.93, 0.97] as const;
/** Where a bowl or a horn leaves the rule, and a stem does not; by so many widths at most. */
const ALONG = [0.18, 0.27, 0.36, 0.64, 0.73, 0.82, 0.88] as const;
const MOST_OFF_RULE = 0.1;
/** In widths of the letter: how far its right edge may leave the rule, slanted print included. */
const STEM_BELOW: readonly [number, number] = [-0.06, 0.13];
const STEM_ABOVE: readonly [number, number] = [-0.12, 0.12];
const STEM_BOTH = 0.2;
/** How far its left edge recedes above and below the middle, if it is round. The horn of an ơ makes it far more. */
const LEAST_ROUND = 0.12;
const MOST_ROUND = 0.4;
/** Of the columns between its sides, so many have ink in the upper part, if it has a roof. */
const ROOF = 0.95;
const ROOF_HEIGHT = 0.3;
const SIDE = 0.35;
/** In x-heights. */
const LEAST_BODY = 0.75;
const MOST_BOWL = 1.35;
const LEAST_BOWL_PX = 9;
/** Width to height; with a horn or a scrap beside it a letter is wider. */
const WIDEST_BOWL = 1.3;

type Edges = { readonly left: number; readonly right: number };

function edgesAt(word: WordInk, { x0, x1, y0, y1 }: Bounds, heights: readonly number[]): Edges {
  let [left, right] = [0, 0];
  for (const height of heights) {
    const y = Math.min(y1 - 1, Math.floor(y0 + height * (y1 - y0)));
    let [first, end] = [x1, x0];
    for (let x = x0; x < x1; x++) {
      if (!isInk(word, x, y)) continue;
      first = Math.min(first, x);
      end = x + 1;
    }
    left += first - x0;
    right += end - x0;
  }
  return { left: left / heights.length, right: right / heights.length };
}

function hasRoof(word: WordInk, { x0, x1, y0, y1 }: Bounds): boolean {
  const [from, to] = [Math.round(x0 + SIDE * (x1 - x0)), x0 + (1 - SIDE) * (x1 - x0)];
  let [columns, covered] = [0, 0];
  for (let x = from; x < to; x++) {
    columns++;
    for (let y = y0; y < y0 + ROOF_HEIGHT * (y1 - y0); y++) {
      if (!isInk(word, x, y)) continue;
      covered++;
      break;
    }
  }
  return columns > 0 && covered > ROOF * columns;
}

/** Whether the right edge runs straight from above to below. */
function isStraight(word: WordInk, letter: Bounds, top: number, bottom: number): boolean {
  const [from, to] = [(TOP[0] + TOP[1]) / 2, (BOTTOM[0] + BOTTOM[1]) / 2];
  return ALONG.every((height) => {
    const onRule = top + ((height - from) / (to - from)) * (bottom - top);
    return Math.abs(edgesAt(word, letter, [height]).right - onRule) <= MOST_OFF_RULE * widthOf(letter);
  });
}

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;

/** Whether the letter is round on the left and roofed, with a stem from top to bottom on its right. */
function isBowlWithStem(word: WordInk, letter: Bounds): boolean {
  const [top, middle, bottom] = [edgesAt(word, letter, TOP), edgesAt(word, letter, MIDDLE), edgesAt(word, letter, BOTTOM)];
  const width = widthOf(letter);
  const [below, above] = [(middle.right - bottom.right) / width, (middle.right - top.right) / width];
  const [roundBelow, roundAbove] = [(bottom.left - middle.left) / width, (top.left - middle.left) / width];
  return isWithin(below, STEM_BELOW) && isWithin(above, STEM_ABOVE) && below + above < STEM_BOTH && roundBelow > LEAST_ROUND && roundAbove > LEAST_ROUND && roundAbove < MOST_ROUND && hasRoof(word, letter) && isStraight(word, letter, top.right, bottom.right);
}

const HORN = /\u031b/g;
const WITHOUT_CIRCUMFLEX_OR_HORN = /^u/;

/** The letters with an a where an o, ơ, u or ø was read and the picture shows an a; marks above and below stay. */
export function withBowls(letters: readonly string[], word: WordInk, xHeightPx: number): readonly string[] {
  if (!letters.some((letter) => /^[ouø]/.test(letter.normalize('NFD')))) return letters;
  const bodies = word.parts.filter((part) => heightOf(part) >= LEAST_BODY * xHeightPx).sort((a, b) => centreOf(a) - centreOf(b));
  if (bodies.length !== letters.length) return letters;
  return letters.map((letter, at) => {
    const [base = '', ...marks] = letter.normalize('NFD');
    const body = bodies[at];
    if (!/[ouø]/.test(base) || body === undefined || (WITHOUT_CIRCUMFLEX_OR_HORN.test(base) && marks.includes('\u031b'))) return letter;
    const height = heightOf(body);
    const isLetterSized = height >= LEAST_BOWL_PX && height <= MOST_BOWL * xHeightPx && widthOf(body) <= WIDEST_BOWL * height;
    return isLetterSized && isBowlWithStem(word, body) ? `a${marks.join('').replace(HORN, '')}`.normalize('NFC') : letter;
  });
}
