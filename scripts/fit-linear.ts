// A softmax classifier by stochastic descent, and what each class mostly looks like (the means of its clusters). The order of examples comes from a fixed
// seed, so that the same examples give the same numbers.
export type ShapeExample = { readonly sign: string; readonly shape: Float32Array };
export type FittedSign = { readonly sign: string; readonly bias: number; readonly weights: readonly number[]; readonly looks: readonly (readonly number[])[] };

const FIRST_STEP = 0.05;
const STEP_DECAY = 0.2;
const SHRINK = 1e-5;
/** Rare signs count for more, at most so much. */
const MOST_WEIGHT = 4;

function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}

function scoreOf(weights: Float64Array, shape: Float32Array): number {
  let sum = weights[shape.length] ?? 0;
  for (let i = 0; i < shape.length; i++) sum += (shape[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}

function sharesOf(rows: readonly Float64Array[], shape: Float32Array): readonly number[] {
  const scores = rows.map((weights) => scoreOf(weights, shape));
  const most = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - most));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

function step(weights: Float64Array, shape: Float32Array, pull: number, shrink: number): void {
  for (let i = 0; i < shape.length; i++) weights[i] = (weights[i] ?? 0) * (1 - shrink) + pull * (shape[i] ?? 0);
  weights[shape.length] = (weights[shape.length] ?? 0) + pull;
}

function descend(examples: readonly ShapeExample[], signs: readonly string[], epochs: number): readonly Float64Array[] {
  const size = (examples[0]?.shape.length ?? 0) + 1;
  const rows = signs.map(() => new Float64Array(size));
  const counts = Map.groupBy(examples, ({ sign }) => sign);
  const weightOf = (sign: string): number => Math.min(MOST_WEIGHT, Math.sqrt(examples.length / signs.length / (counts.get(sign)?.length ?? 1)));
  const random = randomOf(1);
  const order = Uint32Array.from(examples, (_, index) => index);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = FIRST_STEP / (1 + epoch * STEP_DECAY);
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const shares = sharesOf(rows, example.shape);
      rows.forEach((weights, c) => step(weights, example.shape, rate * weightOf(example.sign) * ((signs[c] === example.sign ? 1 : 0) - (shares[c] ?? 0)), rate * SHRINK));
    }
  }
  return rows;
}

/** A sign is drawn in so many ways at most, and a way that is rarer than this among its examples is a scrap's. */
const MOST_LOOKS = 4;
const LEAST_SHARE = 0.04;
const ROUNDS = 12;

function meanOf(shapes: readonly Float32Array[], cells: number): Float64Array {
  const mean = new Float64Array(cells);
  for (const shape of shapes) for (let i = 0; i < cells; i++) mean[i] = (mean[i] ?? 0) + (shape[i] ?? 0) / shapes.length;
  return mean;
}

function farFrom(shape: Float32Array, look: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < look.length; i++) sum += ((shape[i] ?? 0) - (look[i] ?? 0)) ** 2;
  return sum;
}

const nearestOf = (shape: Float32Array, looks: readonly Float64Array[]): number => looks.reduce((best, look, index) => (farFrom(shape, look) < farFrom(shape, looks[best] ?? look) ? index : best), 0);

function looksOf(shapes: readonly Float32Array[], cells: number): readonly Float64Array[] {
  const random = randomOf(1);
  let looks: readonly Float64Array[] = Array.from({ length: Math.min(MOST_LOOKS, shapes.length) }, () => meanOf(shapes.slice(Math.floor(random() * shapes.length)).slice(0, 1), cells));
  for (let round = 0; round < ROUNDS; round++) {
    const groups = Map.groupBy(shapes, (shape) => nearestOf(shape, looks));
    looks = [...groups.values()].filter((group) => group.length >= LEAST_SHARE * shapes.length).map((group) => meanOf(group, cells));
  }
  return looks;
}

/** Weights and looks per sign, as whole numbers of 1/`scale`; looks are the first `cells` numbers of a shape. */
export function fitShapes(examples: readonly ShapeExample[], signs: readonly string[], { epochs, scale, cells }: { readonly epochs: number; readonly scale: number; readonly cells: number }): readonly FittedSign[] {
  const rounded = (numbers: Float64Array): number[] => [...numbers].map((number) => Math.round(number * scale));
  return descend(examples, signs, epochs).map((row, c) => {
    const sign = signs[c] ?? '';
    const weights = rounded(row);
    return { sign, bias: weights.at(-1) ?? 0, weights: weights.slice(0, -1), looks: looksOf(examples.filter((example) => example.sign === sign).map(({ shape }) => shape), cells).map(rounded) };
  });
}
