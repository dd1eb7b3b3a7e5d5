// Confidence means probability: a logistic over a few features of the evidence, fitted on generated pages
// (scripts/fit-calibration.ts) and checked on others. Everything is per field; the reasons are kept.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { intersection, area } from '../../shared/domain/geometry.ts';
import { isNameSyllable } from '../../shared/domain/names.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import type { ParsedValue } from './parsed-value.ts';

export const FEATURES = ['minWord', 'meanWord', 'minSymbol', 'mended', 'listed', 'unlisted', 'oddSyllables', 'unknownName', 'agreed', 'rival', 'underMark', 'long', 'left', 'odd', 'words'] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Features = Readonly<Record<FeatureName, number>>;

const calibrationSchema = z.object({ bias: z.number(), weights: z.record(z.enum(FEATURES), z.number()) });
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;

export function readCalibration(file: URL = new URL('../../resources/reading/calibration.json', import.meta.url)): Calibration {
  return calibrationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

let loaded: Calibration | undefined;
const calibration = (): Calibration => (loaded ??= readCalibration());

const SYLLABIC = new Set(['personName', 'place', 'text', 'ethnicGroup', 'nationality', 'dateInWords']);
const ODD = new Set(['not-a-date', 'not-a-time', 'not-in-list', 'identifier-length', 'number-incomplete']);

function wordsOf(value: ParsedValue): readonly string[] {
  return value.value.split(/[^\p{L}'’]+/u).filter((word) => word.length > 1);
}

const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), 1);
const mean = (numbers: readonly number[]): number => (numbers.length === 0 ? 1 : numbers.reduce((a, b) => a + b, 0) / numbers.length);

/** Words with a letter or figure that were read for this value. */
function evidence(value: ParsedValue): { words: readonly number[]; symbols: readonly number[]; rival: boolean } {
  const pieces = value.span.pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  return {
    words: pieces.map((piece) => piece.word.confidence),
    symbols: pieces.flatMap((piece) => piece.word.symbols?.filter((symbol) => /[\p{L}\p{N}]/u.test(symbol.text) && piece.text.includes(symbol.text)).map((symbol) => symbol.confidence) ?? []),
    rival: pieces.some((piece) => piece.word.alternatives?.some((other) => other.text !== piece.word.text) ?? false),
  };
}

export function featuresOf(value: ParsedValue, reading: PageReading, crossChecks: { readonly agreed: number }): Features {
  const { words, symbols, rival } = evidence(value);
  const text = wordsOf(value);
  const odd = SYLLABIC.has(value.kind) ? text.filter((word) => !isVietnameseSyllable(word.replace(/['’]/g, ''))).length : 0;
  const unknown = value.kind === 'personName' ? text.filter((word) => !isNameSyllable(word)).length : 0;
  const covered = reading.marks.some((mark) => { const shared = intersection(mark.box, value.span.box); return shared !== undefined && area(shared) > 0.05 * area(value.span.box); });
  return {
    minWord: least(words), meanWord: mean(words), minSymbol: least(symbols.length > 0 ? symbols : words),
    mended: Math.min(2, value.mended), listed: value.listed === true ? 1 : 0, unlisted: value.listed === false ? 1 : 0,
    oddSyllables: Math.min(2, odd), unknownName: Math.min(2, unknown), agreed: Math.min(2, crossChecks.agreed),
    rival: rival ? 1 : 0, underMark: covered ? 1 : 0, long: Math.log2(1 + text.length) / 4,
    left: value.reasons.includes('text-left-over') ? 1 : 0, odd: value.reasons.some((reason) => ODD.has(reason)) ? 1 : 0, words: value.reasons.includes('from-words') ? 1 : 0,
  };
}

/** Probability that the value is exactly right; an empty value is never certain. */
export function confidenceOf(features: Features, weights: Calibration = calibration()): number {
  let sum = weights.bias;
  for (const name of FEATURES) sum += (weights.weights[name] ?? 0) * features[name];
  return Math.round(1000 / (1 + Math.exp(-sum))) / 1000;
}

/** Why the reader doubts, as codes, from the same features. */
export function doubtsOf(value: ParsedValue, features: Features): readonly string[] {
  const doubts = [...value.reasons];
  if (features.minWord < 0.75) doubts.push('faint');
  if (features.rival > 0) doubts.push('readings-differ');
  if (features.mended > 0) doubts.push('mended');
  if (features.unlisted > 0) doubts.push('not-in-gazetteer');
  if (features.oddSyllables > 0) doubts.push('not-a-syllable');
  if (features.underMark > 0) doubts.push('under-mark');
  return [...new Set(doubts)];
}
