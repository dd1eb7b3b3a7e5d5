// What marks above letters and figures look like: resources/reading/shapes.json, fitted by scripts/fit-shapes.ts.
// A linear classifier says which sign a shape is rather than what was read, and the mean of all shapes of that
// sign how far it is from any: a scrap of a seal is nearer to something too, but near to nothing.
import { z } from 'zod';
import fitted from '../../resources/reading/shapes.json' with { type: 'json' };
import { SHAPE_CELLS } from './word-ink.ts';

const signSchema = z.object({ sign: z.string(), bias: z.number(), weights: z.array(z.number()), mean: z.array(z.number()) });
const modelSchema = z.array(signSchema);
type Sign = { readonly sign: string; readonly bias: number; readonly weights: Float64Array; readonly mean: Float64Array };
export type ShapeModel = readonly Sign[];

/** The numbers of the file are hundredths. */
export const FITTED_SCALE = 100;
/** Nearer to the mean of what was read than most shapes are to theirs: it need not be asked what else it might be. */
const NEAR = 2.2;
const CELLS = SHAPE_CELLS * SHAPE_CELLS;

const scaled = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers, (number) => number / FITTED_SCALE);
const read = z.object({ marks: modelSchema, figures: modelSchema }).parse(fitted);
const modelOf = (signs: z.infer<typeof modelSchema>): ShapeModel => signs.map(({ sign, bias, weights, mean }) => ({ sign, bias: bias / FITTED_SCALE, weights: scaled(weights), mean: scaled(mean) }));

export const MARK_SHAPES = modelOf(read.marks);
export const FIGURE_SHAPES = modelOf(read.figures);

/** What the picture rather shows: how many times likelier than what was read, and how far from the mean of its kind. */
export type Verdict = { readonly sign: string; readonly timesLikelier: number; readonly distance: number };

function scoreOf(shape: Float32Array, { bias, weights }: Sign): number {
  let sum = bias;
  for (let i = 0; i < shape.length; i++) sum += (shape[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}

function distanceTo(shape: Float32Array, { mean }: Sign): number {
  let sum = 0;
  for (let i = 0; i < CELLS; i++) sum += ((shape[i] ?? 0) - (mean[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

/** The likeliest sign that `isPossible`; undefined where that is what was read, or what was read is no sign of the model. */
export function judgeShape(model: ShapeModel, shape: Float32Array, readAs: string, isPossible: (sign: string) => boolean): Verdict | undefined {
  const own = model.find(({ sign }) => sign === readAs);
  if (own === undefined) return undefined;
  if (distanceTo(shape, own) < NEAR) return undefined;
  const ownScore = scoreOf(shape, own);
  let best = own;
  let bestScore = ownScore;
  for (const other of model) {
    const score = scoreOf(shape, other);
    if (score > bestScore && isPossible(other.sign)) [best, bestScore] = [other, score];
  }
  return best === own ? undefined : { sign: best.sign, timesLikelier: Math.exp(bestScore - ownScore), distance: distanceTo(shape, best) };
}
