import { describe, expect, it } from 'vitest';
import { AQLS, codeLetterOf, INSPECTION_LEVELS, judgeLot, nextSeverity, SAMPLE_SIZES, samplingPlan, SEVERITIES, type Aql, type InspectionLevel, type Severity } from '../../../shared/domain/sampling.ts';

// The rules by which ISO 2859-1 builds its tables, held against every cell, so that no cell is taken on trust:
// the sizes and AQLs are the R5 and R10 series of preferred numbers, so a step down the letters and a step back
// in AQL keep their product and with it the plan.
const LETTERS = Object.keys(SAMPLE_SIZES);
const SMALLEST_LOT: Readonly<Record<string, number>> = { A: 2, B: 9, C: 16, D: 26, E: 51, F: 91, G: 151, H: 281, J: 501, K: 1201, L: 3201, M: 10_001, N: 35_001, P: 150_001, Q: 500_001 };
const ofLetter = (letter: string, aql: Aql, severity: Severity) => samplingPlan(SMALLEST_LOT[letter] ?? 0, { level: 'II', aql, severity });
const isOwn = (letter: string, aql: Aql, severity: Severity): boolean => ofLetter(letter, aql, severity).planLetter === letter;
const inTable = Object.keys(SMALLEST_LOT);

describe('the rules by which the tables are built', () => {
  it('sample sizes are the R5 series: each about 1.6 of the one before', () => {
    const sizes = LETTERS.map((letter) => SAMPLE_SIZES[letter] ?? 0);
    for (const [at, size] of sizes.entries()) if (at > 0) expect(size / (sizes[at - 1] ?? 1)).toBeGreaterThanOrEqual(1.5);
    for (const [at, size] of sizes.entries()) if (at > 0) expect(size / (sizes[at - 1] ?? 1)).toBeLessThan(1.7);
    expect(LETTERS.includes('I') || LETTERS.includes('O')).toBe(false);
  });

  it('a stricter level never gives an earlier letter, a greater lot never a smaller one', () => {
    const lots = [1, 2, 8, 9, 15, 16, 25, 26, 50, 51, 90, 91, 150, 151, 280, 281, 500, 501, 1200, 1201, 3200, 3201, 10_000, 10_001, 35_000, 35_001, 150_000, 150_001, 500_000, 500_001, 1e9];
    const rank = (lot: number, level: InspectionLevel): number => LETTERS.indexOf(codeLetterOf(lot, level));
    for (const level of INSPECTION_LEVELS) for (const [at, lot] of lots.entries()) if (at > 0) expect(rank(lot, level)).toBeGreaterThanOrEqual(rank(lots[at - 1] ?? 1, level));
    for (const ladder of [['S1', 'S2', 'S3', 'S4'], ['I', 'II', 'III']] as const) for (const lot of lots) for (const [at, level] of ladder.entries()) if (at > 0) expect(rank(lot, level)).toBeGreaterThanOrEqual(rank(lot, ladder[at - 1] ?? level));
  });

  it.each(SEVERITIES)('%s: along a diagonal (a letter on, an AQL back) every cell has the same acceptance number', (severity) => {
    for (const [row, letter] of inTable.entries()) for (const [column, aql] of AQLS.entries()) {
      const [below, before] = [inTable[row + 1], AQLS[column - 1]];
      if (below === undefined || before === undefined || !isOwn(letter, aql, severity) || !isOwn(below, before, severity)) continue;
      expect(ofLetter(below, before, severity).accept, `${letter} ${aql}`).toBe(ofLetter(letter, aql, severity).accept);
    }
  });

  it.each(SEVERITIES)('%s: down a column acceptance numbers only grow, and are only those of the standard', (severity) => {
    const known = severity === 'normal' ? [0, 1, 2, 3, 5, 7, 10, 14, 21] : [0, 1, 2, 3, 5, 8, 12, 18];
    for (const aql of AQLS) {
      const own = inTable.filter((letter) => isOwn(letter, aql, severity)).map((letter) => ofLetter(letter, aql, severity).accept);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
      expect(new Set(own).size).toBe(own.length);
      for (const accept of own) expect(known).toContain(accept);
    }
  });

  it.each(SEVERITIES)('%s: an arrow leads to a plan that is its own, by the shortest way along its column', (severity) => {
    for (const letter of inTable) for (const aql of AQLS) {
      const { planLetter, accept, reject } = ofLetter(letter, aql, severity);
      expect(reject).toBe(accept + 1);
      const [from, to] = [LETTERS.indexOf(letter), LETTERS.indexOf(planLetter)];
      for (const between of LETTERS.slice(Math.min(from, to) + 1, Math.max(from, to))) if (SMALLEST_LOT[between] !== undefined) expect(isOwn(between, aql, severity), `${letter} ${aql} passes ${between}`).toBe(false);
      if (SMALLEST_LOT[planLetter] !== undefined) expect(isOwn(planLetter, aql, severity)).toBe(true);
    }
  });

  it('in a column of normal inspection the arrow under Ac 0 points up and the next one down', () => {
    // AQL 1: Ac 0 stands at E (13), F points up to it, G down to H (50, Ac 1).
    expect(['E', 'F', 'G', 'H'].map((letter) => ofLetter(letter, 1, 'normal')).map((plan) => [plan.planLetter, plan.accept])).toEqual([['E', 0], ['E', 0], ['H', 1], ['H', 1]]);
  });

  it('where normal accepts none, the producer at the AQL passes by about nine in ten or more', () => {
    // Property by which the plans were chosen: (1 - AQL)^n of a plan with Ac 0 is 0.87 … 0.92.
    for (const aql of AQLS) for (const letter of inTable) {
      const plan = ofLetter(letter, aql, 'normal');
      if (plan.planLetter !== letter || plan.accept !== 0) continue;
      const passes = (1 - aql / 100) ** (SAMPLE_SIZES[letter] ?? 0);
      expect(passes, `${letter} ${aql}`).toBeGreaterThan(0.85);
      expect(passes, `${letter} ${aql}`).toBeLessThan(0.93);
    }
  });
});

describe('small lots and the edges of the rules', () => {
  it.each([1, 2])('a lot of %i is looked at whole and passes only without a fault', (lot) => {
    for (const level of INSPECTION_LEVELS) {
      const plan = samplingPlan(lot, { level, aql: 1, severity: 'normal' });
      expect(plan).toMatchObject({ sampleSize: lot, accept: 0, isWholeLot: true });
      expect(judgeLot(plan, lot, 0)).toBe('accepted');
      expect(judgeLot(plan, 1, 1)).toBe('rejected');
    }
  });

  it('at the acceptance number a lot passes, one more and it does not', () => {
    for (const aql of AQLS) {
      const plan = samplingPlan(1000, { level: 'II', aql, severity: 'normal' });
      expect(judgeLot(plan, plan.sampleSize, plan.accept)).toBe('accepted');
      expect(judgeLot(plan, plan.sampleSize, plan.reject)).toBe('rejected');
      expect(judgeLot(plan, plan.sampleSize - 1, plan.accept)).toBe('open');
    }
  });

  it('a lot withdrawn counts neither for nor against the batch', () => {
    expect(nextSeverity('normal', ['rejected', 'withdrawn', 'withdrawn', 'withdrawn', 'withdrawn', 'rejected'])).toBe('tightened');
    expect(nextSeverity('tightened', ['accepted', 'withdrawn', 'accepted', 'accepted', 'accepted'])).toBe('tightened');
  });
});
