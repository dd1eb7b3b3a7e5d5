// Middle lines as strokes: pixels between branch points are edges, branch points that lie within a
// stroke's width of each other are one crossing, and at every crossing the edges that go straight on
// are paired. What a pen drew in one movement thus becomes one course, whatever it crosses.
import type { Binary } from './components.ts';

export type Edge = {
  /** Pixel indices from end to end. */
  readonly points: readonly number[];
  /** Half the stroke's width, typical along the edge. */
  readonly halfPx: number;
  /** Crossing at either end; -1 where the stroke simply ends. */
  readonly ends: readonly [number, number];
};

/** One end of an edge: index × 2, plus 1 for its far end. */
export type EndId = number;

export type StrokeGraph = {
  readonly edges: readonly Edge[];
  /** For each end where it points to. */
  readonly headings: readonly Heading[];
  /** The ends that meet at each crossing. */
  readonly crossings: ReadonlyMap<number, readonly EndId[]>;
};

const OFFSETS = (w: number): readonly number[] => [-w, -w + 1, 1, w + 1, w, w - 1, -1, -w - 1];

function degreeOf(data: Uint8Array, i: number, offsets: readonly number[]): number {
  // groups of neighbours that do not touch each other: a bend of two touching pixels is one way on
  let degree = 0;
  for (let k = 0; k < 8; k++) if ((data[i + (offsets[k] ?? 0)] ?? 0) === 0 && (data[i + (offsets[(k + 1) % 8] ?? 0)] ?? 0) === 1) degree++;
  return degree;
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

type Trace = { readonly points: readonly number[]; readonly nodes: readonly [number, number] };

/** Walks from every branch point along every way until the next one; then the rings that have none. */
function traceEdges(lines: Binary): { traces: Trace[]; isNode: Uint8Array } {
  const { data, widthPx: w } = lines;
  const offsets = OFFSETS(w);
  const ink: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] === 1) ink.push(i);
  const isNode = new Uint8Array(data.length);
  for (const i of ink) if (degreeOf(data, i, offsets) !== 2) isNode[i] = 1;
  const isSeen = new Uint8Array(data.length);
  const traces: Trace[] = [];
  const walk = (from: number, first: number): void => {
    const points = [from, first];
    let last = from;
    let at = first;
    while (isNode[at] !== 1) {
      isSeen[at] = 1;
      const ways = offsets.map((step) => at + step).filter((n) => data[n] === 1 && n !== last && isSeen[n] !== 1 && !points.slice(-3).includes(n));
      // a branch point before anything else, straight neighbours before diagonal ones
      const onward = ways.find((n) => isNode[n] === 1) ?? ways.find((n) => Math.abs(n - at) === 1 || Math.abs(n - at) === w) ?? ways[0];
      if (onward === undefined) break;
      last = at;
      at = onward;
      points.push(at);
    }
    traces.push({ points, nodes: [from, isNode[at] === 1 ? at : -1] });
  };
  for (const i of ink) {
    if (isNode[i] !== 1) continue;
    for (const step of offsets) if (data[i + step] === 1 && isNode[i + step] !== 1 && isSeen[i + step] !== 1) walk(i, i + step);
  }
  for (const i of ink) if (isNode[i] !== 1 && isSeen[i] !== 1) walk(i, offsets.map((step) => i + step).find((n) => data[n] === 1) ?? i);
  return { traces, isNode };
}

/** Branch points joined to crossings where they touch or only a spur lies between them. */
function gatherCrossings(lines: Binary, traces: readonly Trace[], isNode: Uint8Array, depth: Float32Array): { crossingOf: Map<number, number>; spurs: Set<number> } {
  const parent = new Map<number, number>();
  const root = (i: number): number => {
    let at = i;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (let i = 0; i < isNode.length; i++) if (isNode[i] === 1) parent.set(i, i);
  for (const i of parent.keys()) for (const step of OFFSETS(lines.widthPx)) if (isNode[i + step] === 1) parent.set(root(i), root(i + step));
  const spurs = new Set<number>();
  traces.forEach(({ points, nodes: [a, b] }, t) => {
    if (a < 0 || b < 0 || points.length > 1.6 * Math.max(depth[a] ?? 0, depth[b] ?? 0) + 1) return;
    const isFree = (node: number): boolean => degreeOf(lines.data, node, OFFSETS(lines.widthPx)) === 1;
    if (!isFree(a) && !isFree(b)) parent.set(root(a), root(b));
    spurs.add(t);
  });
  return { crossingOf: new Map([...parent.keys()].map((i) => [i, root(i)])), spurs };
}

export type Heading = { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number; readonly halfPx: number };

/** Where an end of an edge points to, told beyond the crossing's own blur. */
function headingOf(edge: Edge, isFar: boolean, w: number): Heading {
  const n = edge.points.length;
  const at = (k: number): number => edge.points[isFar ? n - 1 - Math.min(n - 1, k) : Math.min(n - 1, k)] ?? 0;
  const near = at(Math.min(n >> 2, Math.ceil(edge.halfPx)));
  const far = at(Math.ceil(edge.halfPx * 4) + 3);
  const [dx, dy] = [(near % w) - (far % w), Math.floor(near / w) - Math.floor(far / w)];
  const length = Math.hypot(dx, dy) || 1;
  return { x: at(0) % w, y: Math.floor(at(0) / w), dx: dx / length, dy: dy / length, halfPx: edge.halfPx };
}

/** 1 when one goes straight on in the other, less for every bend and jump in width. */
function straightness(a: Heading, b: Heading): number {
  const turn = -(a.dx * b.dx + a.dy * b.dy);
  const gap = Math.hypot(b.x - a.x, b.y - a.y);
  const along = gap < 2 ? 1 : (a.dx * (b.x - a.x) + a.dy * (b.y - a.y)) / gap;
  const width = Math.min(a.halfPx, b.halfPx) / Math.max(a.halfPx, b.halfPx, 0.5);
  return turn - 0.3 * (1 - Math.max(0, along)) * Math.min(1, gap / 8) - 0.25 * (1 - width);
}

/** Bends sharper than this (about 45°) are no continuation. */
const LEAST_STRAIGHTNESS = 0.66;

/** For each end of the `allowed` edges the end that it continues in, or -1: the straightest ways first. */
export function pairEnds(graph: StrokeGraph, allowed: (edge: number) => boolean): Int32Array {
  const next = new Int32Array(graph.edges.length * 2).fill(-1);
  for (const all of graph.crossings.values()) {
    const ends = all.filter((end) => allowed(end >> 1));
    const pairs = ends.flatMap((a, i) => ends.slice(i + 1).map((b) => {
      const [from, to] = [graph.headings[a], graph.headings[b]];
      return { a, b, fit: from === undefined || to === undefined ? 0 : straightness(from, to) };
    })).filter(({ fit }) => fit > LEAST_STRAIGHTNESS).sort((p, q) => q.fit - p.fit);
    for (const { a, b } of pairs) {
      if (next[a] !== -1 || next[b] !== -1) continue;
      next[a] = b;
      next[b] = a;
    }
  }
  return next;
}

/** `lines` are the middle lines (see thin.ts) of ink of that `depth`. */
export function buildStrokeGraph(lines: Binary, depth: Float32Array): StrokeGraph {
  const { traces, isNode } = traceEdges(lines);
  const { crossingOf, spurs } = gatherCrossings(lines, traces, isNode, depth);
  const edges = traces.flatMap(({ points, nodes }, t): Edge[] => {
    if (spurs.has(t)) return [];
    const end = (node: number): number => crossingOf.get(node) ?? -1;
    return [{ points, halfPx: middle(points.map((i) => depth[i] ?? 0)), ends: [end(nodes[0]), end(nodes[1])] }];
  });
  const crossings = new Map<number, EndId[]>();
  edges.forEach((edge, e) => edge.ends.forEach((crossing, far) => {
    // a small ring at one crossing is a letter's bowl and leads nowhere
    if (crossing >= 0 && edge.ends[0] !== edge.ends[1]) crossings.set(crossing, [...(crossings.get(crossing) ?? []), e * 2 + far]);
  }));
  return { edges, crossings, headings: edges.flatMap((edge) => [headingOf(edge, false, lines.widthPx), headingOf(edge, true, lines.widthPx)]) };
}

/** Edges joined over their crossings, each edge in exactly one course. */
export function coursesOf(graph: StrokeGraph): readonly (readonly number[])[] {
  const next = pairEnds(graph, () => true);
  const isTaken = new Uint8Array(graph.edges.length);
  const follow = (start: EndId): number[] => {
    const out: number[] = [];
    for (let end = next[start] ?? -1; end >= 0 && isTaken[end >> 1] !== 1; end = next[end ^ 1] ?? -1) {
      isTaken[end >> 1] = 1;
      out.push(end >> 1);
    }
    return out;
  };
  return graph.edges.flatMap((_, e) => {
    if (isTaken[e] === 1) return [];
    isTaken[e] = 1;
    return [[...follow(e * 2).reverse(), e, ...follow(e * 2 + 1)]];
  });
}
