// Words that the recogniser ran together: where the paper shows a gap as wide as the line's own word
// gaps inside what was read as one word, the word is cut there. The line itself gives the measure, so
// letter-spaced titles and typewriter faces are not torn apart.
import type { RawWord, Strip } from './raw-words.ts';

const INK_BELOW = 160;

type Gap = { readonly from: number; readonly to: number };

/** Runs of empty columns between inked ones. */
export function whiteGaps(strip: Strip): readonly Gap[] {
  const inked = new Uint8Array(strip.widthPx);
  for (let y = 0; y < strip.heightPx; y++) {
    const base = y * strip.widthPx;
    for (let x = 0; x < strip.widthPx; x++) if ((strip.pixels[base + x] ?? 255) < INK_BELOW) inked[x] = 1;
  }
  const gaps: Gap[] = [];
  let last = -1;
  for (let x = 0; x < strip.widthPx; x++) {
    if (inked[x] !== 1) continue;
    if (last >= 0 && x - last > 1) gaps.push({ from: last + 1, to: x });
    last = x;
  }
  return gaps;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
const width = (gap: Gap): number => gap.to - gap.from;

/** The line's own measure: as many of its widest gaps as it has word borders are word gaps, the rest stand between letters. */
function leastWordGap(gaps: readonly Gap[], borders: number, xHeightPx: number): number {
  const widths = gaps.map(width).sort((a, b) => b - a);
  const wordGap = borders >= 2 ? middle(widths.slice(0, borders)) : xHeightPx * 0.6;
  const letterGap = middle(widths.slice(borders));
  return Math.max(wordGap * 0.75, letterGap * 2.2, xHeightPx * 0.33);
}

/** Wide gaps that no word border as read accounts for. Borders take the gaps nearest to them first. */
function unaccounted(wide: readonly Gap[], starts: readonly number[]): readonly Gap[] {
  const pairs = starts.flatMap((start, s) => wide.map((gap, g) => ({ s, g, distance: Math.abs(gap.to - start) }))).sort((a, b) => a.distance - b.distance);
  const takenStarts = new Set<number>();
  const takenGaps = new Set<number>();
  for (const { s, g } of pairs) {
    if (takenStarts.has(s) || takenGaps.has(g)) continue;
    takenStarts.add(s);
    takenGaps.add(g);
  }
  return wide.filter((_, g) => !takenGaps.has(g));
}

/** Cuts before the symbol that starts nearest to `x`; not at all when none starts near. */
function cutAt(word: RawWord, x: number, reach: number): readonly RawWord[] {
  let cut = 0;
  let nearest = reach;
  word.symbols.forEach((symbol, i) => {
    const distance = Math.abs(symbol.bbox.x0 - x);
    if (i === 0 || distance >= nearest) return;
    nearest = distance;
    cut = i;
  });
  // figures are all of one width, so a 1 has room around it
  const isNumber = /^\d\d$/u.test(`${word.symbols[cut - 1]?.text ?? ''}${word.symbols[cut]?.text ?? ''}`);
  if (cut === 0 || isNumber) return [word];
  const part = (symbols: RawWord['symbols'], bbox: RawWord['bbox']): RawWord => ({ text: symbols.map((symbol) => symbol.text).join(''), confidence: word.confidence, bbox, symbols });
  return [part(word.symbols.slice(0, cut), { ...word.bbox, x1: x }), part(word.symbols.slice(cut), { ...word.bbox, x0: x })];
}

/** `scale` is reading pixels per strip pixel; `words` are in reading pixels, and so is the answer. */
export function splitJoinedWords(strip: Strip, words: readonly RawWord[], scale: number, xHeightPx: number): readonly RawWord[] {
  const gaps = whiteGaps(strip);
  const least = leastWordGap(gaps, words.length - 1, xHeightPx);
  const wide = gaps.filter((gap) => width(gap) >= least);
  if (words.length === 0 || wide.length <= words.length - 1) return words;
  let out = words;
  for (const gap of unaccounted(wide, words.slice(1).map((word) => word.bbox.x0 / scale))) {
    const x = gap.to * scale;
    out = out.flatMap((word) => (x > word.bbox.x0 && x <= Math.max(word.bbox.x1, word.symbols.at(-1)?.bbox.x0 ?? 0) ? cutAt(word, x, xHeightPx * scale * 0.4) : [word]));
  }
  return out;
}
