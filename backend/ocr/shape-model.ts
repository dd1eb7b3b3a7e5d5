// What marks above letters and figures look like: resources/reading/shapes.json, fitted by scripts/fit-shapes.ts.
// A linear classifier says which sign a shape is rather than what was read, and the ways in which that sign
// is drawn how far it is from them: a scrap of a seal is liker something too, but near to nothing.
import { z } from 'zod';
import fitted from '../../resources/reading/shapes.json' with { type: 'json' };

const signSchema = z.object({ sign: z.string(), bias: z.number(), weights: z.array(z.number()), looks: z.array(z.array(z.number())) });
const modelSchema = z.array(signSchema);
type Sign = { readonly sign: string; readonly bias: number; readonly weights: Float64Array; readonly looks: readonly Float64Array[] };
export type ShapeModel = readonly Sign[];

/** The numbers of the file are hundredths. */
export const FITTED_SCALE = 100;
/** Nearer to how what was read is drawn than many shapes are to their own: it need not be asked what else it might be. */
const NEAR = 1.8;

const scaled = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers, (number) => number / FITTED_SCALE);
const read = z.object({ marks: modelSchema, figures: modelSchema }).parse(fitted);
const modelOf = (signs: z.infer<typeof modelSchema>): ShapeModel => signs.map(({ sign, bias, weights, looks }) => ({ sign, bias: bias / FITTED_SCALE, weights: scaled(weights), looks: looks.map(scaled) }));

export const MARK_SHAPES = modelOf(read.marks);
export const FIGURE_SHAPES = modelOf(read.figures);

/** What the picture rather shows: how many times likelier than what was read, and how far from how that is drawn. */
export type Verdict = { readonly sign: string; readonly timesLikelier: number; readonly distance: number };

function scoreOf(shape: Float32Array, { bias, weights }: Sign): number {
  let sum = bias;
  for (let i = 0; i < shape.length; i++) sum += (shape[i] ?? 0) * (weights[i] ?? 0);
  return sum;
}

/** To the nearest of the ways in which the sign is drawn. */
function distanceTo(shape: Float32Array, { looks }: Sign): number {
  let least = Infinity;
  for (const look of looks) {
    let sum = 0;
    for (let i = 0; i < look.length && sum < least; i++) sum += ((shape[i] ?? 0) - (look[i] ?? 0)) ** 2;
    least = Math.min(least, sum);
  }
  return Math.sqrt(least);
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
