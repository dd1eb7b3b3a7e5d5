// Which small shapes are marks of which letter: what sits right over a letter (circumflex, hook, tone)
// or right under it (dot below). Found before lines are, because a bold title's circumflex is as tall
// as small print and would else be taken for a line of its own.
import type { Components } from './components.ts';

const BUCKET_PX = 64;

/** Letter-sized components by the columns they cover. */
function indexLetters(components: Components, letters: readonly number[], widthPx: number): number[][] {
  const buckets: number[][] = Array.from({ length: Math.ceil(widthPx / BUCKET_PX) + 1 }, () => []);
  for (const i of letters) {
    for (let b = Math.floor((components.x0[i] ?? 0) / BUCKET_PX); b <= Math.floor((components.x1[i] ?? 0) / BUCKET_PX); b++) buckets[b]?.push(i);
  }
  return buckets;
}

/** Distance of `mark` from `letter` in letter heights when it sits on or under it; undefined when it does not. */
function seatOf(components: Components, mark: number, letter: number): number | undefined {
  const height = (components.y1[letter] ?? 0) - (components.y0[letter] ?? 0);
  const markHeight = (components.y1[mark] ?? 0) - (components.y0[mark] ?? 0);
  const markWidth = (components.x1[mark] ?? 0) - (components.x0[mark] ?? 0);
  if (mark === letter || markHeight > height * 0.8 || markWidth > height * 1.5) return undefined;
  const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
  const slack = height * 0.2;
  if (middle < (components.x0[letter] ?? 0) - slack || middle > (components.x1[letter] ?? 0) + slack) return undefined;
  const above = (components.y0[letter] ?? 0) - (components.y1[mark] ?? 0);
  if (above > -height * 0.3 && above < height * 0.32 && (components.y0[mark] ?? 0) < (components.y0[letter] ?? 0)) return Math.abs(above) / height;
  const below = (components.y0[mark] ?? 0) - (components.y1[letter] ?? 0);
  const isDot = markHeight < height * 0.4 && markWidth < height * 0.5;
  if (isDot && below > -height * 0.1 && below < height * 0.3) return below / height + 0.1;
  return undefined;
}

/** For each candidate the letter it belongs to. Candidates without a letter are left out. */
export function linkMarks(components: Components, candidates: readonly number[], letters: readonly number[], widthPx: number): ReadonlyMap<number, number> {
  const buckets = indexLetters(components, letters, widthPx);
  const links = new Map<number, number>();
  for (const mark of candidates) {
    const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
    let best = Number.POSITIVE_INFINITY;
    for (const letter of buckets[Math.floor(middle / BUCKET_PX)] ?? []) {
      const seat = seatOf(components, mark, letter);
      if (seat === undefined || seat >= best) continue;
      best = seat;
      links.set(mark, letter);
    }
  }
  return links;
}
