// Text lines from components: letters are chained from left to right while they overlap in height,
// then small marks (tones, dots, commas) join the nearest line, and wide gaps or vertical rules cut a
// line into segments. No page model is assumed, so leaders, tables and letterheads do not lose lines.
import type { Components } from './components.ts';
import { linkMarks } from './letter-marks.ts';
import type { Rule } from './rules.ts';

export type TextSegment = {
  readonly members: readonly number[];
  readonly x0: number;
  readonly x1: number;
  /** Band of the letters, without marks. */
  readonly top: number;
  readonly bottom: number;
  /** With marks. */
  readonly y0: number;
  readonly y1: number;
  readonly letters: number;
  readonly letterPx: number;
};

type Chain = { readonly members: number[]; x1: number; top: number; bottom: number; letterPx: number };

export type LetterSize = { readonly letterPx: number; readonly count: number };

/** The typical height of a letter: median over letter-like components. */
export function measureLetters(components: Components, dpi: number): LetterSize {
  const low = Math.max(5, 0.9 * (dpi / 25.4));
  const high = 9 * (dpi / 25.4);
  const heights: number[] = [];
  for (let i = 0; i < components.count; i++) {
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    if (h < low || h > high || w > h * 8 || w < h * 0.12) continue;
    heights.push(h);
  }
  heights.sort((a, b) => a - b);
  return { letterPx: heights[heights.length >> 1] ?? low * 2, count: heights.length };
}

/** Taller than two letters and as thin as this is the hair of an edge or a frame: no line begins with it. */
const HAIR = 0.08;

const isLetterLike = (w: number, h: number, letterPx: number): boolean => h >= letterPx * 0.42 && h <= letterPx * 3.2 && w <= letterPx * 25 && (h <= letterPx * 2 || w >= HAIR * h);

function overlapShare(top: number, bottom: number, otherTop: number, otherBottom: number): number {
  const shared = Math.min(bottom, otherBottom) - Math.max(top, otherTop);
  return shared / Math.max(1, Math.min(bottom - top, otherBottom - otherTop));
}

function chainLetters(components: Components, order: readonly number[], pageLetterPx: number): Chain[] {
  const chains: Chain[] = [];
  let open: Chain[] = [];
  for (const i of order) {
    const x0 = components.x0[i] ?? 0;
    const top = components.y0[i] ?? 0;
    const bottom = components.y1[i] ?? 0;
    const h = bottom - top;
    let best: Chain | undefined;
    let bestFit = 0.45;
    for (const chain of open) {
      const size = Math.max(chain.letterPx, Math.min(h, pageLetterPx * 2));
      const gap = x0 - chain.x1;
      if (gap > size * 2.6) continue;
      const fit = overlapShare(top, bottom, chain.top, chain.bottom) - Math.max(0, gap / size) * 0.05;
      if (fit > bestFit) {
        best = chain;
        bestFit = fit;
      }
    }
    if (best === undefined) {
      best = { members: [i], x1: components.x1[i] ?? 0, top, bottom, letterPx: h };
      chains.push(best);
      open.push(best);
      open = open.filter((chain) => x0 - chain.x1 < pageLetterPx * 12);
    } else {
      extendChain(best, components, i);
    }
  }
  return chains;
}

/** The band follows the last letters, so that a line may climb or bend. */
function extendChain(chain: Chain, components: Components, i: number): void {
  const top = components.y0[i] ?? 0;
  const bottom = components.y1[i] ?? 0;
  const weight = chain.members.length < 4 ? 0.4 : 0.2;
  chain.members.push(i);
  chain.x1 = Math.max(chain.x1, components.x1[i] ?? 0);
  if (bottom - top <= chain.letterPx * 2) {
    chain.top += (top - chain.top) * weight;
    chain.bottom += (bottom - chain.bottom) * weight;
    chain.letterPx += (bottom - top - chain.letterPx) * weight;
  }
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

function segmentOf(members: readonly number[], components: Components): TextSegment {
  const tops: number[] = [];
  const bottoms: number[] = [];
  let x0 = Number.POSITIVE_INFINITY;
  let x1 = 0;
  let y0 = Number.POSITIVE_INFINITY;
  let y1 = 0;
  for (const i of members) {
    tops.push(components.y0[i] ?? 0);
    bottoms.push(components.y1[i] ?? 0);
    x0 = Math.min(x0, components.x0[i] ?? 0);
    x1 = Math.max(x1, components.x1[i] ?? 0);
    y0 = Math.min(y0, components.y0[i] ?? 0);
    y1 = Math.max(y1, components.y1[i] ?? 0);
  }
  const top = median(tops);
  const bottom = median(bottoms);
  return { members, x0, x1, top, bottom, y0, y1, letters: members.length, letterPx: Math.max(1, bottom - top) };
}

const crossesRule = (rules: readonly Rule[], fromX: number, toX: number, y: number): boolean =>
  rules.some((rule) => rule.direction === 'vertical' && rule.box[0] + rule.box[2] / 2 >= fromX - 2 && rule.box[0] + rule.box[2] / 2 <= toX + 2 && rule.box[1] <= y && rule.box[1] + rule.box[3] >= y);

function cutAtRules(segment: TextSegment, components: Components, rules: readonly Rule[]): TextSegment[] {
  const out: TextSegment[] = [];
  let part: number[] = [];
  let edge = Number.NEGATIVE_INFINITY;
  const y = (segment.top + segment.bottom) / 2;
  for (const i of segment.members) {
    const x0 = components.x0[i] ?? 0;
    if (part.length > 0 && crossesRule(rules, edge, x0, y)) {
      out.push(segmentOf(part, components));
      part = [];
    }
    part.push(i);
    edge = Math.max(edge, components.x1[i] ?? 0);
  }
  out.push(segmentOf(part, components));
  return out;
}

/** Joins chains that turned out to be pieces of one line (same band, touching ends). */
function joinPieces(segments: TextSegment[], components: Components): TextSegment[] {
  const sorted = [...segments].sort((a, b) => a.x0 - b.x0);
  const out: TextSegment[] = [];
  for (const segment of sorted) {
    const at = out.findIndex((other) => {
      const size = Math.max(segment.letterPx, other.letterPx);
      const gap = segment.x0 - other.x1;
      return gap < size * 2 && gap > -size * 40 && overlapShare(segment.top, segment.bottom, other.top, other.bottom) > 0.6 && Math.min(segment.letterPx, other.letterPx) > size * 0.45;
    });
    const home = out[at];
    if (home === undefined) out.push(segment);
    else out[at] = segmentOf([...home.members, ...segment.members].sort((a, b) => (components.x0[a] ?? 0) - (components.x0[b] ?? 0)), components);
  }
  return out;
}

/** A comma, quotation mark or hyphen that was taken for a small line of its own goes to the line it stands at. */
function absorbStrays(segments: readonly TextSegment[], components: Components): TextSegment[] {
  const homes = segments.map((stray) => (stray.letters > 2 ? -1 : segments.findIndex((host) => isStrayOf(stray, host))));
  return segments.flatMap((segment, s) => {
    if ((homes[s] ?? -1) >= 0) return [];
    const guests = segments.filter((_, g) => homes[g] === s).flatMap((guest) => guest.members);
    if (guests.length === 0) return [segment];
    const joined = segmentOf([...segment.members, ...guests].sort((a, b) => (components.x0[a] ?? 0) - (components.x0[b] ?? 0)), components);
    return [{ ...joined, top: segment.top, bottom: segment.bottom, letterPx: segment.letterPx }];
  });
}

/** A hyphen between wide gaps stands in no line of letters by itself: it joins the pieces of line on its two sides. */
function bridgeDashes(segments: readonly TextSegment[], components: Components, marks: readonly number[]): TextSegment[] {
  let out = [...segments];
  for (const dash of marks) {
    const [x0, x1] = [components.x0[dash] ?? 0, components.x1[dash] ?? 0];
    const [top, bottom] = [components.y0[dash] ?? 0, components.y1[dash] ?? 0];
    if (x1 - x0 < 1.4 * (bottom - top)) continue;
    const isBeside = (segment: TextSegment, gap: number): boolean => {
      const size = segment.letterPx;
      const middle = (top + bottom) / 2;
      return segment.letters > 1 && x1 - x0 > size * 0.2 && gap >= 0 && gap < size * 2.2 && middle > segment.top + size * 0.25 && middle < segment.bottom - size * 0.2;
    };
    const left = out.find((segment) => isBeside(segment, x0 - segment.x1));
    const right = out.find((segment) => isBeside(segment, segment.x0 - x1));
    if (left === undefined || right === undefined || overlapShare(left.top, left.bottom, right.top, right.bottom) < 0.6) continue;
    const joined = segmentOf([...left.members, ...right.members], components);
    out = [...out.filter((segment) => segment !== left && segment !== right), joined];
  }
  return out;
}

function isStrayOf(stray: TextSegment, host: TextSegment): boolean {
  const size = host.letterPx;
  if (stray === host || host.letters < 3 || stray.y1 - stray.y0 > size * 0.95) return false;
  const middle = (stray.y0 + stray.y1) / 2;
  return stray.x0 < host.x1 + size && stray.x1 > host.x0 - size && middle > host.top - size * 0.3 && middle < host.bottom + size * 0.4;
}

/** Small shapes join the line whose nearest letter is closest; a mark above belongs to the letter under it. */
function attachMarks(segments: readonly TextSegment[], components: Components, marks: readonly number[]): number[][] {
  const extra: number[][] = segments.map(() => []);
  for (const i of marks) {
    const x = ((components.x0[i] ?? 0) + (components.x1[i] ?? 0)) / 2;
    const top = components.y0[i] ?? 0;
    const bottom = components.y1[i] ?? 0;
    let best = -1;
    let bestDistance = Number.POSITIVE_INFINITY;
    segments.forEach((segment, s) => {
      const size = segment.letterPx;
      if (x < segment.x0 - size * 1.2 || x > segment.x1 + size * 1.2 || bottom < segment.top - size * 1.3 || top > segment.bottom + size * 0.7) return;
      const distance = markDistance(segment, components, x, top, bottom);
      if (distance < bestDistance) {
        best = s;
        bestDistance = distance;
      }
    });
    if (best >= 0) extra[best]?.push(i);
  }
  return extra;
}

function markDistance(segment: TextSegment, components: Components, x: number, top: number, bottom: number): number {
  const middle = (top + bottom) / 2;
  if (middle > segment.top && middle < segment.bottom + segment.letterPx * 0.15) return 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (const m of segment.members) {
    const dx = Math.max(0, (components.x0[m] ?? 0) - x, x - (components.x1[m] ?? 0));
    if (dx > segment.letterPx * 1.5) continue;
    const dy = Math.max(0, (components.y0[m] ?? 0) - bottom, top - (components.y1[m] ?? 0));
    nearest = Math.min(nearest, dy + dx * 0.5);
  }
  return nearest / segment.letterPx;
}

function withMarks(segment: TextSegment, components: Components, marks: readonly number[]): TextSegment {
  let { x0, x1, y0, y1 } = segment;
  for (const i of marks) {
    x0 = Math.min(x0, components.x0[i] ?? 0);
    x1 = Math.max(x1, components.x1[i] ?? 0);
    y0 = Math.min(y0, components.y0[i] ?? 0);
    y1 = Math.max(y1, components.y1[i] ?? 0);
  }
  return { ...segment, members: [...segment.members, ...marks], x0, x1, y0, y1 };
}

export const FAINT_MARK = 2;

/**
 * Text line segments of a page, unordered. `usable` leaves out components (1 = use, FAINT_MARK = a mark, however small) that are no text.
 * Boxes are pixels of the image the components came from.
 */
export function findTextSegments(components: Components, usable: Uint8Array, rules: readonly Rule[], letterPx: number): readonly TextSegment[] {
  const { letters, marks, faint } = sortShapes(components, usable, letterPx);
  const links = withoutGrain(linkMarks(components, [...letters, ...marks, ...faint], letters), components, faint, letters.length);
  const order = letters.filter((i) => !links.has(i)).sort((a, b) => (components.x0[a] ?? 0) - (components.x0[b] ?? 0));
  const chains = chainLetters(components, order, letterPx).map((chain) => segmentOf(chain.members, components));
  const whole = bridgeDashes(absorbStrays(joinPieces(chains, components), components), components, marks.filter((i) => !links.has(i)));
  const segments = whole.flatMap((segment) => cutAtRules(segment, components, rules));
  const home = new Map<number, number>();
  segments.forEach((segment, s) => segment.members.forEach((i) => home.set(i, s)));
  const extra = attachMarks(segments, components, marks.filter((i) => !links.has(i)));
  for (const [mark, letter] of links) {
    // a mark may sit on a mark: follow the links to the letter
    let base: number | undefined = letter;
    for (let step = 0; step < 4 && base !== undefined && !home.has(base); step++) base = links.get(base);
    const s = base === undefined ? undefined : home.get(base);
    if (s !== undefined) extra[s]?.push(mark);
  }
  return segments.map((segment, s) => withMarks(segment, components, extra[s] ?? []));
}

/** Of a clean page a few letters have a faint mark; where one in so many has, the dots are the paper's grain. */
const MOST_FAINT = 0.1;

/** Faint marks stand over letters, and are few: a dot below may be the leader's. */
function withoutGrain(links: ReadonlyMap<number, number>, components: Components, faint: readonly number[], letterCount: number): ReadonlyMap<number, number> {
  const isAbove = (mark: number): boolean => { const letter = links.get(mark); return letter !== undefined && (components.y1[mark] ?? 0) <= (components.y0[letter] ?? 0); };
  const above = new Set(faint.filter(isAbove));
  const kept = above.size > MOST_FAINT * letterCount ? new Set<number>() : above;
  const dropped = new Set(faint.filter((mark) => !kept.has(mark)));
  return dropped.size === 0 ? links : new Map([...links].filter(([mark, letter]) => !dropped.has(mark) && !dropped.has(letter)));
}

function sortShapes(components: Components, usable: Uint8Array, letterPx: number): { letters: number[]; marks: number[]; faint: number[] } {
  const letters: number[] = [];
  const marks: number[] = [];
  const faint: number[] = [];
  const speckArea = Math.max(3, (letterPx * 0.07) ** 2);
  for (let i = 0; i < components.count; i++) {
    if (usable[i] === FAINT_MARK) faint.push(i);
    if (usable[i] !== 1) continue;
    const w = (components.x1[i] ?? 0) - (components.x0[i] ?? 0);
    const h = (components.y1[i] ?? 0) - (components.y0[i] ?? 0);
    if (isLetterLike(w, h, letterPx)) letters.push(i);
    else if (h < letterPx && w < letterPx * 2 && (components.area[i] ?? 0) >= speckArea) marks.push(i);
  }
  return { letters, marks, faint };
}
