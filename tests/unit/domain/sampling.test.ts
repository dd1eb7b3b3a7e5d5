import { describe, expect, it } from 'vitest';
import { AQLS, codeLetterOf, INSPECTION_LEVELS, judgeLot, nextSeverity, SAMPLE_SIZES, samplingPlan, SEVERITIES, type Aql, type InspectionLevel, type Severity } from '../../../shared/domain/sampling.ts';

const plan = (lot: number, aql: Aql, level: InspectionLevel = 'II', severity: Severity = 'normal') => {
  const { codeLetter, sampleSize, accept, reject } = samplingPlan(lot, { level, aql, severity });
  return [codeLetter, sampleSize, accept, reject];
};

describe('sampling by lot', () => {
  it('finds code letters as table 1 of the standard has them', () => {
    expect([2, 8, 9, 25, 26, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 500_001].map((lot) => codeLetterOf(lot, 'II')).join('')).toBe('AABCDDEFGHJKLMNPQ');
    expect([8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200].map((lot) => codeLetterOf(lot, 'I')).join('')).toBe('AABCCDEFGH');
    expect([8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 600_000].map((lot) => codeLetterOf(lot, 'III')).join('')).toBe('BCDEFGHJKLR');
    expect(INSPECTION_LEVELS.map((level) => codeLetterOf(1000, level)).join('')).toBe('CCEFGJK');
    expect(INSPECTION_LEVELS.map((level) => codeLetterOf(30, level)).join('')).toBe('ABBCCDE');
  });

  // Cells of tables 2-A (normal) as published: letter, sample, accept, reject.
  it.each<[number, Aql, (string | number)[]]>([
    [1000, 1, ['J', 80, 2, 3]], [1000, 2.5, ['J', 80, 5, 6]], [1000, 4, ['J', 80, 7, 8]], [1000, 6.5, ['J', 80, 10, 11]], [1000, 10, ['J', 80, 14, 15]],
    [3000, 0.65, ['K', 125, 2, 3]], [3000, 1, ['K', 125, 3, 4]], [5000, 1.5, ['L', 200, 7, 8]], [20_000, 0.4, ['M', 315, 3, 4]], [100_000, 0.25, ['N', 500, 3, 4]],
    [100, 2.5, ['F', 20, 1, 2]], [200, 2.5, ['G', 32, 2, 3]], [400, 1, ['H', 50, 1, 2]], [400, 0.25, ['H', 50, 0, 1]],
  ])('a lot of %i at AQL %f is judged as table 2-A says', (lot, aql, expected) => expect(plan(lot, aql)).toEqual(expected));

  // Arrows lead to another letter's plan and its sample.
  it.each<[number, Aql, (string | number)[]]>([
    [200, 1, ['G', 50, 1, 2]], [100, 1, ['F', 13, 0, 1]], [50, 1, ['D', 13, 0, 1]], [30, 4, ['D', 13, 1, 2]], [30, 2.5, ['D', 5, 0, 1]], [8, 10, ['A', 5, 1, 2]], [3000, 10, ['K', 125, 21, 22]], [5000, 10, ['L', 125, 21, 22]],
  ])('a lot of %i at AQL %f follows the arrow', (lot, aql, expected) => expect(plan(lot, aql)).toEqual(expected));

  // Table 2-B (tightened).
  it.each<[number, Aql, (string | number)[]]>([
    [1000, 1, ['J', 80, 1, 2]], [1000, 2.5, ['J', 80, 3, 4]], [3000, 1, ['K', 125, 2, 3]], [5000, 1, ['L', 200, 3, 4]], [400, 1.5, ['H', 50, 1, 2]], [400, 4, ['H', 50, 3, 4]], [400, 10, ['H', 50, 8, 9]], [100, 0.65, ['F', 32, 0, 1]],
  ])('tightened: a lot of %i at AQL %f is judged as table 2-B says', (lot, aql, expected) => expect(plan(lot, aql, 'II', 'tightened')).toEqual(expected));

  it('never asks for more records than the lot has', () => {
    expect(samplingPlan(3, { level: 'II', aql: 0.01, severity: 'normal' })).toMatchObject({ sampleSize: 3, accept: 0, reject: 1, isWholeLot: true });
    expect(samplingPlan(1, { level: 'II', aql: 1, severity: 'normal' })).toMatchObject({ sampleSize: 1, isWholeLot: true });
  });

  it('has a plan for every lot, level, AQL and severity, stricter AQLs never accepting a greater share', () => {
    for (const severity of SEVERITIES) for (const level of INSPECTION_LEVELS) for (const lot of [2, 14, 40, 97, 600, 2000, 9000, 60_000, 1e6]) {
      let least = 0;
      for (const aql of AQLS) {
        const { accept, planLetter } = samplingPlan(lot, { level, aql, severity });
        const share = accept / (SAMPLE_SIZES[planLetter] ?? 1);
        expect(share).toBeGreaterThanOrEqual(least - 1e-9);
        least = share;
      }
    }
  });

  it('tightened inspection never accepts more than normal', () => {
    for (const lot of [50, 500, 5000]) for (const aql of AQLS) {
      const [normal, tightened] = SEVERITIES.map((severity) => samplingPlan(lot, { level: 'II', aql, severity }));
      expect((tightened?.accept ?? 0) / (tightened?.sampleSize ?? 1)).toBeLessThanOrEqual((normal?.accept ?? 0) / (normal?.sampleSize ?? 1));
    }
  });

  it('rejects as soon as the lot cannot pass, accepts only when the whole sample is looked at', () => {
    const drawn = { sampleSize: 13, accept: 1 };
    expect(judgeLot(drawn, 0, 0)).toBe('open');
    expect(judgeLot(drawn, 12, 1)).toBe('open');
    expect(judgeLot(drawn, 13, 1)).toBe('accepted');
    expect(judgeLot(drawn, 2, 2)).toBe('rejected');
  });

  it('tightens after two of five lots rejected and relaxes after five accepted', () => {
    expect(nextSeverity('normal', ['accepted', 'rejected', 'accepted'])).toBe('normal');
    expect(nextSeverity('normal', ['rejected', 'accepted', 'rejected'])).toBe('tightened');
    expect(nextSeverity('normal', ['rejected', 'accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'rejected'])).toBe('normal');
    expect(nextSeverity('tightened', ['accepted', 'accepted', 'accepted', 'accepted'])).toBe('tightened');
    expect(nextSeverity('tightened', ['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'open'])).toBe('normal');
  });
});
