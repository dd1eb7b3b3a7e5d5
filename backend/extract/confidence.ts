// Confidence means probability: a logistic over a few features of the evidence, fitted on generated pages
// (scripts/fit-calibration.ts) and checked on others. Everything is per field; the reasons are kept.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { intersection, area } from '../../shared/domain/geometry.ts';
import { isPlaceWord } from '../../shared/domain/places.ts';
import { hasToneRival, isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { ParsedValue } from './parsed-value.ts';
import { lostInkAt } from './value-span.ts';

export const FEATURES = [
  'weakest', 'weak', 'faint', 'broken', 'meanLoss', 'weakFigures', 'mended', 'listed', 'unlisted', 'oddSyllables', 'unknownName', 'agreed', 'agreedTwice', 'rival', 'underMark', 'long', 'left', 'odd', 'words',
  'mendedOnPage', 'noZeros', 'partial', 'figures', 'name', 'signer', 'place', 'running', 'notFamily', 'twoWords', 'rivalFigures', 'agreedWeak',
  'gap', 'completed', 'grammar', 'nameMended', 'toneRival', 'round', 'openWeak', 'openFaint', 'gapInName',
] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Features = Readonly<Record<FeatureName, number>>;

const calibrationSchema = z.object({ bias: z.number(), weights: z.record(z.enum(FEATURES), z.number()) });
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;

export function readCalibration(file: URL = new URL('../../resources/reading/calibration.json', import.meta.url)): Calibration {
  return calibrationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

let loaded: Calibration | undefined;
const calibration = (): Calibration => (loaded ??= readCalibration());

const DOUBT_OF: Readonly<Partial<Record<FeatureName, string>>> = { gap: 'gap-in-text', round: 'round-letters', toneRival: 'tone-mark-unsure' };

const SYLLABIC = new Set(['personName', 'place', 'text', 'ethnicGroup', 'nationality', 'dateInWords']);
const ODD = new Set(['not-a-date', 'not-a-time', 'not-in-list', 'identifier-length', 'number-incomplete']);

function wordsOf(value: ParsedValue): readonly string[] {
  // Abbreviations of offices and courts (HNGĐ-ST, UBND) are no syllables and no mistake.
  const words = value.value.split(/[^\p{L}'’]+/u).filter((word) => word.length > 1);
  return value.kind === 'text' || value.kind === 'place' ? words.filter((word) => !/^\p{Lu}{2,6}$/u.test(word) || isVietnameseSyllable(word)) : words;
}

const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), 1);
const mean = (numbers: readonly number[]): number => (numbers.length === 0 ? 1 : numbers.reduce((a, b) => a + b, 0) / numbers.length);

/** Words with a letter or figure that were read for this value. */
function evidence(value: ParsedValue): { words: readonly number[]; symbols: readonly number[]; rival: boolean } {
  const all = value.span.pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  // In a place that the gazetteer knows from the province down, only the other words are left to doubt.
  const open = value.kind === 'place' && value.listed === true ? all.filter((piece) => !isPlaceWord(piece.text)) : all;
  const pieces = open;
  return {
    words: pieces.map((piece) => piece.word.confidence),
    symbols: pieces.flatMap((piece) => piece.word.symbols?.filter((symbol) => /[\p{L}\p{N}]/u.test(symbol.text) && piece.text.includes(symbol.text)).map((symbol) => symbol.confidence) ?? []),
    rival: pieces.some((piece) => piece.word.alternatives?.some((other) => other.text !== piece.word.text) ?? false),
  };
}

const FIGURES = new Set(['date', 'partialDate', 'idNumber', 'registrationNumber', 'bookNumber', 'integer', 'timeOfDay']);
/** Parents are often entered with the year alone; everybody else with the whole date. */
const YEAR_IS_ENOUGH = /^(me|cha|chaNuoi|meNuoi|vo|chong)NgaySinh$/;

const isPartial = (value: ParsedValue): boolean => (value.kind === 'date' || value.kind === 'partialDate') && value.value.length < 10 && !(value.value.length === 4 && YEAR_IS_ENOUGH.test(value.key));

/** 0 at or below zero, rising to 1 at `width`. */
const ramp = (amount: number, width: number): number => Math.max(0, Math.min(1, amount / width));

/** What the whole record says about each of its values. */
export type RecordEvidence = Readonly<{ mended: number; noZeros: boolean; /** Words in which a list put a for o or o for a: a typeface or a faint print that hides the difference. */ roundSwaps: number }>;

const roundAlike = (text: string): string => foldMarks(text).replace(/o/g, 'a').replace(/[^a-z]/g, '');

/** Words of the value that differ from what was read in a for o alone. */
function roundSwaps(value: ParsedValue): number {
  const read = value.span.pieces.map((piece) => foldMarks(piece.text).replace(/[^a-z]/g, ''));
  return value.value.split(/[\s,]+/).map((word) => foldMarks(word).replace(/[^a-z]/g, '')).filter((word) => word.length > 1 && !read.includes(word) && read.some((other) => other !== word && roundAlike(other) === roundAlike(word))).length;
}

/** The share of words that a round letter could turn into others, where the page confuses round letters. */
function roundDoubt(value: ParsedValue, swaps: number): number {
  if (swaps === 0 || (value.kind !== 'personName' && value.kind !== 'place' && value.kind !== 'text')) return 0;
  return wordsOf(value).some((word) => /[ao]/.test(foldMarks(word)) && !(value.kind === 'place' ? isPlaceWord(word) : false)) ? Math.min(1, swaps / 2) : 0;
}

/** Least sure word of a name beside which another common name stands one tone away, as a doubt 0 to 1. */
function toneRival(value: ParsedValue): number {
  if (value.kind !== 'personName') return 0;
  const weak = value.span.pieces.filter((piece) => hasToneRival(piece.text)).map((piece) => least([piece.word.confidence, ...(piece.word.symbols ?? []).map((symbol) => symbol.confidence + 0.05)]));
  return ramp(0.95 - least(weak), 0.2);
}

/** A font whose 0 is read as 9 or 8 betrays itself: dates and numbers without a single 0 hardly exist. */
export function recordEvidence(values: readonly ParsedValue[]): RecordEvidence {
  const digits = values.filter((value) => FIGURES.has(value.kind)).map((value) => value.span.text.replace(/\D/g, '')).join('');
  const zeros = digits.replace(/[^0]/g, '').length;
  return { mended: values.filter((value) => value.mended > 0 || value.reasons.includes('not-a-date') || value.reasons.includes('identifier-length')).length, noZeros: digits.length >= 14 && zeros / digits.length < 0.06, roundSwaps: values.reduce((sum, value) => sum + roundSwaps(value), 0) };
}

const has = (value: ParsedValue, ...reasons: readonly string[]): boolean => reasons.some((reason) => value.reasons.includes(reason));

export type CrossChecks = Readonly<{ agreed: number; record: RecordEvidence }>;

export function featuresOf(value: ParsedValue, reading: PageReading, crossChecks: CrossChecks): Features {
  const { words, symbols, rival } = evidence(value);
  const figures = FIGURES.has(value.kind);
  const hasGap = lostInkAt(value.span).length > 0;
  const text = wordsOf(value);
  const odd = SYLLABIC.has(value.kind) ? text.filter((word) => !isVietnameseSyllable(word.replace(/['’]/g, ''))).length : 0;
  const unknown = value.kind === 'personName' ? text.filter((word) => !isNameSyllable(word)).length : 0;
  const covered = reading.marks.some((mark) => { const shared = intersection(mark.box, value.span.box); return shared !== undefined && area(shared) > 0.05 * area(value.span.box); });
  const minWord = Math.min(least(words), least(symbols) + 0.1);
  return {
    // The engine's figure bends: 0.96 is its best, 0.9 already doubtful, below 0.5 it guesses.
    weakest: ramp(0.965 - minWord, 0.03), weak: ramp(0.935 - minWord, 0.1), faint: ramp(0.85 - minWord, 0.3), broken: ramp(0.5 - minWord, 0.4), meanLoss: ramp(0.96 - mean(words), 0.1),
    weakFigures: figures ? ramp(0.95 - minWord, 0.15) : 0,
    mended: Math.min(2, value.mended), listed: value.listed === true ? 1 : 0, unlisted: value.listed === false ? 1 : 0,
    oddSyllables: Math.min(2, odd), unknownName: Math.min(2, unknown), agreed: crossChecks.agreed > 0 ? 1 : 0, agreedTwice: crossChecks.agreed > 1 ? 1 : 0,
    rival: rival ? 1 : 0, underMark: covered ? 1 : 0, long: Math.log2(1 + text.length) / 4,
    left: value.reasons.includes('text-left-over') ? 1 : 0, odd: value.reasons.some((reason) => ODD.has(reason)) ? 1 : 0, words: value.reasons.includes('from-words') ? 1 : 0,
    mendedOnPage: Math.min(4, crossChecks.record.mended - (value.mended > 0 ? 1 : 0)) / 4, noZeros: crossChecks.record.noZeros && figures ? 1 : 0,
    partial: isPartial(value) ? 1 : 0, figures: figures ? 1 : 0, name: value.kind === 'personName' ? 1 : 0, signer: value.key === 'nguoiKy' || value.key === 'nguoiThucHien' ? 1 : 0, place: value.kind === 'place' ? 1 : 0,
    notFamily: value.kind === 'personName' && (!isFamilyName(text[0] ?? '') || /^\p{Ll}/u.test(text[0] ?? '')) ? 1 : 0, twoWords: value.kind === 'personName' && text.length < 3 ? 1 : 0,
    rivalFigures: rival && figures ? 1 : 0, agreedWeak: crossChecks.agreed > 0 ? ramp(0.935 - minWord, 0.2) : 0,
    gap: hasGap ? 1 : 0, gapInName: hasGap && value.kind === 'personName' ? 1 : 0, completed: has(value, 'completed-from-list', 'from-figures') ? 1 : 0, grammar: has(value, 'level-missing', 'comma-put-in') ? 1 : 0,
    nameMended: has(value, 'name-mended', 'label-unreadable') || (has(value, 'family-name-mended') && value.mended > 0.5) ? 1 : 0, toneRival: toneRival(value), openWeak: value.kind === 'place' && value.listed === true ? ramp(0.965 - minWord, 0.03) : 0, openFaint: value.kind === 'place' && value.listed === true ? ramp(0.92 - minWord, 0.3) : 0, round: roundDoubt(value, crossChecks.record.roundSwaps),
    running: value.kind === 'text' || value.kind === 'dateInWords' ? 1 : 0,
  };
}

/** A name with a hole, or put right by a list, is looked at by a person whatever else speaks for it. */
const NEVER_SURE = 0.85;

/** Probability that the value is exactly right; an empty value is never certain. */
export function confidenceOf(features: Features, weights: Calibration = calibration()): number {
  let sum = weights.bias;
  for (const name of FEATURES) sum += (weights.weights[name] ?? 0) * features[name];
  const certain = features.gapInName > 0 || features.nameMended > 0 ? NEVER_SURE : 1;
  return Math.min(certain, Math.round(1000 / (1 + Math.exp(-sum))) / 1000);
}

/** Why the reader doubts, as codes, from the same features. */
export function doubtsOf(value: ParsedValue, features: Features): readonly string[] {
  const doubts = [...value.reasons];
  if (features.faint > 0.3) doubts.push('faint');
  if (features.rival > 0) doubts.push('readings-differ');
  if (features.mended > 0) doubts.push('mended');
  if (features.unlisted > 0) doubts.push('not-in-gazetteer');
  if (features.oddSyllables > 0) doubts.push('not-a-syllable');
  if (features.underMark > 0) doubts.push('under-mark');
  if (features.noZeros > 0) doubts.push('figures-uncertain');
  if (features.partial > 0) doubts.push('date-incomplete');
  for (const [name, doubt] of Object.entries(DOUBT_OF)) if (features[name as FeatureName] > 0.3) doubts.push(doubt);
  return [...new Set(doubts)];
}
