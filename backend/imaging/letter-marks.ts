// Which small shapes are marks of which letter: what sits right over a letter (circumflex, hook, tone)
// or right under it (dot below). Found before lines are, because a bold title's circumflex is as tall
// as small print and would else be taken for a line of its own.
import type { Components } from './components.ts';

const BUCKET_PX = 64;

/** Shapes by the squares in which a mark of theirs may begin: over their own columns, and from `above` to `below` their heights. */
type Index = { at(xPx: number, yPx: number): readonly number[] };

type Reach = { readonly top: number; readonly low: number };

function indexShapes(components: Components, shapes: Iterable<number>, reachOf: (shape: number) => Reach): Index {
  const squares = new Map<number, number[]>();
  const keyOf = (column: number, row: number): number => row * 65_536 + column;
  for (const shape of shapes) {
    const { top, low } = reachOf(shape);
    for (let row = Math.floor(Math.max(0, top) / BUCKET_PX); row <= Math.floor(low / BUCKET_PX); row++) {
      for (let column = Math.floor((components.x0[shape] ?? 0) / BUCKET_PX); column <= Math.floor((components.x1[shape] ?? 0) / BUCKET_PX); column++) {
        const square = squares.get(keyOf(column, row));
        if (square === undefined) squares.set(keyOf(column, row), [shape]);
        else square.push(shape);
      }
    }
  }
  return { at: (xPx, yPx) => squares.get(keyOf(Math.floor(xPx / BUCKET_PX), Math.floor(yPx / BUCKET_PX))) ?? [] };
}

/** Where the tops of a letter's marks may lie: a mark as tall as the letter over it, a dot under it. */
function reachOfLetter(components: Components, letter: number): Reach {
  const [top, foot] = [components.y0[letter] ?? 0, components.y1[letter] ?? 0];
  return { top: top - (foot - top) * 1.5, low: foot + (foot - top) * 0.5 };
}

/** Distance of `mark` from `letter` in letter heights when it sits on or under it; undefined when it does not. */
function seatOf(components: Components, mark: number, letter: number): number | undefined {
  const height = (components.y1[letter] ?? 0) - (components.y0[letter] ?? 0);
  const markHeight = (components.y1[mark] ?? 0) - (components.y0[mark] ?? 0);
  const markWidth = (components.x1[mark] ?? 0) - (components.x0[mark] ?? 0);
  if (mark === letter || markHeight > height * 1.05 || markWidth > height * 1.5) return undefined;
  const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
  const slack = height * 0.2;
  if (middle < (components.x0[letter] ?? 0) - slack || middle > (components.x1[letter] ?? 0) + slack) return undefined;
  const above = (components.y0[letter] ?? 0) - (components.y1[mark] ?? 0);
  if (above > -height * 0.3 && above < height * (markHeight > height * 0.75 ? 0.2 : 0.32) && (components.y0[mark] ?? 0) < (components.y0[letter] ?? 0)) return Math.abs(above) / height;
  const below = (components.y0[mark] ?? 0) - (components.y1[letter] ?? 0);
  const isDot = markHeight < height * 0.4 && markWidth < height * 0.5;
  if (isDot && below > -height * 0.1 && below < height * 0.3) return below / height + 0.1;
  return undefined;
}

/** A tone over a circumflex: close above a mark that already has its letter. */
function sitsOnMark(components: Components, mark: number, base: number, letterHeight: number): boolean {
  const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
  const slack = letterHeight * 0.35;
  if (middle < (components.x0[base] ?? 0) - slack || middle > (components.x1[base] ?? 0) + slack) return false;
  if ((components.y1[mark] ?? 0) - (components.y0[mark] ?? 0) > letterHeight * 0.7) return false;
  const gap = (components.y0[base] ?? 0) - (components.y1[mark] ?? 0);
  return gap > -letterHeight * 0.35 && gap < letterHeight * 0.25;
}

/** The letter that a comma or full stop follows at its foot: in close-set lines it also hangs over a letter of the next line. */
function commaOf(components: Components, mark: number, letters: readonly number[]): number | undefined {
  const top = components.y0[mark] ?? 0;
  const markHeight = (components.y1[mark] ?? 0) - top;
  const markWidth = (components.x1[mark] ?? 0) - (components.x0[mark] ?? 0);
  return letters.find((letter) => {
    const foot = components.y1[letter] ?? 0;
    const height = foot - (components.y0[letter] ?? 0);
    const gap = (components.x0[mark] ?? 0) - (components.x1[letter] ?? 0);
    return mark !== letter && markHeight < height * 0.6 && markWidth < height * 0.45 && gap >= -1 && gap < height * 0.4 && top > foot - height * 0.4 && top < foot + height * 0.05;
  });
}

/** For each candidate the letter it belongs to. Candidates without a letter are left out. */
export function linkMarks(components: Components, candidates: readonly number[], letters: readonly number[]): ReadonlyMap<number, number> {
  const index = indexShapes(components, letters, (letter) => reachOfLetter(components, letter));
  const links = new Map<number, number>();
  for (const mark of candidates) {
    const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
    const top = components.y0[mark] ?? 0;
    const followed = commaOf(components, mark, index.at(components.x0[mark] ?? 0, top));
    if (followed !== undefined) {
      links.set(mark, followed);
      continue;
    }
    let best = Number.POSITIVE_INFINITY;
    for (const letter of index.at(middle, top)) {
      const seat = seatOf(components, mark, letter);
      if (seat === undefined || seat >= best) continue;
      best = seat;
      links.set(mark, letter);
    }
  }
  linkSecondStorey(components, candidates, links);
  return links;
}

function linkSecondStorey(components: Components, candidates: readonly number[], links: Map<number, number>): void {
  const heightOf = (base: number): number => {
    const letter = links.get(base) ?? base;
    return (components.y1[letter] ?? 0) - (components.y0[letter] ?? 0);
  };
  const index = indexShapes(components, [...links.keys()], (base) => ({ top: (components.y0[base] ?? 0) - heightOf(base), low: (components.y0[base] ?? 0) + heightOf(base) }));
  for (const mark of candidates) {
    if (links.has(mark)) continue;
    const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
    const bases = [-BUCKET_PX, 0, BUCKET_PX].flatMap((aside) => (middle + aside < 0 ? [] : index.at(middle + aside, components.y0[mark] ?? 0)));
    for (const base of bases) {
      const letter = links.get(base);
      if (letter === undefined || !sitsOnMark(components, mark, base, heightOf(base))) continue;
      links.set(mark, letter);
      break;
    }
  }
}
