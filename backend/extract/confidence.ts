// Confidence means probability: a logistic over a few features of the evidence (features.ts), fitted on
// generated pages (scripts/fit-calibration.ts) and checked on others. Everything is per field; the reasons are kept.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import { FEATURES } from './features.ts';
import type { FeatureName, Features } from './features.ts';
import type { ParsedValue } from './parsed-value.ts';

const calibrationSchema = z.object({ bias: z.number(), weights: z.record(z.enum(FEATURES), z.number()) });
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;

export function readCalibration(file: URL = new URL('../../resources/reading/calibration.json', import.meta.url)): Calibration {
  return calibrationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

let loaded: Calibration | undefined;
const calibration = (): Calibration => (loaded ??= readCalibration());

const DOUBT_OF: Readonly<Partial<Record<FeatureName, string>>> = { gap: 'gap-in-text', round: 'round-letters', toneRival: 'tone-mark-unsure', erased: 'ink-taken-off', cutOff: 'cut-off' };

/** A name with a hole, or put right by a list, is looked at by a person whatever else speaks for it. */
const NEVER_SURE = 0.85;
const NEVER_CERTAIN: readonly FeatureName[] = ['gapInName', 'nameMended', 'erased', 'gapInHamlet', 'unclear', 'cutOff', 'apart'];

/** Probability that the value is exactly right; an empty value is never certain. */
export function confidenceOf(features: Features, weights: Calibration = calibration()): number {
  let sum = weights.bias;
  for (const name of FEATURES) sum += (weights.weights[name] ?? 0) * features[name];
  const certain = NEVER_CERTAIN.some((name) => features[name] > 0) ? NEVER_SURE : 1;
  return Math.min(certain, Math.round(1000 / (1 + Math.exp(-sum))) / 1000);
}

/** Whether the readings of the value's words differ in nothing but marks. */
function differsInMarks({ span }: ParsedValue): boolean {
  const rivals = span.pieces.flatMap(({ word }) => (word.alternatives ?? []).filter(({ text }) => text !== word.text).map(({ text }) => [text, word.text] as const));
  return rivals.length > 0 && rivals.every(([a, b]) => foldMarks(a) === foldMarks(b));
}

/** Why the reader doubts, as codes, from the same features. */
export function doubtsOf(value: ParsedValue, features: Features): readonly string[] {
  const doubts = [...value.reasons];
  if (features.faint > 0.3) doubts.push('faint');
  if (features.rival > 0) doubts.push(differsInMarks(value) ? 'tone-mark-differs' : 'readings-differ');
  if (features.mended > 0) doubts.push('mended');
  if (features.unlisted > 0) doubts.push('not-in-gazetteer');
  if (features.oddSyllables > 0) doubts.push('not-a-syllable');
  if (features.underMark > 0) doubts.push('under-mark');
  if (features.noZeros > 0) doubts.push('figures-uncertain');
  if (features.partial > 0) doubts.push('date-incomplete');
  for (const [name, doubt] of Object.entries(DOUBT_OF)) if (features[name as FeatureName] > 0.3) doubts.push(doubt);
  return [...new Set(doubts)];
}
