// The smoothest way through ink from one stroke's end to another's: a pen that runs on through letters. Searched
// over places and bearings (Dijkstra), so that what the pen crosses may be as black and as wide as it likes.
import type { Binary } from './components.ts';
import type { Heading } from './stroke-graph.ts';

type Place = readonly [x: number, y: number];
/** `to` is -1 where the way runs on straight and ends in no other stroke's end. */
export type SmoothPath = { readonly from: number; readonly to: number; readonly cost: number; readonly points: readonly Place[] };

/** The picture is as large as makes a letter this high. */
export const LETTER_PX = 20;
/** Bearings told apart, and the length of a step. */
const BEARINGS = 32;
const STEP_PX = 4;
const STEP_COST = 0.4;
/** What a turn by so many bearings costs more than a straight step. */
const TURN_COST = [0, 0.25, 0.8, 1.8] as const;
const MOST_TURN = TURN_COST.length - 1;
/** A quarter of a step that lies on paper. */
const GAP_COST = 2;
const MOST_COST = 18;
/** A path meets an end that is so near and whose stroke runs the same way. */
const MEET_PX = 4;
const MEET_BEARINGS = 3;
/** A way so long that bends and gaps no more than this, nor in its last steps, is no letter's stroke. */
const RUN = { leastSteps: 12, costPerStep: 0.46, last: 3 } as const;

const DX = Int32Array.from({ length: BEARINGS }, (_, b) => Math.round(STEP_PX * Math.cos((b * 2 * Math.PI) / BEARINGS)));
const DY = Int32Array.from({ length: BEARINGS }, (_, b) => Math.round(STEP_PX * Math.sin((b * 2 * Math.PI) / BEARINGS)));
const bearingOf = (dx: number, dy: number): number => (Math.round((Math.atan2(dy, dx) * BEARINGS) / (2 * Math.PI)) + BEARINGS) % BEARINGS;
const apart = (a: number, b: number): number => Math.min((a - b + BEARINGS) % BEARINGS, (b - a + BEARINGS) % BEARINGS);

/** States by their cost, in steps of `GRAIN`: costs are small and bounded. */
const GRAIN = 0.05;
type Queue = { push(key: number, state: number): void; pop(): number | undefined };

function createQueue(): Queue {
  const buckets = Array.from({ length: Math.ceil(MOST_COST / GRAIN) + 2 }, (): number[] => []);
  let at = 0;
  return {
    push: (key, state) => void buckets[Math.round(key / GRAIN)]?.push(state),
    pop() {
      while (at < buckets.length && buckets[at]?.length === 0) at++;
      return buckets[at]?.pop();
    },
  };
}

type Search = { readonly ink: Binary; readonly cost: Float32Array; readonly before: Int32Array; readonly steps: Uint16Array; readonly queue: Queue };

function stepCost({ data, widthPx: w, heightPx: h }: Binary, x: number, y: number, bearing: number): number {
  const [dx, dy] = [DX[bearing] ?? 0, DY[bearing] ?? 0];
  if (x + dx < 1 || y + dy < 1 || x + dx >= w - 1 || y + dy >= h - 1) return Infinity;
  let gaps = 0;
  for (let k = 1; k <= 4; k++) if (data[Math.round(y + (dy * k) / 4) * w + Math.round(x + (dx * k) / 4)] !== 1) gaps++;
  return STEP_COST + gaps * GAP_COST;
}

function relax({ ink, cost, before, steps, queue }: Search, state: number): void {
  const w = ink.widthPx;
  const [bearing, place] = [state % BEARINGS, Math.floor(state / BEARINGS)];
  const [x, y] = [place % w, Math.floor(place / w)];
  const key = cost[state] ?? 0;
  for (let turn = -MOST_TURN; turn <= MOST_TURN; turn++) {
    const onward = (bearing + turn + BEARINGS) % BEARINGS;
    const total = key + stepCost(ink, x, y, onward) + (TURN_COST[Math.abs(turn)] ?? 0);
    if (total > MOST_COST) continue;
    const reached = ((y + (DY[onward] ?? 0)) * w + x + (DX[onward] ?? 0)) * BEARINGS + onward;
    if (total >= (cost[reached] ?? Infinity) - 1e-4) continue;
    cost[reached] = total;
    before[reached] = state;
    steps[reached] = (steps[state] ?? 0) + 1;
    queue.push(total, reached);
  }
}

function isRun({ cost, before, steps }: Search, state: number): boolean {
  let earlier = state;
  for (let k = 0; k < RUN.last && earlier >= 0; k++) earlier = before[earlier] ?? -1;
  const total = cost[state] ?? 0;
  return total <= (steps[state] ?? 0) * RUN.costPerStep && (earlier < 0 || total - (cost[earlier] ?? 0) <= RUN.last * RUN.costPerStep);
}

function pathTo({ ink, cost, before }: Search, from: number, to: number, state: number): SmoothPath {
  const points: Place[] = [];
  for (let at = state; at >= 0; at = before[at] ?? -1) {
    const place = Math.floor(at / BEARINGS);
    points.push([place % ink.widthPx, Math.floor(place / ink.widthPx)]);
  }
  return { from, to, cost: cost[state] ?? 0, points: points.reverse() };
}

/** Paths from one end to every other that it meets, and the longest run. `ink` is the pen's and the print's together. */
export function pathsFrom(ink: Binary, ends: readonly Heading[], from: number): readonly SmoothPath[] {
  const start = ends[from];
  if (start === undefined) return [];
  const { widthPx: w, heightPx: h } = ink;
  const size = w * h * BEARINGS;
  const search: Search = { ink, cost: new Float32Array(size).fill(Infinity), before: new Int32Array(size).fill(-1), steps: new Uint16Array(size), queue: createQueue() };
  const first = (Math.max(0, Math.min(h - 1, Math.round(start.y))) * w + Math.max(0, Math.min(w - 1, Math.round(start.x)))) * BEARINGS + bearingOf(start.dx, start.dy);
  search.cost[first] = 0;
  search.queue.push(0, first);
  const met = new Map<number, SmoothPath>();
  let run = { state: -1, steps: RUN.leastSteps - 1 };
  const done = new Uint8Array(size);
  for (let state = search.queue.pop(); state !== undefined; state = search.queue.pop()) {
    if (done[state] === 1) continue;
    done[state] = 1;
    const [x, y] = [Math.floor(state / BEARINGS) % w, Math.floor(Math.floor(state / BEARINGS) / w)];
    const steps = search.steps[state] ?? 0;
    if (steps > run.steps && isRun(search, state)) run = { state, steps };
    ends.forEach((end, to) => {
      if (to === from || met.has(to) || Math.abs(end.x - x) > MEET_PX || Math.abs(end.y - y) > MEET_PX || apart(state % BEARINGS, bearingOf(-end.dx, -end.dy)) > MEET_BEARINGS) return;
      met.set(to, pathTo(search, from, to, state));
    });
    relax(search, state);
  }
  return run.state < 0 ? [...met.values()] : [...met.values(), pathTo(search, from, -1, run.state)];
}
