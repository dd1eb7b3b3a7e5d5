// Whether a page stands on its head: Vietnamese sets most of its marks (tones, circumflexes, i-dots)
// over the letters and only the dot under them. Small shapes close above a letter are counted against
// those close below; commas and full stops stand beside letters and do not count.
import type { Components } from './components.ts';

const BUCKET_PX = 64;

export type MarkCount = { readonly above: number; readonly below: number };

const isBase = (h: number, w: number, letterPx: number): boolean => h >= letterPx * 0.6 && h <= letterPx * 2.5 && w <= letterPx * 12;
const isMark = (h: number, w: number, area: number, letterPx: number): boolean => h <= letterPx * 0.5 && h >= letterPx * 0.1 && w <= letterPx * 0.9 && area >= (letterPx * 0.1) ** 2;

/** Counts marks by the side of their nearest letter. `letterPx` is the page's typical letter height. */
export function countMarks(components: Components, usable: Uint8Array, letterPx: number, widthPx: number): MarkCount {
  const buckets: number[][] = Array.from({ length: Math.ceil(widthPx / BUCKET_PX) + 1 }, () => []);
  const marks: number[] = [];
  for (let i = 0; i < components.count; i++) {
    if (usable[i] !== 1) continue;
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    if (isMark(h, w, components.area[i] ?? 0, letterPx)) marks.push(i);
    if (!isBase(h, w, letterPx)) continue;
    for (let b = Math.floor((components.x0[i] ?? 0) / BUCKET_PX); b <= Math.floor((components.x1[i] ?? 0) / BUCKET_PX); b++) buckets[b]?.push(i);
  }
  let above = 0;
  let below = 0;
  for (const mark of marks) {
    const side = sideOf(components, mark, buckets[Math.floor(((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2 / BUCKET_PX)] ?? [], letterPx);
    if (side > 0) above++;
    if (side < 0) below++;
  }
  return { above, below };
}

/** 1 when the nearest letter is right under the mark, -1 when right over it, 0 when there is none. */
function sideOf(components: Components, mark: number, letters: readonly number[], letterPx: number): number {
  const middle = ((components.x0[mark] ?? 0) + (components.x1[mark] ?? 0)) / 2;
  let side = 0;
  let nearest = letterPx * 0.35;
  for (const letter of letters) {
    if (letter === mark || middle < (components.x0[letter] ?? 0) || middle > (components.x1[letter] ?? 0)) continue;
    const over = (components.y0[letter] ?? 0) - (components.y1[mark] ?? 0);
    const under = (components.y0[mark] ?? 0) - (components.y1[letter] ?? 0);
    if (over >= 0 && over < nearest) {
      nearest = over;
      side = 1;
    }
    if (under >= 0 && under < nearest) {
      nearest = under;
      side = -1;
    }
  }
  return side;
}

/** True only when it is plain: a few marks, or as many below as above, prove nothing. */
export const isUpsideDown = (marks: MarkCount): boolean => marks.below >= 12 && marks.below > marks.above * 1.7;
